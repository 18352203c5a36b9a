"""The formats in which a map can be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zmqlint.formats import renderer_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from zmqlint.map.records import SocketMap
    from zmqlint.result import Failure

#: Each is a module of this package with a function `render(view) -> str`.
FORMATS = ("text", "json", "html")


@dataclass(frozen=True)
class MapView:
    """What is to be written."""

    map: SocketMap
    failures: tuple[Failure, ...]
    #: The folder that paths are shown relative to.
    root: str
    #: What was asked for, as people wrote it.
    title: str
    colour: bool = False


def renderer(name: str) -> Callable[[MapView], str]:
    """Return the function that renders the format `name`. Raises ConfigError if there is none."""
    return renderer_in(__name__, FORMATS, name, "map")
