"""Pylint plugin that finds lost ZeroMQ sockets, unhandled creation errors, endless waits and hanging shutdowns."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylint.lint import PyLinter

__version__ = "0.1.0"


def register(linter: PyLinter) -> None:
    """Give `linter` our checkers, their options and our reporters; Pylint calls this for `load-plugins=pylint_zmq`."""
    from pylint_zmq.checkers import register_checkers
    from pylint_zmq.reporters import register_reporters

    register_checkers(linter)
    register_reporters(linter)


def load_configuration(linter: PyLinter) -> None:
    """Refuse wrong values as Pylint does: exit status 32; Pylint calls this when its configuration is complete."""
    from pylint_zmq.options import OptionError, settings_from

    try:
        settings_from(linter.config)
    except OptionError as error:
        sys.stderr.write(f"pylint_zmq: error: {error}\n")
        raise SystemExit(32) from None
