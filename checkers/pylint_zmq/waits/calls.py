"""Which calls wait for a peer, and on what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import constants, waits
from pylint_zmq.names import callers, canonical, classes
from pylint_zmq.names.bindings import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.things import Things

RECEIVE = "receive"
SEND = "send"
POLL = "poll"

_POLL_FLAGS = "flags"
_POLL_OUT = "POLLOUT"
_POLL_IN = "POLLIN"


@dataclass(frozen=True)
class Wait:
    """A call that can wait; `receiver` is the socket or poller, None for a function such as zmq.select."""

    call: nodes.Call
    names: ModuleNames
    kind: str
    receiver: nodes.NodeNG | None
    #: Method or function, as in the code: `recv`, `zmq.select`.
    method: str
    #: Class of the receiver, empty if nothing says so.
    cls: str = ""
    #: The names of the module that the receiver stands in, if a method of it came as a parameter.
    there: ModuleNames | None = None

    @property
    def key(self) -> str | None:
        """Under which name the function knows the receiver; None if under none."""
        return key_of(self.receiver) if self.receiver is not None and self.there is None else None

    @property
    def source(self) -> ModuleNames:
        """The names that the receiver is looked up in."""
        return self.there or self.names

    @property
    def is_misused(self) -> bool:
        """A timeout is given where the flags belong, and bounds nothing."""
        flags = flags_of(self) if self.kind != POLL else None
        return flags is not None and _is_timeout(flags)

    @property
    def is_green(self) -> bool:
        """The socket is one of zmq.green."""
        return self.names.is_subclass(self.cls, zmq_classes.GREEN_SOCKET)

    @property
    def is_async(self) -> bool:
        """The call gives a future."""
        asynchronous = (zmq_classes.ASYNC_SOCKET, zmq_classes.ASYNC_POLLER, zmq_classes.TORNADO_SOCKET)
        return any(self.names.is_subclass(self.cls, base) for base in (*asynchronous, zmq_classes.TORNADO_POLLER))

    @property
    def is_whole(self) -> bool:
        """It takes a message with all its frames."""
        return self.method in waits.WHOLE_MESSAGES


def argument(call: nodes.Call, position: int, name: str) -> nodes.NodeNG | None:
    """Return the argument at `position`, or called `name`, of a call; None if it is not given."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[position] if position < len(call.args) else None


def key_of(expr: nodes.NodeNG) -> str | None:
    """`sock`, `self.sock`, `self.socks[]` for an expression that names a thing; None for any other."""
    match expr:
        case nodes.Name(name=str(name)) | nodes.AssignName(name=str(name)):
            return name
        case nodes.Attribute(expr=inner, attrname=attribute) | nodes.AssignAttr(expr=inner, attrname=attribute):
            base = key_of(inner)
            return f"{base}.{attribute}" if base is not None else None
        case nodes.Subscript(value=inner):
            base = key_of(inner)
            return f"{base}[]" if base is not None else None
    return None


def is_open_ended(call: nodes.Call) -> bool:
    """Tell whether a call unpacks arguments, so that it cannot be said what it is given."""
    by_name = any(keyword.arg is None for keyword in call.keywords)
    return by_name or any(isinstance(each, nodes.Starred) for each in call.args)


def waits_in(names: ModuleNames, things: Things) -> Iterator[Wait]:
    """Yield every call of a module that can wait for a peer."""
    calls = names.scopes.calls
    for method in (*waits.RECEIVES, *waits.SENDS, waits.POLL):
        for call in calls.get(method, ()):
            yield from waits_of(names, call, things)
    for function in (*waits.WAITING_FUNCTIONS, *waits.SERVING_FUNCTIONS):
        for call in calls.get(function.rpartition(".")[2], ()):
            found = wait_of(names, call, things)
            if found is not None:
                yield found


def waits_of(names: ModuleNames, call: nodes.Call, things: Things) -> Iterator[Wait]:
    """Yield what a call can wait for: several things, if callers pass it what to call."""
    if isinstance(call.func, nodes.Name) and call.func.name in waits.RECEIVES:
        yield from _bound_methods(names, call)
        return
    found = wait_of(names, call, things)
    if found is not None:
        yield found


def wait_of(names: ModuleNames, call: nodes.Call, things: Things | None = None) -> Wait | None:
    """Return what a call waits for; None if it is no call that waits."""
    if isinstance(call.func, nodes.Name):
        qualified = names.qualify(call.func)
        if qualified in waits.WAITING_FUNCTIONS:
            return Wait(call, names, POLL, None, call.func.as_string())
        return next(_bound_methods(names, call), None)
    if not isinstance(call.func, nodes.Attribute):
        return None
    method, receiver = call.func.attrname, call.func.expr
    kind = RECEIVE if method in waits.RECEIVES else SEND if method in waits.SENDS else POLL
    if method not in waits.RECEIVES and method not in waits.SENDS and method != waits.POLL:
        return Wait(call, names, POLL, None, call.func.as_string()) if _is_waiting(names, call.func) else None
    cls = names.declared(receiver)
    if cls is None:
        if things is not None and names.qualify(receiver) is None and things.is_socket(names, receiver):
            return Wait(call, names, kind, receiver, method)
        if method in waits.UNMISTAKABLE and names.qualify(receiver) is None and not _is_super(names, receiver):
            return Wait(call, names, kind, receiver, method)
        return None
    bases = [zmq_classes.SOCKET] if kind != POLL else [zmq_classes.SOCKET, zmq_classes.POLLER]
    if any(names.is_subclass(cls, base) for base in bases) and not _is_overridden(names, cls, method):
        return Wait(call, names, kind, receiver, method, cls)
    return None


