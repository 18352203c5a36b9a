"""What is certain at one point of a function about the sockets that it uses."""

from __future__ import annotations

from dataclasses import field, replace
from typing import TYPE_CHECKING

from pylint_zmq.frozen import frozen
from pylint_zmq.model.waits import RECEIVE_TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Which thing: the creation that made it, or the name under which the function found it.
Root = str
#: Every socket that a poller holds.
ANY: Root = "*"
#: What None stands for.
NOTHING: Root = "-"
#: How the root of what a call made begins, of what a call found somewhere, of a name that stands for one of several
#: things made here, and of a name that stands for one of several things.
MADE = "#"
FOUND = "@"
SEVERAL = "&"
UNSURE = "?"
#: Between the name and the things that it may stand for, and between these.
_OF = "="
_OR = "|"
#: What follows from a condition that cannot hold: everything.
IMPOSSIBLE: frozenset[Root] = frozenset({"impossible"})

#: A name, and whether it is true or false.
Condition = tuple[str, bool]


@frozen
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
    #: Roots from which a receive does not wait, for one reason on some paths and for another on others.
    safe: frozenset[Root] = frozenset()
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
        """Return the state with more roots known to be ready, which means a message that nobody has taken yet."""
        if not roots:
            return self
        return replace(self, ready=self.ready | roots, taken=frozenset() if ANY in roots else self.taken - roots)

    def without_ready(self, roots: frozenset[Root]) -> State:
        """Return the state after messages were taken from some roots; what a poller said was of one of them."""
        if not roots:
            return self
        spoken_of = self.ready | self.safe | frozenset[Root]().union(*self.told.values())
        # It may have been any of several.
        roots = roots | {each for each in spoken_of if any(members(each) & members(root) for root in roots)}
        told = {key: value - roots if value != IMPOSSIBLE else value for key, value in self.told.items()}
        return replace(self, ready=self.ready - roots - {ANY}, safe=self.safe - roots, told=told)

    def cannot_wait(self, root: Root) -> bool:
        """Tell whether a receive does not wait, or not for ever, whatever the reason."""
        return root in self.ready or ANY in self.ready or root in self.safe or (root, RECEIVE_TIMEOUT) in self.bounded

    def with_option(self, root: Root, option: str, *, bounds: bool) -> State:
        """Return the state after a timeout was set, or taken away."""
        fact = frozenset({(root, option)})
        if bounds:
            return replace(self, bounded=self.bounded | fact, endless=self.endless - fact)
        # What stands for one of several things may be this one.
        lost = {each for each in self.bounded if each[1] == option and _may_be(each[0], root)}
        safe = frozenset(each for each in self.safe if not _may_be(each, root))
        return replace(
            self,
            bounded=self.bounded - lost,
            endless=self.endless | fact,
            safe=safe if option == RECEIVE_TIMEOUT else self.safe,
        )

    def found_to_be(self, name: str, truth: bool) -> State:
        """Return the state in which a name that holds what one socket's poll said was found true, or false.

        What a poller said is a container, which may have been filled or emptied by the next time.
        """
        known = self.told.get((name, True), frozenset({ANY}))
        if known == IMPOSSIBLE or ANY in known:
            return self
        return replace(self, told={**self.told, (name, not truth): IMPOSSIBLE})

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
            safe=self.safe - {root},
            sent=self.sent - {root},
            taken=self.taken - {root},
            attached=self.attached - {root},
            used=self.used - {root},
            timed_out=self.timed_out - {root},
        )


def _may_be(one: Root, other: Root) -> bool:
    """Tell whether two roots may be one thing."""
    return any(root.startswith(UNSURE) for root in (one, other)) or bool(members(one) & members(other))


def members(root: Root) -> frozenset[Root]:
    """Return the things that a root may be: itself, or one of several."""
    if not root.startswith(SEVERAL):
        return frozenset({root})
    return frozenset(root.partition(_OF)[2].split(_OR))


def join(one: State | None, other: State | None) -> State | None:
    """Return what is certain after either of two paths; None for a path that does not come here."""
    if one is None or one == other:
        return other
    if other is None:
        return one
    roots, bounded, merged, renamed = _merged(one, other)
    spoken_of = (_spoken_of(one) | _spoken_of(other)) - renamed
    return State(
        roots=roots,
        bounded=bounded,
        endless=one.endless | other.endless,
        ready=(one.ready & other.ready) - renamed,
        safe=merged | {root for root in spoken_of if _is_safe(one, root) and _is_safe(other, root)},
        told={key: found if found == IMPOSSIBLE else found - renamed for key, found in _common(one, other).items()},
        sent=one.sent | other.sent,
        taken=one.taken | other.taken,
        attached=(one.attached & other.attached) - renamed,
        used=one.used & other.used,
        timed_out=one.timed_out | other.timed_out,
        named=one.named | other.named,
    )


def _spoken_of(state: State) -> frozenset[Root]:
    return state.ready | state.safe | {root for root, option in state.bounded if option == RECEIVE_TIMEOUT}


def _is_safe(state: State, root: Root) -> bool:
    """Tell whether nobody waits for ever for a root; for one that is not there, nobody does."""
    return state.cannot_wait(root) or (root.startswith(MADE) and root not in state.roots.values())


def _merged(
    one: State, other: State
) -> tuple[dict[str, Root], frozenset[tuple[Root, str]], frozenset[Root], frozenset[Root]]:
    """Return what names stand for after two paths, which timeouts hold, which new roots nobody waits for, and all new.

    What was made on one path only does not exist on the other, and so cannot be unbounded there.
    """
    roots: dict[str, Root] = {}
    safe: set[Root] = set()
    added: set[tuple[Root, str]] = set()
    renamed: set[Root] = set()
    for key in one.roots.keys() | other.roots.keys():
        first, second = one.root(key), other.root(key)
        if first == second or second == NOTHING:
            roots[key] = first
        elif first == NOTHING:
            roots[key] = second
        else:
            roots[key] = either_root = _either_root(key, first, second)
            # What was said of an earlier choice of this name does not hold for this one.
            renamed.add(either_root)
            if one.cannot_wait(first) and other.cannot_wait(second):
                safe.add(either_root)
            held = {option for root, option in one.bounded if root == first}
            added |= {(either_root, option) for root, option in other.bounded if root == second and option in held}
    kept = (one.bounded & other.bounded) | _elsewhere(one, other) | _elsewhere(other, one)
    bounded = frozenset(each for each in kept if each[0] not in renamed) | added
    return roots, bounded, frozenset(safe), frozenset(renamed)


def _either_root(key: str, first: Root, second: Root) -> Root:
    if not all(root.startswith((MADE, SEVERAL)) for root in (first, second)):
        return f"{UNSURE}{key}"
    return f"{SEVERAL}{key}{_OF}{_OR.join(sorted(members(first) | members(second)))}"


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
