"""Functions that set the timeout of a socket that they are given: `set_timeouts(sock)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names.scopes import elements, parameters
from pylint_zmq.waits import calls, patience, setting
from pylint_zmq.waits.patience import Patience
from pylint_zmq.waits.places import function_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.calls import Wait
    from pylint_zmq.waits.tracing import Trace

_AGAIN = "zmq.Again"


def is_set_elsewhere(trace: Trace, option: str, apart_from: nodes.NodeNG) -> bool:
    """Tell whether a function bounds a socket that it gets from the one that made or passed it on.

    `apart_from` is the function of the wait, whose own calls are looked at path by path.
    """
    for (scope, name), names in trace.carriers.items():
        node = getattr(scope, "node", None)
        if not isinstance(node, nodes.FunctionDef) or node is apart_from:
            continue
        for call in node.nodes_of_class(nodes.Call):
            given = [at for at, each in enumerate(call.args) if isinstance(each, nodes.Name) and each.name == name]
            if given and any(_bounds(there, function, given[0], option) for there, function in _runs(names, call)):
                return True
    return False


def _runs(names: ModuleNames, call: nodes.Call) -> Iterator[tuple[ModuleNames, nodes.FunctionDef]]:
    definition = names.definition(call.func)
    for each in definition.candidates if definition is not None else ():
        if isinstance(each.node, nodes.FunctionDef):
            yield each.names, each.node


def _bounds(names: ModuleNames, function: nodes.FunctionDef, position: int, option: str) -> bool:
    """Tell whether a function sets a timeout on the parameter at a position of its call."""
    bound = 1 if isinstance(function.parent, nodes.ClassDef) else 0
    order = [each.name for each in parameters(function.args)]
    if position + bound >= len(order):
        return False
    name = order[position + bound]
    found = [setting.of_store(each) for each in function.nodes_of_class(nodes.AssignAttr)]
    found += [setting.of_call(names, each) for each in function.nodes_of_class(nodes.Call)]
    return any(
        each is not None
        and each.option == option
        and calls.key_of(each.target) == name
        and (each.value is None or patience.of(names, each.value) is Patience.FINITE)
        for each in found
    )


def expects_to_end(wait: Wait, trace: Trace) -> bool:
    """Tell whether a receive of a socket from elsewhere has a handler for its timeout: somebody has set one."""
    scope = function_of(wait.call)
    if not trace.is_unseen and all(function_of(call) is scope for _, call in trace.creations):
        return False
    child: nodes.NodeNG = wait.call
    parent = child.parent
    while parent is not None and not isinstance(parent, (nodes.FunctionDef, nodes.Module)):
        handlers = parent.handlers if isinstance(parent, nodes.Try) and child in parent.body else []
        if any(_is_for_timeouts(wait.names, each) for each in handlers):
            return True
        child, parent = parent, parent.parent
    return False


def _is_for_timeouts(names: ModuleNames, handler: nodes.ExceptHandler) -> bool:
    types = elements(handler.type) if isinstance(handler.type, nodes.Tuple) else [handler.type]
    return any(each is not None and names.qualify(each) == _AGAIN for each in types)
