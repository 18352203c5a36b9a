"""The waits of a module that nothing bounds, as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, INFERENCE, Finding, Step
from pylint_zmq.model import waits
from pylint_zmq.waits import calls
from pylint_zmq.waits.bounds import Bound, Bounds
from pylint_zmq.waits.places import function_of, scope_name
from pylint_zmq.waits.roles import Roles
from pylint_zmq.waits.summaries import Summaries
from pylint_zmq.waits.things import Things, may_block_peerless
from pylint_zmq.waits.wrappers import Wrappers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings
    from pylint_zmq.waits.calls import Wait
    from pylint_zmq.waits.tracing import Trace

RECEIVE = "zmq-recv-without-timeout"
SEND = "zmq-send-without-timeout"
POLL = "zmq-poll-without-timeout"
SERVING = "zmq-serving-without-timeout"

_SYMBOLS = {calls.RECEIVE: RECEIVE, calls.SEND: SEND, calls.POLL: POLL}
_ALL_SENDS = "all"


class Waiting:
    """Judges the waits of one module."""

    def __init__(self, names: ModuleNames, settings: Settings) -> None:
        self.names = names
        self.settings = settings
        self.things = Things()
        self.summaries = Summaries(self.things)
        self.bounds = Bounds(self.summaries, self.things)
        self.roles = Roles(self.summaries, self.things)
        self.wrappers = Wrappers(self)

    def findings(self) -> Iterator[Finding]:
        """Yield what is found, in no order."""
        reported: set[nodes.Call] = set()
        for wait in calls.waits_in(self.names, self.things):
            found = self._judged(wait) if wait.call not in reported else None
            if found is not None:
                reported.add(wait.call)
                yield found
        for call, kind, definition in self.wrappers.calls_without(self.names):
            yield self._of_wrapper(call, kind, definition, "its timeout is left out, and endless then")
        for call, definition in self.wrappers.calls_of_requests(self.names):
            yield self._of_wrapper(call, calls.RECEIVE, definition, f"{definition.node.name} waits without a bound")

    def _judged(self, wait: Wait) -> Finding | None:
        if isinstance(function_of(wait.call), nodes.ClassDef):
            return None
        if wait.kind == calls.SEND:
            return self._send(wait)
        bound = self.bounds.of(wait)
        if bound is Bound.BOUNDED:
            return None
        if wait.is_misused:
            return self._finding(RECEIVE, wait, "what stands for flags here is a timeout, and bounds nothing")
        if bound is Bound.OPTIONAL:
            return self._optional(wait)
        if wait.kind == calls.RECEIVE and self._cannot_know(wait):
            return None
        if self.roles.is_further_frame(wait):
            return None
        if self.roles.is_serving(wait):
            return self._finding(SERVING, wait, "no timeout ends this wait for work")
        return self._finding(_SYMBOLS[wait.kind], wait, self._why(wait))

    def _cannot_know(self, wait: Wait) -> bool:
        """Tell whether the socket comes from outside what can be seen, with whatever timeouts it has there."""
        if self.settings.report_unseen or wait.receiver is None:
            return False
        trace = self.things.trace(wait.source, wait.receiver)
        return trace.is_unseen and not trace.creations and not self.roles.was_asked(wait)

    def _optional(self, wait: Wait) -> Finding | None:
        """A function that waits for ever unless told otherwise is reported if it is used like that."""
        scope = function_of(wait.call)
        if not self.roles.was_asked(wait) and not self.wrappers.is_left_out(wait.names, scope):
            return None
        return self._finding(_SYMBOLS[wait.kind], wait, "its timeout is endless unless a caller gives one")

    def is_endless_request(self, wait: Wait) -> bool:
        """Tell whether a wait is for the answer to a request, and nothing bounds it."""
        asked = self.roles.was_asked(wait) or wait.there is not None
        return asked and wait.kind == calls.RECEIVE and self.bounds.of(wait) is not Bound.BOUNDED

    def _of_wrapper(self, call: nodes.Call, kind: str, definition: Definition, why: str) -> Finding:
        subject = call.func.as_string()
        steps = (
            Step("defined", definition.node, "waits in here", _path(definition.names, self.names)),
            Step("waits", call, why),
        )
        scope = scope_name(self.names, call)
        return Finding(_SYMBOLS[kind], call, (f"{subject}()", why), INFERENCE, steps, scope, subject)

    def _why(self, wait: Wait) -> str:
        if wait.kind == calls.POLL:
            return "no timeout is given"
        if self.roles.was_asked(wait):
            return "it waits for an answer, and nothing bounds that"
        return "nothing bounds it"

    # Sends

    def _send(self, wait: Wait) -> Finding | None:
        assert wait.receiver is not None
        trace = self.things.trace(wait.source, wait.receiver)
        if not may_block_peerless(trace.types()):
            return None
        why = self._peerless(trace)
        if why is None and self.settings.send_scope == _ALL_SENDS:
            why = "it waits at the high-water mark when the peer takes nothing"
        if why is None or self.bounds.of(wait) is Bound.BOUNDED:
            return None
        return self._finding(SEND, wait, why)

    def _peerless(self, trace: Trace) -> str | None:
        """Return why a send of such a socket waits when no peer is there; None if it queues, or cannot be told."""
        binds = connects = 0
        for uses in self.things.uses(trace):
            if any(each.option == waits.IMMEDIATE and _is_on(each.value) for each in uses.settings):
                return "with IMMEDIATE it waits until a peer is there"
            binds += len(uses.binds)
            connects += len(uses.connects)
        if trace.is_unseen or not binds or connects:
            return None
        kinds = "/".join(sorted(trace.types()))
        return f"a {kinds} socket that only binds waits until a peer is there"

    # Findings

    def _finding(self, symbol: str, wait: Wait, why: str) -> Finding:
        subject = wait.call.func.as_string()
        steps: tuple[Step, ...] = ()
        confidence = HIGH
        if wait.receiver is not None:
            trace = self.things.trace(wait.source, wait.receiver)
            steps = tuple(
                Step("created", call, "made here", _path(names, wait.names)) for names, call in trace.creations[:1]
            )
            if any(function_of(call) is not function_of(wait.call) for _, call in trace.creations) or trace.is_unseen:
                confidence = INFERENCE
        if not wait.cls and wait.receiver is not None:
            confidence = INFERENCE
        steps += (Step("waits", wait.call, why),)
        return Finding(
            symbol, wait.call, (f"{subject}()", why), confidence, steps, scope_name(wait.names, wait.call), subject
        )


def _path(there: ModuleNames, here: ModuleNames) -> str:
    return "" if there is here else there.module.file or ""


def _is_on(value: nodes.NodeNG | None) -> bool:
    return not (isinstance(value, nodes.Const) and not value.value)
