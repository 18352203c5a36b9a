"""Where the grammar gets its decisions from: a seed, or hypothesis."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

T = TypeVar("T")


class Source(Protocol):
    """Makes the decisions of one program."""

    def pick(self, options: int) -> int:
        """A number from 0 to `options` - 1; small ones lead to small programs."""


class SeededSource:
    """Decides by a pseudo-random generator."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def pick(self, options: int) -> int:
        return self._random.randrange(options)


class DrawnSource:
    """Decides by what hypothesis draws."""

    def __init__(self, draw: Callable[[int], int]) -> None:
        self._draw = draw

    def pick(self, options: int) -> int:
        return self._draw(options)


def one_of(source: Source, options: Sequence[T]) -> T:
    return options[source.pick(len(options))]


def weighted(source: Source, options: Sequence[tuple[int, T]]) -> T:
    """One of the options, each as often as its weight says."""
    number = source.pick(sum(weight for weight, _ in options))
    for weight, option in options:
        number -= weight
        if number < 0:
            return option
    raise AssertionError("weights changed")
