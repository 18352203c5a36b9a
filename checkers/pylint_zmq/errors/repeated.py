"""What an exception ends that is meant to go on: a loop, or a callback that comes again by its own doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.raising import ZMQ_ERROR
from pylint_zmq.errors import loops
from pylint_zmq.errors.calls import runs_of
from pylint_zmq.errors.creation import is_a
from pylint_zmq.errors.handlers import catcher, decorator_may_catch
from pylint_zmq.errors.once import is_made_once
from pylint_zmq.errors.text import SCOPES, enclosing
from pylint_zmq.model import classes as model
from pylint_zmq.model import errors
from pylint_zmq.names.results import decorated
from pylint_zmq.names.scopes import last_name

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames

#: How something goes on: by turns, by arranging to be run again, or by messages that a ZMQStream delivers.
LOOP = "loop"
CHAIN = "chain"
STREAM = "stream"

#: How many calls may lie between what is ended and the creation.
_MOST_CALLS = 6


@dataclass(frozen=True)
class Ended:
    """What an exception ends: a loop or a callback; and the calls that lead from there to the creation, last first."""

    node: nodes.NodeNG
    names: ModuleNames
    manner: str
    calls: tuple[tuple[ModuleNames, nodes.NodeNG], ...] = ()


def ended_by(names: ModuleNames, node: nodes.NodeNG) -> Ended | None:
    """Return what ends when `node` raises ZMQError and nobody catches it on the way; None if nothing is seen to."""
    child, parent = node, node.parent
    while parent is not None and not isinstance(child, SCOPES):
        if catcher(names, child, parent, ZMQ_ERROR) is not None:
            return None
        if isinstance(parent, loops.LOOPS) and loops.is_in_body(parent, child) and _ends(names, parent, node):
            return Ended(parent, names, LOOP)
        child, parent = parent, parent.parent
    function = enclosing(node)
    if isinstance(function, nodes.Lambda) and is_stream_callback(names, function):
        return Ended(function, names, STREAM)
    if not isinstance(function, nodes.FunctionDef) or is_made_once(names, node, function):
        return None
    if not decorator_may_catch(names, function) and schedules_itself(names, function, node):
        return Ended(function, names, CHAIN)
    return names.memory.answer((names, function), _above, None)


def _ends(names: ModuleNames, loop: nodes.NodeNG, node: nodes.NodeNG) -> bool:
    if not loops.is_meant_to_go_on(names, loop) or not loops.goes_on(loop, node):
        return False
    return catcher(names, loop, None, ZMQ_ERROR) is None


def _above(question: tuple[ModuleNames, nodes.FunctionDef]) -> Ended | None:
    """Return what ends when an exception leaves a function, on one of the ways that lead to it."""
    names, function = question
    if is_for_the_start(function):
        return None
    if decorator_may_catch(names, function) or decorated(names, function, errors.CACHING_DECORATORS):
        return None
    if is_stream_callback(names, function):
        return Ended(function, names, STREAM)
    for caller, call in runs_of(names, function):
        found = ended_by(caller, call)
        if found is not None and len(found.calls) < _MOST_CALLS:
            return Ended(found.node, found.names, found.manner, (*found.calls, (caller, call)))
    return None


def is_for_the_start(function: nodes.FunctionDef) -> bool:
    """Tell whether a function is called as what somebody runs once, also where a loop waits for the order to."""
    words = function.name.strip("_").lower().split("_")
    return not function.name.endswith("__") and words[0] in errors.STARTING


def schedules_itself(names: ModuleNames, function: nodes.FunctionDef, node: nodes.NodeNG) -> bool:
    """Tell whether a function, after `node` has succeeded, arranges to be run again."""
    scheduling = (call for name in sorted(errors.SCHEDULING) for call in names.scopes.calls.get(name, ()))
    later = (call for call in scheduling if _is_after(call, node) and enclosing(call) is function)
    return any(_gets(names, call, function) for call in later)


def _is_after(call: nodes.Call, node: nodes.NodeNG) -> bool:
    return (call.lineno or 0) > (node.lineno or 0)


def is_stream_callback(names: ModuleNames, function: nodes.FunctionDef | nodes.Lambda) -> bool:
    """Tell whether a function is what a ZMQStream of the same module calls with its messages.

    The exception of a coroutine goes to its task, and not to the stream.
    """
    if isinstance(function, nodes.AsyncFunctionDef):
        return False
    return any(
        isinstance(call.func, nodes.Attribute)
        and _gets(names, call, function)
        and is_a(names, call.func.expr, model.STREAM)
        for method in sorted(errors.STREAM_CALLBACKS)
        for call in names.scopes.calls.get(method, ())
    )


def _gets(names: ModuleNames, call: nodes.Call, function: nodes.FunctionDef | nodes.Lambda) -> bool:
    """Tell whether a function is passed to a call as it is."""
    arguments = [*call.args, *(each.value for each in call.keywords)]
    if function in arguments:
        return True
    if not isinstance(function, nodes.FunctionDef):
        return False
    references = [each for each in arguments if last_name(each) == function.name]
    found = [names.definition(each) for each in references]
    return any(each is not None and each.node is function for each in found)
