"""Comprehensions: loops inside an expression.

With names of their own, whose container is half-built when something raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import conditions, containers, expressions, loops, targets
from pylint_zmq.analysis.heap import Items
from pylint_zmq.analysis.values import UNKNOWN, Const, Ref, Value

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.state import State

Comprehended = nodes.ListComp | nodes.SetComp | nodes.DictComp | nodes.GeneratorExp

_KINDS = {nodes.ListComp: "list", nodes.SetComp: "set", nodes.DictComp: "dict", nodes.GeneratorExp: "list"}


def comprehension(frame: Frame, node: Comprehended, state: State) -> Iterator[tuple[State, Value]]:
    """Evaluate a comprehension to its container. A generator expression is taken as consumed where it stands."""
    own = {target.name for generator in node.generators for target in generator.target.nodes_of_class(nodes.AssignName)}
    shadowed = {name: state.names[name] for name in sorted(own) if name in state.names}
    box_name = f"&{node.lineno}.{node.col_offset}.box"
    started, box = state.add(Items(_KINDS[type(node)]))
    started = started.bind(box_name, box)
    for name, value in shadowed.items():
        started = started.bind(f"&{node.lineno}.{node.col_offset}.{name}", value)
    seen: set[Hashable] = set()
    creates = any(frame.engine.creators.creates(frame.names, call) for call in _calls(node))
    for after in _generators(frame, node, box_name, 0, started.without(*own)):
        value = after.names[box_name]
        is_empty = creates and after.items(value) == Items(_KINDS[type(node)])
        if isinstance(value, Ref) and targets.is_plain(after, value) and not is_empty:
            # How many elements it has does not matter; the turns of the loop need not be told apart.
            after = after.store(value.to, Items(_KINDS[type(node)], others=True))
            key = frame.canonical(after).key()
            if key in seen:
                continue
            seen.add(key)
        for name in shadowed:
            after = after.bind(name, after.names[f"&{node.lineno}.{node.col_offset}.{name}"])
        keep = {f"&{node.lineno}.{node.col_offset}.{name}" for name in shadowed}
        yield after.without(box_name, *keep, *(own - set(shadowed))), value


def _calls(node: Comprehended) -> Iterator[nodes.Call]:
    """The calls that make the elements."""
    for part in [node.key, node.value] if isinstance(node, nodes.DictComp) else [node.elt]:
        yield from part.nodes_of_class(nodes.Call)


def _generators(frame: Frame, node: Comprehended, box_name: str, at: int, state: State) -> Iterator[State]:
    """The loops of a comprehension from the one at `at` inwards; yields the states after it is exhausted."""
    if at == len(node.generators):
        yield from _element(frame, node, box_name, state)
        return
    generator = node.generators[at]

    def body(inside: State) -> list[State]:
        kept = [inside]
        done: list[State] = []
        for test in generator.ifs:
            branches = [pair for before in kept for pair in conditions.branch(frame, test, before)]
            kept = [after for after, truth in branches if truth]
            done.extend(after for after, truth in branches if not truth)
        return [*done, *(after for before in kept for after in _generators(frame, node, box_name, at + 1, before))]

    yield from loops.iterate(frame, generator, generator.iter, generator.target, body, state, bool(generator.is_async))


def _element(frame: Frame, node: Comprehended, box_name: str, state: State) -> Iterator[State]:
    parts = [node.key, node.value] if isinstance(node, nodes.DictComp) else [node.elt]
    for after, values in expressions.evaluate_all(frame, parts, state):
        box = after.names[box_name]
        assert isinstance(box, Ref)
        if isinstance(node, nodes.DictComp):
            key = values[0] if isinstance(values[0], Const) else UNKNOWN
            yield containers.store_item(frame, after, box, key, values[1], node)
        else:
            yield next(containers.method(frame, node, box, "append", (values[0],), after))[0]
