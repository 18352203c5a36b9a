"""What a poller holds beside the socket that somebody waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import waits
from pylint_zmq.waits import calls
from pylint_zmq.waits.calls import key_of
from pylint_zmq.waits.places import function_of
from pylint_zmq.waits.tracing import carrier_of

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.calls import Wait

_REGISTER = "register"
_POLL_OUT = "POLLOUT"


def registered(wait: Wait) -> list[nodes.NodeNG]:
    """Return the sockets that the poller of a wait holds for receiving, as they are written; none for a socket's."""
    names = wait.names
    if wait.receiver is None or not names.is_subclass(wait.cls, zmq_classes.POLLER):
        return []
    poller = carrier_of(names, wait.receiver)
    return [
        call.args[0]
        for call in names.scopes.calls.get(_REGISTER, ())
        if poller is not None
        and isinstance(call.func, nodes.Attribute)
        and call.args
        and carrier_of(names, call.func.expr) == poller
        and not _is_for_sending(names, call)
    ]


def _is_for_sending(names: ModuleNames, call: nodes.Call) -> bool:
    events = calls.argument(call, 1, waits.FLAGS)
    return events is not None and (names.qualify(events) or "").endswith(_POLL_OUT)


def can_be_told_to_stop(wait: Wait) -> bool:
    """Tell whether a poller also holds a socket whose event ends the wait: its function leaves, or stops, then."""
    held = {key for key in map(key_of, registered(wait)) if key is not None}
    if len(held) < 2:
        return False
    scope = function_of(wait.call)
    tests = [each for each in scope.nodes_of_class(nodes.If) if function_of(each) is scope]
    return any(
        _mentions(each.test, key) and not any(_mentions(each.test, other) for other in held - {key}) and _stops(each)
        for each in tests
        for key in held
        if not _is_asked(scope, key)
    )


def _mentions(test: nodes.NodeNG, key: str) -> bool:
    """Tell whether a test says that a socket is among those that are ready, or is the one that is."""
    for each in test.nodes_of_class((nodes.Compare, nodes.Call)):
        match each:
            case nodes.Compare(left=left, ops=[("in" | "==" | "is", right)]):
                if key in (key_of(left), key_of(right)):
                    return True
            case nodes.Call(func=nodes.Attribute(attrname="get"), args=[given, *_]):
                if key_of(given) == key:
                    return True
    return False


def _stops(branch: nodes.If) -> bool:
    for statement in branch.body:
        for each in statement.nodes_of_class((nodes.Raise, nodes.Return, nodes.Break, nodes.Call)):
            if not isinstance(each, nodes.Call):
                return True
            called = each.func.attrname if isinstance(each.func, nodes.Attribute) else getattr(each.func, "name", "")
            if any(word.startswith(waits.STOPPING_STEMS) for word in called.lower().split("_")):
                return True
    return False


def _is_asked(scope: nodes.NodeNG, key: str) -> bool:
    """Tell whether a function sends on a socket: it then waits for the answer of its peer."""
    return any(
        isinstance(call.func, nodes.Attribute) and call.func.attrname in waits.SENDS and key_of(call.func.expr) == key
        for call in scope.nodes_of_class(nodes.Call)
    )
