"""Whether something round a node catches what the node raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.raising import Raised, catches
from pylint_zmq.errors.text import TRIES
from pylint_zmq.model import classes as model
from pylint_zmq.model import errors
from pylint_zmq.names import canonical, classes, definitions
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.results import decorated
from pylint_zmq.names.scopes import elements, plain_decorators

if TYPE_CHECKING:
    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.resolution import ModuleNames

_EVERYTHING = "builtins.BaseException"
_SUPPRESS = "contextlib.suppress"
_LEAVING = (nodes.Return, nodes.Break, nodes.Continue)


def bases_of(names: ModuleNames, qualified: str) -> tuple[str, ...] | None:
    """Return the direct bases of an exception class of the program; None if it cannot be seen."""
    found = definitions.locate(names, qualified)
    if found is None or not isinstance(found.node, nodes.ClassDef):
        return None
    bases = classes.base_names(VisibleClass(found.node, found.names))
    return tuple(bases) if len(bases) == len(found.node.bases) else None


def handler_types(handler: nodes.ExceptHandler) -> list[nodes.NodeNG]:
    """Return the expressions of the classes that a handler names; none for a bare `except:`."""
    if handler.type is None:
        return []
    return elements(handler.type) if isinstance(handler.type, nodes.Tuple) else [handler.type]


def handler_names(names: ModuleNames, handler: nodes.ExceptHandler) -> list[str | None]:
    """Return the canonical names of the classes that a handler names; None for one that is not known."""
    if handler.type is None:
        return [_EVERYTHING]
    return [names.qualify(each) for each in handler_types(handler)]


def may_catch(names: ModuleNames, handler: nodes.ExceptHandler, raised: Raised) -> bool:
    """Tell whether a handler can match an exception; one that is not known, or may be zmq's by its name, can."""

    def bases(qualified: str) -> tuple[str, ...] | None:
        return bases_of(names, qualified)

    named = handler_names(names, handler)
    return any(_is_passed_on(names, name) or catches(raised, name, bases)[0] is not None for name in named)


def _is_passed_on(names: ModuleNames, name: str | None) -> bool:
    """Tell whether a class that cannot be seen has the name of one of zmq, which its module may only pass on."""
    if name is None or canonical.is_zmq(name) or bases_of(names, name) is not None:
        return False
    return f"{model.ZMQ}.{name.rpartition('.')[2]}" in model.EXCEPTIONS


def lets_through(handler: nodes.ExceptHandler) -> bool:
    """Tell whether a handler always raises again what it caught."""
    return any(_raises_again(handler, statement) for statement in handler.body)


def _raises_again(handler: nodes.ExceptHandler, statement: nodes.NodeNG) -> bool:
    match statement:
        case nodes.Raise(exc=None):
            return True
        case nodes.Raise(exc=nodes.Name(name=name)):
            return handler.name is not None and handler.name.name == name
    return False


def catcher(names: ModuleNames, node: nodes.NodeNG, outer: nodes.NodeNG | None, raised: Raised) -> nodes.NodeNG | None:
    """Return what catches an exception that `node` raises before it leaves `outer`, or the function if that is None.

    A handler that raises it again does not count. Whatever may catch it is taken to.
    """
    child, parent = node, node.parent
    while parent is not None and child is not outer and not isinstance(child, (nodes.FunctionDef, nodes.Lambda)):
        found = _caught_by(names, parent, child, raised)
        if found is not None:
            return found
        child, parent = parent, parent.parent
    return None


def _caught_by(names: ModuleNames, parent: nodes.NodeNG, child: nodes.NodeNG, raised: Raised) -> nodes.NodeNG | None:
    if isinstance(parent, TRIES):
        if child in parent.body:
            caught = next((each for each in parent.handlers if may_catch(names, each, raised)), None)
            if caught is not None and not lets_through(caught):
                return caught
        if child not in parent.finalbody and any(isinstance(each, _LEAVING) for each in parent.finalbody):
            return parent
    if isinstance(parent, (nodes.With, nodes.AsyncWith)) and child in parent.body:
        managers = [manager for manager, _ in parent.items]
        return next((each for each in managers if _suppresses(names, each, raised)), None)
    return None


def _suppresses(names: ModuleNames, manager: nodes.NodeNG, raised: Raised) -> bool:
    """Tell whether a manager can keep the exception that its block raised."""
    if not isinstance(manager, nodes.Call):
        return False
    if names.qualify(manager.func) == _SUPPRESS:
        return any(_matches(names, each, raised) for each in manager.args)
    found = names.definition(manager.func)
    if found is None:
        qualified = names.qualify(manager.func)
        return qualified is not None and qualified.startswith("pytest.")
    if isinstance(found.node, nodes.ClassDef):
        return _exit_may_suppress(found)
    return decorated(found.names, found.node, errors.MANAGER_DECORATORS) and _yield_is_caught(found, raised)


def _matches(names: ModuleNames, expr: nodes.NodeNG, raised: Raised) -> bool:
    return catches(raised, names.qualify(expr), lambda qualified: bases_of(names, qualified))[0] is not None


def _exit_may_suppress(cls: Definition) -> bool:
    """Tell whether `__exit__` returns anything but None or False."""
    if not isinstance(cls.node, nodes.ClassDef):
        return False
    for name in ("__exit__", "__aexit__"):
        found = definitions.find_method(VisibleClass(cls.node, cls.names), name)
        if found is not None:
            returns = (each.value for each in found.node.nodes_of_class(nodes.Return))
            if any(value is not None and getattr(value, "value", True) not in (None, False) for value in returns):
                return True
    return False


def _yield_is_caught(function: Definition, raised: Raised) -> bool:
    return any(
        catcher(function.names, each, None, raised) is not None for each in function.node.nodes_of_class(nodes.Yield)
    )


def decorator_may_catch(names: ModuleNames, function: nodes.FunctionDef) -> bool:
    """Tell whether a decorator can keep what the function raises: one that is not known can."""
    for plain in plain_decorators(function):
        if names.qualify(plain) in errors.TRANSPARENT_DECORATORS:
            continue
        found = names.definition(plain)
        if found is None or any(True for _ in found.node.nodes_of_class(TRIES)):
            return True
    return False
