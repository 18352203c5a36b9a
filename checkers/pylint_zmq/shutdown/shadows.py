"""Sockets of a shadow, which the context itself does not know: neither term() nor destroy() of it closes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.lifetimes import subject_of
from pylint_zmq.errors.creation import is_borrowing
from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import methods, shutdown
from pylint_zmq.names import classes
from pylint_zmq.shutdown.holding import carrier_given, constructed, gets_away, hang, holds, on
from pylint_zmq.shutdown.sockets import is_same
from pylint_zmq.waits.places import function_of
from pylint_zmq.waits.things import Things
from pylint_zmq.waits.tracing import carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.findings import Finding
    from pylint_zmq.names.resolution import ModuleNames


def findings(names: ModuleNames) -> Iterator[Finding]:
    """Yield one finding for each end of a context with a socket of a shadow of it that is open."""
    shadows = list(_shadows(names))
    if not shadows:
        return
    things = Things()
    ends = [call for method in methods.CONTEXT_RELEASES for call in names.scopes.calls.get(method, ())]
    for shadow, original in shadows:
        context = things.trace(names, original)
        for sock in _sockets(names, shadow):
            for end in ends:
                if not isinstance(end.func, nodes.Attribute) or not is_same(
                    things.trace(names, end.func.expr), context
                ):
                    continue
                if _is_open_at(names, sock, end):
                    text = f"{_named(sock)} of line {sock.lineno} belongs to a shadow of it and is still open"
                    yield hang(names, end, sock, text)


def _shadows(names: ModuleNames) -> Iterator[tuple[nodes.Call, nodes.NodeNG]]:
    """Yield the calls that make a shadow, with the context that each is one of."""
    for method in methods.BORROWING_METHODS:
        for call in names.scopes.calls.get(method, ()):
            if isinstance(call.func, nodes.Attribute):
                yield from _of(names, call, names.qualify(call.func.expr))
    for call, qualified in constructed(names):
        if is_borrowing(call):
            yield from _of(names, call, qualified)


def _of(names: ModuleNames, call: nodes.Call, cls: str | None) -> Iterator[tuple[nodes.Call, nodes.NodeNG]]:
    given = [*call.args[:1], *(each.value for each in call.keywords if each.arg == methods.SHADOW_ARGUMENT)]
    if cls is not None and given and names.is_subclass(cls, zmq_classes.CONTEXT):
        match given[0]:
            case nodes.Attribute(expr=original, attrname=methods.ADDRESS_ATTRIBUTE) | original:
                yield call, original


def _sockets(names: ModuleNames, shadow: nodes.Call) -> Iterator[nodes.Call]:
    """Yield the calls that make sockets of a shadow."""
    carrier = carrier_given(names, shadow)
    for call in names.scopes.calls.get(zmq_classes.MAKE_SOCKET, ()):
        if isinstance(call.func, nodes.Attribute) and (
            call.func.expr is shadow or (carrier is not None and carrier_of(names, call.func.expr) == carrier)
        ):
            yield call


def _is_open_at(names: ModuleNames, sock: nodes.Call, end: nodes.Call) -> bool:
    carrier = carrier_given(names, sock)
    if carrier is None or gets_away(names, sock):
        return False
    inside = function_of(sock) is function_of(end)
    if inside and (sock.lineno or 0) > (end.lineno or 0):
        return False
    is_field = isinstance(carrier[0], str)
    if not inside and not (is_field and classes.method_class(names, function_of(end)) is not None):
        return False
    return holds(on(names, carrier, shutdown.CLOSE), end)


def _named(sock: nodes.Call) -> str:
    subject = subject_of(sock)
    return f"'{subject}'" if subject else "a socket"
