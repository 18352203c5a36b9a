"""Output formats that Pylint lacks: SARIF and GitLab's code quality report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylint.lint import PyLinter


def register_reporters(linter: PyLinter) -> None:
    """Give `linter` the output formats `sarif` and `gitlab`."""
    # Only here, so that what is plain data in this package can be had without loading Pylint.
    from pylint_zmq.reporters.collecting import GitLabReporter, SarifReporter

    linter.register_reporter(SarifReporter)
    linter.register_reporter(GitLabReporter)
