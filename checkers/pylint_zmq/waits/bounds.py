"""Whether something bounds a wait, and if not, who could."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import waits
from pylint_zmq.waits import calls, configured, outside, pairs, patience, pollers
from pylint_zmq.waits.callsites import call_sites
from pylint_zmq.waits.patience import Patience
from pylint_zmq.waits.places import function_of
from pylint_zmq.waits.state import ANY, UNSURE, State

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.calls import Wait
    from pylint_zmq.waits.summaries import Summaries
    from pylint_zmq.waits.things import Things

_DEEPEST = 3
_POLL_OUT = "POLLOUT"


class Bound(Enum):
    """How a wait ends."""

    #: After a time, or it does not wait at all.
    BOUNDED = "bounded"
    #: When the peer answers, unless a caller gives a timeout.
    OPTIONAL = "optional"
    #: When the peer answers.
    ENDLESS = "endless"


class Bounds:
    """Judges waits."""

    def __init__(self, summaries: Summaries, things: Things) -> None:
        self._summaries = summaries
        self._things = things

    def of(self, wait: Wait) -> Bound:
        """Return how a wait ends."""
        found = self._alone(wait)
        # What the code round it does is looked at last: few waits come so far.
        return Bound.BOUNDED if found is not Bound.BOUNDED and self._is_answered(wait) else found

    def _is_answered(self, wait: Wait) -> bool:
        return pollers.can_be_told_to_stop(wait) or pairs.is_of_own(wait, self._things)

    def _alone(self, wait: Wait) -> Bound:
        """Return how a wait ends, going by its socket."""
        if outside.is_ended(wait):
            return Bound.BOUNDED
        if wait.kind == calls.POLL:
            return self._of_poll(wait)
        if calls.has_flag(wait) is not False:
            return Bound.BOUNDED
        scope = function_of(wait.call)
        flow = self._summaries.flow(wait.names, scope)
        state = flow.at.get(wait.call) if flow is not None else None
        if state is None:
            # Nothing leads here.
            return Bound.BOUNDED
        return self._by_state(wait, state)

    def _by_state(self, wait: Wait, state: State) -> Bound:
        assert wait.receiver is not None
        key = wait.key
        root = state.root(key) if key is not None else ""
        option = waits.RECEIVE_TIMEOUT if wait.kind == calls.RECEIVE else waits.SEND_TIMEOUT
        if _is_ready(wait, state, root):
            return Bound.BOUNDED
        if not wait.is_green:
            if (root, option) in state.bounded or (wait.kind == calls.RECEIVE and root in state.safe):
                return Bound.BOUNDED
            if (root, option) in state.endless:
                return Bound.ENDLESS
            trace = self._things.trace(wait.source, wait.receiver)
            # Where it may be one of several things, the function's own statements are not told apart by paths.
            own = None if root.startswith(UNSURE) else function_of(wait.call)
            if self._things.is_bounded(trace, option, own):
                return Bound.BOUNDED
            if configured.is_set_elsewhere(trace, option, function_of(wait.call)):
                return Bound.BOUNDED
            if wait.kind == calls.RECEIVE and configured.expects_to_end(wait, trace):
                return Bound.BOUNDED
        if self._is_called_when_ready(wait.names, function_of(wait.call), 0):
            return Bound.BOUNDED
        return Bound.ENDLESS

    def _of_poll(self, wait: Wait) -> Bound:
        name = wait.names.qualify(wait.call.func) if wait.receiver is None else None
        position = waits.WAITING_FUNCTIONS.get(name or "", 0)
        given = calls.argument(wait.call, position, waits.TIMEOUT)
        if given is None and calls.is_open_ended(wait.call):
            return Bound.BOUNDED
        found = patience.of(wait.names, given) if given is not None else Patience.ENDLESS
        if found is Patience.FINITE:
            return Bound.BOUNDED
        if wait.is_async and wait.receiver is not None and wait.names.is_subclass(wait.cls, zmq_classes.SOCKET):
            # RCVTIMEO ends the poll of an asynchronous socket, too.
            trace = self._things.trace(wait.source, wait.receiver)
            if self._things.is_bounded(trace, waits.RECEIVE_TIMEOUT, None):
                return Bound.BOUNDED
        if found is Patience.OPTIONAL:
            is_given = given is not None and _is_given(wait.call, given)
            return Bound.BOUNDED if is_given else Bound.OPTIONAL
        return Bound.ENDLESS

    # By callers

    def _is_called_when_ready(self, names: ModuleNames, function: nodes.NodeNG, depth: int) -> bool:
        """Tell whether a function is only called where a poll said that something is ready, or by an event loop."""
        if not isinstance(function, nodes.FunctionDef) or depth >= _DEEPEST:
            return False
        if is_reader(names, function):
            return True
        found = call_sites(names, function)
        return bool(found) and all(self._is_ready_at(caller, call, depth) for caller, call in found)

    def _is_ready_at(self, names: ModuleNames, call: nodes.Call, depth: int) -> bool:
        scope = function_of(call)
        if isinstance(scope, nodes.ClassDef):
            return False
        flow = self._summaries.flow(names, scope)
        state = flow.at.get(call) if flow is not None else None
        if state is None or state.ready:
            return True
        return self._is_called_when_ready(names, scope, depth + 1)


def _is_given(call: nodes.Call, timeout: nodes.NodeNG) -> bool:
    """Tell whether a call stands where a test has said that its optional timeout was given."""
    names = {each.name for each in timeout.nodes_of_class(nodes.Name)}
    child: nodes.NodeNG = call
    parent = call.parent
    while parent is not None and not isinstance(parent, (nodes.FunctionDef, nodes.Module)):
        tests: list[nodes.NodeNG] = []
        if (isinstance(parent, nodes.If) and child in parent.body) or (
            isinstance(parent, nodes.IfExp) and child is parent.body
        ):
            tests = [parent.test]
        elif isinstance(parent, nodes.BoolOp) and parent.op == "and" and child in parent.values:
            tests = parent.values[: parent.values.index(child)]
        if any(_says_given(test, names) for test in tests):
            return True
        child, parent = parent, parent.parent
    return False


def _says_given(test: nodes.NodeNG, names: set[str]) -> bool:
    match test:
        case nodes.Name(name=name):
            return name in names
        case nodes.Compare(left=nodes.Name(name=name), ops=[("is not" | "!=" | ">" | ">=", _)]):
            return name in names
        case nodes.BoolOp(op="and", values=values):
            return any(_says_given(value, names) for value in values)
    return False


def _is_ready(wait: Wait, state: State, root: str) -> bool:
    """Tell whether a poll said that the wait will not wait: of a send, one that asked whether it can send."""
    if wait.kind == calls.SEND:
        return f"out:{root}" in state.ready or (ANY in state.ready and _asks_for_output(wait))
    return ANY in state.ready or root in state.ready


def _asks_for_output(wait: Wait) -> bool:
    """Tell whether the function of a send polls for being able to send at all."""
    return any(each.attrname == _POLL_OUT for each in function_of(wait.call).nodes_of_class(nodes.Attribute))


def is_reader(names: ModuleNames, function: nodes.FunctionDef) -> bool:
    """Tell whether a function is given to an event loop, which calls it when its socket is readable."""
    for method in waits.READER_REGISTRATIONS:
        for call in names.scopes.calls.get(method, ()):
            for given in (*call.args, *(keyword.value for keyword in call.keywords)):
                match given:
                    case nodes.Name(name=name) | nodes.Attribute(attrname=name) if name == function.name:
                        return True
    return False
