"""What the text of a class's methods tells, before any of them is run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import own_nodes, parameters
from pylint_zmq.model.classes import POLLERS
from pylint_zmq.model.harmless import RELEASING_METHODS
from pylint_zmq.model.methods import CONTEXT_METHODS, CONTEXT_RELEASES, POLLER_ADDS, POLLER_DROPS, SOCKET_USES
from pylint_zmq.names.classes import lineage
from pylint_zmq.names.once import once

if TYPE_CHECKING:
    from collections.abc import Collection

    from pylint_zmq.names.classes import VisibleClass
    from pylint_zmq.names.resolution import ModuleNames

#: Methods of sockets and contexts that release nothing.
_USES = SOCKET_USES | (CONTEXT_METHODS - CONTEXT_RELEASES)


def methods_of(cls: nodes.ClassDef) -> list[nodes.FunctionDef]:
    """The functions in a class body."""
    return [node for node in cls.body if isinstance(node, nodes.FunctionDef)]


def constructor_of(cls: nodes.ClassDef) -> nodes.FunctionDef | None:
    """The `__init__` of a class body."""
    return next((method for method in methods_of(cls) if method.name == "__init__"), None)


def methods_called(cls: VisibleClass, names: Collection[str]) -> list[nodes.FunctionDef]:
    """The methods of a class and its visible bases that have one of the names."""
    return [method for each in lineage(cls) for method in methods_of(each.node) if method.name in names]


def assignments(cls: nodes.ClassDef) -> list[nodes.Assign]:
    """All assignments in a class, those in its methods included."""
    return once(cls, _assignments)


def _assignments(cls: nodes.ClassDef) -> list[nodes.Assign]:
    return list(cls.nodes_of_class(nodes.Assign))


def fields_made_by(cls: VisibleClass, makers: Collection[str]) -> set[str]:
    """The fields that a class, its bases left out, fills by a call of something with one of the canonical names."""
    return {
        node.targets[0].attrname
        for node in assignments(cls.node)
        if isinstance(node.targets[0], nodes.AssignAttr)
        and isinstance(node.value, nodes.Call)
        and cls.names.qualify(node.value.func) in makers
    }


def own_calls(method: nodes.FunctionDef) -> frozenset[str]:
    """Names of the methods that a method calls on its own object, or through super()."""
    return once(method, _own_calls)


def _own_calls(method: nodes.FunctionDef) -> frozenset[str]:
    names = parameters(method)
    called: set[str] = set()
    for node in own_nodes(method):
        match node:
            case nodes.Attribute(expr=nodes.Name(name=name), attrname=attr) if names and name == names[0]:
                called.add(attr)
            case nodes.Attribute(expr=nodes.Call(func=nodes.Name(name="super")), attrname=attr):
                called.add(attr)
    return frozenset(called)


def passed_on(method: nodes.FunctionDef) -> set[str]:
    """Names of the attributes of its own object that a method gives to something: what a thread is to run."""
    names = parameters(method)[:1]
    return {
        node.attrname
        for node in own_nodes(method)
        if isinstance(node, nodes.Attribute)
        and isinstance(node.expr, nodes.Name)
        and node.expr.name in names
        and (
            isinstance(node.parent, nodes.Keyword)
            or (isinstance(node.parent, nodes.Call) and node.parent.func is not node)
        )
    }


def with_callers(family: list[VisibleClass], names: set[str]) -> set[str]:
    """The names, and those of the methods that call one of them on their own object, at any distance."""
    found = set(names)
    changed = True
    while changed:
        callers = {method.name for member in family for method in methods_of(member.node) if found & own_calls(method)}
        changed = not callers <= found
        found |= callers
    return found


def calls_inherited(method: nodes.FunctionDef, classes: set[str]) -> bool:
    """Whether a method calls another of its name, through `super()` or one of the classes."""
    for node in own_nodes(method):
        match node:
            case nodes.Attribute(attrname=name, expr=nodes.Call(func=nodes.Name(name="super"))) if name == method.name:
                return True
            case nodes.Attribute(attrname=name, expr=nodes.Name(name=cls) | nodes.Attribute(attrname=cls)) if (
                name == method.name and cls in classes
            ):
                return True
    return False


def only_passes_on(method: nodes.FunctionDef, releasing: set[str], names: frozenset[str]) -> bool:
    """Whether a method releases only by calling another method of its object."""
    if not own_calls(method) & (releasing - {method.name}):
        return False
    own = parameters(method)[:1]
    return not any(
        isinstance(node, nodes.Attribute)
        and node.attrname in names
        and not (isinstance(node.expr, nodes.Name) and node.expr.name in own)
        for node in own_nodes(method)
    )


def does_more_than_use(method: nodes.FunctionDef, field: str) -> bool:
    """Whether the text of a method does more with a field than to use it."""
    return any(
        isinstance(node, nodes.Attribute)
        and node.attrname == field
        and not (isinstance(node.parent, nodes.Attribute) and node.parent.attrname in _USES)
        and not _is_looked_up(node)
        for node in own_nodes(method)
    )


def _is_looked_up(field: nodes.Attribute) -> bool:
    """Whether a field is looked for among the sockets that are ready, or is told to a poller."""
    match field.parent:
        case nodes.Subscript(slice=index):
            return index is field
        case nodes.Compare() | nodes.UnaryOp():
            return True
        case nodes.Call(func=nodes.Attribute(attrname=attr)):
            return attr in POLLER_ADDS | POLLER_DROPS | {"get"}
        case _:
            return False


def returns_an_element(method: nodes.FunctionDef, field: str) -> bool:
    """Whether a method reads an element of a container in a field into a name, and returns that."""
    read = {
        node.targets[0].name
        for node in own_nodes(method)
        if isinstance(node, nodes.Assign)
        and isinstance(node.targets[0], nodes.AssignName)
        and _is_element(node.value, field)
    }
    returned = (node.value for node in own_nodes(method) if isinstance(node, nodes.Return))
    return any(isinstance(value, nodes.Name) and value.name in read for value in returned)


def _is_element(value: nodes.NodeNG, field: str) -> bool:
    match value:
        case nodes.Subscript(value=nodes.Attribute(attrname=name)):
            return name == field
        case nodes.Call(func=nodes.Attribute(attrname="get", expr=nodes.Attribute(attrname=name))):
            return name == field
    return False


def may_release(names: ModuleNames, method: nodes.FunctionDef, fields: dict[str, frozenset[str]]) -> bool:
    """Whether the text of a method can release or overwrite a field at all; a field comes with what releases it."""
    for node in own_nodes(method):
        match node:
            case nodes.Attribute(attrname=attr, expr=nodes.Attribute(attrname=name)) if attr in fields.get(name, ()):
                return True
            case nodes.Attribute(attrname=attr) if attr in RELEASING_METHODS:
                return True
            case nodes.Attribute(attrname=attr) if attr in fields and not _is_just_used(names, node):
                return True
            case nodes.AssignAttr(attrname=attr) | nodes.DelAttr(attrname=attr) if attr in fields:
                return True
    return False


def _is_just_used(names: ModuleNames, field: nodes.Attribute) -> bool:
    """Whether something of a field is called or read, or it is tested or polled: it is not handed over or entered."""
    match field.parent:
        case nodes.Attribute() | nodes.Compare() | nodes.UnaryOp():
            return True
        case nodes.If(test=test) | nodes.While(test=test) | nodes.IfExp(test=test) | nodes.Assert(test=test):
            return test is field
        case nodes.Call(func=nodes.Attribute(attrname=attr, expr=poller)) if attr in POLLER_ADDS | POLLER_DROPS:
            return names.declared(poller) in POLLERS
        case _:
            return False
