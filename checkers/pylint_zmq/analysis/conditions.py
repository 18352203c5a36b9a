"""Tests: which ways an expression can come out, and what each way tells about the names in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import containers, expressions, targets
from pylint_zmq.analysis.facts import comparison_text, tested_path
from pylint_zmq.analysis.values import (
    Bound,
    Const,
    Named,
    Opaque,
    Plain,
    Ref,
    Sym,
    Tup,
    Value,
    narrowed,
    narrowed_none,
    plain_truth,
)
from pylint_zmq.names.canonical import socket_type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.heap import Items
    from pylint_zmq.analysis.state import State


def branch(frame: Frame, test: nodes.NodeNG, state: State) -> Iterator[tuple[State, bool]]:
    """The ways in which a test comes out: (state that knows it, truth)."""
    match test:
        case nodes.BoolOp():
            yield from _bool_op(frame, test.op, list(test.values), state)
        case nodes.UnaryOp(op="not"):
            for after, truth in branch(frame, test.operand, state):
                yield after, not truth
        case nodes.Compare(ops=[(("is" | "is not" | "==" | "!=") as op, right)]) if _is_none(right):
            yield from _none_test(frame, test.left, op in ("is", "=="), state)
        case nodes.Compare(
            left=nodes.Const(value=str() as name),
            ops=[(("in" | "not in") as op, nodes.Call(func=nodes.Name(name="locals" | "vars" | "dir"), args=[]))],
        ) if name in state.names:
            yield state, op == "in"
        case nodes.Compare():
            yield from _comparison(frame, test, state)
        case nodes.Name(name="__debug__"):
            yield state, True
        case nodes.Attribute(attrname="TYPE_CHECKING") | nodes.Name(name="TYPE_CHECKING"):
            yield state, False
        case _:
            for after, _, truth in tested(frame, test, state, of_objects=False):
                yield after, truth


def tested(frame: Frame, test: nodes.NodeNG, state: State, *, of_objects: bool) -> Iterator[tuple[State, Value, bool]]:
    """Evaluate an operand and its truth: (state, value, truth), the state narrowed to it.

    With `of_objects` it is None or something like a socket or a context, which is always true.
    """
    if isinstance(test, (nodes.BoolOp, nodes.Compare)) or (isinstance(test, nodes.UnaryOp) and test.op == "not"):
        for after, truth in branch(frame, test, state):
            yield after, Const(truth), truth
        return
    for after, value in expressions.evaluate(frame, test, state):
        known = truth_of(frame, value, after)
        if of_objects and known is None and is_none(value) is False:
            known = True
        for truth in (True, False) if known is None else (known,):
            less = narrowed(value, truth)
            yield _learned(frame, test, less, after), less, truth


def truth_of(frame: Frame, value: Value, state: State) -> bool | None:
    """Truth of a value in a state; None where both are possible."""
    if isinstance(value, Ref):
        box = state.items(value)
        if box is None:
            return True
        return items_truth(box)
    if isinstance(value, Tup):
        return bool(value.items)
    return plain_truth(value)


def items_truth(box: Items) -> bool | None:
    """Whether a container holds anything: every item that is known stands for one or more."""
    if box.kind not in containers.BUILTIN_KINDS:
        return True
    if box.items:
        return True
    return None if box.others else False


def _is_none(node: nodes.NodeNG) -> bool:
    return isinstance(node, nodes.Const) and node.value is None


def _learned(frame: Frame, test: nodes.NodeNG, value: Value, state: State) -> State:
    """Keep what a test told about a name or attribute, if the name is tested again."""
    path = tested_path(test)
    if path is None or path not in frame.relevant.retested:
        return state
    if isinstance(value, (Opaque, Sym, Const)):
        return targets.learn(frame, path, value, state)
    return state


def _bool_op(frame: Frame, op: str, values: list[nodes.NodeNG], state: State) -> Iterator[tuple[State, bool]]:
    stops = op == "or"
    for after, truth in branch(frame, values[0], state):
        if truth is stops or len(values) == 1:
            yield after, truth
        else:
            yield from _bool_op(frame, op, values[1:], after)


def _none_test(frame: Frame, left: nodes.NodeNG, wanted: bool, state: State) -> Iterator[tuple[State, bool]]:
    for after, value in expressions.evaluate(frame, left, state):
        known = is_none(value)
        for none in (True, False) if known is None else (known,):
            yield _learned(frame, left, narrowed_none(value, none), after), none is wanted


def learned_none(frame: Frame, test: nodes.NodeNG, value: Value, none: bool, state: State) -> State:
    """The state after an expression turned out to be None, or not."""
    return _learned(frame, test, narrowed_none(value, none), state)


def is_none(value: Value) -> bool | None:
    """Whether a value is None; None where both are possible."""
    match value:
        case Const(value=constant):
            return constant is None
        case Opaque(truth=truth, not_none=not_none) | Sym(truth=truth, not_none=not_none):
            return False if not_none or truth else None
        case Plain():
            return False
        case Named():
            return None if plain_truth(value) is None else False
        case Bound():
            return None
        case _:
            return False


def _comparison(frame: Frame, test: nodes.Compare, state: State) -> Iterator[tuple[State, bool]]:
    parts = [test.left, *(part for _, part in test.ops)]
    text = comparison_text(test) if frame.relevant.repeated else ""
    fact = f"?{text}"
    for after, values in expressions.evaluate_all(frame, parts, state):
        known = _compared(test.ops[0][0], values, after) if len(values) == 2 else None
        if known is None and len(values) == 2:
            known = _compared_length(frame, test, values)
        learned = after.names.get(fact)
        if known is None and isinstance(learned, Const):
            known = bool(learned.value)
        for truth in (True, False) if known is None else (known,):
            kept = after.bind(fact, Const(truth)) if text in frame.relevant.repeated and known is None else after
            yield kept, truth


def _compared(op: str, values: tuple[Value, ...], state: State) -> bool | None:
    left, right = values
    if isinstance(left, Const) and isinstance(right, Const):
        return _compared_constants(op, left.value, right.value)
    if op in ("==", "!=") and isinstance(left, Named) and isinstance(right, Named):
        return _compared_names(op, left.name, right.name)
    both = isinstance(left, (Ref, Named)) and isinstance(right, (Ref, Named))
    if op in ("is", "is not") and both and not (isinstance(left, Ref) and _stands_for_several(state, left)):
        return (left == right) is (op == "is")
    if (
        op in ("is", "is not")
        and isinstance(left, Const) != isinstance(right, Const)
        and (isinstance(left, Ref) or isinstance(right, Ref))
    ):
        return op == "is not"
    return None


def _compared_names(op: str, left: str, right: str) -> bool | None:
    """How two things compare that go by names: two types of sockets differ if their names do."""
    if left == right:
        return op == "=="
    differ = None not in (socket_type_of(left), socket_type_of(right))
    return op == "!=" if differ else None


def _compared_length(frame: Frame, test: nodes.Compare, values: tuple[Value, ...]) -> bool | None:
    """How the length of something compares with none, where it is known whether there is anything."""
    left, right = values
    is_length = isinstance(test.left, nodes.Call) and frame.qualify(test.left.func) == "builtins.len"
    if not is_length or not isinstance(left, Opaque) or left.truth is None or not isinstance(right, Const):
        return None
    match test.ops[0][0], right.value:
        case (">" | "!=", 0) | (">=", 1):
            return left.truth
        case ("==" | "<=", 0) | ("<", 1):
            return not left.truth
    return None


def _stands_for_several(state: State, value: Ref) -> bool:
    resource = state.resource(value)
    return resource is not None and resource.many


def _compared_constants(op: str, left: object, right: object) -> bool | None:
    match op:
        case "==":
            return left == right
        case "!=":
            return left != right
        case "is" if isinstance(left, (bool, type(None))) or isinstance(right, (bool, type(None))):
            return left is right
        case "is not" if isinstance(left, (bool, type(None))) or isinstance(right, (bool, type(None))):
            return left is not right
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        match op:
            case "<":
                return left < right
            case "<=":
                return left <= right
            case ">":
                return left > right
            case ">=":
                return left >= right
    return None
