"""The files of the checked program: their trees and how their modules are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pylint_zmq.program.outlook import Outlook
    from pylint_zmq.program.project import Program, Site

__all__ = ["Outlook", "Program", "Site"]


def __getattr__(name: str) -> Any:
    # Only when asked for: what merely looks for files needs no trees, and so no astroid.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "Outlook":
        from pylint_zmq.program import outlook

        return outlook.Outlook
    from pylint_zmq.program import project

    return getattr(project, name)
