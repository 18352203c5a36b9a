"""Whether a function puts another value in the place of a timeout that its caller left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names.mentions import bound_in
from pylint_zmq.waits.places import function_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def replacements(use: nodes.Name, default: nodes.NodeNG) -> Iterator[nodes.NodeNG]:
    """Yield what is assigned before `use` to the parameter of its name whenever that has its default."""
    function = function_of(use)
    if not isinstance(function, nodes.FunctionDef):
        return
    value = _value(default)
    for store in bound_in(function, use.name):
        statement = store.parent
        if (
            not isinstance(statement, (nodes.Assign, nodes.AnnAssign))
            or statement.value is None
            or (store.lineno or 0) >= (use.lineno or 0)
            or function_of(store) is not function
        ):
            continue
        if _is_reached(statement, function, use.name, value):
            yield statement.value


def _is_reached(statement: nodes.NodeNG, function: nodes.FunctionDef, name: str, value: object) -> bool:
    """Tell whether a statement is run for certain when a parameter has a value: only tests of it stand round it."""
    child, parent = statement, statement.parent
    while parent is not function:
        if not isinstance(parent, nodes.If):
            return False
        outcome = outcome_of(parent.test, name, value)
        if outcome is None or outcome is not (child in parent.body):
            return False
        child, parent = parent, parent.parent
    return True


def _value(default: nodes.NodeNG) -> object:
    match default:
        case nodes.Const(value=value):
            return value
        case nodes.UnaryOp(op="-", operand=nodes.Const(value=int() | float() as number)):
            return -number
    return None


def outcome_of(test: nodes.NodeNG, name: str, value: object) -> bool | None:
    """Return how a test comes out if the variable has the value; None if that does not decide it."""
    match test:
        case nodes.Name(name=tested) if tested == name:
            return bool(value)
        case nodes.UnaryOp(op="not", operand=operand):
            inner = outcome_of(operand, name, value)
            return None if inner is None else not inner
        case nodes.BoolOp(op=operator, values=values):
            sides = [outcome_of(each, name, value) for each in values]
            decisive = operator == "or"
            if decisive in sides:
                return decisive
            return None if None in sides else not decisive
        case nodes.Compare(left=nodes.Name(name=tested), ops=[(operator, right)]) if tested == name:
            return _compared(operator, value, _value(right), is_known=isinstance(right, (nodes.Const, nodes.UnaryOp)))
    return None


def _compared(operator: str, value: object, other: object, *, is_known: bool) -> bool | None:
    if not is_known:
        return None
    if operator in ("is", "==", "is not", "!="):
        return (value == other) is (operator in ("is", "=="))
    if not isinstance(value, (int, float)) or not isinstance(other, (int, float)):
        return None
    return {"<": value < other, "<=": value <= other, ">": value > other, ">=": value >= other}.get(operator)
