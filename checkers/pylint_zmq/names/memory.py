"""Answers that are worked out once, to questions that may come back to themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

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


@dataclass(eq=False, slots=True)
class Watched(Generic[V]):
    """What was found, and what that depends on."""

    found: V
    #: A bit for each thing; see Touched.
    mask: int
    #: The outermost of the questions that were open and would have had something to add.
    outermost: int = _DEEPEST

    @property
    def is_final(self) -> bool:
        """Whether it depends on no open question."""
        return self.outermost == _DEEPEST


class Memory:
    """Keeps answers, each with what it depends on.

    A question that depends on itself finds itself unknown (`x = y; y = x`). That is right for the question that was
    asked first, whose answer gathers what all the others found, and not for those in between. Their answers serve while
    that question is open, and are forgotten then: what is kept does not depend on the order of the questions.
    """

    def __init__(self, touched: Touched | None = None) -> None:
        self.touched = touched if touched is not None else Touched()
        self._known: dict[Hashable, Watched[Any]] = {}
        #: The questions being worked out, each with its number from outside in.
        self._open: dict[Hashable, int] = {}
        #: Answers that lack what an open question will find.
        self._for_now: dict[Hashable, Watched[Any]] = {}
        #: The same answers by the numbers of the outermost such questions.
        self._lacking: dict[int, list[Hashable]] = {}
        #: The outermost open question that the answer being worked out depends on.
        self._outermost = _DEEPEST

    def answer(self, question: Q, work: Callable[[Q], V], unknown: V) -> V:
        """Return what `work` makes of the question; `unknown` where the question is just being worked out."""
        key = (work, question)
        kept = self._known.get(key)
        if kept is not None:
            self.touched.mask |= kept.mask
            return cast("V", kept.found)
        if key in self._open or len(self._open) == _DEEPEST:
            self._outermost = min(self._outermost, self._open.get(key, 0))
            return unknown
        if key in self._for_now:
            return cast("V", self.recall(self._for_now[key]))
        number = len(self._open)
        around = self._outermost
        self._open[key] = number
        try:
            watched = self.watched(lambda: work(question))
        finally:
            del self._open[key]
            for lacking in self._lacking.pop(number, ()):
                self._for_now.pop(lacking, None)
        if watched.outermost >= number:
            # What it found of itself it has gathered.
            watched = Watched(watched.found, watched.mask)
            self._outermost = around
        return self._keep(key, watched)

    def noted(self, key: Hashable, work: Callable[[], V]) -> V:
        """Return what `work` makes of a question that comes back to itself only by way of an `answer`."""
        kept = self._known.get(key)
        if kept is not None:
            self.touched.mask |= kept.mask
            return cast("V", kept.found)
        if key in self._for_now:
            return cast("V", self.recall(self._for_now[key]))
        return self._keep(key, self.watched(work))

    def watched(self, work: Callable[[], V]) -> Watched[V]:
        """Return what `work` makes, with what that depends on; whoever keeps it gives it to `recall` each time."""
        around, self._outermost = self._outermost, _DEEPEST
        touched = self.touched
        before, touched.mask = touched.mask, 0
        try:
            found = work()
            return Watched(found, touched.mask, self._outermost)
        finally:
            touched.mask |= before
            self._outermost = min(around, self._outermost)

    def recall(self, watched: Watched[V]) -> V:
        """Return what was found before, and with it what that depends on."""
        self.touched.mask |= watched.mask
        self._outermost = min(self._outermost, watched.outermost)
        return watched.found

    def _keep(self, key: Hashable, watched: Watched[V]) -> V:
        if watched.is_final:
            self._known[key] = watched
        else:
            self._for_now[key] = watched
            self._lacking.setdefault(watched.outermost, []).append(key)
        return watched.found
