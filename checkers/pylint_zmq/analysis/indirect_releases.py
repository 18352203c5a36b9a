"""Releases of fields by ways that a run does not follow, told by the text: what may release is taken to do it.

A release that is left to somebody (`atexit.register(lambda: self.sock.close())`), fields that are reached by their
names (`getattr(self, name).close()`, `vars(self)`), and what lies deeper in a field than a container of it shows
(`self.peers[key] = (sock, lock)`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import parameters
from pylint_zmq.model.harmless import RELEASING_METHODS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping


def indirectly_released(
    methods: Iterable[nodes.FunctionDef], fields: Mapping[str, frozenset[str]], nested: Collection[str]
) -> set[str]:
    """The fields that the methods of a class may release in such a way.

    A field comes with what releases it; what is in a `nested` one lies inside of something else there.
    """
    found: set[str] = set()
    for method in methods:
        for receiver in parameters(method)[:1]:
            found.update(_left_to_somebody(method, receiver, fields))
            if _releases_anything(method, receiver, fields):
                found.update(_reached_by_name(method, receiver, fields))
                found.update(name for name in nested if any(_reads(method, receiver, name)))
    return found


def _left_to_somebody(method: nodes.FunctionDef, receiver: str, fields: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """The fields whose release is passed on, or called in a function that is."""
    for node in method.nodes_of_class(nodes.Attribute):
        match node.expr:
            case nodes.Attribute(attrname=name, expr=nodes.Name(name=head)) if head == receiver:
                called = isinstance(node.parent, nodes.Call) and node.parent.func is node
                if node.attrname in fields.get(name, ()) and not (called and node.frame() is method):
                    yield name


def _releases_anything(method: nodes.FunctionDef, receiver: str, fields: Mapping[str, frozenset[str]]) -> bool:
    """Whether a method releases what is not just a field, or names what does."""
    releasing = RELEASING_METHODS.union(*fields.values())
    for node in method.nodes_of_class((nodes.Attribute, nodes.Const)):
        match node:
            case nodes.Attribute(attrname=name, expr=nodes.Attribute(expr=nodes.Name(name=head))) if head == receiver:
                continue
            case nodes.Attribute(attrname=name) | nodes.Const(value=str() as name) if name in releasing:
                return True
    return False


def _reached_by_name(method: nodes.FunctionDef, receiver: str, fields: Iterable[str]) -> Iterator[str]:
    """The fields that a method reads by a name which is a value."""
    for node in method.nodes_of_class((nodes.Call, nodes.Attribute)):
        match node:
            case nodes.Call(
                func=nodes.Name(name="getattr"), args=[nodes.Name(name=head), nodes.Const(value=str() as name), *_]
            ) if head == receiver:
                yield name
            case (
                nodes.Call(func=nodes.Name(name="getattr" | "vars"), args=[nodes.Name(name=head), *_])
                | nodes.Attribute(attrname="__dict__", expr=nodes.Name(name=head))
            ) if head == receiver:
                yield from fields


def _reads(method: nodes.FunctionDef, receiver: str, field: str) -> Iterator[bool]:
    for node in method.nodes_of_class(nodes.Attribute):
        yield node.attrname == field and isinstance(node.expr, nodes.Name) and node.expr.name == receiver
