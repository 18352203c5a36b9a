"""Which branch a function takes that makes a socket, by what its caller passes: `if bind: sock.bind(...)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names.bindings import Kind
from pylint_zmq.names.scopes import elements
from zmqlint.map.pairing import passed
from zmqlint.map.splitting import outside
from zmqlint.map.values import default_of

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames
    from zmqlint.map.splitting import Step, Way


def is_taken(way: Way, node: nodes.NodeNG) -> bool:
    """Tell whether a run for this caller can come to `node`, a node in the function that makes the socket."""
    if not way:
        return True
    names = way[0].names
    child, parent = node, node.parent
    while parent is not None and child is not way[0].function:
        if isinstance(parent, nodes.If) and child is not parent.test:
            truth = _truth(way, names, parent.test)
            if truth is not None and truth is not (child in parent.body):
                return False
        child, parent = parent, parent.parent
    return True


def _truth(way: Way, names: ModuleNames, test: nodes.NodeNG) -> bool | None:
    match test:
        case nodes.Const(value=value):
            return bool(value)
        case nodes.UnaryOp(op="not", operand=operand):
            inner = _truth(way, names, operand)
            return None if inner is None else not inner
        case nodes.Name():
            return _of_name(way, names, test)
        case nodes.Compare(
            left=left, ops=[("in" | "not in" as operator, nodes.Tuple() | nodes.List() | nodes.Set() as group)]
        ):
            kind = _kind(way, names, left)
            kinds = [_kind(way, names, each) for each in elements(group)]
            return None if kind is None or None in kinds else (kind in kinds) is (operator == "in")
        case nodes.Compare(left=left, ops=[("==" | "is" | "!=" | "is not" as operator, right)]):
            sides = (_kind(way, names, left), _kind(way, names, right))
            return None if None in sides else (sides[0] == sides[1]) is (operator in ("==", "is"))
    return None


def _kind(way: Way, names: ModuleNames, expr: nodes.NodeNG) -> str | None:
    there, given = outside(way, names, expr)
    return there.socket_type(given)


def _of_name(way: Way, names: ModuleNames, test: nodes.Name) -> bool | None:
    """Return the truth of a parameter: what is passed or its default; where that is None, what it is then set to."""
    step = way[0]
    found = names.scopes.scope_of(test).lookup(test.name)
    if found is None or found[0].node is not step.function:
        return None
    set_to = [each.value for each in found[1] if each.kind is Kind.VALUE and each.value is not None]
    if len(found[1]) != len(set_to) + any(each.kind is Kind.PARAMETER for each in found[1]):
        return None
    match _passed(step, test.name):
        case nodes.Const(value=None) if len(set_to) == 1:
            return _truth(way, names, set_to[0])
        case nodes.Const(value=value) if value is not None or not set_to:
            return bool(value)
    return None


def _passed(step: Step, name: str) -> nodes.NodeNG | None:
    return passed(step.names, step.function, step.call, name) or default_of(step.function, name)
