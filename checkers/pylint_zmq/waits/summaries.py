"""What the visible functions that a function calls do for its waits: poll, set timeouts, make sockets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import waits
from pylint_zmq.names.scopes import parameters
from pylint_zmq.waits import calls, conditions
from pylint_zmq.waits.state import ANY, IMPOSSIBLE, Root, State, both

if TYPE_CHECKING:
    from pylint_zmq.names.classes import VisibleClass
    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.flow import Flow
    from pylint_zmq.waits.things import Things

_MOST_ACTIVE = 4
_NOTHING: frozenset[Root] = frozenset()

#: Names that a function must mention to be worth a run: it polls, or sets a timeout.
_POLLING = frozenset({"poll", "select", "zmq_poll", "events", "EVENTS"})
_SETTING = frozenset(
    {*waits.SETTERS, "setattr", "rcvtimeo", "sndtimeo", waits.RECEIVE_TIMEOUT, waits.SEND_TIMEOUT} - {"set"}
)


@dataclass(frozen=True)
class Summary:
    """What holds after every return of a function."""

    function: nodes.FunctionDef
    #: A poll in it has found something ready.
    returns_ready: frozenset[Root]
    #: (parameter or `self.field`, option, whether it bounds) that it sets.
    options: tuple[tuple[str, str, bool], ...]


class Summaries:
    """Runs each function once, when first asked."""

    def __init__(self, things: Things | None = None) -> None:
        self._things = things
        self._flows: dict[nodes.NodeNG, Flow | None] = {}
        self._mentions: dict[nodes.NodeNG, frozenset[str]] = {}
        self._asked_fields: dict[tuple[nodes.NodeNG, str], bool] = {}
        self._active = 0

    def flow(self, names: ModuleNames, scope: nodes.NodeNG) -> Flow | None:
        """Return the run of a function; None while it is being run, and if too many wait for each other."""
        from pylint_zmq.waits.flow import Flow

        if not isinstance(scope, (nodes.FunctionDef, nodes.Lambda, nodes.Module)):
            return None
        if scope not in self._flows:
            if self._active >= _MOST_ACTIVE:
                return None
            self._flows[scope] = None
            self._active += 1
            try:
                self._flows[scope] = Flow(names, scope, self).run()
            finally:
                self._active -= 1
        return self._flows[scope]

    def _function(self, names: ModuleNames, call: nodes.Call, wanted: frozenset[str]) -> Definition | None:
        """Return the one visible function that a call runs, if it mentions one of the wanted names."""
        definition = names.definition(call.func)
        if definition is None or not isinstance(definition.node, nodes.FunctionDef):
            return None
        return definition if wanted & self._mentioned(definition.node) else None

    def _mentioned(self, function: nodes.FunctionDef) -> frozenset[str]:
        if function not in self._mentions:
            found = {each.attrname for each in function.nodes_of_class((nodes.Attribute, nodes.AssignAttr))}
            found |= {each.name for each in function.nodes_of_class(nodes.Name)}
            self._mentions[function] = frozenset(found)
        return self._mentions[function]

    def of_call(self, names: ModuleNames, call: nodes.Call) -> Summary | None:
        """Return the summary of what a call runs; None if it cannot matter, or cannot be seen."""
        definition = self._function(names, call, _POLLING | _SETTING)
        if definition is None or definition.alternatives or not isinstance(definition.node, nodes.FunctionDef):
            return None
        flow = self.flow(definition.names, definition.node)
        if flow is None or flow.end is None or flow.yielded:
            return None
        return Summary(
            definition.node, frozenset({ANY}) if flow.end.ready else _NOTHING, _options(flow, definition.node)
        )

    def tells_ready(self, names: ModuleNames, call: nodes.Call) -> bool:
        """Tell whether a true result of a call means that a poll in it found something ready."""
        definition = self._function(names, call, _POLLING)
        if definition is None or not isinstance(definition.node, nodes.FunctionDef):
            return False
        flow = self.flow(definition.names, definition.node)
        if flow is None:
            return False
        results = flow.yielded or flow.returned
        found = IMPOSSIBLE
        for state, value in results:
            found = both(found, _implied(flow, state, value))
        return bool(results) and bool(found) and found != IMPOSSIBLE

    def made_with(self, names: ModuleNames, call: nodes.Call) -> frozenset[str]:
        """Return the timeouts that hold for what a visible function returns, or a manager yields."""
        definition = self._function(names, call, _SETTING)
        if definition is None or not isinstance(definition.node, nodes.FunctionDef):
            return frozenset()
        flow = self.flow(definition.names, definition.node)
        if flow is None:
            return frozenset()
        found: frozenset[str] | None = None
        for state, value in flow.yielded or flow.returned:
            root = _root(state, value)
            holds = frozenset(option for of, option in state.bounded if of == root)
            found = holds if found is None else found & holds
        return found if found is not None else frozenset()

    def made_attached(self, names: ModuleNames, call: nodes.Call) -> bool:
        """Tell whether what a visible function returns, or a manager yields, was bound or connected on every path."""
        definition = self._function(names, call, waits.ATTACHING)
        flow = self.flow(definition.names, definition.node) if definition is not None else None
        if flow is None:
            return False
        results = flow.yielded or flow.returned
        return bool(results) and all(_root(state, value) in state.attached for state, value in results)

    def is_bounded_field(self, names: ModuleNames, expr: nodes.NodeNG) -> bool:
        """Tell whether a receive timeout is set on a field, by whatever method of its class."""
        if not isinstance(expr, nodes.Attribute) or self._things is None:
            return False
        trace = self._things.trace(names, expr)
        return self._things.is_bounded(trace, waits.RECEIVE_TIMEOUT, None)

    def is_asked_field(self, cls: VisibleClass, attribute: str) -> bool:
        """Tell whether a class puts the result of a poll into a field."""
        key = (cls.node, attribute)
        if key not in self._asked_fields:
            self._asked_fields[key] = conditions.holds_poll(cls.names, cls, attribute)
        return self._asked_fields[key]


def _root(state: State, value: nodes.NodeNG | None) -> Root | None:
    key = calls.key_of(value) if value is not None else None
    return state.root(key) if key is not None else None


def _implied(flow: Flow, state: State, value: nodes.NodeNG | None) -> frozenset[Root]:
    if value is None:
        return IMPOSSIBLE
    found = flow.conditions.implied(state, value, truth=True)
    return found if found == IMPOSSIBLE else found | state.ready


def _options(flow: Flow, function: nodes.FunctionDef) -> tuple[tuple[str, str, bool], ...]:
    names = {parameter.name for parameter in parameters(function.args)}
    end = flow.end
    if end is None:
        return ()
    found = [(root, option, True) for root, option in end.bounded] + [
        (root, option, False) for root, option in end.endless
    ]
    return tuple(sorted(each for each in found if each[0].partition(".")[0] in names and "[" not in each[0]))
