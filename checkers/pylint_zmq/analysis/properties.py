"""Fields that a class reads through a property: who closes `self.socket` closes what the property returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import own_nodes, parameters
from pylint_zmq.analysis.method_texts import methods_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pylint_zmq.names.classes import VisibleClass

_PROPERTIES = frozenset({"property", "cached_property"})


def releases_through(family: list[VisibleClass], names: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """(field, method that releases it by a property) for the fields in `names`, each with the names of its releases."""
    methods = [method for member in family for method in methods_of(member.node)]
    behind = {method.name: _returned(method) & set(names) for method in methods if _is_property(method)}
    for method in methods if any(behind.values()) else ():
        own = parameters(method)[:1]
        for node in own_nodes(method):
            match node:
                case nodes.Call(
                    func=nodes.Attribute(
                        attrname=release, expr=nodes.Attribute(attrname=read, expr=nodes.Name(name=receiver))
                    )
                ) if receiver in own:
                    yield from ((field, method.name) for field in behind.get(read, ()) if release in names[field])


def _is_property(method: nodes.FunctionDef) -> bool:
    """Whether a method runs where an attribute of its name is read."""
    marks = method.decorators.nodes if method.decorators is not None else ()
    return any(
        (isinstance(mark, nodes.Name) and mark.name in _PROPERTIES)
        or (isinstance(mark, nodes.Attribute) and mark.attrname in _PROPERTIES)
        for mark in marks
    )


def _returned(method: nodes.FunctionDef) -> set[str]:
    """The fields of its own object that a method returns."""
    own = parameters(method)[:1]
    found: set[str] = set()
    for node in own_nodes(method):
        match node:
            case nodes.Return(value=nodes.Attribute(attrname=field, expr=nodes.Name(name=receiver))) if receiver in own:
                found.add(field)
    return found
