"""Functions that become what a process runs, on the way through parameters and fields of visible code, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import own_nodes, parameters
from pylint_zmq.names.classes import VisibleClass, lineage, subclasses
from pylint_zmq.names.definitions import find_method
from pylint_zmq.names.scopes import assigned_value, last_name
from pylint_zmq.program.beside import definition as definition_of

if TYPE_CHECKING:
    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.resolution import ModuleNames

#: The last part of what makes a process, whatever context it is made by (`get_context("spawn").Process`).
PROCESS = "Process"
_TARGET = "target"
#: So many calls are followed.
_DEEPEST = 3


def becomes_target(names: ModuleNames, given: nodes.NodeNG, depth: int = 0) -> bool:
    """Whether an expression is the target of a process, or is given to a visible function that makes it one."""
    keyword = given.parent if isinstance(given.parent, nodes.Keyword) else None
    call = given.parent if keyword is None else keyword.parent
    if not isinstance(call, nodes.Call) or call.func is given:
        return False
    if keyword is not None and keyword.arg == _TARGET and _is_process(names, call.func):
        return True
    definition = _called(definition_of(names, call.func)) if depth < _DEEPEST else None
    parameter = _parameter(definition, call, given, keyword) if definition is not None else None
    return definition is not None and parameter is not None and _is_passed_on(definition, parameter, depth)


def _is_process(names: ModuleNames, made: nodes.NodeNG) -> bool:
    return last_name(made) == PROCESS or (names.qualify(made) or "").rpartition(".")[2] == PROCESS


def _called(definition: Definition | None) -> Definition | None:
    """The function that runs when something visible is called: of a class its constructor."""
    if definition is None or not isinstance(definition.node, nodes.ClassDef):
        return definition
    return find_method(VisibleClass(definition.node, definition.names), "__init__")


def _parameter(
    definition: Definition, call: nodes.Call, given: nodes.NodeNG, keyword: nodes.Keyword | None
) -> str | None:
    if keyword is not None:
        return keyword.arg
    assert isinstance(definition.node, nodes.FunctionDef)
    names = parameters(definition.node)[definition.owner_class is not None :]
    place = call.args.index(given)
    return names[place] if place < len(names) else None


def _is_passed_on(definition: Definition, parameter: str, depth: int) -> bool:
    """Whether a function makes what it is given under a name the target of a process, itself or by its object."""
    for node in own_nodes(definition.node):
        match node:
            case nodes.Name(name=name) if name == parameter and becomes_target(definition.names, node, depth + 1):
                return True
            case nodes.AssignAttr(attrname=field):
                value = assigned_value(node)
                given = isinstance(value, nodes.Name) and value.name == parameter
                if given and _field_becomes_target(definition, field):
                    return True
    return False


def _field_becomes_target(definition: Definition, field: str) -> bool:
    if definition.owner_class is None:
        return False
    cls = VisibleClass(definition.owner_class, definition.names)
    return any(
        becomes_target(each.names, node, _DEEPEST)
        for each in (*lineage(cls), *subclasses(cls))
        for node in each.names.scopes.reads.get(field, ())
        if each.node.parent_of(node)
    )
