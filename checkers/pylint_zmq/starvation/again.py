"""What runs again and again: a loop, a handler of messages or requests, and what they call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors import loops
from pylint_zmq.errors.calls import runs_of
from pylint_zmq.errors.once import is_made_once
from pylint_zmq.errors.text import SCOPES, enclosing
from pylint_zmq.model import errors, repetition
from pylint_zmq.names import classes
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.results import decorated
from pylint_zmq.names.scopes import last_name

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames

_CONDITIONS = (nodes.If, nodes.IfExp, nodes.ExceptHandler, nodes.MatchCase, nodes.BoolOp)


@dataclass(frozen=True)
class Again:
    """The loop or handler, and where it stands."""

    node: nodes.NodeNG
    names: ModuleNames

    def told_from(self, names: ModuleNames) -> str:
        """Return it as a message of a module names it: `for each run of f()`."""
        if isinstance(self.node, nodes.FunctionDef):
            where = f"for each run of {self.node.name}()"
        else:
            where = f"on each turn of the loop at line {self.node.lineno}"
        return where if self.names.modname == names.modname else f"{where} of {self.names.modname}"


def run_again_by(names: ModuleNames, node: nodes.NodeNG, *, each_time: bool = True) -> Again | None:
    """Return what runs `node` again and again; None if nothing is seen to.

    `each_time`: whenever it runs itself. What stands under a condition, or in a handler, does not run each time.
    """
    child, parent = node, node.parent
    while parent is not None and not isinstance(child, SCOPES):
        if each_time and isinstance(parent, _CONDITIONS):
            return None
        if isinstance(parent, loops.LOOPS) and loops.is_in_body(parent, child):
            if _is_long(names, parent) and loops.goes_on(parent, node):
                return Again(parent, names)
            if each_time:
                return None
        child, parent = parent, parent.parent
    function = enclosing(node)
    if not isinstance(function, nodes.FunctionDef) or (not each_time and is_made_once(names, node, function)):
        return None
    return names.memory.answer((names, function), _above if each_time else _sometimes_above, None)


def _is_long(names: ModuleNames, loop: nodes.NodeNG) -> bool:
    """A loop without an end of its own, or over something that may be of any length."""
    if isinstance(loop, nodes.For) and not isinstance(loop.iter, (nodes.List, nodes.Tuple, nodes.Set, nodes.Dict)):
        return True
    return loops.is_meant_to_go_on(names, loop)


def _above(question: tuple[ModuleNames, nodes.FunctionDef]) -> Again | None:
    return _first_above(*question, each_time=True)


def _sometimes_above(question: tuple[ModuleNames, nodes.FunctionDef]) -> Again | None:
    return _first_above(*question, each_time=False)


def _first_above(names: ModuleNames, function: nodes.FunctionDef, *, each_time: bool) -> Again | None:
    if is_handler(names, function):
        return Again(function, names)
    if decorated(names, function, errors.CACHING_DECORATORS):
        return None
    found = (run_again_by(*run, each_time=each_time) for run in runs_of(names, function))
    return next((each for each in found if each is not None), None)


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
