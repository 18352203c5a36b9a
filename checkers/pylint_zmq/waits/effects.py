"""What assignments and calls change about what is certain."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import waits
from pylint_zmq.names.scopes import elements, parameters
from pylint_zmq.waits import calls, patience, setting
from pylint_zmq.waits.calls import key_of
from pylint_zmq.waits.patience import Patience
from pylint_zmq.waits.state import FOUND, IMPOSSIBLE, MADE, NOTHING, State, join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.bindings import Scope
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.conditions import Conditions
    from pylint_zmq.waits.setting import Setting
    from pylint_zmq.waits.state import Root
    from pylint_zmq.waits.summaries import Summaries

_TIMEOUTS = (waits.RECEIVE_TIMEOUT, waits.SEND_TIMEOUT)


class Effects:
    """The effects of statements of one function."""

    def __init__(self, names: ModuleNames, summaries: Summaries, conditions: Conditions) -> None:
        self._names = names
        self._summaries = summaries
        self._conditions = conditions

    # Assignments

    def assign(self, target: nodes.NodeNG, value: nodes.NodeNG, state: State) -> State:
        """Return the state after `target = value`, the value evaluated."""
        match target:
            case nodes.Tuple() | nodes.List():
                return self._unpack(target, value, state)
            case nodes.AssignAttr():
                set_option = setting.of_store(target)
                if set_option is not None:
                    return self.set_option(replace(set_option, value=value), state)
            case nodes.Starred(value=inner):
                target = inner
        key = key_of(target)
        if key is None:
            return state
        return self._bind(key, value, state)

    def _unpack(self, target: nodes.Tuple | nodes.List, value: nodes.NodeNG, state: State) -> State:
        parts = elements(value) if isinstance(value, (nodes.Tuple, nodes.List)) else []
        targets = elements(target)
        for at, each in enumerate(targets):
            state = self.assign(each, parts[at] if len(parts) == len(targets) else value, state)
        return state

    def _bind(self, key: str, value: nodes.NodeNG, state: State) -> State:
        told = {
            (key, truth): self._conditions.implied(state, value, truth) for truth in (True, False) if _can_tell(value)
        }
        state = state.without_told(key)
        constant = key.isidentifier() and not self._is_shared(key, value)
        told = {condition: roots for condition, roots in told.items() if roots and (constant or roots != IMPOSSIBLE)}
        if told:
            state = replace(state, told={**state.told, **told})
        root, made = self._root_of(value, state)
        roots = {known: of for known, of in state.roots.items() if known != key}
        if root is not None:
            roots[key] = root
        state = replace(state, roots=roots, named=state.named | {key})
        return self._made(root, value, state) if root is not None and made else state

    def _is_shared(self, name: str, value: nodes.NodeNG) -> bool:
        """Tell whether a function inside this one may give a variable another value."""
        scope = self._names.scopes.scope_of(value)
        found = scope.lookup(name)
        return found is not None and any(name in each.nonlocals | each.globals for each in _inside(found[0]))

    def _root_of(self, value: nodes.NodeNG, state: State) -> tuple[Root | None, bool]:
        """Return what a value stands for, and whether it was made just here."""
        while isinstance(value, (nodes.Await, nodes.NamedExpr)):
            value = value.value
        if isinstance(value, nodes.Call):
            makes = isinstance(value.func, nodes.Attribute) and value.func.attrname == zmq_classes.MAKE_SOCKET
            return f"{MADE if makes else FOUND}{value.lineno}:{value.col_offset}", True
        if isinstance(value, nodes.Const) and value.value is None:
            return NOTHING, False
        key = key_of(value)
        return (state.root(key), False) if key is not None else (None, False)

    def _made(self, root: Root, value: nodes.NodeNG, state: State) -> State:
        """A new thing has the timeouts of its context's defaults, or those that its maker sets."""
        state = state.fresh(root)
        while isinstance(value, (nodes.Await, nodes.NamedExpr)):
            value = value.value
        if not isinstance(value, nodes.Call):
            return state
        if self._summaries.made_attached(self._names, value):
            state = replace(state, attached=state.attached | {root})
        for option in _TIMEOUTS:
            if self._has_from_maker(value, option, state):
                state = state.with_option(root, option, bounds=True)
        return state

    def _has_from_maker(self, call: nodes.Call, option: str, state: State) -> bool:
        if isinstance(call.func, nodes.Attribute) and call.func.attrname == zmq_classes.MAKE_SOCKET:
            key = key_of(call.func.expr)
            return key is not None and (state.root(key), option) in state.bounded
        return option in self._summaries.made_with(self._names, call)

    # Loops over containers

    def take_element(self, target: nodes.NodeNG, source: nodes.NodeNG, state: State) -> State:
        """Return the state after a loop took an element out of what it goes over."""
        for name in target.nodes_of_class(nodes.AssignName):
            state = state.without_told(name.name)
            roots = {known: of for known, of in state.roots.items() if known != name.name}
            if name is target:
                key = _container_key(source)
                if key is not None:
                    roots[name.name] = f"{state.root(key)}[]"
                    state = _bounded_as_all(state, source, roots[name.name])
            state = replace(state, roots=roots)
        return state

    def after_elements(self, source: nodes.NodeNG, before: State, after: State | None) -> State | None:
        """Join a loop's head with its end: a timeout that every round sets holds for all elements afterwards."""
        if after is None:
            return before
        key = _container_key(source)
        element = f"{before.root(key)}[]" if key is not None else None
        kept = frozenset(each for each in after.bounded if each[0] == element)
        if isinstance(source, (nodes.Tuple, nodes.List)):
            # Never empty: every round sets it for one of these.
            each_root = [before.root(of) for of in map(key_of, elements(source)) if of is not None]
            kept = frozenset((root, option) for _, option in kept for root in each_root)
        joined = join(before, after)
        return replace(joined, bounded=joined.bounded | kept) if joined is not None else None

    # Calls

    def call(self, call: nodes.Call, state: State) -> State:
        """Return the state after a call, its arguments evaluated."""
        set_option = setting.of_call(self._names, call)
        if set_option is not None:
            return self.set_option(set_option, state)
        key = key_of(call.func.expr) if isinstance(call.func, nodes.Attribute) else None
        if isinstance(call.func, nodes.Attribute) and key is not None:
            changed = self._method(call, call.func.attrname, key, state)
            if changed is not None:
                return changed
        return self._visible_call(call, state)

    def _method(self, call: nodes.Call, method: str, key: str, state: State) -> State | None:
        """Return the state after a method of zmq or of a container; None if it is neither."""
        root = frozenset({state.root(key)})
        if method in waits.SENDS:
            return replace(state, sent=state.sent | root, taken=state.taken - root)
        if method in waits.RECEIVES:
            if method in waits.WHOLE_MESSAGES:
                state = state.without_ready(root)
            return replace(state, taken=state.taken | root, timed_out=state.timed_out - root)
        if method == "close":
            return replace(state, timed_out=state.timed_out - root)
        if method in waits.ATTACHING:
            return replace(state, attached=state.attached | root)
        if method == zmq_classes.MAKE_SOCKET:
            return replace(state, used=state.used | root)
        if method == "append" and len(call.args) == 1:
            return self._put(key, call.args[0], state)
        return None

    def may_time_out(self, call: nodes.Call, state: State) -> Root | None:
        """Return the root of a receive that ends without a message, if it was to be the answer to a request."""
        if not isinstance(call.func, nodes.Attribute) or call.func.attrname not in waits.RECEIVES:
            return None
        key = key_of(call.func.expr)
        if key is None or state.root(key) not in state.sent:
            return None
        found = calls.wait_of(self._names, call)
        if found is None or found.kind != calls.RECEIVE:
            return None
        root = state.root(key)
        bounded = (root, waits.RECEIVE_TIMEOUT) in state.bounded or calls.has_flag(found) is True
        return root if bounded or self._summaries.is_bounded_field(self._names, call.func.expr) else None

    def _put(self, container: str, value: nodes.NodeNG, state: State) -> State:
        """An element of a container is bounded if what was put there last is."""
        root, _ = self._root_of(value, state)
        for option in _TIMEOUTS:
            element = f"{state.root(container)}[]"
            if root is not None and (root, option) in state.bounded:
                state = state.with_option(element, option, bounds=True)
        return state

    def set_option(self, found: Setting, state: State) -> State:
        """Return the state after an option was set."""
        key = key_of(found.target)
        if key is None or found.option not in (*_TIMEOUTS, setting.UNKNOWN_OPTION):
            return state
        root = state.root(key)
        if found.option == setting.UNKNOWN_OPTION:
            for option in _TIMEOUTS:
                state = state.with_option(root, option, bounds=True)
            return state
        bounds = found.value is None or patience.of(self._names, found.value) is Patience.FINITE
        return state.with_option(root, found.option, bounds=bounds)

    def set_by_turns(self, loop: nodes.NodeNG, state: State) -> State:
        """Return the state after a loop that sets options which cannot be told: who writes one has some to set."""
        for found in setting.unknown(self._names):
            if loop.parent_of(found.node):
                state = self.set_option(found, state)
        return state

    def _visible_call(self, call: nodes.Call, state: State) -> State:
        """Apply what a visible function does to the sockets that it is given, and what its return means."""
        if isinstance(call.func, nodes.Attribute) and isinstance(call.func.expr, nodes.Name) and state.timed_out:
            # A method of the same object may put a new socket in the place of one that is stuck.
            holder = f"{call.func.expr.name}."
            state = replace(state, timed_out=frozenset(each for each in state.timed_out if not each.startswith(holder)))
        summary = self._summaries.of_call(self._names, call)
        if summary is None:
            return state
        if summary.returns_ready:
            state = state.with_ready(summary.returns_ready)
        for name, option, bounds in summary.options:
            key = self._given(call, summary.function, name)
            if key is not None:
                state = state.with_option(state.root(key), option, bounds=bounds)
        return state

    def _given(self, call: nodes.Call, function: nodes.FunctionDef, parameter: str) -> str | None:
        """Return the key of what a call gives for a parameter, `self.sock` for a field of the same object."""
        head, _, rest = parameter.partition(".")
        order = [each.name for each in parameters(function.args)]
        if head not in order:
            return None
        at = order.index(head)
        if isinstance(call.func, nodes.Attribute) and summaries_method(function):
            if at == 0:
                base = key_of(call.func.expr)
                return f"{base}.{rest}" if base is not None and rest else base
            at -= 1
        value = calls.argument(call, at, head)
        key = key_of(value) if value is not None else None
        return f"{key}.{rest}" if key is not None and rest else key


