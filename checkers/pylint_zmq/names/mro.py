"""Python's order of looking attributes up in several bases (C3)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T")


def merge(first: T, lines: Sequence[Sequence[T]], direct: Sequence[T], key: Callable[[T], Hashable]) -> list[T]:
    """`first`, and behind it the lines of its bases merged in their order.

    Where Python would refuse the class, for its bases contradict each other, the lines follow one another.
    """
    result = [first]
    pending = [list(line) for line in (*lines, direct) if line]
    while pending:
        tails = {key(item) for line in pending for item in line[1:]}
        head = next((line[0] for line in pending if key(line[0]) not in tails), pending[0][0])
        result.append(head)
        taken = key(head)
        pending = [rest for line in pending if (rest := [item for item in line if key(item) != taken])]
    return [item for at, item in enumerate(result) if key(item) not in {key(each) for each in result[:at]}]
