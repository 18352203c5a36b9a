"""SARIF 2.1.0, as the Pylint reporter of that name writes it, with what could not be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.reporters.sarif import sarif

if TYPE_CHECKING:
    from zmqlint.output import View


def render(view: View) -> str:
    """Return the document."""
    return sarif(view.reports, view.root, [str(failure) for failure in view.failures]) + "\n"
