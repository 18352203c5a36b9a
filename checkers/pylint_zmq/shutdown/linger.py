"""zmq-linger-hang: a context is ended while messages may be unsent that nothing lets go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, INFERENCE, Finding, Step
from pylint_zmq.analysis.lifetimes import subject_of
from pylint_zmq.shutdown.endings import endings
from pylint_zmq.shutdown.order import ancestry, are_alternatives, in_handler
from pylint_zmq.shutdown.sockets import is_same, senders
from pylint_zmq.waits.places import function_of, scope_name
from pylint_zmq.waits.things import Things

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.shutdown.endings import Ending
    from pylint_zmq.shutdown.sockets import Sender

SYMBOL = "zmq-linger-hang"
_CONSTRUCTOR = "__init__"


def findings(names: ModuleNames) -> Iterator[Finding]:
    """Yield one finding for each context and function that ends it."""
    things = Things()
    sending = [each for each in senders(names, things) if not each.is_of_stranger]
    if not sending:
        return
    told: set[tuple[nodes.NodeNG, nodes.NodeNG]] = set()
    for ending in endings(names, things):
        for sender in sending:
            if not is_same(ending.context, sender.context) or (ending.scope, sender.call) in told:
                continue
            if not _may_come_after_send(names, ending, sender):
                continue
            if ending.bounds_open and not _is_closed_before(ending, sender):
                continue
            told.update((ending.scope, each.call) for each in sending)
            yield _finding(names, ending, sender)
            break


def _may_come_after_send(names: ModuleNames, ending: Ending, sender: Sender) -> bool:
    """Tell whether a message can have been sent when the context ends."""
    here = [call for call in sender.sends if function_of(call) is ending.scope]
    if here:
        if in_handler(ending.node) and not sender.gives_up:
            return False
        return any((call.lineno or 0) <= ending.line and not are_alternatives(call, ending.node) for call in here)
    if function_of(sender.call) is not ending.scope:
        return getattr(ending.scope, "name", "") != _CONSTRUCTOR
    # What sends is called from here, or has been given the socket.
    senders_there = {function_of(call) for call in sender.sends}
    return not in_handler(ending.node) and any(
        _runs(names, call, senders_there)
        for call in ending.scope.nodes_of_class(nodes.Call)
        if (sender.call.lineno or 0) < (call.lineno or 0) <= ending.line
    )


def _runs(names: ModuleNames, call: nodes.Call, functions: set[nodes.NodeNG]) -> bool:
    found = names.definition(call.func)
    return found is not None and any(each.node in functions for each in found.candidates)


def _is_closed_before(ending: Ending, sender: Sender) -> bool:
    """Tell whether the socket is closed, with the LINGER that it had, before the context is destroyed with another."""
    for block, child in ancestry(sender.call):
        if isinstance(block, nodes.With) and any(item is child for item, _ in block.items):
            return function_of(block) is ending.scope and (block.tolineno or 0) < ending.line
    return any(
        function_of(call) is ending.scope and (call.lineno or 0) < ending.line and not in_handler(call)
        for call in sender.closes
    )


def _finding(names: ModuleNames, ending: Ending, sender: Sender) -> Finding:
    subject = subject_of(sender.call)
    name = f"'{subject}'" if subject else f"the {sender.kind} socket"
    text = f"{name} of line {sender.call.lineno} connects and sends without a LINGER"
    if ending.bounds_open:
        text = f"{name} of line {sender.call.lineno} is closed by then, and keeps its endless LINGER"
    send = min(sender.sends, key=lambda call: call.lineno or 0)
    steps = (
        Step("created", sender.call, "created here, and LINGER never set"),
        Step("sends", send, "queues a message, whether the peer is there or not"),
        Step("hangs", ending.node, "waits here until it is sent"),
    )
    inside = all(function_of(each) is ending.scope for each in (sender.call, send))
    return Finding(
        SYMBOL,
        ending.node,
        (ending.text, text),
        HIGH if inside else INFERENCE,
        steps,
        scope_name(names, ending.node),
        subject,
    )
