"""What the truth of an expression tells about which sockets are ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names import classes
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.scopes import assigned_value
from pylint_zmq.waits import calls
from pylint_zmq.waits.calls import key_of
from pylint_zmq.waits.state import ANY, IMPOSSIBLE, Root, State, both, either

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.summaries import Summaries

_NOTHING: frozenset[Root] = frozenset()
_EVENTS_ATTRIBUTE = "events"


class Conditions:
    """Reads conditions of one function."""

    def __init__(self, names: ModuleNames, summaries: Summaries) -> None:
        self._names = names
        self._summaries = summaries

    def implied(self, state: State, expr: nodes.NodeNG, truth: bool) -> frozenset[Root]:
        """Return the roots that are ready if `expr` comes out as `truth`."""
        match expr:
            case nodes.Const(value=value):
                return IMPOSSIBLE if bool(value) is not truth else _NOTHING
            case nodes.List(elts=[]) | nodes.Dict(items=[]) | nodes.Tuple(elts=[]):
                return IMPOSSIBLE if truth else _NOTHING
            case nodes.UnaryOp(op="not", operand=operand):
                return self.implied(state, operand, not truth)
            case nodes.BoolOp(op=operator, values=values):
                sides = [self.implied(state, value, truth) for value in values]
                result = sides[0]
                for side in sides[1:]:
                    result = either(result, side) if (operator == "and") is truth else both(result, side)
                return result
            case nodes.NamedExpr(value=value) | nodes.Await(value=value):
                return self.implied(state, value, truth)
            case nodes.Compare(left=left, ops=[(operator, right)]):
                says = _says_ready(operator, right, left)
                if says is None or says is not truth:
                    return _NOTHING
                return self.asked(state, left) | self.asked(state, right)
            case nodes.Name(name=name):
                known = state.told.get((name, truth))
                if known is not None:
                    return known
                return self.asked(state, expr) if truth else _NOTHING
            case nodes.IfExp(body=first, orelse=second):
                return both(self.implied(state, first, truth), self.implied(state, second, truth))
        return self.asked(state, expr) if truth else _NOTHING

    def asked(self, state: State, expr: nodes.NodeNG) -> frozenset[Root]:
        """Return the roots that a value speaks of which comes from a poll: they are ready if it is not empty."""
        found = _NOTHING
        pending = [expr]
        while pending:
            node = pending.pop()
            if isinstance(node, nodes.Lambda):
                continue
            found |= self._asked_here(state, node)
            pending += list(node.get_children())
        return found

    def _asked_here(self, state: State, node: nodes.NodeNG) -> frozenset[Root]:
        match node:
            case nodes.Call():
                return self._asked_by_call(state, node)
            case nodes.Name(name=name):
                known = state.told.get((name, True), _NOTHING)
                return known if known != IMPOSSIBLE else _NOTHING
            case nodes.Attribute(attrname=attribute):
                if attribute.lower() == _EVENTS_ATTRIBUTE:
                    key = key_of(node.expr)
                    return frozenset({state.root(key)}) if key is not None else _NOTHING
                key = key_of(node)
                if key is not None and (key, True) in state.told:
                    return state.told[(key, True)] - IMPOSSIBLE
                return frozenset({ANY}) if self._is_asked_field(node) else _NOTHING
        return _NOTHING

    def _asked_by_call(self, state: State, call: nodes.Call) -> frozenset[Root]:
        if calls.is_ask(self._names, call):
            found = calls.wait_of(self._names, call)
            if found is not None and found.receiver is not None:
                key = key_of(found.receiver)
                if key is not None and not self._names.is_subclass(found.cls, "zmq.Poller"):
                    out = calls.asks_for_output(call, self._names)
                    return frozenset({f"out:{state.root(key)}" if out else state.root(key)})
            return frozenset({ANY})
        return frozenset({ANY}) if self._summaries.tells_ready(self._names, call) else _NOTHING

    def _is_asked_field(self, expr: nodes.Attribute) -> bool:
        """Tell whether some method of the class puts the result of a poll into a field."""
        own = classes.receiver_class(self._names, expr.expr)
        if own is None:
            return False
        return self._summaries.is_asked_field(VisibleClass(own, self._names), expr.attrname)


def holds_poll(names: ModuleNames, cls: VisibleClass, attribute: str) -> bool:
    """Tell whether a value that the class stores under `attribute` comes from a poll."""
    for store in cls.stores(attribute):
        value = assigned_value(store)
        if value is not None and any(calls.is_ask(names, call) for call in value.nodes_of_class(nodes.Call)):
            return True
    return False


def _says_ready(operator: str, right: nodes.NodeNG, left: nodes.NodeNG) -> bool | None:
    """Tell which outcome of a comparison with a poll's result means that something is ready; None if neither."""
    empty = _is_empty(right) or _is_empty(left)
    if operator in ("in", "is not", ">"):
        return True
    if operator in ("not in", "is", "<", "<="):
        return False
    if operator == ">=":
        return not empty or None
    if operator == "==":
        return not empty
    if operator == "!=":
        return empty
    return None


def _is_empty(expr: nodes.NodeNG) -> bool:
    match expr:
        case nodes.Const(value=value):
            return not value
        case nodes.List(elts=elts) | nodes.Tuple(elts=elts):
            return not elts
        case nodes.Dict(items=items):
            return not items
    return False
