"""Connections with nothing that notices a half-dead peer: zmq-connect-without-timeout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, INFERENCE, Finding, Step
from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import waits
from pylint_zmq.names.bindings import Kind
from pylint_zmq.names.endpoints import beginning
from pylint_zmq.waits.places import scope_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.things import Things

SYMBOL = "zmq-connect-without-timeout"
_CONNECT = "connect"
_WHY = "none of CONNECT_TIMEOUT, HEARTBEAT_IVL, TCP_KEEPALIVE and TCP_MAXRT is set"


def findings(names: ModuleNames, things: Things) -> Iterator[Finding]:
    """Yield the connections of a module over TCP that nothing watches."""
    for call in names.scopes.calls.get(_CONNECT, ()):
        if not isinstance(call.func, nodes.Attribute) or len(call.args) != 1 or not _is_tcp(names, call.args[0]):
            continue
        declared = names.declared(call.func.expr)
        if declared is None or not names.is_subclass(declared, zmq_classes.SOCKET):
            continue
        trace = things.trace(names, call.func.expr)
        contexts = [
            things.trace(there, made.func.expr)
            for there, made in trace.creations
            if isinstance(made.func, nodes.Attribute)
        ]
        options = {each.option for of in (trace, *contexts) for uses in things.uses(of) for each in uses.settings}
        if options & waits.NOTICING or "?" in options:
            continue
        subject = f"{call.func.as_string()}()"
        confidence = INFERENCE if trace.is_unseen else HIGH
        step = Step("connects", call, _WHY)
        yield Finding(SYMBOL, call, (subject, _WHY), confidence, (step,), scope_name(names, call), subject)


def _is_tcp(names: ModuleNames, endpoint: nodes.NodeNG) -> bool:
    """Tell whether an endpoint is written as one of TCP, or is a variable that only ever is."""
    match beginning(endpoint):
        case nodes.Const(value=str(text)):
            return text.startswith(waits.TCP)
        case nodes.Name(name=name) as variable:
            found = names.scopes.scope_of(variable).lookup(name)
            bindings = found[1] if found is not None else []
            return bool(bindings) and all(
                each.kind is Kind.VALUE
                and each.value is not None
                and not isinstance(each.value, nodes.Name)
                and _is_tcp(names, each.value)
                for each in bindings
            )
    return False
