"""Where the program speaks of a class, and a function of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names.once import once
from pylint_zmq.names.test_files import stands_in_tests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.classes import VisibleClass
    from pylint_zmq.names.resolution import ModuleNames


def mentions_of(cls: VisibleClass) -> Iterator[tuple[ModuleNames, nodes.NodeNG]]:
    """Every place outside tests that reads the name of the class."""
    name, program = cls.node.name, cls.names.program
    for names in program.modules_with(name, everywhere=True) if program is not None else (cls.names,):
        if not stands_in_tests(names.module):
            yield from ((names, node) for node in names.mentions(name) if names.qualify(node) == cls.qualname)


def bound_in(frame: nodes.NodeNG, name: str) -> list[nodes.AssignName]:
    """Return where a function or module binds a name, the functions nested in it included, in order."""
    return once(frame, _bound).get(name, [])


def _bound(frame: nodes.NodeNG) -> dict[str, list[nodes.AssignName]]:
    found: dict[str, list[nodes.AssignName]] = {}
    for node in frame.nodes_of_class(nodes.AssignName):
        found.setdefault(node.name, []).append(node)
    return found


def is_annotation(node: nodes.NodeNG) -> bool:
    """Whether a name only says what something is an instance of."""
    child, parent = node, node.parent
    while isinstance(parent, (nodes.Subscript, nodes.BinOp, nodes.Tuple, nodes.Attribute)):
        child, parent = parent, parent.parent
    match parent:
        case nodes.AnnAssign(annotation=annotation):
            return annotation is child
        case nodes.FunctionDef(returns=returns):
            return returns is child
        case nodes.Call(func=nodes.Name(name="isinstance")):
            return True
        case _:
            return isinstance(parent, nodes.Arguments)
