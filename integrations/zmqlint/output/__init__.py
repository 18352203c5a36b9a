"""The formats in which a result can be written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zmqlint.formats import renderer_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from pylint_zmq.reporters.reports import Report
    from zmqlint.result import Failure

#: Each is a module of this package with a function `render(view) -> str`; loaded only when asked for.
FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit")
#: For eyes, not for machines: these get the closing summary.
FOR_PEOPLE = ("text", "concise")


@dataclass(frozen=True)
class View:
    """What is to be written: everything that any format shows."""

    reports: tuple[Report, ...]
    failures: tuple[Failure, ...]
    #: How many files were looked at.
    files: int
    #: The folder that paths are shown relative to.
    root: str
    colour: bool = False
    #: Of the terminal, in characters; 0 if it is none.
    width: int = 0
    #: Paths of the files that were analysed, absolute.
    analysed: tuple[str, ...] = field(default=())
    #: Reads the lines of a file for excerpts; an unreadable one has none.
    lines: Callable[[str], list[str]] = field(default=lambda _: [])


def renderer(name: str) -> Callable[[View], str]:
    """Return the function that renders the format `name`. Raises ConfigError if there is none."""
    return renderer_in(__name__, FORMATS, name)
