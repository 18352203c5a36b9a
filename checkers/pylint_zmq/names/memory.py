"""Answers that are worked out once, to questions that may come back to themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Q = TypeVar("Q", bound=Hashable)
V = TypeVar("V")

#: How far questions may lead to further ones; each takes several of Python's frames.
_DEEPEST = 40


class Memory:
    """Keeps answers.

    A question that depends on itself finds itself unknown (`x = y; y = x`). That is right for the question that was
    asked first, whose answer gathers what all the others found, and not for those in between. Their answers serve while
    that question is open, and are forgotten then: what is kept does not depend on the order of the questions.
    """

    def __init__(self) -> None:
        self._known: dict[Hashable, object] = {}
        #: The questions being worked out, each with its number from outside in.
        self._open: dict[Hashable, int] = {}
        #: Answers that lack what an open question will find, each with the number of the outermost such question.
        self._for_now: dict[Hashable, tuple[object, int]] = {}
        #: The outermost open question that the answer being worked out depends on.
        self._outermost = _DEEPEST

    def answer(self, question: Q, work: Callable[[Q], V], unknown: V) -> V:
        """Return what `work` makes of the question; `unknown` where the question is just being worked out."""
        key = (work, question)
        if key in self._known:
            return cast("V", self._known[key])
        if key in self._open or len(self._open) == _DEEPEST:
            self._outermost = min(self._outermost, self._open.get(key, 0))
            return unknown
        if key in self._for_now:
            found, depends_on = self._for_now[key]
            self._outermost = min(self._outermost, depends_on)
            return cast("V", found)
        return self._work_out(key, question, work)

    def _work_out(self, key: Hashable, question: Q, work: Callable[[Q], V]) -> V:
        number = len(self._open)
        around, self._outermost = self._outermost, _DEEPEST
        self._open[key] = number
        try:
            found = work(question)
        finally:
            del self._open[key]
            inner, self._outermost = self._outermost, around
        if inner >= number:
            self._known[key] = found
            self._for_now = {each: kept for each, kept in self._for_now.items() if kept[1] < number}
        else:
            self._for_now[key] = (found, inner)
            self._outermost = min(around, inner)
        return found
