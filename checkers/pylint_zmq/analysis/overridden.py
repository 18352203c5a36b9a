"""Methods of bases that instances of a class never run: overridden ones, and private ones that only those call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.method_texts import calls_inherited, methods_of
from pylint_zmq.analysis.releases_elsewhere import attribute_reads
from pylint_zmq.names.classes import lineage, subclasses

if TYPE_CHECKING:
    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.names.classes import VisibleClass


def never_run(engine: Engine, cls: VisibleClass) -> set[nodes.FunctionDef]:
    """The methods of the visible bases of a class that its instances, those of its subclasses included, never run."""
    order = [each.node for each in lineage(cls)]
    family = {*order, *(each.node for each in subclasses(cls))}
    inherited = [method for base in order[1:] for method in methods_of(base)]
    found = {
        method for at, base in enumerate(order) for method in methods_of(base) if _is_overridden(order, at, method)
    }
    private = [each for each in inherited if each.name.startswith("_") and not each.name.endswith("_")]
    size = -1
    while found and len(found) > size:
        size = len(found)
        found |= {method for method in private if method not in found and _is_only_for(engine, family, method, found)}
    return found


def _is_overridden(order: list[nodes.ClassDef], at: int, method: nodes.FunctionDef) -> bool:
    """Whether another method of the name stands before one of the class at a place, and does not call it."""
    before = (each for cls in order[:at] for each in methods_of(cls))
    overriding = next((each for each in before if each.name == method.name), None)
    return overriding is not None and not calls_inherited(overriding, {each.name for each in order})


def _is_only_for(
    engine: Engine, family: set[nodes.ClassDef], method: nodes.FunctionDef, callers: set[nodes.FunctionDef]
) -> bool:
    """Whether all that the program reads by the name of a method is read in the callers, or is of unrelated classes."""
    reads = [node for node, _ in attribute_reads(engine, method.name)]
    places = {node.scope() for node in reads if not _is_of_another_class(node, family)}
    return bool(places) and places <= callers


def _is_of_another_class(node: nodes.Attribute, family: set[nodes.ClassDef]) -> bool:
    """Whether what is read is read from the own object of a class that does not belong to the family."""
    cls = node.scope().parent
    is_own = isinstance(node.expr, nodes.Name) and node.expr.name in ("self", "cls")
    return is_own and isinstance(cls, nodes.ClassDef) and cls not in family
