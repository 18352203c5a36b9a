"""Summaries that all engines of a program share, each for the calls round it that it holds for.

What a run of a function finds depends, beside its entry state, on how deep it was called and from where: calls nested
too deep are not looked into, and neither are calls that come back to a function that is running. A summary holds for
another caller if all these decisions would be the same there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from astroid import nodes

    from pylint_zmq.analysis.summaries import Summary
    from pylint_zmq.names.memory import Watched

#: More than the calls that can be nested.
_ANY = 1 << 10


@dataclass(eq=False)
class Course:
    """What the run of a function turned on, beside its entry state; gathered while it goes on."""

    #: How many calls were open when it began.
    depth: int
    #: So many more could have been, and all calls in it would have been looked into as they were.
    room: int = _ANY
    #: Something was left out for being too deep: it is so at this depth alone.
    cut: bool = False
    #: The functions that were run in it.
    called: set[nodes.NodeNG] = field(default_factory=set)
    #: The functions that were not, because they were running; in the end those that were when it began.
    refused: set[nodes.NodeNG] = field(default_factory=set)
    #: What its own statements count, those of the functions that were called left out.
    steps: float = 0.0
    #: The summaries that it used.
    used: list[KeptSummary] = field(default_factory=list)

    def ended(self, active: Sequence[nodes.NodeNG]) -> Course:
        """Return the course of a run that is over, with the calls that were open when it began."""
        self.refused.intersection_update(active)
        return self

    def goes_into(self, function: nodes.NodeNG, active: Sequence[nodes.NodeNG], deepest: int) -> bool:
        """Whether a call of a function is to be looked into, with these open; `deepest` is how many may be."""
        if function in active:
            self.refused.add(function)
            return False
        return self.is_near(active, deepest)

    def is_near(self, active: Sequence[nodes.NodeNG], most: int) -> bool:
        """Whether no more than so many calls are open."""
        room = most - len(active)
        if room < 0:
            self.cut = True
            return False
        self.room = min(self.room, room)
        return True

    def takes_in(self, inner: KeptSummary, depth: int) -> None:
        """Note that a summary was used in it, with so many calls open."""
        course = inner.course
        self.used.append(inner)
        self.called |= course.called
        self.refused |= course.refused
        self.cut = self.cut or course.cut
        self.room = min(self.room, course.depth + course.room - depth)


@dataclass(eq=False)
class KeptSummary:
    """A summary, None if it is not to be trusted, and what it turned on."""

    watched: Watched[Summary | None]
    course: Course

    def holds_at(self, active: Sequence[nodes.NodeNG]) -> bool:
        """Whether a run with these calls open would be the same."""
        course, depth = self.course, len(active)
        if depth != course.depth and (course.cut or depth > course.depth + course.room):
            return False
        return course.called.isdisjoint(active) and course.refused.issubset(active)


class KeptSummaries:
    """The summaries by function and entry state."""

    def __init__(self) -> None:
        self._by_key: dict[Hashable, list[KeptSummary]] = {}

    def find(self, key: Hashable, active: Sequence[nodes.NodeNG]) -> KeptSummary | None:
        """Return a summary that holds where these calls are open."""
        return next((kept for kept in self._by_key.get(key, ()) if kept.holds_at(active)), None)

    def keep(self, key: Hashable, kept: KeptSummary) -> None:
        """Have a summary ready for the next caller."""
        self._by_key.setdefault(key, []).append(kept)
