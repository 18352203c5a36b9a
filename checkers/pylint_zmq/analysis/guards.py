"""Releases that a flag guards: what a class closes only if it was told so when the object was made.

`if self.keep: return` before the `close()`, where `self.keep` is set once, by the constructor and from what it is
given: for one of the values nothing ever closes the field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import own_nodes, parameters
from pylint_zmq.analysis.heap import CONTEXT, Instance
from pylint_zmq.analysis.method_texts import constructor_of, methods_called
from pylint_zmq.analysis.obligations import left_open
from pylint_zmq.analysis.ownership import open_instance
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import Const

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.ownership import Acquisition, Releases
    from pylint_zmq.names.classes import VisibleClass

#: What stands between a statement and the function that always runs it.
_CONDITIONS = (nodes.If, nodes.For, nodes.While, nodes.Try, nodes.TryStar, nodes.Match, nodes.With)


def guard(
    engine: Engine, cls: VisibleClass, each: Acquisition, releases: Releases, acquired: list[Acquisition]
) -> tuple[str, bool] | None:
    """The flag for one of whose values no method releases the field, and that value; None if there is none.

    A context is often the object's own only if the flag says so; then its creation depends on it as well, and whoever
    gave the context may destroy it with the sockets that were made on it.
    """
    if each.site.kind == CONTEXT or not _is_certain(each):
        return None
    methods = [method for method in methods_called(cls, releases.by_field[each.field]) if parameters(method)]
    if not any(_mentions(method, each.field) for method in methods):
        return None
    for flag in _flags(cls):
        if not any(_mentions(method, flag) for method in methods):
            continue
        for value in (True, False):
            if all(_leaves_open(engine, cls, method, each.field, acquired, flag, value) for method in methods):
                return flag, value
    return None


def _is_certain(each: Acquisition) -> bool:
    """Whether the method always makes the socket: no condition stands over the creation."""
    node = each.site.node.parent
    while node is not None and node is not each.method:
        if isinstance(node, (*_CONDITIONS, nodes.IfExp, nodes.BoolOp)):
            return False
        node = node.parent
    return True


def _flags(cls: VisibleClass) -> Iterator[str]:
    """Fields that only the constructor sets, once and always, to something that it is given."""
    constructor = constructor_of(cls.node)
    if constructor is None:
        return
    given = set(parameters(constructor)[1:])
    for node in constructor.body:
        match node:
            case nodes.Assign(
                targets=[nodes.AssignAttr(attrname=flag)],
                value=nodes.Compare() | nodes.UnaryOp() | nodes.BoolOp() as value,
            ) if len(cls.stores(flag)) == 1:
                if given & {name.name for name in value.nodes_of_class(nodes.Name)}:
                    yield flag


def _mentions(method: nodes.FunctionDef, flag: str) -> bool:
    return any(isinstance(node, nodes.Attribute) and node.attrname == flag for node in own_nodes(method))


def _leaves_open(
    engine: Engine,
    cls: VisibleClass,
    method: nodes.FunctionDef,
    field: str,
    acquired: list[Acquisition],
    flag: str,
    value: bool,
) -> bool:
    """Whether the field is open after every ordinary run of the method on an object whose flag has the value."""
    entry, _ = open_instance(cls, parameters(method)[0], acquired)
    instance = entry.heap[0]
    assert isinstance(instance, Instance)
    held = dict(instance.fields)
    if flag in held:
        return False
    held[flag] = Const(value)
    flagged = Instance(instance.cls, instance.path, tuple(sorted(held.items())))
    left = left_open(engine, method, State(entry.names, {**entry.heap, 0: flagged}))
    return bool(left) and all(field in fields for fields in left)
