"""Which calls surely return a socket or context, and which may return None instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames

#: What the names of calls that surely create end with.
MAKERS = ("socket", "Socket", "Context", "get_monitor_socket")


def may_be_none(names: ModuleNames, call: nodes.Call) -> bool:
    """Whether a call that creates a resource may return None at times, or something that is no single resource."""
    name = call.func.attrname if isinstance(call.func, nodes.Attribute) else getattr(call.func, "name", "")
    definition = names.definition(call.func)
    if definition is None:
        return not name.endswith(MAKERS)
    node = definition.node
    if not isinstance(node, nodes.FunctionDef):
        return not isinstance(node, nodes.ClassDef)
    if node.decorators is not None:
        return True
    returns = values_returned(node)
    return not (returns and _ends(node.body[-1]) and all(_sure(definition.names, value) for value in returns))


def resources_in(names: ModuleNames, call: nodes.Call, count: int) -> list[int]:
    """The places in the tuple of `count` values that a visible function returns that surely are sockets or contexts."""
    definition = names.definition(call.func)
    if definition is None or not isinstance(definition.node, nodes.FunctionDef) or not _ends(definition.node.body[-1]):
        return []
    values = values_returned(definition.node)
    displays = [value.elts for value in values if isinstance(value, nodes.Tuple) and len(value.elts) == count]
    if not displays or len(displays) != len(values):
        return []
    return [i for i in range(count) if all(_sure(definition.names, elements[i]) for elements in displays)]


def values_returned(function: nodes.FunctionDef) -> list[nodes.NodeNG | None]:
    """The expressions that a function returns; None for a bare `return`."""
    return [inner.value for inner in function.nodes_of_class(nodes.Return) if inner.scope() is function]


def _ends(statement: nodes.NodeNG) -> bool:
    """Whether control does not come behind a statement."""
    match statement:
        case nodes.Return() | nodes.Raise():
            return True
        case nodes.With(body=body):
            return _ends(body[-1])
        case nodes.If(body=body, orelse=[*_, last]):
            return _ends(body[-1]) and _ends(last)
        case nodes.Try(body=body, handlers=handlers, orelse=[]):
            return _ends(body[-1]) and all(_ends(handler.body[-1]) for handler in handlers)
        case _:
            return False


def _sure(names: ModuleNames, value: object) -> bool:
    """Whether an expression that is returned is a resource, as far as the text tells."""
    match value:
        case nodes.Call():
            return not may_be_none(names, value)
        case nodes.Name(name=name):
            assigned = [node for node in value.scope().nodes_of_class(nodes.Assign) if _binds(node, name)]
            return bool(assigned) and all(_sure(names, node.value) for node in assigned)
        case _:
            return False


def _binds(statement: nodes.Assign, name: str) -> bool:
    return any(isinstance(target, nodes.AssignName) and target.name == name for target in statement.targets)
