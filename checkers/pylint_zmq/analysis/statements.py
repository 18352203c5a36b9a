"""Statements: one function each, from a state before to the ways of leaving it.

No control-flow graph: a statement takes a state to its outcomes, and `finally`, `with`, `else` and the loops put the
outcomes of their parts together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import (
    calls,
    conditions,
    expressions,
    forgetting,
    handlers,
    loops,
    managers,
    patterns,
    targets,
    widening,
)
from pylint_zmq.analysis.outcome import BREAK, CONTINUE, FALL, RAISE, RETURN, RETURNED, Outcome
from pylint_zmq.analysis.raising import ANY, ASSERTION
from pylint_zmq.analysis.shapes import line_of
from pylint_zmq.analysis.values import UNKNOWN, Opaque, Plain, Ref, Value
from pylint_zmq.model.setup import OPTION

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.state import State


def run_block(frame: Frame, body: list[nodes.NodeNG], states: Iterable[State]) -> list[Outcome]:
    """Run statements one after the other over a set of states."""
    left: dict[Hashable, Outcome] = {}
    current = [Outcome(FALL, state, body[0] if body else frame.scope) for state in states]
    for statement in body:
        following: list[Outcome] = []
        for before in _distinct(frame, _forgotten(frame, statement, current)):
            for outcome in run(frame, statement, before.state):
                if outcome.kind == FALL:
                    following.append(outcome)
                else:
                    outcome = outcome.moved(frame.canonical(outcome.state))
                    left.setdefault(outcome.key(), outcome)
        current = following
        if not current:
            break
    return [*left.values(), *_distinct(frame, current)]


def run_else(frame: Frame, body: list[nodes.NodeNG], states: Iterable[State], instead: nodes.NodeNG) -> list[Outcome]:
    """Run an `else` part; where there is none, `instead` is what ran last."""
    return run_block(frame, body, states) if body else [Outcome(FALL, state, instead) for state in states]


def _distinct(frame: Frame, outcomes: Iterable[Outcome]) -> list[Outcome]:
    known: dict[Hashable, Outcome] = {}
    for outcome in outcomes:
        state = frame.canonical(outcome.state)
        known.setdefault(state.key(), outcome.moved(state))
    if len(known) > frame.engine.settings.max_states:
        joined: dict[Hashable, Outcome] = {}
        for outcome in known.values():
            state = frame.canonical(widening.widened(frame, outcome.state))
            joined.setdefault(state.key(), outcome.moved(state))
        known = joined
    return list(known.values())


def _forgotten(frame: Frame, statement: nodes.NodeNG, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """The states before a statement without what nobody can read any more.

    A state in which nothing is open and nothing can be created any more has no more to tell.
    """
    live = frame.liveness.before[statement]
    is_late = line_of(statement) > frame.last_creation
    for outcome in outcomes:
        state = outcome.state
        if not is_late or state.holds_open():
            yield outcome.moved(forgetting.without_unread(frame, state, live))


def run(frame: Frame, statement: nodes.NodeNG, state: State) -> list[Outcome]:
    """All ways of leaving one statement from one canonical state, worked out once.

    A `finally` and a loop come to the same statement in the same state again and again.
    """
    key = (statement, state.key(), state.causes(), handlers.raised_again(frame, statement))
    known = frame.left.get(key)
    if known is None:
        known = frame.left[key] = _run(frame, statement, state)
    return known


def _run(frame: Frame, statement: nodes.NodeNG, state: State) -> list[Outcome]:
    frame.engine.count_step(state)
    outcomes: list[Outcome] = []
    raised = frame.captured_sink(lambda: outcomes.extend(_outcomes(frame, statement, state)))
    return [*outcomes, *(_unwound(frame, state, outcome) for outcome in raised)]


def _unwound(frame: Frame, before: State, outcome: Outcome) -> Outcome:
    """What the statement itself held (a half-built comprehension, a loop) goes with the exception that leaves it."""
    held = [name for name in outcome.state.names if name[0] == "&" and name != RETURNED and name not in before.names]
    return outcome.moved(frame.swept(outcome.state.without(*held), outcome.node, "raise")) if held else outcome


def _falls(statement: nodes.NodeNG, states: Iterable[State]) -> Iterator[Outcome]:
    for state in states:
        yield Outcome(FALL, state, statement)


def _outcomes(frame: Frame, statement: nodes.NodeNG, state: State) -> Iterator[Outcome]:  # noqa: C901 - one line a form
    match statement:
        case nodes.Expr():
            yield from _falls(statement, expressions.dropped(frame, statement.value, state))
        case nodes.Assign():
            yield from _falls(statement, _assign(frame, statement, state))
        case nodes.AnnAssign(value=value) if value is not None:
            for after, result in expressions.evaluate(frame, value, state):
                yield from _falls(statement, _stored(frame, statement, [statement.target], result, after))
        case nodes.AugAssign():
            yield from _falls(statement, _augmented(frame, statement, state))
        case nodes.Return():
            yield from _return(frame, statement, state)
        case nodes.If():
            for after, truth in conditions.branch(frame, statement.test, state):
                after = frame.swept(after, statement.test, "drop")
                yield from run_else(frame, statement.body if truth else statement.orelse, [after], statement.test)
        case nodes.While():
            yield from _while(frame, statement, state)
        case nodes.For():
            yield from _for(frame, statement, state)
        case nodes.Try() | nodes.TryStar():
            yield from handlers.run_try(frame, statement, state)
        case nodes.With():
            yield from managers.run_with(frame, statement, state)
        case nodes.Raise():
            handlers.run_raise(frame, statement, state)
        case nodes.Match():
            yield from patterns.run_match(frame, statement, state)
        case nodes.Break():
            yield Outcome(BREAK, state, statement)
        case nodes.Continue():
            yield Outcome(CONTINUE, state, statement)
        case nodes.Assert():
            yield from _falls(statement, _assert(frame, statement, state))
        case nodes.Delete():
            yield from _falls(statement, _delete(frame, statement, state))
        case nodes.FunctionDef():
            yield from _falls(statement, _define(frame, statement, state))
        case nodes.ClassDef():
            yield from _class(frame, statement, state)
        case nodes.Import() | nodes.ImportFrom():
            frame.raises(state, statement, ANY, doubt=OPTION)
            bound = [alias or name.partition(".")[0] for name, alias in statement.names]
            yield Outcome(FALL, frame.swept(state.without(*bound), statement, "rebind"), statement)
        case _:
            yield Outcome(FALL, state, statement)


def _stored(
    frame: Frame, statement: nodes.NodeNG, goals: list[nodes.NodeNG], value: Value, state: State
) -> Iterator[State]:
    held, slot = state.hold(value)
    states = [held]
    for target in goals:
        states = [after for before in states for after in targets.assign(frame, target, value, before)]
    for after in states:
        yield frame.swept(after.without(slot) if slot else after, statement, "rebind", _first_name(goals))


def _first_name(goals: list[nodes.NodeNG]) -> str:
    return next((str(goal.name) for goal in goals if isinstance(goal, nodes.AssignName)), "")


def _assign(frame: Frame, statement: nodes.Assign, state: State) -> Iterator[State]:
    for after, value in expressions.evaluate(frame, statement.value, state):
        yield from _stored(frame, statement, statement.targets, value, after)


def _augmented(frame: Frame, statement: nodes.AugAssign, state: State) -> Iterator[State]:
    target = statement.target
    if isinstance(target, nodes.AssignName):
        current = state.names.get(target.name, UNKNOWN)
        for after, value in expressions.evaluate(frame, statement.value, state):
            box = after.items(current)
            if box is not None and isinstance(current, Ref) and box.kind in ("list", "set", "dict"):
                yield frame.swept(calls.extended(frame, current, value, after), statement, "rebind")
            elif isinstance(current, Plain):
                # Somebody else may have it.
                yield frame.swept(frame.escaped(after, value), statement, "rebind")
            else:
                # Arithmetic never gives None.
                after = targets.store(frame, target, Opaque(not_none=True), after)
                yield frame.swept(after, statement, "rebind", target.name)
        return
    for after, value in expressions.evaluate(frame, statement.value, state):
        after = frame.escaped(after, value)
        if isinstance(target, nodes.Subscript):
            held = after
            for last, (owner, _) in expressions.evaluate_all(frame, [target.value, target.slice], held):
                box = last.items(owner)
                if box is None or box.kind not in ("list", "set", "dict"):
                    frame.raises(last, target, ANY)
                yield last
        else:
            yield after


def _return(frame: Frame, statement: nodes.Return, state: State) -> Iterator[Outcome]:
    for after, value in expressions.evaluate(frame, statement.value, state):
        yield Outcome(RETURN, frame.swept(after.bind(RETURNED, value), statement, "drop"), statement)


def _turn(outcomes: list[Outcome], left: dict[Hashable, Outcome], broken: dict[Hashable, State]) -> list[State]:
    """Sort the outcomes of a loop's body: what goes on, what leaves, what breaks; each turn has much the same."""
    on: list[State] = []
    for outcome in outcomes:
        match outcome.kind:
            case "falls through" | "continues":
                on.append(outcome.state)
            case "breaks":
                broken.setdefault(outcome.state.key(), outcome.state)
            case _:
                left.setdefault(outcome.key(), outcome)
    return on


