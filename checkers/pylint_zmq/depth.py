"""How deep calls may go: what can be parsed can be analysed, whoever asks for it and however deep in calls he is."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

#: Calls within calls for building a tree. A sum of a hundred texts is a hundred levels deep, at two calls each.
PARSING = 900
#: For analysing one that could be built: several calls for each of its levels. Python's own limit for all is 1000, to
#: find recursion that never ends; the stack of a thread holds out much longer.
ANALYSING = 6_000


@contextmanager
def room(calls: int) -> Iterator[None]:
    """Let calls go so much deeper than here until the block is left; what goes deeper raises RecursionError."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(_depth() + calls)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _depth() -> int:
    depth = 0
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        depth, frame = depth + 1, frame.f_back
    return depth
