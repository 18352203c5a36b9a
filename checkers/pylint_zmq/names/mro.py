"""Python's order of looking attributes up in several bases (C3)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def merge(first: T, lines: Sequence[Sequence[T]], direct: Sequence[T]) -> list[T]:
    """Return `first`, and behind it the lines of its bases, merged in their order.

    Where Python would refuse the class, for its bases contradict each other, the earlier line wins.
    """
    result = [first]
    pending = [list(line) for line in (*lines, direct)]
    while pending := [rest for line in pending if (rest := [item for item in line if item not in result])]:
        tails = {item for line in pending for item in line[1:]}
        result.append(next((line[0] for line in pending if line[0] not in tails), pending[0][0]))
    return result
