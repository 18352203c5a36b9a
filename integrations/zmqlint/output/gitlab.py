"""GitLab's code quality report, as the Pylint reporter of that name writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.reporters.gitlab import gitlab

if TYPE_CHECKING:
    from zmqlint.output import View


def render(view: View) -> str:
    """Return the document."""
    return gitlab(view.reports, view.root) + "\n"
