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
from pylint_zmq.names.callers import passed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.ownership import Acquisition, Releases
    from pylint_zmq.names.classes import VisibleClass
    from pylint_zmq.names.resolution import ModuleNames

#: What stands between a statement and the function that always runs it.
_CONDITIONS = (nodes.If, nodes.For, nodes.While, nodes.Try, nodes.TryStar, nodes.Match, nodes.With)


def guard(
    engine: Engine, cls: VisibleClass, each: Acquisition, releases: Releases, acquired: list[Acquisition]
) -> tuple[str, bool] | None:
    """The flag for one of whose values no method releases the field, and that value; None if there is none.

    A context is often the object's own only if the flag says so; then its creation depends on it as well. A field that
    is closed with that context is not told of where some caller gives one: whoever gave it may destroy it.
    """
    if each.site.kind == CONTEXT or not _is_certain(each):
        return None
    methods = [method for method in methods_called(cls, releases.of(each)) if parameters(method)]
    is_named = any(_mentions(method, each.field) for method in methods)
    for flag, given in _flags(cls):
        if not any(_mentions(method, flag) for method in methods) or not (is_named or _is_never_passed(cls, given)):
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


def _flags(cls: VisibleClass) -> Iterator[tuple[str, set[str]]]:
    """Fields that only the constructor sets, once and always, to something that it is given; and what that is."""
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
                if used := given & {name.name for name in value.nodes_of_class(nodes.Name)}:
                    yield flag, used


def _is_never_passed(cls: VisibleClass, given: set[str]) -> bool:
    """Whether no visible call of the constructor passes something of its own for one of the parameters."""
    constructor = constructor_of(cls.node)
    if constructor is None:
        return False
    arguments = [each for name in given for each in passed(cls.names, constructor, name)]
    return not any(_is_own(caller, argument) for caller, argument in arguments)


def _is_own(caller: ModuleNames, argument: nodes.NodeNG) -> bool:
    """Whether a caller passes what it has, and not only what it was given; what `super().__init__()` is, is unknown."""
    call = argument.parent.parent if isinstance(argument.parent, nodes.Keyword) else argument.parent
    match call:
        case nodes.Call(func=nodes.Attribute(attrname="__init__") as func) if caller.definition(func) is None:
            return False
    scope = argument.scope()
    return not (
        isinstance(argument, nodes.Name) and isinstance(scope, nodes.FunctionDef) and argument.name in parameters(scope)
    )


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
