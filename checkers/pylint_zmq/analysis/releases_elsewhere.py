"""Releases by other code of the program: it reaches into an object, and closes what a field holds, or takes it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import own_nodes
from pylint_zmq.model.harmless import ASKING_BUILTINS, RELEASING_METHODS
from pylint_zmq.model.methods import SOCKET_USES
from pylint_zmq.names import canonical
from pylint_zmq.names.classes import VisibleClass, base_names, bases, class_named, lineage, receiver_class

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.ownership import Acquisition
    from pylint_zmq.names.resolution import ModuleNames

#: A class that others need not derive from to be used as one.
_PROTOCOL = "typing.Protocol"
#: What stands for the name of anything in a module.
_ANY = "_"
#: Modules of Python with classes that anything may be an instance of.
_ABSTRACT = frozenset({"builtins", "typing", "abc", "collections.abc", "numbers", "contextlib", "types"})


def is_released_elsewhere(engine: Engine, cls: VisibleClass, each: Acquisition) -> bool:
    """Whether other code of the program reaches into the object and may release the field, or takes it."""
    return any(may_be_released(node) for node in _reads(engine, cls, each))


def is_closed_elsewhere(engine: Engine, cls: VisibleClass, each: Acquisition) -> bool:
    """Whether other code of the program reaches into the object and releases the field there and then."""
    return any(isinstance(node.parent, nodes.Attribute) and may_be_released(node) for node in _reads(engine, cls, each))


def _reads(engine: Engine, cls: VisibleClass, each: Acquisition) -> Iterator[nodes.Attribute]:
    """Where other code reads a field of that name from what may be such an object."""
    for node, names in attribute_reads(engine, each.field):
        if receiver_class(names, node.expr) is None and _may_be_of(cls, names, node.expr):
            yield node


def attribute_reads(engine: Engine, name: str) -> Iterator[tuple[nodes.Attribute, ModuleNames]]:
    """Where the program, or without one the module, reads an attribute of that name, with the names there."""
    program = engine.names.program
    sites = (
        ((site.node, site.names) for site in program.accesses(name))
        if program is not None
        else ((node, engine.names) for node in engine.names.scopes.reads.get(name, ()))
    )
    yield from ((node, names) for node, names in sites if isinstance(node, nodes.Attribute))


def _may_be_of(cls: VisibleClass, names: ModuleNames, receiver: nodes.NodeNG) -> bool:
    """Whether a receiver can be an instance of a class, going by what it is declared to be."""
    if _is_of_a_module(names, names.qualify(receiver)):
        return False
    declared = names.declared(receiver)
    seen = class_named(names, declared)
    if seen is None:
        return declared is None or not _is_unrelated(cls, names, declared)
    if _PROTOCOL in bases(seen):
        return True
    return seen.qualname in (cls.qualname, *bases(cls)) or cls.qualname in bases(seen)


def _is_of_a_module(names: ModuleNames, qualified: str | None) -> bool:
    """Whether a name is that of a module, or of something in one of Python's or of pyzmq: no object of a class here."""
    program = names.program
    if qualified is None or (program is not None and program.variable(qualified, names) is not None):
        return False
    inside = program.module_and_rest(f"{qualified}.{_ANY}", names) if program is not None else None
    if inside is not None:
        return inside[1] == _ANY
    return canonical.is_zmq(qualified) or _is_python(qualified)


def _is_unrelated(cls: VisibleClass, names: ModuleNames, declared: str) -> bool:
    """Whether a class of Python's is no base of a class, nor can be one of a base that is not seen.

    The builtin ones do not count: something empty often holds the place of what comes later.
    """
    module = declared.rpartition(".")[0]
    if not _is_python(declared) or module in _ABSTRACT or _is_in_program(names, declared):
        return False
    return declared not in bases(cls) and all(_sees_bases(each) for each in lineage(cls))


def _sees_bases(cls: VisibleClass) -> bool:
    """Whether each base of a class is visible, or Python's own."""
    known = base_names(cls)
    return len(known) == len(cls.node.bases) and all(
        class_named(cls.names, base) is not None or _is_python(base) for base in known
    )


def _is_in_program(names: ModuleNames, qualified: str) -> bool:
    """Whether a module of the program has something of that name, and so may mean it."""
    return names.program is not None and names.program.module_and_rest(qualified, names) is not None


def _is_python(qualified: str) -> bool:
    return qualified.partition(".")[0] in sys.stdlib_module_names


def may_be_released(node: nodes.NodeNG) -> bool:
    """Whether what a name or a field holds may be released where it is read, or is taken along from there."""
    parent = node.parent
    match parent:
        case nodes.Attribute(attrname=attr):
            return attr in RELEASING_METHODS
        case nodes.Call(func=nodes.Name(name=name)):
            return name not in ASKING_BUILTINS
        case nodes.Call():
            return node is not parent.func
        case nodes.Assign(targets=[nodes.AssignName(name=name)]) if isinstance(parent.scope(), nodes.FunctionDef):
            uses = (use for use in parent.scope().nodes_of_class(nodes.Name) if use.name == name)
            return any(may_be_released(use) for use in uses)
        case nodes.Assign() | nodes.For() | nodes.With() | nodes.Return() | nodes.Tuple() | nodes.List():
            return True
        case _:
            return False


def gives_away(engine: Engine, method: nodes.FunctionDef, field: str) -> bool:
    """Whether the text of a method gives a field, or one of its methods, to code that cannot be seen."""
    names = engine.names_of(method)
    also = _other_names(method, field)
    for node in own_nodes(method):
        match node:
            case nodes.Attribute(attrname=name) if name == field and _goes_out_of_sight(names, node):
                return True
            case nodes.Name(name=name) if name in also and _is_passed_on(node) and not _is_visible(names, node):
                return True
    return False


def _other_names(method: nodes.FunctionDef, field: str) -> set[str]:
    """The variables that hold what a method stores in a field."""
    found: set[str] = set()
    for node in own_nodes(method):
        if isinstance(node, nodes.Assign) and any(getattr(each, "attrname", "") == field for each in node.targets):
            found.update(each.name for each in (*node.targets, node.value) if hasattr(each, "name"))
    return found


def _goes_out_of_sight(names: ModuleNames, field: nodes.Attribute) -> bool:
    if not isinstance(field.parent, nodes.Attribute):
        return may_be_released(field) and not _is_visible(names, field)
    method = field.parent
    return method.attrname not in SOCKET_USES and _is_passed_on(method) and not _is_visible(names, method)


def _is_passed_on(node: nodes.NodeNG) -> bool:
    """Whether a node is an argument of a call, or part of a display."""
    parent = node.parent
    if isinstance(parent, nodes.Call):
        return node is not parent.func
    return isinstance(parent, (nodes.Keyword, nodes.Tuple, nodes.List, nodes.Dict))


def _is_visible(names: ModuleNames, given: nodes.NodeNG) -> bool:
    """Whether it is known what becomes of something that is given to a call: the callee is visible, or pyzmq's."""
    call = given.parent.parent if isinstance(given.parent, nodes.Keyword) else given.parent
    if not isinstance(call, nodes.Call):
        return False
    return canonical.is_zmq(names.qualify(call.func)) or names.definition(call.func) is not None
