"""zmq-socket-churn, where it costs most: requests that are given up, each on a new socket that keeps its descriptor.

A message that cannot be sent holds its closed socket until LINGER ends, which it does not unless it is set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, INFERENCE, Finding, Step
from pylint_zmq.analysis.lifetimes import subject_of
from pylint_zmq.errors import loops
from pylint_zmq.errors.text import enclosing, scope_name
from pylint_zmq.shutdown.endings import endings
from pylint_zmq.shutdown.order import ancestry
from pylint_zmq.shutdown.sockets import is_same, senders
from pylint_zmq.starvation.again import Again, run_again_by
from pylint_zmq.waits.things import Things

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.shutdown.sockets import Sender


def findings(names: ModuleNames, symbol: str) -> Iterator[Finding]:
    """Yield one finding for each creation of such a socket."""
    things = Things()
    asking = [each for each in senders(names, things) if each.gives_up and each.receives and _is_closed(each)]
    ended = list(endings(names, things)) if asking else []
    for sender in asking:
        function = enclosing(sender.call)
        if any(each.scope is function and is_same(each.context, sender.context) for each in ended):
            # The context goes with it: that is a hang, and another message.
            continue
        again = _again(names, sender.call)
        if again is not None:
            yield _finding(names, symbol, sender, again)


def _is_closed(sender: Sender) -> bool:
    """Tell whether the function that makes a socket closes it again."""
    function = enclosing(sender.call)
    managed = isinstance(sender.call.parent, nodes.With)
    return managed or any(enclosing(close) is function for close in sender.closes)


def _again(names: ModuleNames, call: nodes.Call) -> Again | None:
    """Return the loop round a creation, whatever ends it: a request that is given up is the one that goes on."""
    for parent, child in ancestry(call):
        if isinstance(parent, loops.LOOPS) and loops.is_in_body(parent, child):
            return Again(parent, names)
    return run_again_by(names, call, each_time=False)


def _finding(names: ModuleNames, symbol: str, sender: Sender, again: Again) -> Finding:
    made = f"{sender.call.func.as_string()}()"
    text = f"{again.told_from(names)}; without a LINGER, one that is given up keeps its descriptor"
    path = "" if again.names.modname == names.modname else str(again.names.module.file or "")
    steps = (
        Step("created", sender.call, "created here, and LINGER never set"),
        Step("again", again.node, "runs again and again", path),
    )
    confidence = HIGH if enclosing(again.node) is enclosing(sender.call) else INFERENCE
    subject = subject_of(sender.call) or made
    return Finding(symbol, sender.call, (made, text), confidence, steps, scope_name(names, sender.call), subject)