def _while(frame: Frame, statement: nodes.While, state: State) -> Iterator[Outcome]:
    left: dict[Hashable, Outcome] = {}
    broken: dict[Hashable, State] = {}
    ended = list(
        loops.repeat(
            frame, statement, lambda inside: _turn(run_block(frame, statement.body, [inside]), left, broken), state
        )
    )
    yield from left.values()
    yield from run_else(frame, statement.orelse, ended, statement)
    yield from _falls(statement, broken.values())


def _for(frame: Frame, statement: nodes.For, state: State) -> Iterator[Outcome]:
    left: dict[Hashable, Outcome] = {}
    broken: dict[Hashable, State] = {}
    base = f"&{statement.iter.lineno}.{statement.iter.col_offset}"
    held = (f"{base}.of", f"{base}.rest", f"{base}.more")

    def body(inside: State) -> list[State]:
        return _turn(run_block(frame, statement.body, [inside]), left, broken)

    is_async = isinstance(statement, nodes.AsyncFor)
    ended = list(loops.iterate(frame, statement, statement.iter, statement.target, body, state, is_async))
    for outcome in left.values():
        manner = "raise" if outcome.kind == RAISE else "return"
        yield outcome.moved(frame.swept(outcome.state.without(*held), outcome.node, manner))
    yield from run_else(frame, statement.orelse, ended, statement)
    for inside in broken.values():
        yield Outcome(FALL, frame.swept(inside.without(*held), statement, "end of loop"), statement)


