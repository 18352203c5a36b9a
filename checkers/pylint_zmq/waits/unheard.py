"""Options that nothing listens to: set too late, on the wrong object, or misspelt: zmq-option-without-effect."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, INFERENCE, Finding, Step
from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import constants, waits
from pylint_zmq.model.constants import Owner
from pylint_zmq.waits import setting
from pylint_zmq.waits.calls import key_of
from pylint_zmq.waits.places import function_of, scope_name
from pylint_zmq.waits.state import FOUND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.setting import Setting
    from pylint_zmq.waits.state import Root, State
    from pylint_zmq.waits.summaries import Summaries
    from pylint_zmq.waits.things import Things

SYMBOL = "zmq-option-without-effect"

_MAX_SOCKETS = "MAX_SOCKETS"
_TIMEOUTS = frozenset({waits.RECEIVE_TIMEOUT, waits.SEND_TIMEOUT})
#: How alike a name must be to that of an option to be a slip.
_LIKENESS = 0.8
_NEVER_OPTIONS = frozenset(
    {"timeout", "recv_timeout", "send_timeout", "rcv_timeout", "snd_timeout", "recvtimeout", "sendtimeout"}
)


class Unheard:
    """Judges the settings of one module."""

    def __init__(self, names: ModuleNames, summaries: Summaries, things: Things) -> None:
        self._names = names
        self._summaries = summaries
        self._things = things

    def findings(self) -> Iterator[Finding]:
        """Yield the settings that nothing listens to."""
        for found in setting.all_of(self._names):
            why = self._why(found)
            if why is not None:
                subject = f"{found.target.as_string()}.{found.option.lower()}"
                _, root = self._state(found)
                confidence = INFERENCE if (root or "").startswith(FOUND) else HIGH
                yield self._finding(found.node, subject, why, confidence)
        yield from self._misspelt()

    def _why(self, found: Setting) -> str | None:
        declared = self._names.declared(found.target)
        is_socket = declared is not None and self._names.is_subclass(declared, zmq_classes.SOCKET)
        is_context = declared is not None and self._names.is_subclass(declared, zmq_classes.CONTEXT)
        if is_context:
            return self._on_context(found)
        if not is_socket:
            return None
        assert declared is not None
        if found.option in _TIMEOUTS and self._names.is_subclass(declared, zmq_classes.GREEN_SOCKET):
            return "sockets of zmq.green ignore it"
        return self._late(found)

    # Contexts

    def _on_context(self, found: Setting) -> str | None:
        option = constants.OPTIONS.get(found.option)
        if option is None:
            return None
        if option.owner is Owner.CONTEXT and found.spelling.startswith("setsockopt"):
            return "setsockopt() of a context keeps defaults for sockets; this is an option of the context itself"
        if found.option in constants.MISFILED_CONTEXT_OPTIONS and found.spelling != "set":
            return self._misfiled(found)
        state, root = self._state(found)
        if state is None or root not in state.used:
            return None
        if found.option == _MAX_SOCKETS:
            return "the context has made a socket already, and the limit stays"
        if option.owner is Owner.SOCKET and not self._makes_another(found):
            return "it holds for later sockets only, and none is made afterwards"
        return None

    def _misfiled(self, found: Setting) -> str | None:
        return "since pyzmq 23 it is kept as a default for sockets" if found.option == "BLOCKY" else None

    def _makes_another(self, found: Setting) -> bool:
        """Tell whether a socket may be made after a default was set: later in the text, in a loop, or elsewhere."""
        scope = function_of(found.node)
        key = key_of(found.target)
        if key is None or "." in key or not isinstance(scope, (nodes.FunctionDef, nodes.Module)):
            return True
        line = found.node.lineno or 0
        for name in scope.nodes_of_class(nodes.Name):
            if name.name == key and (name.lineno or 0) > line and not _is_release(name):
                return True
        return _in_loop(found.node, scope)

    # Sockets

    def _late(self, found: Setting) -> str | None:
        option = constants.OPTIONS.get(found.option)
        if option is None or option.at_once or option.owner is not Owner.SOCKET or found.option == "HWM":
            return None
        state, root = self._state(found)
        if state is None or root is None or root not in state.attached or self._is_attached_again(found):
            return None
        return "it holds for later connections only, and the socket is bound or connected already"

    def _is_attached_again(self, found: Setting) -> bool:
        """Tell whether the socket may get another endpoint after the option was set."""
        scope = function_of(found.node)
        line = found.node.lineno or 0
        trace = self._things.trace(self._names, found.target)
        state, root = self._state(found)
        # What the function that made it for this one did is done.
        is_new = state is not None and (root or "").startswith(FOUND)
        makers = {function_of(call) for _, call in trace.creations} if is_new else set()
        for uses in self._things.uses(trace):
            for call in (*uses.binds, *uses.connects):
                if function_of(call) in makers:
                    continue
                if function_of(call) is not scope or (call.lineno or 0) > line:
                    return True
        return _in_loop(found.node, scope)

    def _state(self, found: Setting) -> tuple[State | None, Root | None]:
        flow = self._summaries.flow(self._names, function_of(found.node))
        key = key_of(found.target)
        state = flow.at.get(found.node) if flow is not None else None
        return state, state.root(key) if state is not None and key is not None else None

    # Names that are no option

    def _misspelt(self) -> Iterator[Finding]:
        for attribute, stores in self._names.scopes.stores.items():
            slip = _slip(attribute)
            if slip is None:
                continue
            for store in stores:
                if self._names.declared(store.expr) in zmq_classes.SOCKETS:
                    why = f"no such option: {slip} is meant, and this raises AttributeError"
                    yield self._finding(store, f"{store.expr.as_string()}.{attribute}", why)

    def _finding(self, node: nodes.NodeNG, subject: str, why: str, confidence: str = HIGH) -> Finding:
        steps = (Step("set", node, why),)
        return Finding(SYMBOL, node, (subject, why), confidence, steps, scope_name(self._names, node), subject)


@lru_cache(maxsize=4096)
def _slip(attribute: str) -> str | None:
    """Return the option that a misspelt attribute stands for; None if it is an option, or nothing like one."""
    if (
        attribute.startswith("_")
        or attribute in waits.PLAIN_ATTRIBUTES
        or setting.attribute_option(attribute) is not None
    ):
        return None
    if attribute.lower() in _NEVER_OPTIONS:
        return "sndtimeo" if attribute.lower().startswith("s") else "rcvtimeo"
    close = difflib.get_close_matches(attribute.upper(), constants.OPTIONS, 1, _LIKENESS)
    return close[0].lower() if close else None


def _is_release(name: nodes.Name) -> bool:
    match name.parent:
        case nodes.Attribute(attrname="term" | "destroy" | "close"):
            return True
    return False


def _in_loop(node: nodes.NodeNG, scope: nodes.NodeNG) -> bool:
    inner = node.parent
    while inner is not None and inner is not scope:
        if isinstance(inner, (nodes.For, nodes.While)):
            return True
        inner = inner.parent
    return False
