"""Sockets that a thread uses and others use or close, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import INFERENCE, Finding, Step
from pylint_zmq.errors.text import enclosing, own_nodes
from pylint_zmq.model import shutdown, waits
from pylint_zmq.model import threads as model
from pylint_zmq.names import classes
from pylint_zmq.shutdown.sockets import is_same
from pylint_zmq.starvation.shrinking import CONSTRUCTORS
from pylint_zmq.threads.reach import reached
from pylint_zmq.threads.starts import starts
from pylint_zmq.waits.places import scope_name
from pylint_zmq.waits.things import Things

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.threads.reach import Use
    from pylint_zmq.threads.starts import Start

SHARED = "zmq-socket-shared-by-threads"
CLOSED = "zmq-closed-by-another-thread"
#: Methods that may wait, and that a close in between does not wake.
WAITING = frozenset({*waits.RECEIVES, waits.POLL})


def findings(names: ModuleNames) -> Iterator[Finding]:
    """Yield one finding of each kind for each socket and thread of a module."""
    told: set[tuple[object, ...]] = set()
    started = [(start, reached(names, start.function, start.given)) for start in starts(names)]
    started = [(start, own) for start, own in started if own.uses]
    things = Things()
    inside = frozenset[nodes.NodeNG]().union(*(own.functions for _, own in started))
    for start, own in started:
        by_socket: dict[tuple[object, ...], list[Use]] = {}
        for use in own.uses:
            by_socket.setdefault(start.given.get(use.socket, use.socket), []).append(use)
        for use in _elsewhere(names, start, inside):
            if use.method == shutdown.DESTROY:
                found = _judged(use, [each for each in own.uses if _is_of(names, things, each, use)])
            else:
                found = _judged(use, by_socket.get(use.socket, []))
            if found is not None and (found[0], *use.socket) not in told:
                told.add((found[0], *use.socket))
                yield _finding(names, start, use, *found)


def _elsewhere(names: ModuleNames, start: Start, inside: frozenset[nodes.NodeNG]) -> Iterator[Use]:
    """Yield what is done to sockets outside the threads of the module, while the thread may run."""
    starter = enclosing(start.node) if isinstance(start.node, nodes.Call) else None
    if isinstance(starter, nodes.FunctionDef):
        for use in reached(names, starter).uses:
            if (use.through.lineno or 0) > start.line and not is_joined(starter, use.through):
                yield use
    cls = start.node if isinstance(start.node, nodes.ClassDef) else _class_of(names, start.function)
    for method in cls.body if cls is not None else ():
        if isinstance(method, nodes.FunctionDef) and method is not starter and _is_called(names, method, inside):
            yield from (use for use in reached(names, method).uses if not is_joined(method, use.through))


def _class_of(names: ModuleNames, function: nodes.FunctionDef) -> nodes.ClassDef | None:
    """Return the class whose method a function is, or lies in."""
    inner: nodes.NodeNG | None = function
    while isinstance(inner, nodes.FunctionDef):
        cls = classes.method_class(names, inner)
        if cls is not None:
            return cls
        inner = enclosing(inner)
    return None


def _is_called(names: ModuleNames, method: nodes.FunctionDef, inside: frozenset[nodes.NodeNG]) -> bool:
    """Tell whether a method runs in the threads of those who use the object.

    It is public, and no constructor; one that a thread calls as well must be called from outside the threads, too. A
    coroutine is not looked at: a class with both has two ways to run.
    """
    if isinstance(method, nodes.AsyncFunctionDef) or method.name in CONSTRUCTORS:
        return False
    if method.name.startswith("_") and not method.name.endswith("__"):
        return False
    callers = [(enclosing(call), call) for call in _calls_of(names, method)]
    known = [(each, call) for each, call in callers if isinstance(each, nodes.FunctionDef)]
    if known and all(each in inside or is_joined(each, call) for each, call in known):
        return False
    return method not in inside or bool(known)


def _calls_of(names: ModuleNames, method: nodes.FunctionDef) -> Iterator[nodes.Call]:
    for call in names.scopes.calls.get(method.name, ()):
        found = names.definition(call.func)
        if found is not None and found.node is method:
            yield call


def is_joined(function: nodes.FunctionDef, call: nodes.Call) -> bool:
    """Tell whether a function waits for a thread, or for a word from it, before a call."""
    return any(
        isinstance(each, nodes.Call)
        and isinstance(each.func, nodes.Attribute)
        and each.func.attrname in model.JOINING
        and not any(
            given.arg == model.WAIT_ARGUMENT and getattr(given.value, "value", None) is False for given in each.keywords
        )
        and (each.lineno or 0) <= (call.lineno or 0)
        and each is not call
        for each in own_nodes(function.body)
    )


def _is_of(names: ModuleNames, things: Things, use: Use, end: Use) -> bool:
    """Tell whether a socket that a thread uses is one of the context that is destroyed."""
    if use.call.root() is not names.module or end.call.root() is not names.module:
        return False
    match use.call.func, end.call.func:
        case nodes.Attribute(expr=socket), nodes.Attribute(expr=destroyed):
            context = things.trace(names, destroyed)
            made = [call.func for there, call in things.trace(names, socket).creations if there is names]
            return any(
                isinstance(each, nodes.Attribute) and is_same(things.trace(names, each.expr), context) for each in made
            )
    return False


def _judged(use: Use, in_thread: list[Use]) -> tuple[str, Use] | None:
    """Return what is wrong with a use outside the thread, and the use in it that it collides with."""
    for other in in_thread:
        if use.locks & other.locks:
            continue
        if use.method in (shutdown.CLOSE, shutdown.DESTROY):
            if other.method in WAITING:
                return CLOSED, other
        elif other.method != shutdown.CLOSE:
            return SHARED, other
    return None


def _finding(names: ModuleNames, start: Start, use: Use, symbol: str, other: Use) -> Finding:
    is_seen = use.call.root() is names.module and use.call is not other.call
    at = use.call if is_seen else use.through
    subject = use.holder if use.method != shutdown.DESTROY else other.holder
    by = f"{start.function.name}() uses it" if symbol == SHARED else f"{start.function.name}() may wait in it"
    steps = (
        Step("started", start.node, "starts a thread"),
        Step("used", other.call, "used in the thread", _path(names, other.call)),
        Step("shared", at, "and here in another one"),
    )
    where = "" if other.call.root() is names.module else f" of {other.call.root().name}"
    text = f"{by} at line {other.call.lineno}{where}, in a thread of its own"
    return Finding(symbol, at, (f"'{subject}'", text), INFERENCE, steps, scope_name(names, at), subject)


def _path(names: ModuleNames, node: nodes.NodeNG) -> str:
    return "" if node.root() is names.module else str(node.root().file or "")
