"""Runs one function over what is certain about its sockets, path by path, and keeps what holds at each call."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from astroid import nodes

from pylint_zmq.model import waits
from pylint_zmq.names.bindings import Kind
from pylint_zmq.names.scopes import elements
from pylint_zmq.waits.conditions import Conditions
from pylint_zmq.waits.effects import Effects
from pylint_zmq.waits.loops import is_endless
from pylint_zmq.waits.state import IMPOSSIBLE, State, join

if TYPE_CHECKING:
    from collections.abc import Callable

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.state import Root
    from pylint_zmq.waits.summaries import Summaries

#: A loop's head settles after a few rounds: facts only get lost.
_MOST_ROUNDS = 6

_SUPPRESS = "contextlib.suppress"
_CATCH_ALL = frozenset({"builtins.Exception", "builtins.BaseException"})

#: Statements that can raise without a call in them.
_RAISING = (nodes.Raise, nodes.Assert, nodes.For, nodes.With, nodes.Import, nodes.ImportFrom, nodes.Delete)


@dataclass
class _Loop:
    """Where the loops round a statement are left and gone round."""

    breaks: State | None = None
    continues: State | None = None


@dataclass
class Flow:
    """One run of a function."""

    names: ModuleNames
    scope: nodes.FunctionDef | nodes.Lambda | nodes.Module
    summaries: Summaries
    #: What is certain at each call, and at each store to an attribute, before it.
    at: dict[nodes.NodeNG, State] = field(default_factory=dict)
    #: What is certain when the function returns, and what each returned value is.
    end: State | None = None
    returned: list[tuple[State, nodes.NodeNG | None]] = field(default_factory=list)
    yielded: list[tuple[State, nodes.NodeNG | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._loops: list[_Loop] = []
        #: For each open try, the states in which something may raise.
        self._tries: list[State | None] = []
        self.conditions = Conditions(self.names, self.summaries)
        self._effects = Effects(self.names, self.summaries, self.conditions)

    def run(self) -> Flow:
        """Run the function from its start."""
        start = State(named=self._given())
        if isinstance(self.scope, nodes.Lambda) and not isinstance(self.scope, nodes.FunctionDef):
            fallen: State | None = self._expression(self.scope.body, start)
        else:
            fallen = self._block(self.scope.body, start)
        self.end = join(self.end, fallen)
        return self

    def _given(self) -> frozenset[str]:
        """Return the names that have a value at the start: parameters, and what is shared with outer functions."""
        scope = self.names.scopes.by_node[self.scope]
        given = {name for name, found in scope.bindings.items() if any(each.kind is Kind.PARAMETER for each in found)}
        return frozenset(given | scope.globals | scope.nonlocals)

    # Statements

    def _block(self, statements: list[nodes.NodeNG], state: State | None) -> State | None:
        for statement in statements:
            if state is None:
                return None
            state = self._statement(statement, state)
        return state

    def _statement(self, node: nodes.NodeNG, state: State) -> State | None:
        if isinstance(node, _RAISING):
            self._may_raise(state)
        handler = _STATEMENTS.get(type(node))
        return handler(self, node, state) if handler is not None else self._expressions(node, state)

    def _may_raise(self, state: State | None) -> None:
        """Tell the innermost try, if there is one, that an exception may come to it in this state."""
        if self._tries:
            self._tries[-1] = join(self._tries[-1], state)

    def _if(self, node: nodes.If, state: State) -> State | None:
        state = self._expression(node.test, state)
        yes, no = self._branches(node.test, state)
        return join(self._block(node.body, yes), self._block(node.orelse, no))

    def _return(self, node: nodes.Return, state: State) -> None:
        state = self._expression(node.value, state) if node.value is not None else state
        self.returned.append((state, node.value))
        self.end = join(self.end, state)

    def _raise(self, node: nodes.Raise, state: State) -> None:
        self._expressions(node, state)

    def _break(self, _node: nodes.Break, state: State) -> None:
        self._loops[-1].breaks = join(self._loops[-1].breaks, state)

    def _continue(self, _node: nodes.Continue, state: State) -> None:
        self._loops[-1].continues = join(self._loops[-1].continues, state)

    def _assert(self, node: nodes.Assert, state: State) -> State | None:
        return self._branches(node.test, self._expression(node.test, state))[0]

    def _definition(self, _node: nodes.FunctionDef | nodes.ClassDef, state: State) -> State:
        return state

    def _assign(self, node: nodes.Assign | nodes.AnnAssign, state: State) -> State:
        if node.value is None:
            return state
        state = self._expression(node.value, state)
        for target in node.targets if isinstance(node, nodes.Assign) else [node.target]:
            self._keep(target, state)
            state = self._effects.assign(target, node.value, state)
        return state

    def _branches(self, test: nodes.NodeNG, state: State) -> tuple[State | None, State | None]:
        if isinstance(test, nodes.Const):
            return (state, None) if test.value else (None, state)
        yes, no = (self.conditions.implied(state, test, truth) for truth in (True, False))
        name, says = _tested(test)
        known = state.found_to_be(name, says), state.found_to_be(name, not says)
        return _told(known[0], yes, no), _told(known[1], no, yes)

    # Loops

    def _while(self, node: nodes.While, state: State) -> State | None:
        endless = is_endless(self.names, node)
        head: State | None = _before_loop(state) if endless else state
        after: State | None = None
        breaks: State | None = None
        for _ in range(_MOST_ROUNDS):
            assert head is not None
            tested = self._expression(node.test, head)
            yes, no = self._branches(node.test, tested)
            after = no
            round_end, breaks = self._body(node.body, yes)
            again = join(head, _next_round(round_end, asked=not endless) if round_end is not None else None)
            if again == head:
                break
            head = again
        return join(self._block(node.orelse, after), breaks)

    def _for(self, node: nodes.For, state: State) -> State | None:
        state = self._expression(node.iter, state)
        asked = self.conditions.asked(state, node.iter)
        endless = is_endless(self.names, node)
        head: State | None = _before_loop(state) if endless else state
        breaks: State | None = None
        for _ in range(_MOST_ROUNDS):
            assert head is not None
            inside = self._effects.take_element(node.target, node.iter, head).with_ready(asked)
            round_end, breaks = self._body(node.body, inside)
            if round_end is not None:
                round_end = _next_round(round_end, asked=not endless)
            again = self._effects.after_elements(node.iter, head, round_end)
            if again == head:
                break
            head = again
        assert head is not None
        return join(self._block(node.orelse, self._effects.set_by_turns(node, head)), breaks)

    def _body(self, body: list[nodes.NodeNG], state: State | None) -> tuple[State | None, State | None]:
        loop = _Loop()
        self._loops.append(loop)
        fallen = self._block(body, state)
        self._loops.pop()
        return join(fallen, loop.continues), loop.breaks

    # Blocks that exceptions go through

    def _try(self, node: nodes.Try, state: State) -> State | None:
        if not node.finalbody:
            fallen, outer = self._guarded(node, state)
            self._may_raise(outer)
            return fallen
        around, self.end = self.end, None
        loop = self._loops[-1] if self._loops else _Loop()
        inner = _Loop()
        self._loops = [*self._loops[:-1], inner]
        fallen, outer = self._guarded(node, state)
        self._loops = [*self._loops[:-1], loop]
        # The finally block runs once for each way of leaving, and keeps that way.
        self.end = join(around, self._block(node.finalbody, self.end))
        loop.breaks = join(loop.breaks, self._block(node.finalbody, inner.breaks))
        loop.continues = join(loop.continues, self._block(node.finalbody, inner.continues))
        self._may_raise(self._block(node.finalbody, outer))
        return self._block(node.finalbody, fallen)

    def _guarded(self, node: nodes.Try, state: State) -> tuple[State | None, State | None]:
        """Run a try without its finally; returns what falls through, and in what state an exception leaves it."""
        self._tries.append(None)
        fallen = self._block(node.body, state)
        raised = self._tries.pop()
        self._tries.append(None)
        fallen = self._block(node.orelse, fallen)
        for handler in node.handlers:
            if raised is not None:
                caught = raised if self._catches_timeout(handler) else replace(raised, timed_out=frozenset())
                fallen = join(fallen, self._block(handler.body, caught))
        if not any(self._catches_all(handler) for handler in node.handlers):
            self._may_raise(raised)
        return fallen, self._tries.pop()

    def _catches_all(self, handler: nodes.ExceptHandler) -> bool:
        return handler.type is None or self.names.qualify(handler.type) in _CATCH_ALL

    def _catches_timeout(self, handler: nodes.ExceptHandler) -> bool:
        if handler.type is None:
            return True
        types = elements(handler.type) if isinstance(handler.type, nodes.Tuple) else [handler.type]
        return any((self.names.qualify(each) or "") in waits.TIMEOUT_CATCHERS for each in types)

    def _with(self, node: nodes.With, state: State) -> State | None:
        suppresses = False
        for manager, target in node.items:
            state = self._expression(manager, state)
            if target is not None:
                state = self._effects.assign(target, manager, state)
            suppresses = suppresses or (
                isinstance(manager, nodes.Call) and self.names.qualify(manager.func) == _SUPPRESS
            )
        if not suppresses:
            return self._block(node.body, state)
        self._tries.append(None)
        fallen = self._block(node.body, state)
        raised = self._tries.pop()
        # What it does not suppress goes on.
        self._may_raise(raised)
        return join(fallen, raised)

    def _match(self, node: nodes.Match, state: State) -> State | None:
        state = self._expression(node.subject, state)
        asked = self.conditions.asked(state, node.subject)
        ends: State | None = None
        complete = False
        for case in node.cases:
            inside = state.with_ready(asked)
            if case.guard is not None:
                inside = self._expression(case.guard, inside)
                inside = _told(inside, self.conditions.implied(inside, case.guard, True), frozenset()) or inside
            ends = join(ends, self._block(case.body, inside))
            complete = complete or _is_wildcard(case)
        return ends if complete else join(ends, state)

    # Expressions

    def _expressions(self, node: nodes.NodeNG, state: State) -> State:
        for child in node.get_children():
            state = self._expression(child, state)
        return state

    def _expression(self, node: nodes.NodeNG, state: State) -> State:
        match node:
            case nodes.Const() | nodes.Name() | nodes.Lambda() | nodes.AssignName():
                return state
            case nodes.BoolOp(op=operator, values=values):
                return self._bool_op(operator, values, state)
            case nodes.IfExp(test=test, body=body, orelse=orelse):
                state = self._expression(test, state)
                yes, no = self._branches(test, state)
                ends = join(
                    self._expression(body, yes) if yes is not None else None,
                    self._expression(orelse, no) if no is not None else None,
                )
                return ends if ends is not None else state
            case nodes.NamedExpr(target=target, value=value):
                return self._effects.assign(target, value, self._expression(value, state))
            case nodes.ListComp() | nodes.SetComp() | nodes.DictComp() | nodes.GeneratorExp():
                self._comprehension(node, state)
                return self._effects.set_by_turns(node, state)
            case nodes.Call():
                state = self._expressions(node, state)
                self._keep(node, state)
                self._may_raise(state)
                self._raises_from(node, state)
                return self._effects.call(node, state)
            case nodes.Yield(value=value):
                state = self._expression(value, state) if value is not None else state
                self.yielded.append((state, value))
                return state
            case nodes.AssignAttr() | nodes.DelAttr():
                return self._expression(node.expr, state)
        return self._expressions(node, state)

    def _keep(self, node: nodes.NodeNG, state: State) -> None:
        known = self.at.get(node)
        self.at[node] = state if known is None else join(known, state) or state

    def _raises_from(self, call: nodes.Call, state: State) -> None:
        """A receive that can time out leaves the request without its answer."""
        root = self._effects.may_time_out(call, state)
        if root is not None:
            self._may_raise(replace(state, timed_out=state.timed_out | {root}))

    def _bool_op(self, operator: str, values: list[nodes.NodeNG], state: State) -> State:
        going: State | None = self._expression(values[0], state)
        ends: State | None = None
        for before, value in pairwise(values):
            assert going is not None
            yes, no = self._branches(before, going)
            going, stopped = (yes, no) if operator == "and" else (no, yes)
            ends = join(ends, stopped)
            if going is None:
                break
            going = self._expression(value, going)
        ends = join(ends, going)
        return ends if ends is not None else state

    def _comprehension(
        self, node: nodes.ListComp | nodes.SetComp | nodes.DictComp | nodes.GeneratorExp, state: State
    ) -> None:
        for generator in node.generators:
            state = self._expression(generator.iter, state)
            state = state.with_ready(self.conditions.asked(state, generator.iter))
            state = self._effects.take_element(generator.target, generator.iter, state)
            for test in generator.ifs:
                state = self._expression(test, state)
                state = _told(state, self.conditions.implied(state, test, True), frozenset()) or state
        for part in ("elt", "key", "value"):
            if getattr(node, part, None) is not None:
                self._expression(getattr(node, part), state)


def _tested(test: nodes.NodeNG) -> tuple[str, bool]:
    """Return the name whose truth a condition asks for, "" if it asks for more; and what that is if it holds."""
    says = True
    while isinstance(test, nodes.UnaryOp) and test.op == "not":
        test, says = test.operand, not says
    match test:
        case nodes.Name(name=name) | nodes.NamedExpr(target=nodes.AssignName(name=name)):
            return str(name), says
    return "", says


def _next_round(state: State, *, asked: bool) -> State:
    """Return what still holds when a loop goes round: a poll speaks of one message; `asked` keeps what was sent."""
    state = state.without_ready(state.taken)
    return replace(state, sent=state.sent if asked else frozenset(), taken=frozenset())


def _before_loop(state: State) -> State:
    """Return what a loop that serves begins with: what was asked before is not answered in it."""
    return replace(state, sent=frozenset(), taken=frozenset())


def _told(state: State, ready: frozenset[Root], missed: frozenset[Root]) -> State | None:
    """Return what holds on a branch: some are ready, and others, that would be on the other one, are not."""
    if ready == IMPOSSIBLE:
        return None
    late = missed & state.sent
    return replace(state.with_ready(ready), timed_out=state.timed_out | late) if late else state.with_ready(ready)


def _is_wildcard(case: nodes.MatchCase) -> bool:
    return case.guard is None and isinstance(case.pattern, nodes.MatchAs) and case.pattern.pattern is None


_STATEMENTS: dict[type[nodes.NodeNG], Callable[[Flow, Any, State], State | None]] = {
    nodes.If: Flow._if,
    nodes.While: Flow._while,
    nodes.For: Flow._for,
    nodes.AsyncFor: Flow._for,
    nodes.Try: Flow._try,
    nodes.TryStar: Flow._try,
    nodes.With: Flow._with,
    nodes.AsyncWith: Flow._with,
    nodes.Match: Flow._match,
    nodes.Return: Flow._return,
    nodes.Raise: Flow._raise,
    nodes.Break: Flow._break,
    nodes.Continue: Flow._continue,
    nodes.Assert: Flow._assert,
    nodes.FunctionDef: Flow._definition,
    nodes.AsyncFunctionDef: Flow._definition,
    nodes.ClassDef: Flow._definition,
    nodes.Assign: Flow._assign,
    nodes.AnnAssign: Flow._assign,
}
