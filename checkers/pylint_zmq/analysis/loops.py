"""Loops: from the states at the head to the states at the end, to a fixed point.

States at the head are compared in canonical form, so the fixed point is a set that stops growing;
no widening is needed until the cap.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import conditions, containers, expressions, forgetting, targets, widening
from pylint_zmq.analysis.raising import ANY, CANCELLED
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import TRUE, UNKNOWN, Tup, Value

if TYPE_CHECKING:
    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.liveness import Live

#: Runs the body from a state and gives the states that go on to the next turn.
Body = Callable[[State], Iterable[State]]


#: Objects in a state at the head of a loop; one that grows beyond is joined (a chain of containers, say).
_LARGEST_HEAP = 40


#: What a turn of a loop counts, its statements apart.
_TURN = 0.5


class Heads:
    """The states seen at the head of a loop, and those still to be run."""

    def __init__(self, frame: Frame, live: Live | None, first: Iterable[State]) -> None:
        """`live` is what can be read from here on; None where nothing is to be forgotten."""
        self._frame = frame
        self._live = live
        self._seen: set[Hashable] = set()
        self._waiting: list[State] = []
        for state in first:
            self.add(state)

    def add(self, state: State) -> None:
        """Put a state in line unless one that differs in heap ids only has been there.

        The ids themselves must not change.
        """
        if self._live is not None:
            state = forgetting.without_unread(self._frame, state, self._live)
        if len(self._seen) >= self._frame.engine.settings.max_states or len(state.heap) > _LARGEST_HEAP:
            state = widening.widened(self._frame, state)
        key = self._frame.canonical(state).key()
        if key not in self._seen:
            self._seen.add(key)
            self._waiting.append(state)

    def __iter__(self) -> Iterator[State]:
        while self._waiting:
            state = self._waiting.pop()
            self._frame.engine.count_step(state, _TURN)
            yield state


def repeat(frame: Frame, node: nodes.While, body: Body, state: State) -> Iterator[State]:
    """`while test: body`; yields the states in which the test is false."""
    test = node.test
    heads = Heads(frame, frame.liveness.before[node], [state])
    for head in heads:
        for after, truth in conditions.branch(frame, test, head):
            after = frame.swept(after, test, "drop")
            if not truth:
                yield after
                continue
            for end in body(after):
                heads.add(end)


def iterate(
    frame: Frame,
    node: nodes.NodeNG,
    source: nodes.NodeNG,
    target: nodes.NodeNG,
    body: Body,
    state: State,
    is_async: bool,
) -> Iterator[State]:
    """`for target in source: body`; yields the states in which the source is exhausted."""
    base = f"&{source.lineno}.{source.col_offset}"
    of, rest, more = f"{base}.of", f"{base}.rest", f"{base}.more"
    kinds = (ANY, CANCELLED) if is_async else (ANY,)
    heads = Heads(frame, frame.liveness.at_turns[node] if isinstance(node, nodes.For) else None, [])
    for after, value in expressions.evaluate(frame, source, state):
        resource = after.resource(value)
        if resource is not None:
            # An object that is iterated decides by its own code how long it lives.
            after = frame.escaped(after, value)
        local = containers.is_local_container(after, value) and not is_async
        held = after.bind(of, value)
        if not local:
            frame.raises(held.without(of).hold(value)[0], source, *kinds)
        items, open_end = to_go_through(after, value)
        held = held.bind(rest, Tup(items))
        heads.add(held.bind(more, TRUE) if open_end else held)
    for head in heads:
        to_go = head.names[rest]
        local = of in head.names and containers.is_local_container(head, head.names[of]) and not is_async
        assert isinstance(to_go, Tup)
        if not to_go.items:
            if more in head.names and not local:
                frame.raises(head.without(of, rest, more), source, *kinds)
            yield frame.swept(head.without(of, rest, more), source, "end of loop")
        for turn, element in _next_elements(head, of, rest, more):
            for ready in targets.assign(frame, target, element, turn):
                for end in body(frame.swept(ready, target, "iteration")):
                    heads.add(end)


def to_go_through(state: State, value: Value) -> tuple[tuple[Value, ...], bool]:
    """The elements that are known to come, and whether others may."""
    inside = containers.elements(state, value)
    if inside is not None:
        return inside, False
    box = state.items(value)
    if box is None or box.kind not in containers.BUILTIN_KINDS:
        return (), True
    return tuple(UNKNOWN if box.kind == "dict" else item for _, item in box.items), True


def _next_elements(head: State, of: str, rest: str, more: str) -> Iterator[tuple[State, Value]]:
    to_go = head.names[rest]
    assert isinstance(to_go, Tup)
    if not to_go.items:
        if more in head.names:
            box = head.items(head.names.get(of, UNKNOWN))
            yield head, Tup((UNKNOWN, UNKNOWN)) if box is not None and box.kind == "pairs" else UNKNOWN
        return
    for turn, element, _ in containers.singled(head, to_go.items[0]):
        now = turn.names[rest]
        assert isinstance(now, Tup)
        yield turn.bind(rest, Tup(now.items[1:])), element
