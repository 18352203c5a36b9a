"""What pyzmq's own helpers hold: authenticators, devices in threads, log handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, INFERENCE, Finding, Step
from pylint_zmq.analysis.lifetimes import OWNER_SYMBOL, subject_of
from pylint_zmq.analysis.shutdown import SYMBOL as TERM_SYMBOL
from pylint_zmq.model import shutdown
from pylint_zmq.shutdown.order import comes_before
from pylint_zmq.shutdown.sockets import is_same
from pylint_zmq.starvation.again import run_again_by
from pylint_zmq.waits import calls
from pylint_zmq.waits.places import function_of, scope_name
from pylint_zmq.waits.things import Things
from pylint_zmq.waits.tracing import carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings
    from pylint_zmq.waits.tracing import Carrier


def findings(names: ModuleNames, settings: Settings) -> Iterator[Finding]:
    """Yield what is found about them in one module."""
    for call in _made(names, shutdown.AUTHENTICATOR):
        yield from _of_authenticator(names, call)
    for call in _made(names, shutdown.LOG_HANDLER):
        yield from _of_log_handler(names, call)
    if settings.min_version < shutdown.DEVICES_CLOSE_SOCKETS:
        for call in _made(names, shutdown.THREAD_DEVICE):
            yield from _of_device(names, call)


def _made(names: ModuleNames, base: str) -> Iterator[nodes.Call]:
    """Yield the calls that make an instance of a class of pyzmq, or of one that derives from it."""
    for name, group in names.scopes.calls.items():
        if name.lstrip("_")[:1].isupper():
            for call in group:
                qualified = names.qualify(call.func)
                if qualified is not None and names.is_subclass(qualified, base):
                    yield call


def _on(names: ModuleNames, carrier: Carrier | None, method: str) -> list[nodes.Call]:
    """Return the calls of a method on a variable or field."""
    return [
        call
        for call in names.scopes.calls.get(method, ())
        if carrier is not None
        and isinstance(call.func, nodes.Attribute)
        and carrier_of(names, call.func.expr) == carrier
    ]


def _carrier(names: ModuleNames, call: nodes.Call) -> Carrier | None:
    match call.parent:
        case nodes.Assign(targets=[target]) | nodes.AnnAssign(target=target):
            return carrier_of(names, target)
    return None


# An authenticator holds term() until it is stopped


def _of_authenticator(names: ModuleNames, call: nodes.Call) -> Iterator[Finding]:
    carrier = _carrier(names, call)
    given = calls.argument(call, 0, shutdown.AUTHENTICATOR_CONTEXT)
    started = _on(names, carrier, shutdown.START)
    if given is None or not started or _gets_away(names, call):
        return
    things = Things()
    context = things.trace(names, given)
    stops = _on(names, carrier, shutdown.STOP)
    for term in names.scopes.calls.get(shutdown.TERM, ()):
        if not isinstance(term.func, nodes.Attribute) or not is_same(things.trace(names, term.func.expr), context):
            continue
        here = [each for each in stops if function_of(each) is function_of(term)]
        if any(comes_before(each, term) for each in here) or (stops and not here):
            continue
        if any(function_of(each) is function_of(term) and not comes_before(each, term) for each in started):
            continue
        subject = subject_of(call)
        yield _hang(names, term, call, f"the authenticator '{subject}' of line {call.lineno} is still at work", subject)


def _gets_away(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a variable or field is returned, passed on or stored: somebody else may stop it."""
    match call.parent:
        case nodes.Assign(targets=[nodes.AssignAttr(attrname=attribute)]):
            uses: list[nodes.NodeNG] = list(names.scopes.reads.get(attribute, ()))
        case nodes.Assign(targets=[nodes.AssignName(name=name)]):
            uses = [each for each in function_of(call).nodes_of_class(nodes.Name) if each.name == name]
        case _:
            return True
    return any(
        isinstance(each.parent, (nodes.Return, nodes.Yield, nodes.Call, nodes.Keyword, nodes.Assign, nodes.Tuple))
        and getattr(each.parent, "func", None) is not each
        for each in uses
    )


def _hang(names: ModuleNames, term: nodes.Call, made: nodes.Call, text: str, subject: str) -> Finding:
    steps = (
        Step("created", made, "its sockets are made here"),
        Step("hangs", term, "waits here until they are closed"),
    )
    confidence = HIGH if function_of(made) is function_of(term) else INFERENCE
    return Finding(
        TERM_SYMBOL, term, (f"{term.func.as_string()}()", text), confidence, steps, scope_name(names, term), subject
    )


# Devices in threads left their sockets to the garbage collector


def _of_device(names: ModuleNames, call: nodes.Call) -> Iterator[Finding]:
    if not _on(names, _carrier(names, call), shutdown.START):
        return
    for term in names.scopes.calls.get(shutdown.TERM, ()):
        match term.func:
            case nodes.Attribute(expr=nodes.Call(func=function)) if names.qualify(function) == shutdown.SHARED_CONTEXT:
                subject = subject_of(call)
                text = f"the device '{subject}' of line {call.lineno} does not close its sockets before pyzmq 24.0.1"
                yield _hang(names, term, call, text, subject)


# A log handler has a context that nothing ends


def _of_log_handler(names: ModuleNames, call: nodes.Call) -> Iterator[Finding]:
    if not call.args or not isinstance(call.args[0], (nodes.Const, nodes.JoinedStr)):
        return
    again = run_again_by(names, call, each_time=False)
    if again is None or _on(names, _carrier(names, call), shutdown.CLOSE):
        return
    subject = subject_of(call)
    text = (
        f"it has a context and a socket of its own, which close() does not release; one more {again.told_from(names)}"
    )
    steps = (Step("created", call, "makes a context and a socket"),)
    args = (f"'{subject}'" if subject else "what is made here", text)
    yield Finding(OWNER_SYMBOL, call, args, INFERENCE, steps, scope_name(names, call), subject)
