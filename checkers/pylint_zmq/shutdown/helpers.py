"""What pyzmq's own helpers hold: authenticators, devices in threads, log handlers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import INFERENCE, Finding, Step
from pylint_zmq.analysis.lifetimes import OWNER_SYMBOL, subject_of
from pylint_zmq.model import shutdown
from pylint_zmq.shutdown.holding import carrier_given, constructed, gets_away, hang, holds, on
from pylint_zmq.shutdown.order import comes_before
from pylint_zmq.shutdown.sockets import is_same
from pylint_zmq.starvation.again import run_again_by
from pylint_zmq.waits import calls
from pylint_zmq.waits.places import function_of, scope_name
from pylint_zmq.waits.things import Things

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings


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
    yield from (call for call, qualified in constructed(names) if names.is_subclass(qualified, base))


# An authenticator holds term() until it is stopped


def _of_authenticator(names: ModuleNames, call: nodes.Call) -> Iterator[Finding]:
    carrier = carrier_given(names, call)
    given = calls.argument(call, 0, shutdown.AUTHENTICATOR_CONTEXT)
    started = on(names, carrier, shutdown.START)
    if given is None or not started or gets_away(names, call):
        return
    things = Things()
    context = things.trace(names, given)
    stops = on(names, carrier, shutdown.STOP)
    for term in names.scopes.calls.get(shutdown.TERM, ()):
        if not isinstance(term.func, nodes.Attribute) or not is_same(things.trace(names, term.func.expr), context):
            continue
        if not holds(stops, term):
            continue
        if any(function_of(each) is function_of(term) and not comes_before(each, term) for each in started):
            continue
        text = f"the authenticator '{subject_of(call)}' of line {call.lineno} is still at work"
        yield hang(names, term, call, text)


# Devices in threads left their sockets to the garbage collector


def _of_device(names: ModuleNames, call: nodes.Call) -> Iterator[Finding]:
    if not on(names, carrier_given(names, call), shutdown.START):
        return
    for term in names.scopes.calls.get(shutdown.TERM, ()):
        match term.func:
            case nodes.Attribute(expr=nodes.Call(func=function)) if names.qualify(function) == shutdown.SHARED_CONTEXT:
                text = f"'{subject_of(call)}' of line {call.lineno} does not close its sockets before pyzmq 24.0.1"
                yield hang(names, term, call, text)


# A log handler has a context that nothing ends


def _of_log_handler(names: ModuleNames, call: nodes.Call) -> Iterator[Finding]:
    if not call.args or not isinstance(call.args[0], (nodes.Const, nodes.JoinedStr)):
        return
    again = run_again_by(names, call, each_time=False)
    if again is None or on(names, carrier_given(names, call), shutdown.CLOSE):
        return
    subject = subject_of(call)
    text = (
        f"it has a context and a socket of its own, which close() does not release; one more {again.told_from(names)}"
    )
    steps = (Step("created", call, "makes a context and a socket"),)
    args = (f"'{subject}'" if subject else "what is made here", text)
    yield Finding(OWNER_SYMBOL, call, args, INFERENCE, steps, scope_name(names, call), subject)
