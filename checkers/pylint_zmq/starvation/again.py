"""What runs again and again: a loop, a handler of messages or requests, and what they call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors import loops
from pylint_zmq.errors.calls import runs_of
from pylint_zmq.errors.text import SCOPES, enclosing
from pylint_zmq.model import repetition
from pylint_zmq.names import classes
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.scopes import last_name

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames


@dataclass(frozen=True)
class Again:
    """The loop or handler, and where it stands."""

    node: nodes.NodeNG
    names: ModuleNames


def run_again_by(names: ModuleNames, node: nodes.NodeNG) -> Again | None:
    """Return what runs `node` again and again, whenever it runs itself; None if nothing is seen to.

    What stands under a condition, or in a handler for an exception, does not run each time.
    """
    child, parent = node, node.parent
    while parent is not None and not isinstance(child, SCOPES):
        if isinstance(parent, (nodes.If, nodes.IfExp, nodes.ExceptHandler, nodes.MatchCase, nodes.BoolOp)):
            return None
        if isinstance(parent, loops.LOOPS) and loops.is_in_body(parent, child):
            return Again(parent, names) if _is_long(names, parent) and loops.goes_on(parent, node) else None
        child, parent = parent, parent.parent
    function = enclosing(node)
    return names.memory.answer((names, function), _above, None) if isinstance(function, nodes.FunctionDef) else None


def _is_long(names: ModuleNames, loop: nodes.NodeNG) -> bool:
    """A loop without an end of its own, or over something that may be of any length."""
    if isinstance(loop, nodes.For) and not isinstance(loop.iter, (nodes.List, nodes.Tuple, nodes.Set, nodes.Dict)):
        return True
    return loops.is_meant_to_go_on(names, loop)


def _above(question: tuple[ModuleNames, nodes.FunctionDef]) -> Again | None:
    names, function = question
    if is_handler(names, function):
        return Again(function, names)
    return next((each for each in (run_again_by(*run) for run in runs_of(names, function)) if each is not None), None)


def is_handler(names: ModuleNames, function: nodes.FunctionDef) -> bool:
    """Tell whether a function is run for each message, request or tick."""
    for decorator in function.decorators.nodes if function.decorators is not None else ():
        if isinstance(decorator, nodes.Call) and last_name(decorator.func) in repetition.HANDLER_DECORATORS:
            return True
    owner = classes.method_class(names, function)
    if owner is not None:
        bases = classes.bases(VisibleClass(owner, names))
        if any(function.name in repetition.HANDLER_CLASSES.get(base, ()) for base in bases):
            return True
    return any(
        _gets(names, call, function)
        for method in sorted(repetition.REGISTERING)
        for call in names.scopes.calls.get(method, ())
    )


def _gets(names: ModuleNames, call: nodes.Call, function: nodes.FunctionDef) -> bool:
    given = [*call.args, *(each.value for each in call.keywords)]
    named = [
        each for each in given if isinstance(each, (nodes.Name, nodes.Attribute)) and last_name(each) == function.name
    ]
    found = [names.definition(each) for each in named]
    return any(each is not None and each.node is function for each in found)