def summaries_method(function: nodes.FunctionDef) -> bool:
    """Tell whether a function stands in a class body."""
    return isinstance(function.parent, nodes.ClassDef)


def _inside(scope: Scope) -> Iterator[Scope]:
    for child in scope.children:
        yield child
        yield from _inside(child)


def _can_tell(value: nodes.NodeNG) -> bool:
    """Leave out what can have no truth worth keeping: displays with elements and the like."""
    return not isinstance(value, (nodes.Lambda, nodes.JoinedStr))


def _container_key(source: nodes.NodeNG) -> str | None:
    match source:
        case nodes.Call(func=nodes.Attribute(attrname="values", expr=inner)):
            return key_of(inner)
        case nodes.Call(func=nodes.Name(name="list" | "tuple" | "reversed" | "sorted"), args=[inner]):
            return _container_key(inner)
        case nodes.Tuple() | nodes.List():
            return f"{MADE}{source.lineno}:{source.col_offset}"
    return key_of(source)


def _bounded_as_all(state: State, source: nodes.NodeNG, root: Root) -> State:
    """What goes over a display has the timeouts that all its elements have."""
    if not isinstance(source, (nodes.Tuple, nodes.List)):
        return state
    every = [state.root(of) for of in map(key_of, elements(source)) if of is not None]
    for option in _TIMEOUTS:
        if every and all((each, option) in state.bounded for each in every):
            state = state.with_option(root, option, bounds=True)
    return state
