"""Where a function is run from, going by the visible code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors.text import in_tests
from pylint_zmq.model import errors
from pylint_zmq.names import classes, definitions
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.results import decorated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames

_INIT = "__init__"
#: How many calls of one name are looked at: a name that is called more often tells little about any of them.
_MOST_CALLS = 200


def runs_of(names: ModuleNames, function: nodes.FunctionDef) -> Iterator[tuple[ModuleNames, nodes.NodeNG]]:
    """Yield the expressions that run a function where they stand, in the module first, then in the program.

    A coroutine that is made a task, a generator that is only made, and a function that is passed on are not run there.
    """
    if decorated(names, function, errors.PROPERTY_DECORATORS):
        yield from _reads(names, function)
        return
    is_manager = decorated(names, function, errors.MANAGER_DECORATORS)
    for caller, call in _calls(names, function):
        if _is_call_of(names, function, caller, call) and _runs_there(function, call, is_manager=is_manager):
            yield caller, call


def _calls(names: ModuleNames, function: nodes.FunctionDef) -> Iterator[tuple[ModuleNames, nodes.Call]]:
    """Yield the calls that may be of a function, by the names that are called."""
    owner = classes.method_class(names, function)
    if owner is None or function.name != _INIT:
        yield from _calls_named(names, function.name)
        return
    heirs = classes.subclasses(VisibleClass(owner, names))
    named = [owner.name, *(each.node.name for each in heirs if not each.bindings(_INIT))]
    for word in dict.fromkeys(named):
        yield from _calls_named(names, word)
    # `super().__init__()` stands in the constructors of heirs; to look for that name everywhere would cost too much.
    places = {each.names.modname: each.names for each in heirs} | {names.modname: names}
    for place in places.values():
        yield from ((place, call) for call in place.scopes.calls.get(_INIT, ()))


def _calls_named(names: ModuleNames, word: str) -> Iterator[tuple[ModuleNames, nodes.Call]]:
    own = names.scopes.calls.get(word, [])
    yield from ((names, call) for call in own)
    seen = len(own)
    for other in names.program.modules_with(word) if names.program is not None else ():
        if other.modname != names.modname and not in_tests(other):
            found = other.scopes.calls.get(word, [])
            yield from ((other, call) for call in found)
            seen += len(found)
        if seen > _MOST_CALLS:
            return


def _is_call_of(names: ModuleNames, function: nodes.FunctionDef, caller: ModuleNames, call: nodes.Call) -> bool:
    found = caller.definition(call.func)
    target = names.qualname(function)
    for each in found.candidates if found is not None else ():
        if each.qualname == target:
            return True
        if isinstance(each.node, nodes.ClassDef) and function.name == _INIT:
            init = definitions.find_method(VisibleClass(each.node, each.names), _INIT)
            if init is not None and init.qualname == target:
                return True
    return False


def _runs_there(function: nodes.FunctionDef, call: nodes.Call, *, is_manager: bool) -> bool:
    parent = call.parent
    if is_manager:
        return isinstance(parent, nodes.With) or (isinstance(parent, nodes.Call) and call in parent.args)
    is_generator = any(True for _ in function.nodes_of_class((nodes.Yield, nodes.YieldFrom), skip_klass=nodes.Lambda))
    if is_generator:
        return isinstance(parent, (nodes.For, nodes.YieldFrom, nodes.Comprehension))
    return isinstance(parent, nodes.Await) or not isinstance(function, nodes.AsyncFunctionDef)


def _reads(names: ModuleNames, function: nodes.FunctionDef) -> Iterator[tuple[ModuleNames, nodes.NodeNG]]:
    target = names.qualname(function)
    for read in names.scopes.reads.get(function.name, ()):
        found = names.definition(read)
        if found is not None and target in [each.qualname for each in found.candidates]:
            yield names, read
