"""What callers pass for a parameter, going by the names that they call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names import classes
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.scopes import parameters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.names.resolution import ModuleNames

_INIT = "__init__"


def passed(names: ModuleNames, function: nodes.FunctionDef, name: str) -> Iterator[tuple[ModuleNames, nodes.NodeNG]]:
    """Yield what visible calls pass for the parameter `name` of a function, all of it for `*name`.

    Files that do not mention zmq are not searched. A call that is known to be of another function does not count.
    """
    for caller, call in _calls(names, function):
        first = 0 if _is_unbound(caller, call, function) else _bound(names, function)
        keyword = next((each.value for each in call.keywords if each.arg == name), None)
        positional = list(call.args)
        order = [parameter.name for parameter in parameters(function.args)]
        if keyword is not None:
            yield caller, keyword
        elif any(isinstance(each, nodes.Starred) for each in positional):
            continue
        elif name == function.args.vararg:
            taken = len(function.args.posonlyargs or ()) + len(function.args.args or ()) - first
            yield from ((caller, each) for each in positional[max(taken, 0) :])
        elif name in order and 0 <= order.index(name) - first < len(positional):
            yield caller, positional[order.index(name) - first]


def _bound(names: ModuleNames, function: nodes.FunctionDef) -> int:
    """Return how many parameters a call does not pass itself: one for `self`."""
    return 0 if classes.method_class(names, function) is None else 1


def _is_unbound(caller: ModuleNames, call: nodes.Call, function: nodes.FunctionDef) -> bool:
    """Tell whether a method is called on its class, with `self` as an argument: `Base.__init__(self, ...)`."""
    if not isinstance(call.func, nodes.Attribute) or call.func.attrname != function.name:
        return False
    return classes.class_named(caller, caller.qualify(call.func.expr)) is not None


def _calls(names: ModuleNames, function: nodes.FunctionDef) -> Iterator[tuple[ModuleNames, nodes.Call]]:
    target = names.qualname(function)
    for called in _called_names(names, function):
        for caller, call in calls_of(names, function, called):
            found = caller.definition(call.func)
            if (
                found is None
                or isinstance(found.node, nodes.ClassDef)
                or target in [each.qualname for each in found.candidates]
            ):
                yield caller, call


def _called_names(names: ModuleNames, function: nodes.FunctionDef) -> list[str]:
    """Return what a call of the function may be called: of a constructor, its class and heirs that have no other."""
    owner = classes.method_class(names, function)
    if owner is None or function.name != _INIT:
        return [function.name]
    heirs = [each.node.name for each in classes.subclasses(VisibleClass(owner, names)) if not each.bindings(_INIT)]
    return [_INIT, owner.name, *dict.fromkeys(heirs)]


def calls_of(names: ModuleNames, function: nodes.FunctionDef, called: str) -> Iterator[tuple[ModuleNames, nodes.Call]]:
    """Yield the calls of what is called `called` that may be of a function, its own module's first."""
    yield from ((names, call) for call in names.scopes.calls.get(called, ()))
    for other in _modules_with(names, function, called):
        if other.modname != names.modname:
            yield from ((other, call) for call in other.scopes.calls.get(called, ()))


def _modules_with(names: ModuleNames, function: nodes.FunctionDef, called: str) -> Iterable[ModuleNames]:
    if called != _INIT:
        return names.program.modules_with(called) if names.program is not None else ()
    # `super().__init__()` stands in the constructors of heirs; nearly every file has one of something else.
    owner = classes.method_class(names, function)
    heirs = classes.subclasses(VisibleClass(owner, names)) if owner is not None else ()
    return {each.names.modname: each.names for each in heirs}.values()
