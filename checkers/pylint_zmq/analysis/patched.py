"""Tests that put something else in the place of pyzmq: what is made there by its names is no resource."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import parameters
from pylint_zmq.names.canonical import is_zmq
from pylint_zmq.names.scopes import last_name
from pylint_zmq.names.test_files import stands_in_tests

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames

#: What replaces a thing by another one: `mock.patch`, `patch.object`, pytest's `monkeypatch.setattr`.
_REPLACING = frozenset({"patch", "object", "setattr"})
#: The thing, by its dotted name: the module itself, as some module knows it, or what makes contexts and sockets.
_PYZMQ = re.compile(r"(^|\.)zmq(\.asyncio|\.green)?(\.(Context|Socket)(\.\w+)?)?$")


def is_patched(names: ModuleNames, function: nodes.NodeNG) -> bool:
    """Whether a test, its class, or a fixture of the module that it asks for, replaces pyzmq or a part of it."""
    if not isinstance(function, nodes.FunctionDef) or not stands_in_tests(function):
        return False
    parts: list[nodes.NodeNG] = [function]
    parts += [fixture for name in parameters(function) for fixture in names.by_qualname.get(name, ())]
    if isinstance(function.parent, nodes.ClassDef) and function.parent.decorators is not None:
        parts.append(function.parent.decorators)
    return any(_replaces_pyzmq(names, call) for part in parts for call in part.nodes_of_class(nodes.Call))


def _replaces_pyzmq(names: ModuleNames, call: nodes.Call) -> bool:
    if last_name(call.func) not in _REPLACING:
        return False
    match call.args:
        case [nodes.Const(value=str() as dotted), *_]:
            return _PYZMQ.search(dotted) is not None
        case [module, nodes.Const(value="Context" | "Socket" | "zmq" as part), *_]:
            return part == "zmq" or is_zmq(names.qualify(module))
        case _:
            return False
