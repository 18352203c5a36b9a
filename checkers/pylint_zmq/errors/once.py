"""Creations that run once although the code round them runs often: `if self.sock is None: self.sock = ...`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors.handlers import handler_names
from pylint_zmq.model import errors
from pylint_zmq.names.scopes import assigned_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames

_INIT = "__init__"


def is_made_once(names: ModuleNames, node: nodes.NodeNG, function: nodes.FunctionDef) -> bool:
    """Tell whether `node` is run only while a field or variable has no value, and nothing takes the value away."""
    if _is_after_a_miss(names, node, function):
        return True
    tested = [each for each in _conditions(node, function) if _is_kept(names, each)]
    return any(not _is_emptied(names, each) for each in tested)


def _is_after_a_miss(names: ModuleNames, node: nodes.NodeNG, function: nodes.FunctionDef) -> bool:
    """Tell whether `node` lies in a handler for what a field, or an element, that is not there raises."""
    inner = node.parent
    while inner is not None and inner is not function:
        if isinstance(inner, nodes.ExceptHandler) and set(handler_names(names, inner)) & errors.MISSES:
            return True
        inner = inner.parent
    return False


def _is_kept(names: ModuleNames, expr: nodes.NodeNG) -> bool:
    """A field, or a name that is global: it outlives the function."""
    if isinstance(expr, nodes.Attribute):
        return True
    return isinstance(expr, nodes.Name) and expr.name in names.scopes.scope_of(expr).globals


def _conditions(node: nodes.NodeNG, function: nodes.FunctionDef) -> Iterator[nodes.NodeNG]:
    """Yield what must be empty for `node` to be reached."""
    child, parent = node, node.parent
    while parent is not None and child is not function:
        if isinstance(parent, nodes.If):
            yield from _empty_if(parent.test, child in parent.body)
        block = getattr(parent, "body", None)
        if isinstance(block, list) and child in block:
            for before in block[: block.index(child)]:
                if isinstance(before, nodes.If) and isinstance(before.body[-1], (nodes.Return, nodes.Continue)):
                    yield from _empty_if(before.test, False)
        child, parent = parent, parent.parent


def _empty_if(test: nodes.NodeNG, holds: bool) -> Iterator[nodes.NodeNG]:
    """Yield what is None or false when a test has an outcome."""
    match test:
        case nodes.UnaryOp(op="not", operand=operand):
            yield from _empty_if(operand, not holds)
        case nodes.Compare(left=left, ops=[("is" | "==", nodes.Const(value=None))]):
            if holds:
                yield left
        case nodes.Compare(left=left, ops=[("is not" | "!=", nodes.Const(value=None))]):
            if not holds:
                yield left
        case nodes.BoolOp(op="and", values=values):
            for value in values if holds else ():
                yield from _empty_if(value, True)
        case nodes.Name() | nodes.Attribute():
            if not holds:
                yield test


def _is_emptied(names: ModuleNames, expr: nodes.NodeNG) -> bool:
    """Tell whether something outside a constructor sets a field, or a global, back to nothing."""
    for value in _given(names, expr):
        frame = value.frame()
        is_later = isinstance(frame, nodes.FunctionDef) and frame.name != _INIT
        if is_later and isinstance(value, nodes.Const) and not value.value:
            return True
    return False


def _given(names: ModuleNames, expr: nodes.NodeNG) -> Iterator[nodes.NodeNG]:
    """Yield what the module assigns to a field of this name, of whatever object, or to the global."""
    match expr:
        case nodes.Attribute(attrname=attribute):
            values = [assigned_value(each) for each in names.scopes.stores.get(attribute, ())]
        case nodes.Name(name=name):
            values = [each.value for each in names.scopes.module.bindings.get(name, ())]
        case _:
            values = []
    yield from (each for each in values if each is not None)
