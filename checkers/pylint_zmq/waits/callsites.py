"""The visible calls of a function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import waits
from pylint_zmq.names import classes
from pylint_zmq.names.callers import calls_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames

#: Methods that so many classes have that a call on something unknown says nothing.
_COMMON = frozenset(
    {*waits.RECEIVES, *waits.SENDS, waits.POLL, "get", "put", "run", "start", "call", "read", "wait", "next", "execute"}
)


def call_sites(names: ModuleNames, function: nodes.FunctionDef) -> list[tuple[ModuleNames, nodes.Call]]:
    """Return the calls of a function: those that are known to be, and in its own module those that may be."""
    return list(_sites(names, function))


def _sites(names: ModuleNames, function: nodes.FunctionDef) -> Iterator[tuple[ModuleNames, nodes.Call]]:
    target = names.qualname(function)
    for caller, call in calls_of(names, function, function.name):
        definition = caller.definition(call.func)
        if definition is not None:
            if target in [each.qualname for each in definition.candidates]:
                yield caller, call
        elif function.name not in _COMMON and _may_be(caller, call, names, function):
            yield caller, call


def _may_be(caller: ModuleNames, call: nodes.Call, names: ModuleNames, function: nodes.FunctionDef) -> bool:
    """Tell whether a call on something unknown may be one of a method of this name."""
    if classes.method_class(names, function) is None or not isinstance(call.func, nodes.Attribute):
        return False
    return caller.declared(call.func.expr) is None and caller.qualify(call.func) is None
