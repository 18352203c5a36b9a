"""Releases of fields by ways that a run does not follow, told by the text: what may release is taken to do it.

A release that is left to somebody (`atexit.register(lambda: self.sock.close())`), fields that are reached by their
names (`getattr(self, name).close()`, `vars(self)`), and what lies deeper in a field than a container of it shows
(`self.peers[key] = (sock, lock)`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import parameters
from pylint_zmq.model.harmless import RELEASING_METHODS
from pylint_zmq.names.once import once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

#: What `__dict__`, `vars()` and `getattr()` with a name that is a value reach.
_ANY = "*"


@dataclass
class _Text:
    """What the text of a method says of the fields of its object."""

    read: set[str] = field(default_factory=set)
    #: The fields that are reached by their names.
    reached: set[str] = field(default_factory=set)
    #: (field, attribute) of what is read of a field, but not called there and then.
    passed_on: set[tuple[str, str]] = field(default_factory=set)
    #: Attributes of other things than fields, and texts.
    names: set[str] = field(default_factory=set)


def indirectly_released(
    methods: Iterable[nodes.FunctionDef], fields: Mapping[str, frozenset[str]], nested: Collection[str]
) -> set[str]:
    """The fields that the methods of a class may release in such a way.

    A field comes with what releases it; what is in a `nested` one lies inside of something else there.
    """
    releasing = RELEASING_METHODS.union(*fields.values())
    found: set[str] = set()
    for text in (once(method, _text_of) for method in methods):
        found.update(name for name, attribute in text.passed_on if attribute in fields.get(name, ()))
        if not text.names.isdisjoint(releasing):
            found.update(fields if _ANY in text.reached else text.reached.intersection(fields))
            found.update(text.read.intersection(nested))
    return found


def _text_of(method: nodes.FunctionDef) -> _Text:
    text = _Text()
    receiver = next(iter(parameters(method)), "")
    for node in method.nodes_of_class((nodes.Attribute, nodes.Const, nodes.Call)):
        match node:
            case nodes.Attribute(attrname=name, expr=nodes.Name(name=head)) if head == receiver:
                text.read.add(name)
                text.names.add(name)
                if name == "__dict__":
                    text.reached.add(_ANY)
            case nodes.Attribute(attrname=name, expr=nodes.Attribute(attrname=of, expr=nodes.Name(name=head))) if (
                head == receiver
            ):
                is_called = isinstance(node.parent, nodes.Call) and node.parent.func is node
                if not is_called or node.frame() is not method:
                    text.passed_on.add((of, name))
            case nodes.Attribute(attrname=name) | nodes.Const(value=str() as name):
                text.names.add(name)
            case nodes.Call(func=nodes.Name(name="getattr" | "vars"), args=[nodes.Name(name=head), *rest]) if (
                head == receiver
            ):
                constant = rest[0].value if rest and isinstance(rest[0], nodes.Const) else _ANY
                text.reached.add(str(constant))
    return text
