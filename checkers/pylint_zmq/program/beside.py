"""What is asked about files that do not matter to zmq: who calls a function from there, and what a class does there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names import classes, definitions
from pylint_zmq.names.classes import VisibleClass

if TYPE_CHECKING:
    from collections.abc import Collection

    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.program.project import Program

#: So many files are looked into to see who imports something.
_MOST_IMPORTERS = 20
_SUPER = "builtins.super"


def importers(program: Program, name: str, of: Collection[str]) -> list[ModuleNames] | None:
    """Return the modules without zmq that contain `name` and one of the names `of` modules; None if too many do."""
    found = program.files_with(name)
    if len(found) > _MOST_IMPORTERS:
        found &= frozenset().union(*map(program.files_with, of))
    else:
        # To look for a word in all files takes long.
        found = frozenset(path for path in found if program.has_word(path, of))
    if len(found) > _MOST_IMPORTERS:
        return None
    return [names for path in sorted(found) if (names := program.beside(path)) is not None]


def definition(names: ModuleNames, callee: nodes.NodeNG) -> Definition | None:
    """Return the function or class that a callee denotes, in files that do not matter to zmq, too."""
    seen = names.definition(callee)
    if seen is not None or names.program is None:
        return seen
    match callee:
        case nodes.Attribute(expr=nodes.Call(func=function), attrname=name) if names.qualify(function) == _SUPER:
            return _inherited(names, callee, name)
    return _located(names, names.qualify(callee))


def _located(names: ModuleNames, qualified: str | None) -> Definition | None:
    if qualified is None or names.program is None:
        return None
    file, rest = names.program.split(qualified, names)
    found = names.program.beside(file) if file is not None and rest else None
    return definitions.located(found, rest) if found is not None else None


def _inherited(names: ModuleNames, node: nodes.NodeNG, method: str) -> Definition | None:
    """The method of a base class of the class round a node."""
    cls = classes.method_class(names, node.scope())
    for base in classes.base_names(VisibleClass(cls, names)) if cls is not None else ():
        found = _located(names, base)
        if found is not None and isinstance(found.node, nodes.ClassDef):
            return definitions.find_method(VisibleClass(found.node, found.names), method)
    return None
