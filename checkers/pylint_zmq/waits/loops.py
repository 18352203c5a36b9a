"""Which loops serve: those that go on until somebody stops them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import waits

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames

_WITHOUT_END = frozenset({"itertools.count", "itertools.repeat", "itertools.cycle"})
_ITER = "builtins.iter"


def is_endless(names: ModuleNames, loop: nodes.While | nodes.For) -> bool:
    """Tell whether a loop goes on until a flag, or something in its body, stops it."""
    if isinstance(loop, nodes.While):
        return _is_flag(loop.test)
    source = loop.iter
    if not isinstance(source, nodes.Call):
        return False
    qualified = names.qualify(source.func)
    return qualified in _WITHOUT_END or (qualified == _ITER and len(source.args) == 2)


def _is_flag(test: nodes.NodeNG) -> bool:
    match test:
        case nodes.Const(value=value):
            return bool(value)
        case nodes.UnaryOp(op="not", operand=operand):
            return _is_flag(operand) or isinstance(operand, nodes.Const)
        case nodes.BoolOp(values=values):
            return all(_is_flag(value) for value in values)
        case nodes.Compare(ops=[("is" | "is not", nodes.Const(value=None))]):
            return True
        case nodes.Compare(left=left, ops=[("is" | "is not" | "==" | "!=", nodes.Const())]):
            return _is_flag(left)
        case nodes.Name(name=name) | nodes.Attribute(attrname=name):
            return is_flag_name(name) or (isinstance(test, nodes.Attribute) and name == "value" and _is_flag(test.expr))
        case nodes.Call(func=nodes.Attribute(attrname=waits.POLL)):
            return True
        case nodes.Call(func=nodes.Attribute(attrname=method, expr=holder), args=[]):
            return method in ("is_set", "isSet", "is_alive") or is_flag_name(method) or _is_flag(holder)
        case nodes.Call(func=nodes.Name(name=name)):
            return is_flag_name(name)
        case nodes.Await(value=value):
            return _is_flag(value)
    return False


_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


def is_flag_name(name: str) -> bool:
    """Tell whether a variable or function is called like what says that a loop is to go on, or to stop."""
    words = [word.lower() for word in _WORD.findall(name)]
    return any(word in waits.FLAG_WORDS or word.startswith(waits.FLAG_STEMS) for word in words)


def serving_loop(names: ModuleNames, node: nodes.NodeNG, scope: nodes.NodeNG) -> nodes.NodeNG | None:
    """Return the innermost loop round a node within its function, if that goes on until it is stopped."""
    inner: nodes.NodeNG | None = node
    while inner is not None and inner is not scope:
        child, inner = inner, inner.parent
        if isinstance(inner, (nodes.While, nodes.For)) and child not in inner.orelse:
            if isinstance(inner, nodes.For) and child is inner.iter:
                continue
            return inner if is_endless(names, inner) and not _looks_for_something(inner) else None
    return None


def _looks_for_something(loop: nodes.NodeNG) -> bool:
    """Tell whether a loop ends by returning what came: it waits for that, not for work."""
    function = loop.scope()
    for statement in loop.nodes_of_class(nodes.Return):
        if (
            statement.scope() is function
            and statement.value is not None
            and not isinstance(statement.value, nodes.Const)
        ):
            return True
    return False
