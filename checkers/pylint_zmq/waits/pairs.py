"""Waits for what the same function, object or script sends: both ends of the connection are in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import waits
from pylint_zmq.names.bindings import Kind
from pylint_zmq.waits import calls, pollers
from pylint_zmq.waits.calls import key_of
from pylint_zmq.waits.places import function_of
from pylint_zmq.waits.tracing import carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.calls import Wait
    from pylint_zmq.waits.things import Things, Uses

#: What an endpoint is known by: its text, its port, the variable that holds it or its port, or whose end it is.
Endpoint = tuple[str, object]
_DEEPEST = 3
_CONNECT = "connect"
_RANDOM = "bind_to_random_port"
_LAST = "LAST_ENDPOINT"


def is_of_own(wait: Wait, things: Things) -> bool:
    """Tell whether the peer of every socket that a wait is for is a socket of the same function, object or script."""
    if wait.receiver is None or wait.there is not None:
        return False
    sockets = pollers.registered(wait) or [wait.receiver]
    return all(_has_own_peer(wait, things, each) for each in sockets)


def _has_own_peer(wait: Wait, things: Things, socket: nodes.NodeNG) -> bool:
    names = wait.names
    uses = list(things.uses(things.trace(names, socket)))
    own = [call for each in uses for call in (*each.binds, *each.connects) if call.root() is names.module]
    return any(
        _is_near(names, wait, mine, other) and _meet(names, mine, other)
        for mine in own
        for other in _others(names, mine, uses)
    )


def _others(names: ModuleNames, mine: nodes.Call, own: list[Uses]) -> Iterator[nodes.Call]:
    """Yield the calls of the module that attach something else at the other end of an endpoint."""
    taken = {call for each in own for call in (*each.binds, *each.connects)}
    methods = waits.ATTACHING - {_CONNECT} if _method(mine) == _CONNECT else {_CONNECT}
    for method in sorted(methods):
        yield from (call for call in names.scopes.calls.get(method, ()) if call not in taken)


def _method(call: nodes.Call) -> str:
    return call.func.attrname if isinstance(call.func, nodes.Attribute) else ""


def _is_near(names: ModuleNames, wait: Wait, mine: nodes.Call, other: nodes.Call) -> bool:
    """Tell whether both ends live in the function of the wait, on one object, or in a script."""
    scope = function_of(wait.call)
    if function_of(mine) is scope and function_of(other) is scope:
        return True
    if is_script(names):
        return True
    return _is_of_self(mine) and _is_of_self(other) and _class_of(mine) is _class_of(other) is not None


def _is_of_self(call: nodes.Call) -> bool:
    """Tell whether what a call attaches is a field of the object, or of one of its fields."""
    holder = call.func.expr if isinstance(call.func, nodes.Attribute) else None
    while isinstance(holder, nodes.Attribute):
        holder = holder.expr
    return isinstance(holder, nodes.Name) and holder.name == "self"


def _class_of(node: nodes.NodeNG) -> nodes.ClassDef | None:
    parent = function_of(node).parent
    return parent if isinstance(parent, nodes.ClassDef) else None


def is_script(names: ModuleNames) -> bool:
    """Tell whether a module is a program of its own: it has a main guard."""
    for statement in names.module.body:
        match statement:
            case nodes.If(test=nodes.Compare(left=nodes.Name(name="__name__"), ops=[("==", nodes.Const())])):
                return True
    return False


# Endpoints


def _meet(names: ModuleNames, mine: nodes.Call, other: nodes.Call) -> bool:
    one, two = _known_by(names, mine), _known_by(names, other)
    if one & two:
        return True
    beginnings = {text for kind, text in one | two if kind == "beginning"}
    texts = {text for kind, text in one | two if kind == "text"}
    both_begin = {text for kind, text in one if kind == "beginning"} & {
        text for kind, text in two if kind == "beginning"
    }
    return bool(both_begin) or any(
        str(text).startswith(str(beginning)) for beginning in beginnings for text in texts if str(beginning)
    )


def _known_by(names: ModuleNames, call: nodes.Call) -> set[Endpoint]:
    """Return what the endpoint of an attaching call is known by."""
    found = set(_of_expr(names, call.args[0], 0)) if call.args else set()
    if _method(call) != _CONNECT and isinstance(call.func, nodes.Attribute):
        socket = carrier_of(names, call.func.expr)
        if socket is not None:
            found.add(("end of", socket))
    if _method(call) == _RANDOM:
        # The address is without its port.
        found = {(kind, value) for kind, value in found if not (kind == "text" and not str(value).startswith("inproc"))}
        match call.parent:
            case nodes.Assign(targets=[target]):
                port = carrier_of(names, target)
                if port is not None:
                    found.add(("variable", port))
    return found


def _of_expr(names: ModuleNames, expr: nodes.NodeNG, depth: int) -> Iterator[Endpoint]:
    if depth > _DEEPEST:
        return
    match expr:
        case nodes.Const(value=str(text)):
            yield _of_text(text)
        case nodes.JoinedStr(values=values):
            yield from _of_parts(names, values, depth)
        case nodes.BinOp(op="%" | "+", left=left, right=right):
            parts = right.elts if isinstance(right, nodes.Tuple) else [right]
            yield from _of_parts(names, [left, *parts], depth)
        case nodes.Call(func=nodes.Attribute(attrname="format", expr=text), args=args):
            yield from _of_parts(names, [text, *args], depth)
        case nodes.Call(func=nodes.Attribute(attrname="decode", expr=inner)):
            yield from _of_expr(names, inner, depth + 1)
        case nodes.Call(func=nodes.Attribute(attrname=method, expr=holder), args=[option, *_]) if (
            method in waits.GETTERS and calls.option_name(names, option) == _LAST
        ):
            yield from (("end of", each) for each in [carrier_of(names, holder)] if each is not None)
        case nodes.Attribute(attrname=attribute, expr=holder) if attribute.upper() == _LAST:
            yield from (("end of", each) for each in [carrier_of(names, holder)] if each is not None)
        case nodes.Name() | nodes.Attribute():
            yield from _of_variable(names, expr, depth)


def _of_variable(names: ModuleNames, expr: nodes.Name | nodes.Attribute, depth: int) -> Iterator[Endpoint]:
    carrier = carrier_of(names, expr)
    if carrier is None:
        return
    yield "variable", carrier
    found = names.scopes.scope_of(expr).lookup(expr.name) if isinstance(expr, nodes.Name) else None
    for binding in found[1] if found is not None else ():
        if binding.kind is Kind.VALUE and binding.value is not None:
            yield from _of_expr(names, binding.value, depth + 1)


def _of_parts(names: ModuleNames, parts: list[nodes.NodeNG], depth: int) -> Iterator[Endpoint]:
    """Yield what a text with variables in it is known by: how it begins, if that says anything, and its end."""
    first = parts[0]
    if isinstance(first, nodes.Const) and isinstance(first.value, str):
        beginning = first.value.partition("%")[0].partition("{")[0]
        if beginning.startswith("inproc://") and len(beginning) > len("inproc://"):
            yield "beginning", beginning
    last = parts[-1].value if isinstance(parts[-1], nodes.FormattedValue) else parts[-1]
    if key_of(last) is not None:
        carrier = carrier_of(names, last)
        if carrier is not None:
            yield "variable", carrier
        yield from _of_expr(names, last, depth + 1)
    elif isinstance(last, nodes.Const) and isinstance(last.value, str) and last is not first:
        yield _of_text(last.value)


def _of_text(text: str) -> Endpoint:
    """An address of TCP is known by its port, any other by all of it."""
    if text.startswith((waits.TCP, ":")):
        return "port", text.rpartition(":")[2]
    return "text", text
