"""Assignment: where a value goes, and what is lost or handed over by that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import asked, containers, expressions
from pylint_zmq.analysis.heap import Instance, Items, Resource
from pylint_zmq.analysis.raising import ANY
from pylint_zmq.analysis.shapes import elements_of, name_of
from pylint_zmq.analysis.values import UNKNOWN, Const, Opaque, Plain, Ref, Sym, Tup, Value, narrowed, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.state import State

#: Names that a module's functions can reach are handed over; this is how a module frame knows that it is one.
_MODULE = nodes.Module


def assign(frame: Frame, target: nodes.NodeNG, value: Value, state: State) -> Iterator[State]:
    """Assign to any target; evaluating a subscript target or unpacking can raise and branch."""
    match target:
        case nodes.Tuple() | nodes.List():
            yield from _unpack(frame, target, value, state)
        case nodes.Starred():
            yield from assign(frame, target.value, value, state)
        case nodes.Subscript():
            held, slot = state.hold(value)
            for after, (owner, index) in expressions.evaluate_all(frame, [target.value, target.slice], held):
                yield containers.store_item(frame, after.without(slot), owner, index, value, target)
        case nodes.AssignAttr():
            held, slot = state.hold(value)
            for after, owner in expressions.evaluate(frame, target.expr, held):
                yield store_attribute(frame, owner, target.attrname, value, after.without(slot))
        case _:
            yield store(frame, target, value, state)


def store(frame: Frame, target: nodes.NodeNG, value: Value, state: State) -> State:
    """Assign to a plain name."""
    name = name_of(target)
    state = forget(state, name, frame)
    if (
        (name in frame.facts.outer and name not in frame.shared)
        or f"!{name}" in state.names
        or (isinstance(frame.scope, _MODULE) and name in frame.facts.captured)
    ):
        frame.kept(state, value, f":{name}", "")
        state = frame.escaped(state, value)
    return state.bind(name, _worth_keeping(frame, name, value, state))


def _worth_keeping(frame: Frame, name: str, value: Value, state: State) -> Value:
    match value:
        case Tup(items=items) if not references(value) and not all(isinstance(item, Const) for item in items):
            return Plain(bool(items))
        case Ref() if (
            name not in frame.holders
            and (box := state.items(value)) is not None
            and box.kind in containers.BUILTIN_KINDS
            and is_plain(state, value)
        ):
            # What an ExitStack runs in the end can raise, whatever it holds.
            return value if name in frame.facts.unchanging else Plain()
        case Const():
            none_of_interest = value.value is None and name in frame.holders
            return value if name in frame.relevant.tested or none_of_interest else UNKNOWN
        case Sym():
            return (
                value
                if name in frame.facts.receivers or name in frame.facts.captured
                else _tested_only(frame, name, value)
            )
        case Opaque():
            return _tested_only(frame, name, value)
        case _:
            return value


def is_done(state: State, value: Value) -> bool:
    """Whether nothing that the value keeps alive is to be released any more."""
    reached = (state.heap[number] for number in state.reach((value,)))
    return not any(isinstance(item, Instance) or (isinstance(item, Resource) and item.is_due()) for item in reached)


def is_plain(state: State, value: Value) -> bool:
    """Whether nothing that the value keeps alive is, or owns, a resource."""
    return not any(isinstance(state.heap[number], (Resource, Instance)) for number in state.reach((value,)))


def _tested_only(frame: Frame, name: str, value: Sym | Opaque) -> Value:
    if name not in frame.relevant.tested:
        return UNKNOWN
    return value if isinstance(value, Opaque) else Opaque(value.truth, value.not_none)


def forget(state: State, name: str, frame: Frame) -> State:
    """Drop what is known of a name that is bound anew: its attributes, and the tests that it stood in."""
    stale = [
        known
        for known in state.names
        if known.startswith(f"{name}.") or (known[0] == "?" and name in frame.relevant.repeated.get(known[1:], ()))
    ]
    return state.without(name, *stale)


def learn(frame: Frame, path: str, value: Value, state: State) -> State:
    """Keep what a test told of a name or an attribute path, without forgetting anything else."""
    current = state.names.get(path)
    if current is not None and references(current):
        return state
    base = path.partition(".")[0]
    if base != path and isinstance(state.names.get(base), Ref):
        return state
    return state.bind(path, value)


def store_attribute(frame: Frame, owner: Value, attr: str, value: Value, state: State) -> State:
    """`owner.attr = value`; storing does not raise. An object from outside takes the value over."""
    if isinstance(owner, Ref):
        item = state.heap[owner.to]
        if isinstance(item, Instance) and item.is_followed():
            fields = dict(item.fields)
            fields.pop(attr, None)
            if not (isinstance(value, Opaque) and value == UNKNOWN):
                fields[attr] = value
            state = state.store(owner.to, replace(item, fields=tuple(sorted(fields.items()))))
            for resource in asked.in_sight(state) if item.foreign else ():
                frame.ledger.handed(resource)
            return state
        return frame.escaped(state, value)
    if isinstance(owner, Sym):
        frame.kept(state, value, f"{owner.path}.{attr}", "")
    state = frame.escaped(state, value)
    if isinstance(owner, Sym):
        path = f"{owner.path}.{attr}"
        state = state.without(*(known for known in state.names if known.startswith(f"{path}.")), path)
        if references(value) or (path in frame.relevant.tested and isinstance(value, Const)):
            state = state.bind(path, value)
    return state


def delete(frame: Frame, target: nodes.NodeNG, state: State) -> Iterator[State]:
    """`del target`."""
    match target:
        case nodes.DelName():
            yield forget(state, target.name, frame)
        case nodes.Subscript():
            for after, (owner, index) in expressions.evaluate_all(frame, [target.value, target.slice], state):
                yield from containers.delete_item(frame, after, owner, index, target)
        case nodes.DelAttr():
            for after, owner in expressions.evaluate(frame, target.expr, state):
                if isinstance(owner, Sym):
                    after = after.without(f"{owner.path}.{target.attrname}")
                elif isinstance(owner, Ref) and isinstance(item := after.heap[owner.to], Instance):
                    fields = tuple(field for field in item.fields if field[0] != target.attrname)
                    after = after.store(owner.to, replace(item, fields=fields))
                yield after
        case nodes.Tuple() | nodes.List():
            states = [state]
            for element in elements_of(target):
                states = [after for before in states for after in delete(frame, element, before)]
            yield from states
        case _:
            yield state


def _unpack(frame: Frame, target: nodes.Tuple | nodes.List, value: Value, state: State) -> Iterator[State]:
    inside = containers.elements(state, value)
    if not containers.is_local_container(state, value):
        held, slot = state.hold(value)
        frame.raises(held, target, ANY)
        state = held.without(slot)
    parts = _distributed(state, target, value, inside)
    held, slot = state.hold(Tup(tuple(parts)))
    states = [held]
    for element, part in zip(elements_of(target), parts, strict=False):
        if isinstance(element, nodes.Starred):
            states = [
                after
                for before in states
                for boxed, box in [
                    before.add(containers.compact(Items("list", tuple((None, item) for item in part.parts()))))
                ]
                for after in assign(frame, element.value, box, boxed)
            ]
        else:
            states = [after for before in states for after in assign(frame, element, part, before)]
    for after in states:
        yield after.without(slot) if slot else after


def _distributed(
    state: State, target: nodes.Tuple | nodes.List, value: Value, inside: tuple[Value, ...] | None
) -> list[Value]:
    """One value for each target; a starred target gets a tuple of the rest."""
    count = len(target.elts)
    starred = next((at for at, element in enumerate(target.elts) if isinstance(element, nodes.Starred)), None)
    if inside is None or _holds_several(state, inside):
        unknown: Value = narrowed(UNKNOWN, True) if isinstance(value, Tup) else UNKNOWN
        return [Tup(inside or ()) if at == starred else unknown for at in range(count)]
    if starred is None:
        return [*inside[:count], *[UNKNOWN] * (count - len(inside))]
    after = count - starred - 1
    middle = inside[starred : len(inside) - after] if after else inside[starred:]
    tail = inside[len(inside) - after :] if after else ()
    head = [*inside[:starred], *[UNKNOWN] * (starred - len(inside[:starred]))]
    return [*head, Tup(tuple(middle)), *tail, *[UNKNOWN] * (after - len(tail))]


def _holds_several(state: State, inside: tuple[Value, ...]) -> bool:
    return any(getattr(state.heap[number], "many", False) for value in inside for number in references(value))
