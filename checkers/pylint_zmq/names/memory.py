"""Answers that are worked out once, to questions that may come back to themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

Q = TypeVar("Q", bound=Hashable)
V = TypeVar("V")

#: How far questions may lead to further ones; each takes several of Python's frames.
_DEEPEST = 40


class Touched:
    """What answers depend on, gathered while they are worked out, so that one that is kept brings it along.

    Any hashable things; `mask` has a bit for each.
    """

    def __init__(self) -> None:
        self._bits: dict[Hashable, int] = {}
        self.mask = 0

    def add(self, thing: Hashable) -> None:
        """Note that the answer being worked out depends on `thing`."""
        bit = self._bits.get(thing)
        if bit is None:
            bit = self._bits[thing] = 1 << len(self._bits)
        self.mask |= bit

    def things(self) -> list[Hashable]:
        """Return all that was noted, or came along with an answer, since `mask` was 0."""
        return [thing for thing, bit in self._bits.items() if self.mask & bit]


class Memory:
    """Keeps answers, each with what it depends on.

    A question that depends on itself finds itself unknown (`x = y; y = x`). That is right for the question that was
    asked first, whose answer gathers what all the others found, and not for those in between. Their answers serve while
    that question is open, and are forgotten then: what is kept does not depend on the order of the questions.
    """

    def __init__(self, touched: Touched | None = None) -> None:
        self.touched = touched if touched is not None else Touched()
        self._known: dict[Hashable, tuple[object, int]] = {}
        #: The questions being worked out, each with its number from outside in.
        self._open: dict[Hashable, int] = {}
        #: Answers that lack what an open question will find, each with the number of the outermost such question.
        self._for_now: dict[Hashable, tuple[object, int, int]] = {}
        #: The outermost open question that the answer being worked out depends on.
        self._outermost = _DEEPEST

    def answer(self, question: Q, work: Callable[[Q], V], unknown: V) -> V:
        """Return what `work` makes of the question; `unknown` where the question is just being worked out."""
        key = (work, question)
        kept = self._known.get(key)
        if kept is not None:
            self.touched.mask |= kept[1]
            return cast("V", kept[0])
        if key in self._open or len(self._open) == _DEEPEST:
            self._outermost = min(self._outermost, self._open.get(key, 0))
            return unknown
        if key in self._for_now:
            found, depends_on, mask = self._for_now[key]
            self.touched.mask |= mask
            self._outermost = min(self._outermost, depends_on)
            return cast("V", found)
        return self._work_out(key, question, work)

    def _work_out(self, key: Hashable, question: Q, work: Callable[[Q], V]) -> V:
        number = len(self._open)
        around, self._outermost = self._outermost, _DEEPEST
        self._open[key] = number
        touched = self.touched
        before, touched.mask = touched.mask, 0
        try:
            found = work(question)
        finally:
            del self._open[key]
            inner, self._outermost = self._outermost, around
            mask = touched.mask
            touched.mask |= before
        if inner >= number:
            self._known[key] = (found, mask)
            self._for_now = {each: kept for each, kept in self._for_now.items() if kept[1] < number}
        else:
            self._for_now[key] = (found, inner, mask)
            self._outermost = min(around, inner)
        return found
