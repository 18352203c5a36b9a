"""What calls into pyzmq do: create, release, borrow, take over. The facts are in `pylint_zmq.model`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.heap import CONTEXT, HANDED, SOCKET, Items, Resource, Site
from pylint_zmq.analysis.raising import AGAIN, ANY, ZMQ_ERROR
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import NONE, UNKNOWN, Manager, Named, Ref, Sym, Value, references
from pylint_zmq.model.classes import MAKE_MONITOR, MAKE_SOCKET, POLLERS, SOCKET_TYPE_ARGUMENT, STREAM
from pylint_zmq.model.methods import (
    BORROWING_FUNCTIONS,
    BORROWING_METHODS,
    CONTEXT_CLOSES_SOCKETS,
    CONTEXT_METHODS,
    CONTEXT_RELEASES,
    ENDLESS_FUNCTIONS,
    ENDPOINT_METHODS,
    POLLER_ADDS,
    POLLER_DROPS,
    RETURNING_SELF,
    SHARED_CONTEXT,
    SOCKET_METHODS,
    SOCKET_RELEASES,
    WAITING_METHODS,
    WITH_DESTROYS,
)
from pylint_zmq.model.setup import ATTACH, CREATION, OPTION, SETUP_METHODS
from pylint_zmq.names.endpoints import is_inproc

if TYPE_CHECKING:
    from pylint_zmq.analysis.arguments import Arguments
    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.names.resolution import ModuleNames

Result = Iterator[tuple[State, Value]]

#: `IOLoop.close(all_fds=True)` closes what the streams on the loop were made of (tornado).
_CLOSES_STREAMS = "all_fds"

_COPIES = frozenset({"copy.copy", "copy.deepcopy"})


def created(
    frame: Frame,
    node: nodes.NodeNG,
    kind: str,
    state: State,
    context: Value = UNKNOWN,
    registered: bool = True,
    derived: str = "",
) -> Result:
    """A creation: it can fail, and then there is nothing; else there is a fresh open resource."""
    frame.raises(state.hold(context)[0], node, ZMQ_ERROR, doubt=CREATION if kind == SOCKET else "")
    site = Site(node, node.lineno or 1, node.col_offset or 0, kind)
    frame.ledger.record(site)
    yield state.add(Resource(kind, site, context=context, registered=registered, derived=derived))


def is_context(frame: Frame, value: Value, state: State) -> bool:
    """Whether a value is certainly a context."""
    match value:
        case Sym(zmq=kind):
            return kind == CONTEXT
        case Named(name=name):
            return name == SHARED_CONTEXT
        case _:
            resource = state.resource(value)
            return resource is not None and resource.kind == CONTEXT


def is_socket(value: Value, state: State) -> bool:
    """Whether a value is certainly a socket."""
    resource = state.resource(value)
    return (isinstance(value, Sym) and value.zmq == SOCKET) or (resource is not None and resource.kind == SOCKET)


def creation_by_method(
    frame: Frame, node: nodes.NodeNG, owner: Value, attr: str, arguments: Arguments, state: State
) -> Result | None:
    """`ctx.socket(T)`, `sock.get_monitor_socket()`; None if the call is no creation."""
    if attr == MAKE_SOCKET and (_names_a_type(frame, node) or is_context(frame, owner, state)):
        return created(frame, node, SOCKET, state, context=owner)
    if attr == MAKE_MONITOR and is_socket(owner, state):
        return _monitor(frame, node, owner, state)
    return None


def _names_a_type(frame: Frame, node: nodes.NodeNG) -> bool:
    """Whether the call says by its first argument, or by the keyword for it, which type of socket it wants."""
    if not isinstance(node, nodes.Call):
        return False
    given = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == SOCKET_TYPE_ARGUMENT)]
    return any(frame.names.socket_type(argument) is not None for argument in given)


def _monitor(frame: Frame, node: nodes.NodeNG, owner: Value, state: State) -> Result:
    resource = state.resource(owner)
    if resource is not None and resource.monitor != UNKNOWN:
        # The second call returns the same object (pyzmq: Socket.get_monitor_socket).
        frame.raises(state, node, ZMQ_ERROR)
        yield state, resource.monitor
        return
    context = resource.context if resource is not None else UNKNOWN
    for after, pair in created(frame, node, SOCKET, state, context=context):
        if resource is not None and isinstance(owner, Ref):
            after = after.store(owner.to, replace(resource, monitor=pair))
        yield after, pair


def creation_by_name(frame: Frame, node: nodes.NodeNG, name: str, arguments: Arguments, state: State) -> Result | None:
    """`zmq.Context()`, `zmq.Socket(ctx, T)`, classes derived from them, streams, pollers, borrowed forms."""
    if name == SHARED_CONTEXT or name.endswith("Context.instance"):
        return _shared(frame, node, state)
    tail = name.rpartition(".")[2]
    if tail in BORROWING_METHODS and name.startswith("zmq."):
        return _borrowed(frame, node, CONTEXT if "Context" in name else SOCKET, state)
    if name in _COPIES and state.resource(arguments.first()) is not None:
        return _borrowed(frame, node, SOCKET if is_socket(arguments.first(), state) else CONTEXT, state)
    if name == STREAM:
        return _stream(frame, node, arguments, state)
    if name in POLLERS:
        return iter([state.add(Items("poller"))])
    kind = frame.kind_of_class(name)
    if kind == CONTEXT:
        if _shadows(frame, arguments, state):
            return _borrowed(frame, node, CONTEXT, state)
        return created(frame, node, CONTEXT, state, derived="" if name.startswith("zmq.") else name)
    if kind == SOCKET:
        if (
            len(arguments.positional) < 2
            and arguments.keyword("socket_type") is None
            and not arguments.open_end
            and name.startswith("zmq.")
        ):
            return _borrowed(frame, node, SOCKET, state)
        return created(
            frame,
            node,
            SOCKET,
            state,
            context=arguments.first(),
            registered=False,
            derived="" if name.startswith("zmq.") else name,
        )
    return None


def _shadows(frame: Frame, arguments: Arguments, state: State) -> bool:
    return arguments.keyword("shadow") is not None or is_context(frame, arguments.first(), state)


def _shared(frame: Frame, node: nodes.NodeNG, state: State) -> Result:
    frame.raises(state, node, ZMQ_ERROR)
    yield state, Named(SHARED_CONTEXT)


def _borrowed(frame: Frame, node: nodes.NodeNG, kind: str, state: State) -> Result:
    frame.raises(state, node, ANY if kind == SOCKET else ZMQ_ERROR)
    yield state, Sym(f"@{node.lineno}.{node.col_offset}", kind, truth=True, not_none=True)


def _stream(frame: Frame, node: nodes.NodeNG, arguments: Arguments, state: State) -> Result:
    """A ZMQStream takes its socket over, whether its constructor ends well or not: from here on the two are one.

    The loop keeps the stream alive (tornado), and a loop that is closed with all its descriptors closes it.
    """
    first = arguments.first()
    resource = state.resource(first)
    taken = (
        state.store(first.to, replace(resource, status=HANDED, site=None))
        if resource is not None and isinstance(first, Ref)
        else state
    )
    frame.raises(taken, node, ZMQ_ERROR, doubt=OPTION)
    if closes_streams(frame.names) and resource is not None:
        frame.ledger.handed(resource)
        state = taken
    yield state, first if resource is not None else Sym(f"@{node.lineno}.{node.col_offset}", SOCKET)


def closes_streams(names: ModuleNames) -> bool:
    """Whether a module closes an event loop together with the sockets of the streams on it."""
    return names.memory.answer(names, _closes_streams, False)


def _closes_streams(names: ModuleNames) -> bool:
    calls = (call for named in names.scopes.calls.values() for call in named)
    return any(keyword.arg == _CLOSES_STREAMS for call in calls for keyword in call.keywords)


def configured(frame: Frame, node: nodes.NodeNG, name: str | None, arguments: Arguments, state: State) -> Result | None:
    """Factories, closers and owners that the user named; by dotted name, or by the last part alone."""
    settings = frame.engine.settings
    written = node.func.as_string() if isinstance(node, nodes.Call) else ""
    known = {part for part in (name, written, written.rpartition(".")[2], (name or "").rpartition(".")[2]) if part}
    if known & settings.socket_factories:
        return created(frame, node, SOCKET, state)
    if known & settings.context_factories:
        return created(frame, node, CONTEXT, state)
    if known & settings.closers:
        return iter([(frame.released(state, arguments.first(), node), UNKNOWN)])
    if known & settings.owners:
        return iter([(frame.all_escaped(state, arguments.values()), UNKNOWN)])
    if known & settings.harmless_calls:
        return iter([(state, UNKNOWN)])
    return None


def zmq_function(frame: Frame, node: nodes.NodeNG, name: str, arguments: Arguments, state: State) -> Result:
    """Any other function of pyzmq: it raises ZMQError; those that only borrow are listed, others take over."""
    if name not in BORROWING_FUNCTIONS:
        state = frame.all_escaped(state, arguments.values())
    frame.raises(state, node, ZMQ_ERROR)
    if name not in ENDLESS_FUNCTIONS:
        yield state, UNKNOWN


def resource_method(
    frame: Frame, node: nodes.NodeNG, owner: Ref, attr: str, arguments: Arguments, state: State
) -> Result:
    """A method call on a socket or context that the function created."""
    resource = state.resource(owner)
    assert resource is not None
    if resource.derived and attr not in (SOCKET_METHODS if resource.kind == SOCKET else CONTEXT_METHODS):
        state = frame.all_escaped(state, (owner, *arguments.values()))
        frame.raises(state, node, ANY)
        yield state, UNKNOWN
        return
    if attr in RETURNING_SELF:
        yield state, owner
        return
    if resource.kind == CONTEXT:
        yield from _context_method(frame, node, owner, attr, state)
        return
    if attr in SOCKET_RELEASES:
        yield frame.released(state, owner, node), NONE
        return
    if attr == "disable_monitor":
        state = state.store(owner.to, replace(resource, monitor=UNKNOWN))
    yield from _socket_call(frame, node, owner, attr, state)


def _socket_call(frame: Frame, node: nodes.NodeNG, owner: Value, attr: str, state: State) -> Result:
    kinds = (ZMQ_ERROR, AGAIN) if attr in WAITING_METHODS else (ZMQ_ERROR,)
    doubt = SETUP_METHODS.get(attr, "")
    if attr == "bind" and isinstance(node, nodes.Call) and node.args and is_inproc(frame.names, node.args[0]):
        doubt = ATTACH
    frame.raises(state.hold(owner)[0], node, *kinds, doubt=doubt)
    yield state, Manager("endpoint", owner) if attr in ENDPOINT_METHODS else UNKNOWN


def _context_method(frame: Frame, node: nodes.NodeNG, owner: Value, attr: str, state: State) -> Result:
    if attr in CONTEXT_RELEASES:
        if attr in CONTEXT_CLOSES_SOCKETS and not (
            attr == "__exit__" and frame.engine.settings.min_version < WITH_DESTROYS
        ):
            state = frame.sockets_released(state, owner, node)
        frame.hung(state, owner, node)
        yield frame.released(state, owner, node), NONE
        return
    frame.raises(state.hold(owner)[0], node, ZMQ_ERROR, doubt=SETUP_METHODS.get(attr, ""))
    yield state, UNKNOWN


def outside_method(
    frame: Frame, node: nodes.NodeNG, owner: Value, attr: str, arguments: Arguments, state: State
) -> Result | None:
    """A method call on a zmq thing from outside; None if the owner is not known to be one."""
    if is_context(frame, owner, state) and attr in CONTEXT_METHODS:
        return _context_method(frame, node, owner, attr, state)
    if is_socket(owner, state) and attr in SOCKET_METHODS:
        if attr in SOCKET_RELEASES:
            return iter([(state, NONE)])
        return _socket_call(frame, node, owner, attr, state)
    return None


def holder_method(
    frame: Frame, node: nodes.NodeNG, owner: Ref, attr: str, arguments: Arguments, state: State
) -> Result:
    """A method call on a poller."""
    box = state.items(owner)
    assert box is not None
    first = arguments.first()
    frame.raises(state.hold(owner)[0].hold(first)[0], node, ZMQ_ERROR, doubt=SETUP_METHODS.get(attr, ""))
    if attr in POLLER_ADDS and references(first):
        kept = tuple(item for item in box.items if item[1] != first)
        yield state.store(owner.to, replace(box, items=(*kept, (None, first)))), NONE
    elif attr in POLLER_DROPS:
        yield state.store(owner.to, replace(box, items=tuple(item for item in box.items if item[1] != first))), NONE
    else:
        yield frame.all_escaped(state, arguments.values()), UNKNOWN
