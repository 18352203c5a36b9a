"""Whether who waits is a server that waits for work, or somebody who needs the answer to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import waits
from pylint_zmq.waits import calls
from pylint_zmq.waits.callsites import call_sites
from pylint_zmq.waits.loops import serving_loop
from pylint_zmq.waits.places import function_of

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.calls import Wait
    from pylint_zmq.waits.state import State
    from pylint_zmq.waits.summaries import Summaries
    from pylint_zmq.waits.things import Things

_DEEPEST = 3


class Roles:
    """Tells servers from clients."""

    def __init__(self, summaries: Summaries, things: Things) -> None:
        self._summaries = summaries
        self._things = things

    def is_serving(self, wait: Wait) -> bool:
        """Tell whether a wait is for work, in a loop that goes on until it is stopped."""
        scope = function_of(wait.call)
        state = self.state(wait)
        key = wait.key
        root = state.root(key) if state is not None and key is not None else ""
        if state is not None and root in state.sent:
            return False
        if serving_loop(wait.names, wait.call, scope) is not None:
            if self._gathers(wait, scope):
                return False
            return not (state is not None and wait.is_whole and root in state.taken)
        return self._is_called_to_serve(wait, wait.names, scope, 0)

    def _gathers(self, wait: Wait, scope: nodes.NodeNG) -> bool:
        """Tell whether a generator hands on what workers send: its reader goes on only when they do."""
        if wait.kind == calls.POLL or wait.receiver is None or not _yields(scope):
            return False
        types = self._things.trace(wait.source, wait.receiver).types()
        return bool(types) and types <= waits.GATHERING

    def is_further_frame(self, wait: Wait) -> bool:
        """Tell whether a receive may take a further frame of a message that has come: those never wait."""
        state = self.state(wait)
        key = wait.key
        if state is None or key is None or wait.is_whole:
            return False
        return state.root(key) in state.taken

    def state(self, wait: Wait) -> State | None:
        """Return what is certain before a wait."""
        flow = self._summaries.flow(wait.names, function_of(wait.call))
        return flow.at.get(wait.call) if flow is not None else None

    def was_asked(self, wait: Wait) -> bool:
        """Tell whether a request was sent before on the same socket."""
        state = self.state(wait)
        key = wait.key
        return state is not None and key is not None and state.root(key) in state.sent

    def _is_called_to_serve(self, wait: Wait, names: ModuleNames, scope: nodes.NodeNG, depth: int) -> bool:
        """Tell whether all visible calls of a function stand in serving loops, with nothing sent before."""
        if not isinstance(scope, nodes.FunctionDef) or depth >= _DEEPEST:
            return False
        sites = call_sites(names, scope)
        if not sites:
            return False
        return all(self._serves(wait, caller, call, depth) for caller, call in sites)

    def _serves(self, wait: Wait, names: ModuleNames, call: nodes.Call, depth: int) -> bool:
        outer = function_of(call)
        key = wait.key
        flow = self._summaries.flow(names, outer) if not isinstance(outer, nodes.ClassDef) else None
        state = flow.at.get(call) if flow is not None else None
        if state is not None and key is not None and state.root(key) in state.sent:
            return False
        if serving_loop(names, call, outer) is not None:
            return not self._gathers(wait, outer)
        return self._is_called_to_serve(wait, names, outer, depth + 1)


def _yields(scope: nodes.NodeNG) -> bool:
    return any(each.scope() is scope for each in scope.nodes_of_class(nodes.Yield))
