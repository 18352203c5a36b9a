"""zmq-monitor-closed-first: a monitor is ended after its PAIR was closed, and may then wait for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, INFERENCE, Finding, Step
from pylint_zmq.model import shutdown
from pylint_zmq.shutdown.order import ancestry, comes_before
from pylint_zmq.waits.places import function_of, scope_name
from pylint_zmq.waits.tracing import carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.tracing import Carrier

SYMBOL = "zmq-monitor-closed-first"


def findings(names: ModuleNames) -> Iterator[Finding]:
    """Yield one finding for each `disable_monitor()` that comes too late."""
    made = list(_calls_on(names, shutdown.MAKE_MONITOR))
    for ended, socket in _calls_on(names, shutdown.END_MONITOR) if made else ():
        for call, monitored in made:
            closed = next(_closings(names, call, ended), None) if monitored == socket else None
            if closed is not None:
                yield _finding(names, call, closed, ended)
                break


def _calls_on(names: ModuleNames, method: str) -> Iterator[tuple[nodes.Call, Carrier]]:
    """Yield the calls of a method, each with the variable or field that it is called on."""
    for call in names.scopes.calls.get(method, ()):
        carrier = carrier_of(names, call.func.expr) if isinstance(call.func, nodes.Attribute) else None
        if carrier is not None:
            yield call, carrier


def _closings(names: ModuleNames, made: nodes.Call, ended: nodes.Call) -> Iterator[nodes.NodeNG]:
    """Yield what closes the PAIR before the monitor is ended: a call, or the call that made it as a manager."""
    pair = _carrier(names, made)
    for call, closed in _calls_on(names, shutdown.CLOSE):
        if closed == pair and comes_before(call, ended):
            yield call
    blocks = [block for block, child in ancestry(made) if _manages(block, child)]
    if any(function_of(each) is function_of(ended) and each.tolineno < (ended.lineno or 0) for each in blocks):
        yield made


def _manages(block: nodes.NodeNG, manager: nodes.NodeNG) -> bool:
    return isinstance(block, nodes.With) and any(item is manager for item, _ in block.items)


def _carrier(names: ModuleNames, made: nodes.Call) -> Carrier | None:
    match made.parent:
        case nodes.Assign(targets=[target, *_]) | nodes.AnnAssign(target=target):
            return carrier_of(names, target)
    return None


def _finding(names: ModuleNames, made: nodes.Call, closed: nodes.NodeNG, ended: nodes.Call) -> Finding:
    steps = (
        Step("created", made, "the monitor begins here"),
        Step("closed", closed, "its PAIR is closed here"),
        Step("hangs", ended, "waits here for somebody who takes its last event"),
    )
    confidence = HIGH if function_of(made) is function_of(ended) else INFERENCE
    written = ended.func.as_string()
    text = f"the PAIR of the monitor is closed before, at line {closed.lineno}"
    subject = written.rpartition(".")[0]
    return Finding(SYMBOL, ended, (f"{written}()", text), confidence, steps, scope_name(names, ended), subject)
