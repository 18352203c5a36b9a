"""Evaluation of expressions: from a state to the states and values it can have; exceptions go to the frame's sink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from astroid import nodes

from pylint_zmq.analysis import calls, comprehensions, conditions, containers, loops, targets
from pylint_zmq.analysis.heap import CLOSED, HANDED, OPEN, Instance, Items, Object, Resource
from pylint_zmq.analysis.raising import ANY, CANCELLED, GENERATOR_EXIT
from pylint_zmq.analysis.shapes import elements_of
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import (
    FALSE,
    NONE,
    NOT_NONE,
    TRUE,
    TRUTHY,
    UNKNOWN,
    Bound,
    Const,
    Manager,
    Named,
    Partial,
    Plain,
    Ref,
    Routine,
    Sym,
    Tup,
    Value,
    references,
)
from pylint_zmq.model.methods import CLOSED_ATTRIBUTE, CONTEXT_ATTRIBUTE, STREAM_SOCKET

if TYPE_CHECKING:
    from pylint_zmq.analysis.frame import Frame

Result = Iterator[tuple[State, Value]]


def evaluate(frame: Frame, node: nodes.NodeNG | None, state: State) -> Result:  # noqa: C901 - one line a form
    """All (state, value) that the expression can come to."""
    match node:
        case None:
            yield state, NONE
        case nodes.Const():
            yield state, Const(node.value) if isinstance(node.value, (bool, int, str, type(None))) else TRUTHY
        case nodes.Name():
            yield state, read_name(frame, node, state)
        case nodes.Attribute():
            for after, owner in evaluate(frame, node.expr, state):
                yield after, read_attribute(frame, node, owner, after)
        case nodes.Call():
            yield from calls.call(frame, node, state)
        case nodes.NamedExpr():
            for after, value in evaluate(frame, node.value, state):
                yield targets.store(frame, node.target, value, after), value
        case nodes.IfExp():
            for after, truth in conditions.branch(frame, node.test, state):
                yield from evaluate(frame, node.body if truth else node.orelse, after)
        case nodes.BoolOp():
            yield from _short_circuit(frame, node.op, node.values, state)
        case nodes.UnaryOp(op="-", operand=nodes.Const(value=int() as number)):
            yield state, Const(-number)
        case nodes.UnaryOp(op="not"):
            for after, truth in conditions.branch(frame, node.operand, state):
                yield after, FALSE if truth else TRUE
        case nodes.Compare():
            for after, truth in conditions.branch(frame, node, state):
                yield after, TRUE if truth else FALSE
        case nodes.Tuple() | nodes.List() | nodes.Set():
            yield from _display(frame, node, state)
        case nodes.Dict():
            yield from _dict_display(frame, node, state)
        case nodes.Subscript():
            yield from containers.subscript(frame, node, state)
        case nodes.Lambda():
            yield from routine(frame, node, state)
        case nodes.ListComp() | nodes.SetComp() | nodes.DictComp() | nodes.GeneratorExp():
            yield from comprehensions.comprehension(frame, node, state)
        case nodes.Await():
            yield from _await(frame, node, state)
        case nodes.Yield() | nodes.YieldFrom():
            yield from _yield(frame, node, state)
        case nodes.BinOp(op="+" | "|"):
            yield from _concatenation(frame, node, state)
        case nodes.JoinedStr():
            yield from ((after, NOT_NONE) for after, _ in _children(frame, node, state))
        case nodes.BinOp(op="*"):
            yield from _repetition(frame, node, state)
        case nodes.Starred():
            yield from evaluate(frame, node.value, state)
        case _:
            yield from _children(frame, node, state)


def evaluate_all(
    frame: Frame, parts: Sequence[nodes.NodeNG | None], state: State
) -> Iterator[tuple[State, tuple[Value, ...]]]:
    """Evaluate several expressions from left to right, each kept alive while the next ones are evaluated."""
    if not parts:
        yield state, ()
        return
    for after, value in evaluate(frame, parts[0], state):
        if len(parts) == 1:
            yield after, (value,)
            continue
        held, slot = after.hold(value)
        for last, values in evaluate_all(frame, parts[1:], held):
            yield last.without(slot) if slot else last, (value, *values)


def dropped(frame: Frame, node: nodes.NodeNG | None, state: State) -> Iterator[State]:
    """Evaluate for the effects; what the expression made and nobody took is lost here."""
    if node is None:
        yield state
        return
    for after, _ in evaluate(frame, node, state):
        yield frame.swept(after, node, "drop")


def read_name(frame: Frame, node: nodes.Name, state: State) -> Value:
    """The value of a name: what the state knows, else what the scope and the imports tell."""
    name = node.name
    if name in state.names:
        value = state.names[name]
        return replace(value, zmq=frame.zmq_kind(node)) if isinstance(value, Sym) and not value.zmq else value
    if name in frame.facts.locals and not isinstance(frame.scope, nodes.Module):
        if name in frame.facts.parameters:
            return Sym(name, frame.zmq_kind(node), not_none=name in frame.facts.given)
        imported = frame.qualify(node)
        if imported is not None:
            return Named(imported)
        kind = frame.zmq_kind(node)
        return Sym(name, kind) if kind else UNKNOWN
    definition = frame.definition(node)
    if definition is not None and isinstance(definition.node, nodes.FunctionDef):
        return Routine(definition.node)
    qualified = frame.qualify(node)
    return Named(qualified) if qualified is not None else Sym(f":{name}", frame.zmq_kind(node))


def read_attribute(frame: Frame, node: nodes.Attribute, owner: Value, state: State) -> Value:
    """The value of `owner.attr`; reading an attribute does not raise."""
    attr = node.attrname
    match owner:
        case Ref(to=number):
            return _heap_attribute(state.heap[number], owner, attr)
        case Sym(path=path):
            known = state.names.get(f"{path}.{attr}")
            if known is not None:
                return known
            if owner.zmq == "socket" and attr == CONTEXT_ATTRIBUTE:
                return Sym(f"{path}.{attr}", "context")
            return Sym(f"{path}.{attr}", frame.zmq_kind(node))
        case Named(name=name):
            return Named(frame.qualify(node) or f"{name}.{attr}")
        case Bound(owner=Ref(to=number)) if attr == CLOSED_ATTRIBUTE:
            # What an object has is closed with it.
            return _heap_attribute(state.heap[number], owner, attr)
        case Manager(kind="endpoint", of=of):
            return Bound(of, attr)
        case Plain():
            return Bound(owner, attr)
        case _:
            return Bound(owner, attr) if references(owner) else UNKNOWN


def _heap_attribute(item: Object, owner: Value, attr: str) -> Value:
    match item:
        case Resource(kind="socket") if attr == STREAM_SOCKET:
            return owner
        case Resource(status=status) if attr == CLOSED_ATTRIBUTE:
            return {OPEN: FALSE, CLOSED: TRUE, HANDED: UNKNOWN}[status]
        case Resource(kind="socket", context=context) if attr == CONTEXT_ATTRIBUTE:
            return context if not isinstance(context, Sym) else replace(context, zmq="context")
        case Instance(cls=cls, path=path, fields=fields):
            known = dict(fields).get(attr)
            if known is not None:
                return known
            is_method = any(isinstance(node, nodes.FunctionDef) and node.name == attr for node in cls.body)
            return Bound(owner, attr) if is_method else Sym(f"{path}.{attr}")
        case _:
            return Bound(owner, attr)


def routine(frame: Frame, node: nodes.FunctionDef | nodes.Lambda, state: State) -> Result:
    """A function or lambda at its definition: its defaults are evaluated and kept."""
    defaults = [
        *(node.args.defaults or []),
        *(default for default in node.args.kw_defaults or [] if default is not None),
    ]
    for after, values in evaluate_all(frame, defaults, state):
        kept = tuple(value if references(value) else UNKNOWN for value in values)
        yield after, Routine(node, kept if any(references(value) for value in kept) else ())


def _short_circuit(frame: Frame, op: str, values: Sequence[nodes.NodeNG], state: State) -> Result:
    if len(values) == 1:
        yield from evaluate(frame, values[0], state)
        return
    instead = values[1]
    creates = op == "or" and isinstance(instead, nodes.Call) and frame.engine.creators.creates(frame.names, instead)
    for after, value, truth in conditions.tested(frame, values[0], state, of_objects=creates):
        if truth is (op == "or"):
            yield after, value
        else:
            yield from _short_circuit(frame, op, values[1:], after)


def _display(frame: Frame, node: nodes.Tuple | nodes.List | nodes.Set, state: State) -> Result:
    for after, values in evaluate_all(frame, elements_of(node), state):
        spread: list[Value] = []
        others = False
        for element, value in zip(elements_of(node), values, strict=False):
            if isinstance(element, nodes.Starred):
                inside = containers.elements(after, value)
                others = others or inside is None
                spread.extend(inside or ())
            else:
                spread.append(value)
        after = _spread_raises(frame, node, after, values)
        if isinstance(node, nodes.Tuple) and not others:
            yield after, Tup(tuple(spread))
        else:
            kind = "set" if isinstance(node, nodes.Set) else "list"
            items = tuple((None, value) for value in spread)
            yield after.add(containers.shortened(Items(kind, items, others=others)))


def _spread_raises(frame: Frame, node: nodes.NodeNG, state: State, values: Sequence[Value]) -> State:
    for element, value in zip(elements_of(node), values, strict=False):
        if isinstance(element, nodes.Starred) and containers.elements(state, value) is None:
            frame.raises(state, element, ANY)
    return state


def _dict_display(frame: Frame, node: nodes.Dict, state: State) -> Result:
    keys: list[Any] = [key if not isinstance(key, nodes.DictUnpack) else None for key, _ in node.items]
    parts: list[Any] = [
        part
        for key, (_, value) in zip(keys, node.items, strict=False)
        for part in ((key, value) if key is not None else (value,))
    ]
    for after, values in evaluate_all(frame, parts, state):
        remaining = list(values)
        items: list[tuple[str | int | None, Value]] = []
        others = False
        for key in keys:
            if key is None:
                merged = after.items(remaining.pop(0))
                others = others or merged is None or merged.others
                items.extend(merged.items if merged is not None else ())
            else:
                after = frame.escaped(after, remaining[0])
                constant = containers.constant_key(remaining.pop(0))
                items = [item for item in items if constant is None or item[0] != constant]
                items.append((constant, remaining.pop(0)))
        yield after.add(containers.shortened(Items("dict", tuple(items), others=others)))


def _await(frame: Frame, node: nodes.Await, state: State) -> Result:
    for after, value in evaluate(frame, node.value, state):
        held, slot = after.hold(value)
        if isinstance(value, Partial) and value.awaited:
            for last, result in calls.run_partial(frame, node, value, held):
                yield last.without(slot), result
        else:
            frame.raises(held, node, ANY, CANCELLED)
            yield after, Sym(f"@{node.lineno}.{node.col_offset}") if not references(value) else UNKNOWN


def _yield(frame: Frame, node: nodes.Yield | nodes.YieldFrom, state: State) -> Result:
    for after, value in evaluate(frame, node.value, state):
        # Whoever uses a context manager or a fixture gives back what was yielded; whoever iterates keeps it.
        kept = set(references(value)) <= after.drop_operands().reach(after.drop_operands().names.values()).keys()
        gone = after if frame.lends and kept else frame.escaped(after, value)
        if not frame.resumed:
            frame.raises(gone.hold(value)[0], node, ANY, GENERATOR_EXIT)
        yield gone, UNKNOWN


def _concatenation(frame: Frame, node: nodes.BinOp, state: State) -> Result:
    for after, (left, right) in evaluate_all(frame, [node.left, node.right], state):
        (one, first_open), (other, second_open) = loops.to_go_through(after, left), loops.to_go_through(after, right)
        if isinstance(left, Tup) and isinstance(right, Tup):
            yield after, Tup((*one, *other))
        elif not (one or other) and (first_open or second_open):
            yield after, UNKNOWN
        else:
            box = after.items(left) or after.items(right)
            kind = box.kind if box is not None else "list"
            items = tuple((None, value) for value in (*one, *other))
            yield after.add(containers.compact(Items(kind, items, others=first_open or second_open)))


def _repetition(frame: Frame, node: nodes.BinOp, state: State) -> Result:
    """`[sock] * 2` holds what the list holds."""
    for after, values in evaluate_all(frame, [node.left, node.right], state):
        yield after, next((value for value in values if references(value)), UNKNOWN)


def _children(frame: Frame, node: nodes.NodeNG, state: State) -> Result:
    """Any other expression: arithmetic, f-strings, slices. It keeps nothing of its operands."""
    for after, _ in evaluate_all(frame, list(node.get_children()), state):
        yield after, UNKNOWN
