"""The calls that make, bind or connect a zmq socket, or make a context, and can fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.raising import ZMQ_ERROR
from pylint_zmq.errors.handlers import catcher
from pylint_zmq.errors.text import own_nodes
from pylint_zmq.model import classes as model
from pylint_zmq.model import errors
from pylint_zmq.names.mentions import bound_in
from pylint_zmq.names.scopes import assigned_value

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames

SOCKET = "socket"
CONTEXT = "context"


@dataclass(frozen=True)
class Creation:
    """One such call. `kind` is SOCKET, CONTEXT, or the name of the attaching method."""

    call: nodes.Call
    kind: str

    @property
    def text(self) -> str:
        """The call as a message names it: `ctx.socket()`."""
        return f"{self.call.func.as_string()}()"

    @property
    def raises(self) -> tuple[str, ...]:
        """Classes of what it raises: exactly these."""
        if self.kind == errors.BIND_RANDOM and has_range(self.call):
            return errors.CREATION_ERROR, errors.NO_PORT_ERROR
        return (errors.CREATION_ERROR,)


def has_range(call: nodes.Call) -> bool:
    """Tell whether a call of `bind_to_random_port` gives a range of ports, which can be used up."""
    return len(call.args) > 1 or any(each.arg is None or each.arg in errors.RANGE_ARGUMENTS for each in call.keywords)


def creations(names: ModuleNames) -> list[Creation]:
    """Return the calls of a module that can fail, in the order of the text."""
    calls = [
        call
        for name, group in names.scopes.calls.items()
        if name == model.MAKE_SOCKET or name in errors.ATTACHING or name.lstrip("_")[:1].isupper()
        for call in group
    ]
    found = [each for each in (creation(names, call) for call in calls) if each is not None]
    return sorted(found, key=lambda each: (each.call.lineno or 0, each.call.col_offset or 0, each.call.end_lineno or 0))


def creation(names: ModuleNames, call: nodes.Call) -> Creation | None:
    """Return what can fail about a call itself, as against a function that it calls; None if nothing."""
    qualified = names.qualify(call.func)
    if qualified is not None:
        if names.is_subclass(qualified, model.CONTEXT):
            return None if is_borrowing(call) else Creation(call, CONTEXT)
        is_socket = len(call.args) > 1 and names.is_subclass(qualified, model.SOCKET)
        return Creation(call, SOCKET) if is_socket else None
    match call.func:
        case nodes.Attribute(attrname=model.MAKE_SOCKET):
            # A method of the program that is called so may give what it has; what it makes is a creation in there.
            is_visible = names.definition(call.func) is not None
            return Creation(call, SOCKET) if not is_visible and is_a(names, call, model.SOCKET) else None
        case nodes.Attribute(expr=holder, attrname=method) if method in errors.ATTACHING:
            return Creation(call, method) if can_fail(method, call) and is_a(names, holder, model.SOCKET) else None
    return None


def may_create(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a call can fail in this way by itself or in the visible functions that it runs."""
    return names.memory.answer((names, call), _may_create, False)


def _may_create(question: tuple[ModuleNames, nodes.Call]) -> bool:
    names, call = question
    if creation(names, call) is not None:
        return True
    found = names.definition(call.func)
    return any(
        isinstance(each, nodes.Call)
        and may_create(candidate.names, each)
        and catcher(candidate.names, each, None, ZMQ_ERROR) is None
        for candidate in (found.candidates if found is not None else ())
        if isinstance(candidate.node, nodes.FunctionDef)
        for each in own_nodes(candidate.node.body)
    )


def is_borrowing(call: nodes.Call) -> bool:
    """Tell whether a context is made of another one: `Context(ctx)`, `Context(shadow=ctx)`."""
    first = call.args[0] if call.args else None
    return any(each.arg == "shadow" for each in call.keywords) or not (first is None or isinstance(first, nodes.Const))


def can_fail(method: str, call: nodes.Call) -> bool:
    """Tell whether attaching can fail: a connection only fails for a malformed endpoint.

    No text that is written out is one, and a field was given its endpoint elsewhere, where it would have failed first.
    """
    return method != errors.CONNECT or not call.args or not _is_well_formed(call.args[0])


def _is_well_formed(endpoint: nodes.NodeNG) -> bool:
    match endpoint:
        case nodes.Const() | nodes.JoinedStr() | nodes.Attribute():
            return True
        case nodes.BinOp(op="%" | "+", left=text) | nodes.Call(func=nodes.Attribute(attrname="format", expr=text)):
            return _is_well_formed(text)
        case nodes.Name(name=name):
            values = [assigned_value(each) for each in bound_in(endpoint.frame(), name)]
            return bool(values) and all(
                each is not None and not isinstance(each, nodes.Name) and _is_well_formed(each) for each in values
            )
    return False


def is_a(names: ModuleNames, expr: nodes.NodeNG, base: str) -> bool:
    """Tell whether an expression is declared to be an instance of a class of zmq, or of one that derives from it."""
    declared = names.declared(expr)
    return declared is not None and names.is_subclass(declared, base)
