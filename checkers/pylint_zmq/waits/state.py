"""What is certain at one point of a function about the sockets that it uses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Which thing: the creation that made it, or the name under which the function found it.
Root = str
#: Every socket that a poller holds.
ANY: Root = "*"
#: What None stands for.
NOTHING: Root = "-"
#: How the root of what a call made begins, and that of a name which stands for one of several things.
MADE = "#"
UNSURE = "?"
#: What follows from a condition that cannot hold: everything.
IMPOSSIBLE: frozenset[Root] = frozenset({"impossible"})

#: A name, and whether it is true or false.
Condition = tuple[str, bool]


@dataclass(frozen=True)
class State:
    """Facts that hold on every path to a point, but for four that hold on some path.

    Those are `sent`, `taken`, `endless` and `timed_out`.
    """

    #: What names and fields stand for, where another name than their own.
    roots: Mapping[str, Root] = field(default_factory=dict)
    #: (root, option): a timeout holds.
    bounded: frozenset[tuple[Root, str]] = frozenset()
    #: (root, option): a timeout was taken away, or is as long as the caller says.
    endless: frozenset[tuple[Root, str]] = frozenset()
    #: Roots that were polled and found ready.
    ready: frozenset[Root] = frozenset()
    #: Which roots are ready if a name is true, or false.
    told: Mapping[Condition, frozenset[Root]] = field(default_factory=dict)
    #: Roots that something was sent on, and from which a whole message was taken.
    sent: frozenset[Root] = frozenset()
    taken: frozenset[Root] = frozenset()
    #: Roots that were bound or connected, and contexts that have made a socket.
    attached: frozenset[Root] = frozenset()
    used: frozenset[Root] = frozenset()
    #: Roots from which an answer did not come in time.
    timed_out: frozenset[Root] = frozenset()
    #: Variables that may have a value: what is said of one that has none is never asked.
    named: frozenset[str] = frozenset()

    def root(self, key: str) -> Root:
        """Return what a name or field stands for."""
        return self.roots.get(key, key)

    def with_ready(self, roots: frozenset[Root]) -> State:
        """Return the state with more roots known to be ready."""
        return replace(self, ready=self.ready | roots) if roots else self

    def with_option(self, root: Root, option: str, *, bounds: bool) -> State:
        """Return the state after a timeout was set, or taken away."""
        fact = frozenset({(root, option)})
        if bounds:
            return replace(self, bounded=self.bounded | fact, endless=self.endless - fact)
        return replace(self, bounded=self.bounded - fact, endless=self.endless | fact)

    def without_told(self, name: str) -> State:
        """Return the state after a name got a value that tells nothing."""
        if (name, True) not in self.told and (name, False) not in self.told:
            return self
        return replace(self, told={key: value for key, value in self.told.items() if key[0] != name})

    def fresh(self, root: Root) -> State:
        """Return the state after a thing was made: what was known of the last one from the same place is over."""
        return replace(
            self,
            bounded=frozenset(each for each in self.bounded if each[0] != root),
            endless=frozenset(each for each in self.endless if each[0] != root),
            ready=self.ready - {root},
            sent=self.sent - {root},
            taken=self.taken - {root},
            attached=self.attached - {root},
            used=self.used - {root},
            timed_out=self.timed_out - {root},
        )


def join(one: State | None, other: State | None) -> State | None:
    """Return what is certain after either of two paths; None for a path that does not come here."""
    if one is None or one == other:
        return other
    if other is None:
        return one
    roots, bounded = _merged(one, other)
    return State(
        roots=roots,
        bounded=bounded,
        endless=one.endless | other.endless,
        ready=one.ready & other.ready,
        told=_common(one, other),
        sent=one.sent | other.sent,
        taken=one.taken | other.taken,
        attached=one.attached & other.attached,
        used=one.used & other.used,
        timed_out=one.timed_out | other.timed_out,
        named=one.named | other.named,
    )


def _merged(one: State, other: State) -> tuple[dict[str, Root], frozenset[tuple[Root, str]]]:
    """Return what names stand for after two paths, and which timeouts hold.

    What was made on one path only does not exist on the other, and so cannot be unbounded there.
    """
    bounded = (one.bounded & other.bounded) | _elsewhere(one, other) | _elsewhere(other, one)
    roots: dict[str, Root] = {}
    for key in one.roots.keys() | other.roots.keys():
        first, second = one.root(key), other.root(key)
        if first == second or second == NOTHING:
            roots[key] = first
        elif first == NOTHING:
            roots[key] = second
        else:
            roots[key] = either_root = f"{UNSURE}{key}"
            held = {option for root, option in one.bounded if root == first}
            bounded |= {(either_root, option) for root, option in other.bounded if root == second and option in held}
    return roots, bounded


def _elsewhere(one: State, other: State) -> frozenset[tuple[Root, str]]:
    """Return the timeouts of what was made on the way to `one` and is not there in `other`."""
    there = set(other.roots.values())
    return frozenset(each for each in one.bounded if each[0].startswith(MADE) and each[0] not in there)


def _common(one: State, other: State) -> dict[Condition, frozenset[Root]]:
    found = {key: both(one.told[key], other.told[key]) for key in one.told if key in other.told}
    for here, there in ((one, other), (other, one)):
        found.update(
            (key, roots)
            for key, roots in here.told.items()
            if key not in there.told and key[0] not in there.named and key[0].isidentifier()
        )
    return found


def both(one: frozenset[Root], other: frozenset[Root]) -> frozenset[Root]:
    """Return what follows if either of two conditions holds."""
    if one == IMPOSSIBLE:
        return other
    return one if other == IMPOSSIBLE else one & other


def either(one: frozenset[Root], other: frozenset[Root]) -> frozenset[Root]:
    """Return what follows if both of two conditions hold."""
    return IMPOSSIBLE if IMPOSSIBLE in (one, other) else one | other
