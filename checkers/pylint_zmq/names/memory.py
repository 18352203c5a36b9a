"""Answers that are worked out once, to questions that may come back to themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

Q = TypeVar("Q", bound=Hashable)
V = TypeVar("V")

#: How far questions may lead to further ones, and how many of them one question may raise in all.
_DEEPEST = 25
_MOST = 2_000


class Memory:
    """Keeps answers.

    A question that depends on itself finds itself unknown (`x = y; y = x`). What was concluded on the way from that is
    right for the question that was asked, but not for the ones in between; only what depends on no open question is
    kept, so that the answers do not depend on the order of the questions.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, object] = {}
        #: The questions being worked out, each with its number from outside in.
        self._open: dict[Hashable, int] = {}
        #: The outermost open question that what was concluded lately depends on.
        self._outermost = _DEEPEST
        self._asked = 0

    def answer(self, question: Q, work: Callable[[Q], V], unknown: V) -> V:
        """Return what `work` makes of the question; `unknown` where the question is just being worked out."""
        key = (work, question)
        if key in self._known:
            return self._known[key]  # type: ignore[return-value]
        if key in self._open:
            self._outermost = min(self._outermost, self._open[key])
            return unknown
        depth = len(self._open)
        self._asked = self._asked + 1 if depth else 0
        if depth == _DEEPEST or self._asked > _MOST:
            self._outermost = 0
            return unknown
        self._open[key] = depth
        try:
            found = work(question)
        finally:
            del self._open[key]
        if self._outermost >= depth:
            self._known[key] = found
            self._outermost = _DEEPEST
        return found
