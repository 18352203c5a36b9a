"""Which endpoints an expression can be, as far as its text tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model.shutdown import INPROC
from pylint_zmq.names.bindings import Kind
from pylint_zmq.names.scopes import assigned_value

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames


def beginning(endpoint: nodes.NodeNG) -> nodes.NodeNG:
    """Return what stands at the beginning of a text that is put together: `"tcp://"` of `f"tcp://{host}"`."""
    match endpoint:
        case nodes.JoinedStr(values=[first, *_]):
            return beginning(first)
        case nodes.BinOp(op="%" | "+", left=left):
            return beginning(left)
        case nodes.Call(func=nodes.Attribute(attrname="format", expr=text)):
            return beginning(text)
        case _:
            return endpoint


def is_inproc(names: ModuleNames, endpoint: nodes.NodeNG) -> bool:
    """Tell whether an endpoint is one of this process on some path."""
    match beginning(endpoint):
        case nodes.Const(value=str(text)):
            return text.startswith(INPROC)
        case nodes.Name(name=name) as variable:
            found = names.scopes.scope_of(variable).lookup(name)
            values = [each.value for each in (found[1] if found is not None else ()) if each.kind is Kind.VALUE]
            return any(value is not None and value is not variable and is_inproc(names, value) for value in values)
        case nodes.Attribute(attrname=attribute):
            stored = [assigned_value(each) for each in names.scopes.stores.get(attribute, ())]
            return any(
                isinstance(value, (nodes.Const, nodes.JoinedStr, nodes.BinOp)) and is_inproc(names, value)
                for value in stored
            )
    return False