def _assert(frame: Frame, statement: nodes.Assert, state: State) -> Iterator[State]:
    for after, truth in conditions.branch(frame, statement.test, state):
        after = frame.swept(after, statement, "drop")
        if truth:
            yield after
            continue
        for last in expressions.dropped(frame, statement.fail, after):
            frame.raises(last, statement, ASSERTION)


def _delete(frame: Frame, statement: nodes.Delete, state: State) -> Iterator[State]:
    states = [state]
    for target in statement.targets:
        states = [
            frame.swept(after, statement, "delete", getattr(target, "name", ""))
            for before in states
            for after in targets.delete(frame, target, before)
        ]
    yield from states


def _define(frame: Frame, statement: nodes.FunctionDef, state: State) -> Iterator[State]:
    for after, value in expressions.routine(frame, statement, state):
        if statement.decorators is not None:
            # What a decorator makes of the function cannot be seen; it may keep it.
            after = frame.escaped(after, value)
            value = UNKNOWN
        yield frame.swept(targets.store(frame, statement, value, after), statement, "rebind")


def _class(frame: Frame, statement: nodes.ClassDef, state: State) -> Iterator[Outcome]:
    """A class body keeps what it takes from the function, and its methods see it for as long as the class lives."""
    captured = frame.names.scopes.by_node[statement].free_names() & frame.facts.locals
    yield Outcome(FALL, frame.names_escaped(state.without(statement.name), captured), statement)
