"""Which calls surely return a socket or context, and which may return None instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

if TYPE_CHECKING:
    from libcst_zmq.judging import Version

_MAKERS = ("socket", "Socket", "Context", "get_monitor_socket")


def may_be_none(version: Version, call: nodes.Call) -> bool:
    """Whether a call that creates a resource may return None at times, or something that is no single resource."""
    name = call.func.attrname if isinstance(call.func, nodes.Attribute) else getattr(call.func, "name", "")
    definition = version.names.definition(call.func)
    if definition is None:
        return not name.endswith(_MAKERS)
    node = definition.node
    if not isinstance(node, nodes.FunctionDef):
        return not isinstance(node, nodes.ClassDef)
    if node.decorators is not None:
        return True
    returns = [inner for inner in node.nodes_of_class(nodes.Return) if inner.scope() is node]
    sure = all(_sure(version, inner.value) for inner in returns)
    return not (
        returns
        and sure
        and isinstance(node.body[-1], (nodes.Return, nodes.Raise, nodes.With, nodes.Try))
        and _ends(node.body[-1])
    )


def gives_resources(version: Version, call: nodes.Call, count: int) -> bool:
    """Whether a call of a visible function surely returns so many sockets and contexts, and nothing else."""
    definition = version.names.definition(call.func)
    if definition is None or not isinstance(definition.node, nodes.FunctionDef):
        return False
    node = definition.node
    values = [inner.value for inner in node.nodes_of_class(nodes.Return) if inner.scope() is node]
    displays = [value.elts for value in values if isinstance(value, nodes.Tuple) and len(value.elts) == count]
    whole = bool(values) and len(displays) == len(values) and _ends(node.body[-1])
    return whole and all(isinstance(e, nodes.NodeNG) and _sure(version, e) for elts in displays for e in elts)


def _ends(statement: nodes.NodeNG) -> bool:
    match statement:
        case nodes.Return() | nodes.Raise():
            return True
        case nodes.With(body=body):
            return _ends(body[-1])
        case nodes.Try(body=body, handlers=handlers, orelse=[]):
            return _ends(body[-1]) and all(_ends(handler.body[-1]) for handler in handlers)
        case _:
            return False


def _sure(version: Version, value: nodes.NodeNG | None) -> bool:
    """Whether an expression that is returned is no None, as far as the text tells."""
    match value:
        case None | nodes.Const() | nodes.IfExp() | nodes.BoolOp():
            return False
        case nodes.Call():
            return not may_be_none(version, value)
        case nodes.Name(name=name):
            assigned = [node for node in value.scope().nodes_of_class(nodes.Assign) if _binds(node, name)]
            return bool(assigned) and all(_sure(version, node.value) for node in assigned)
        case _:
            return False


def _binds(statement: nodes.Assign, name: str) -> bool:
    return any(isinstance(target, nodes.AssignName) and target.name == name for target in statement.targets)