def _is_overridden(names: ModuleNames, cls: str, method: str) -> bool:
    """Tell whether a class of the program has a method of its own in place of pyzmq's."""
    found = classes.class_named(names, cls)
    return found is not None and any(each.bindings(method) for each in classes.lineage(found))


def _is_waiting(names: ModuleNames, function: nodes.Attribute) -> bool:
    return names.qualify(function) in waits.WAITING_FUNCTIONS


def _is_super(names: ModuleNames, receiver: nodes.NodeNG) -> bool:
    return isinstance(receiver, nodes.Call) and names.qualify(receiver.func) == "builtins.super"


def _bound_methods(names: ModuleNames, call: nodes.Call) -> Iterator[Wait]:
    """Yield what `recv()` waits for after `recv = sock.recv`, or where callers pass `sock.recv` for a parameter."""
    name = call.func.name if isinstance(call.func, nodes.Name) else ""
    found = names.scopes.scope_of(call).lookup(name) if name in waits.RECEIVES else None
    if found is None:
        return
    values = [(names, binding.value) for binding in found[1] if binding.value is not None]
    function = found[0].node
    is_passed = any(each.kind is Kind.PARAMETER for each in found[1])
    if is_passed and isinstance(function, nodes.FunctionDef):
        values += callers.passed(names, function, name)
    for there, value in values:
        match value:
            case nodes.Attribute(attrname=method, expr=receiver) if method in waits.RECEIVES:
                cls = there.declared(receiver)
                if cls is not None and there.is_subclass(cls, zmq_classes.SOCKET):
                    yield Wait(call, names, RECEIVE, receiver, method, cls, there if is_passed else None)


# What a call says about itself


def flags_of(wait: Wait) -> nodes.NodeNG | None:
    """Return the flags that a send or receive is given."""
    table = waits.RECEIVES if wait.kind == RECEIVE else waits.SENDS
    return argument(wait.call, table[wait.method], waits.FLAGS)


def has_flag(wait: Wait) -> bool | None:
    """Tell whether the flags make a send or receive return at once; None if they cannot be known."""
    flags = flags_of(wait)
    if flags is not None and _is_timeout(flags):
        return False
    if flags is None:
        return None if is_open_ended(wait.call) else False
    return _flag(wait.names, flags)


def _is_timeout(expr: nodes.NodeNG) -> bool:
    """Tell whether the flags of a call are a timeout by their name, given in the wrong place."""
    match expr:
        case nodes.Name(name=name) | nodes.Attribute(attrname=name):
            return any(word in name.lower() for word in waits.TIMEOUT_WORDS)
    return False


def _flag(names: ModuleNames, expr: nodes.NodeNG) -> bool | None:
    match expr:
        case nodes.Const(value=bool() | int() as number):
            return bool(number & constants.FLAGS["DONTWAIT"])
        case nodes.Const():
            return False
        case nodes.BinOp(op="|" | "+", left=left, right=right):
            sides = (_flag(names, left), _flag(names, right))
            return True if True in sides else None if None in sides else False
    qualified = names.qualify(expr)
    if canonical.is_zmq(qualified) and qualified is not None:
        name = qualified.rpartition(".")[2]
        if name in constants.FLAGS:
            return name in constants.NONBLOCKING_FLAGS
    return None


def is_ask(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a call asks which sockets are ready: a poll, a select, a read of EVENTS."""
    function = call.func
    if isinstance(function, nodes.Attribute):
        if function.attrname == waits.POLL:
            return True
        if function.attrname in waits.GETTERS and call.args:
            return option_name(names, call.args[0]) == waits.EVENTS_OPTION
    if isinstance(function, (nodes.Name, nodes.Attribute)):
        last = function.name if isinstance(function, nodes.Name) else function.attrname
        if last in ("select", "zmq_poll"):
            return True
    return False


def asks_for_output(wait: nodes.Call, names: ModuleNames) -> bool:
    """Tell whether a poll of one socket asks only whether it can send."""
    flags = argument(wait, 1, _POLL_FLAGS)
    return flags is not None and (names.qualify(flags) or "").endswith(_POLL_OUT)


def option_name(names: ModuleNames, expr: nodes.NodeNG) -> str | None:
    """Return the name of the option that an expression is: a constant of zmq, or its number."""
    match expr:
        case nodes.Const(value=int(number)):
            return next((each.name for each in constants.OPTIONS.values() if each.number == number), None)
        case nodes.Call(func=nodes.Name(name="getattr"), args=[_, nodes.Const(value=str(name))]):
            return constants.OPTION_ALIASES.get(name, name)
    qualified = names.qualify(expr)
    if qualified is not None and canonical.is_zmq(qualified):
        name = qualified.rpartition(".")[2]
        return name if name in constants.OPTIONS else None
    return None
