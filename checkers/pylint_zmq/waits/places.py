"""Where a node stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames


def function_of(node: nodes.NodeNG) -> nodes.NodeNG:
    """Return the function that a node runs in, or the module; comprehensions run where they stand."""
    scope: nodes.NodeNG = node.scope()
    while scope.parent is not None and not isinstance(scope, (nodes.FunctionDef, nodes.Lambda, nodes.ClassDef)):
        scope = scope.parent.scope()
    return scope


def scope_name(names: ModuleNames, node: nodes.NodeNG) -> str:
    """Return the qualified name of the function that a node stands in, without that of the module."""
    scope = function_of(node)
    if isinstance(scope, (nodes.FunctionDef, nodes.ClassDef)):
        return names.qualname(scope)[len(names.modname) + 1 :]
    return ""
