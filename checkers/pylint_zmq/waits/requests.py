"""REQ sockets that are used again after an answer did not come in time: zmq-send-after-timeout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import CONTROL_FLOW, Finding, Step
from pylint_zmq.model import waits
from pylint_zmq.waits import calls
from pylint_zmq.waits.places import function_of, scope_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.calls import Wait
    from pylint_zmq.waits.summaries import Summaries
    from pylint_zmq.waits.things import Things
    from pylint_zmq.waits.tracing import Trace

SYMBOL = "zmq-send-after-timeout"

_REQUEST = frozenset({"REQ"})
_WHY = "the answer to the last request did not come in time, and a REQ socket still waits for it"


def findings(names: ModuleNames, summaries: Summaries, things: Things) -> Iterator[Finding]:
    """Yield the sends of a module on REQ sockets that may be stuck."""
    for method in waits.SENDS:
        for call in names.scopes.calls.get(method, ()):
            wait = calls.wait_of(names, call, things)
            if wait is None or wait.receiver is None or wait.key is None:
                continue
            trace = things.trace(names, wait.receiver)
            if trace.types() != _REQUEST or _is_relaxed(things, trace):
                continue
            if _is_stuck(wait, summaries) or _is_left_stuck(wait, summaries, trace):
                subject = f"{call.func.as_string()}()"
                steps = (Step("sends again", call, _WHY),)
                yield Finding(SYMBOL, call, (subject, _WHY), CONTROL_FLOW, steps, scope_name(names, call), subject)


def _is_relaxed(things: Things, trace: Trace) -> bool:
    """Tell whether the socket, or the context that made it, lets a request be repeated."""
    contexts = [
        things.trace(names, call.func.expr) for names, call in trace.creations if isinstance(call.func, nodes.Attribute)
    ]
    found = [each for of in (trace, *contexts) for uses in things.uses(of) for each in uses.settings]
    return any(each.option in (waits.RELAXED, "?") for each in found)


def _is_stuck(wait: Wait, summaries: Summaries) -> bool:
    """Tell whether the socket may wait for an answer when the call is reached."""
    flow = summaries.flow(wait.names, function_of(wait.call))
    state = flow.at.get(wait.call) if flow is not None else None
    return state is not None and wait.key is not None and state.root(wait.key) in state.timed_out


def _is_left_stuck(wait: Wait, summaries: Summaries, trace: Trace) -> bool:
    """Tell whether a method may return normally and leave the field with a socket that the next call cannot use.

    Only where the field is given one socket, once.
    """
    scope = function_of(wait.call)
    if (
        not isinstance(scope, nodes.FunctionDef)
        or not (wait.key or "").startswith("self.")
        or len(trace.creations) != 1
    ):
        return False
    _, made = trace.creations[0]
    maker = function_of(made)
    if not isinstance(maker, nodes.FunctionDef) or maker.name != "__init__":
        return False
    flow = summaries.flow(wait.names, scope)
    return flow is not None and flow.end is not None and wait.key in flow.end.timed_out
