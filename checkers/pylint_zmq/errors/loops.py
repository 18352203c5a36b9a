"""Which loops are meant to go on, and whether what stands in one does let it go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors.text import own_nodes
from pylint_zmq.model import errors
from pylint_zmq.waits.loops import is_flag_name

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames

LOOPS = (nodes.For, nodes.AsyncFor, nodes.While)
_FLAG_METHODS = frozenset({"is_set", "isSet", "is_alive"})
_LEAVING = (nodes.Return, nodes.Raise, nodes.Break)


def is_in_body(loop: nodes.NodeNG, child: nodes.NodeNG) -> bool:
    """Tell whether a part of a loop runs on every turn."""
    return child in getattr(loop, "body", ()) or (isinstance(loop, nodes.While) and child is loop.test)


def is_meant_to_go_on(names: ModuleNames, loop: nodes.NodeNG) -> bool:
    """Tell whether a loop has no end of its own: no number of turns, no deadline, no list that is worked off."""
    match loop:
        case nodes.While(test=test):
            return _is_endless(loop, test)
        case nodes.For(iter=nodes.Call() as source):
            return _gives_for_ever(names, source)
    return False


def _is_endless(loop: nodes.While, test: nodes.NodeNG) -> bool:
    match test:
        case nodes.Const(value=value):
            return bool(value)
        case nodes.UnaryOp(op="not", operand=operand):
            return _is_endless(loop, operand) or (isinstance(operand, nodes.Const) and not operand.value)
        case nodes.BoolOp(values=values):
            return all(_is_endless(loop, value) for value in values)
        case nodes.Compare():
            return False
        case nodes.Name(name=name):
            return not _is_worked_off(loop, name)
        case nodes.Attribute():
            return not _is_worked_off(loop, test.as_string())
        case nodes.NamedExpr(value=value):
            return isinstance(value, (nodes.Call, nodes.Await))
        case nodes.Call(func=nodes.Attribute(attrname=name) | nodes.Name(name=name)):
            # Others take something and say whether there was any: the loop works that off.
            return is_flag_name(name) or name in _FLAG_METHODS
    return False


def _is_worked_off(loop: nodes.While, name: str) -> bool:
    """Tell whether the loop takes something from what its condition names, or counts it down."""
    for node in own_nodes(loop.body):
        match node:
            case nodes.Call(func=nodes.Attribute(expr=holder, attrname=method)) if method in errors.TAKING:
                if holder.as_string() == name:
                    return True
            case nodes.AugAssign(target=target):
                if target.as_string() == name:
                    return True
            case nodes.Assign(targets=[target, *_], value=value):
                if target.as_string() == name and not isinstance(value, nodes.Const):
                    return True
    return False


def _gives_for_ever(names: ModuleNames, source: nodes.Call) -> bool:
    qualified = names.qualify(source.func)
    if qualified in errors.ENDLESS_ITERATORS:
        return True
    if qualified == errors.REPEATING_ITERATOR:
        return len(source.args) == 1
    if qualified == errors.CALLING_ITERATOR:
        return len(source.args) == 2
    found = names.definition(source.func)
    if found is None or not isinstance(found.node, nodes.FunctionDef):
        return False
    inside = list(own_nodes(found.node.body))
    is_generator = any(isinstance(each, nodes.Yield) for each in inside)
    return is_generator and any(isinstance(each, nodes.While) and _is_endless(each, each.test) for each in inside)


def goes_on(loop: nodes.NodeNG, node: nodes.NodeNG) -> bool:
    """Tell whether the loop can have another turn after `node` in its body has succeeded.

    A loop that tries until it has its socket, and then returns or breaks, makes only one.
    """
    child, parent = node, node.parent
    while child is not loop and parent is not None:
        if isinstance(child, _LEAVING):
            return False
        for block in _blocks(parent):
            if child in block and any(leaves(each) or _is_last(loop, each) for each in block[block.index(child) + 1 :]):
                return False
        if isinstance(parent, nodes.Try) and child in parent.body and any(leaves(each) for each in parent.orelse):
            return False
        if isinstance(parent, nodes.With) and child not in parent.body and any(map(leaves, parent.body)):
            return False
        child, parent = parent, parent.parent
    return True


def _blocks(parent: nodes.NodeNG) -> list[list[nodes.NodeNG]]:
    found = [getattr(parent, name, None) for name in ("body", "orelse", "finalbody")]
    return [each for each in found if isinstance(each, list)]


def _is_last(loop: nodes.NodeNG, statement: nodes.NodeNG) -> bool:
    """Tell whether a statement sets the flag that the loop tests: `running = False`."""
    match loop, statement:
        case nodes.While(test=test), nodes.Assign(targets=[target], value=nodes.Const(value=bool())):
            return bool(target.as_string() in _flags(test))
    return False


def _flags(test: nodes.NodeNG) -> set[str]:
    match test:
        case nodes.Name() | nodes.Attribute():
            return {test.as_string()}
        case nodes.UnaryOp(operand=operand):
            return _flags(operand)
        case nodes.BoolOp(values=values):
            return set().union(*map(_flags, values))
    return set()


def leaves(statement: nodes.NodeNG) -> bool:
    """Tell whether a statement leaves the loop whenever it is reached."""
    match statement:
        case nodes.Return() | nodes.Raise() | nodes.Break():
            return True
        case nodes.With(body=body) | nodes.Try(body=body):
            return any(map(leaves, body))
        case nodes.If(body=body, orelse=orelse):
            return bool(orelse) and any(map(leaves, body)) and any(map(leaves, orelse))
    return False
