"""zmq-no-socket-limit: a context that makes sockets on demand from outside, with no limit and no count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import INFERENCE, Finding, Step
from pylint_zmq.analysis.lifetimes import subject_of
from pylint_zmq.errors import loops
from pylint_zmq.errors.creation import CONTEXT, SOCKET, creations
from pylint_zmq.errors.text import enclosing, scope_name
from pylint_zmq.model import growth
from pylint_zmq.starvation import shrinking, unbounded
from pylint_zmq.starvation.again import run_again_by
from pylint_zmq.waits import setting
from pylint_zmq.waits.things import Things

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames

SYMBOL = "zmq-no-socket-limit"
#: The spelling that does not reach the context: it becomes a default of its sockets.
_WITHOUT_EFFECT = "setsockopt"


def findings(names: ModuleNames) -> Iterator[Finding]:
    """Yield one finding for each context of the module that makes sockets on demand."""
    made = creations(names)
    # A context that is made anew each time has few sockets.
    contexts = {
        each.call for each in made if each.kind == CONTEXT and run_again_by(names, each.call, each_time=False) is None
    }
    if not contexts:
        return
    things = Things()
    limited = _limited(names, things)
    grows = unbounded.growing(names)
    for each in made:
        if each.kind != SOCKET or not isinstance(each.call.func, nodes.Attribute):
            continue
        traced = things.trace(names, each.call.func.expr).creations
        sources = [call for _, call in traced if call in contexts and _serves(call, each.call)]
        if not sources or limited & set(sources):
            continue
        why = grows.get(each.call) or _demand(names, each.call)
        for source in sources if why is not None else ():
            contexts.discard(source)
            subject = subject_of(source)
            steps = (Step("created", source, "no limit set"), Step("demanded", each.call, "made on demand here"))
            args = (f"'{subject}'" if subject else "made here", f"a socket of line {each.call.lineno} {why}")
            yield Finding(SYMBOL, source, args, INFERENCE, steps, scope_name(names, source), subject)


def _serves(context: nodes.Call, call: nodes.Call) -> bool:
    """Tell whether a context is kept where many runs get at it, or is made in the very function that goes on."""
    is_kept = isinstance(context.parent, nodes.Assign) and isinstance(context.parent.targets[0], nodes.AssignAttr)
    return is_kept or enclosing(context) is None or enclosing(context) is enclosing(call)


def _limited(names: ModuleNames, things: Things) -> set[nodes.Call]:
    """Return the contexts on which a limit is set in a way that holds."""
    targets = [
        each.target
        for each in setting.all_of(names)
        if each.option == growth.LIMIT and each.spelling != _WITHOUT_EFFECT
    ]
    return {call for target in targets for _, call in things.trace(names, target).creations}


def _demand(names: ModuleNames, call: nodes.Call) -> str | None:
    """Return what makes a socket again and again, in words; None if nothing is seen to, or if it counts them."""
    function = enclosing(call)
    if not isinstance(function, nodes.FunctionDef) or shrinking.counts(function):
        return None
    again = run_again_by(names, call, each_time=False)
    if again is None:
        return None
    is_endless = isinstance(again.node, nodes.FunctionDef) or loops.is_meant_to_go_on(again.names, again.node)
    return again.told_from(names) if is_endless else None
