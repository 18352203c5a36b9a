"""What a function does to sockets, by itself and in what it calls, and which locks it holds meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors.creation import is_a
from pylint_zmq.errors.text import own_nodes
from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import methods, shutdown
from pylint_zmq.model import threads as model
from pylint_zmq.waits.tracing import carrier_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.tracing import Carrier

#: How many calls deep a function is followed.
_DEEPEST = 6
_METHODS = methods.SOCKET_METHODS - model.HARMLESS
_LASTING = (nodes.FunctionDef, nodes.Lambda, nodes.ClassDef)


@dataclass(frozen=True)
class Use:
    """A method of a socket is called, or destroy() of a context."""

    call: nodes.Call
    #: The socket as it is written, and the method.
    holder: str
    method: str
    #: Which socket: of which field's object, and there the variable or field.
    socket: tuple[object, ...]
    locks: frozenset[str]
    #: The call in the function that was asked about which leads here; the use itself if it stands there.
    through: nodes.Call


@dataclass(frozen=True)
class Reached:
    """What a function does to sockets that outlive it or that it has from outside, and the functions it does it in."""

    uses: tuple[Use, ...]
    functions: frozenset[nodes.NodeNG]


def reached(
    names: ModuleNames, function: nodes.FunctionDef, given: Collection[tuple[object, ...]] = frozenset()
) -> Reached:
    """Return what a function does to sockets, by itself and in all visible functions that it calls.

    `given`: parameters of it that are known to be sockets.
    """
    reach = _Reach(given)
    found = tuple(reach.uses(names, function, frozenset(), None, 0))
    return Reached(found, frozenset(reach.seen))


class _Reach:
    """Follows the calls of one function."""

    def __init__(self, given: Collection[tuple[object, ...]]) -> None:
        self._given = given
        self.seen: set[nodes.NodeNG] = set()

    def uses(
        self,
        names: ModuleNames,
        function: nodes.FunctionDef,
        locks: frozenset[str],
        through: nodes.Call | None,
        depth: int,
        of: str = "",
    ) -> Iterator[Use]:
        """Yield the uses, those in called functions with the locks that are held round the call.

        `of`: the field of the first object on whose object the function is called, "" for the first object itself.
        """
        if function in self.seen or depth > _DEEPEST:
            return
        self.seen.add(function)
        for call in own_nodes(function.body):
            if not isinstance(call, nodes.Call):
                continue
            held = locks | locks_round(call)
            method = self._method(names, call, depth)
            if method is not None:
                carrier = carrier_of(names, method.expr)
                if carrier is not None and (depth == 0 or not _is_local(carrier, function)):
                    written = str(method.expr.as_string())
                    yield Use(call, written, method.attrname, (of, *carrier), held, through or call)
                continue
            found = names.definition(call.func)
            inner = _object(call, of)
            if found is None or inner is None or not isinstance(found.node, nodes.FunctionDef):
                continue
            if isinstance(found.node, nodes.AsyncFunctionDef) and not isinstance(call.parent, nodes.Await):
                continue
            yield from self.uses(found.names, found.node, held, through or call, depth + 1, inner)

    def _method(self, names: ModuleNames, call: nodes.Call, depth: int) -> nodes.Attribute | None:
        match call.func:
            case nodes.Attribute(expr=nodes.Name() as name, attrname=method) if depth == 0:
                if method in _METHODS and ("", *(carrier_of(names, name) or ())) in self._given:
                    return call.func
            case nodes.Attribute(expr=holder, attrname=shutdown.DESTROY) if is_a(names, holder, zmq_classes.CONTEXT):
                return call.func
        return method_of_socket(names, call)


def _object(call: nodes.Call, of: str) -> str | None:
    """Return on which object a function is called: the one at hand, or one of its fields; None if any other."""
    match call.func:
        case nodes.Name():
            return of
        case nodes.Attribute(expr=nodes.Name(name="self" | "cls")):
            return of
        case nodes.Attribute(expr=nodes.Call(func=nodes.Name(name="super"))):
            return of
        case nodes.Attribute(expr=nodes.Attribute(expr=nodes.Name(name="self"), attrname=attribute)):
            return f"{of}.{attribute}"
    return None


def method_of_socket(names: ModuleNames, call: nodes.Call) -> nodes.Attribute | None:
    """Return the method that is called, if it is one of a socket or stream.

    A property may give each thread a socket of its own, and is none.
    """
    method = call.func
    if not isinstance(method, nodes.Attribute) or method.attrname not in _METHODS:
        return None
    is_one = any(is_a(names, method.expr, base) for base in (zmq_classes.SOCKET, zmq_classes.STREAM))
    return method if is_one and names.definition(method.expr) is None else None


def _is_local(carrier: Carrier, function: nodes.FunctionDef) -> bool:
    """Tell whether a variable is one of a called function itself: each call has its own."""
    return getattr(carrier[0], "node", None) is function


def locks_round(node: nodes.NodeNG) -> frozenset[str]:
    """Return the locks that the statements round a node hold, as they are written."""
    found = set()
    child, parent = node, node.parent
    while parent is not None and not isinstance(child, _LASTING):
        if isinstance(parent, nodes.With) and child in parent.body:
            found |= {item.as_string() for item, _ in parent.items if is_lock(item)}
        child, parent = parent, parent.parent
    return frozenset(found)


def is_lock(expr: nodes.NodeNG) -> bool:
    """Tell whether an expression is a lock by its name."""
    written = expr.as_string().lower()
    return any(word in written for word in model.LOCK_WORDS)
