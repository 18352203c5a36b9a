"""Which socket gets which endpoint, where a helper binds or connects what its callers give it: each call by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names import classes
from pylint_zmq.names.bindings import Binding, Kind
from pylint_zmq.names.scopes import parameters
from pylint_zmq.waits.callsites import call_sites

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames

_DEEPEST = 5

#: The names of a module, and in it a socket and an endpoint.
Pair = tuple["ModuleNames", nodes.NodeNG, nodes.NodeNG]


def pairs(names: ModuleNames, socket: nodes.NodeNG, endpoint: nodes.NodeNG, depth: int = 0) -> Iterator[Pair]:
    """Yield what `socket` and `endpoint` are together: themselves, or what each caller passes for the two of them."""
    function = parameter_of(names, socket)
    together = function is not None and depth < _DEEPEST and parameter_of(names, endpoint) is function
    if function is None or not together or not isinstance(socket, nodes.Name) or not isinstance(endpoint, nodes.Name):
        yield names, socket, endpoint
        return
    found = False
    for caller, call in call_sites(names, function):
        given = passed(names, function, call, socket.name)
        address = passed(names, function, call, endpoint.name)
        if given is not None and address is not None:
            found = True
            yield from pairs(caller, given, address, depth + 1)
    if not found:
        yield names, socket, endpoint


def parameter_of(names: ModuleNames, expr: nodes.NodeNG) -> nodes.FunctionDef | None:
    """Return the function that an expression is a parameter of, and nothing else."""
    found = names.scopes.scope_of(expr).lookup(expr.name) if isinstance(expr, nodes.Name) else None
    match found:
        case (scope, [Binding(kind=Kind.PARAMETER)]):
            return scope.node if isinstance(scope.node, nodes.FunctionDef) else None
    return None


def passed(names: ModuleNames, function: nodes.FunctionDef, call: nodes.Call, parameter: str) -> nodes.NodeNG | None:
    """Return what a call passes for a parameter; None if that cannot be told."""
    named = next((each.value for each in call.keywords if each.arg == parameter), None)
    if named is not None or any(isinstance(each, nodes.Starred) for each in call.args):
        return named
    order = [each.name for each in parameters(function.args)]
    is_bound = classes.method_class(names, function) is not None and isinstance(call.func, nodes.Attribute)
    position = order.index(parameter) - is_bound if parameter in order else -1
    return call.args[position] if 0 <= position < len(call.args) else None
