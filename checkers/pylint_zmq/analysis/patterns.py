"""`match`: which patterns can match a value, and what they bind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import conditions, containers, expressions, statements, targets
from pylint_zmq.analysis.heap import Items
from pylint_zmq.analysis.outcome import FALL, Outcome
from pylint_zmq.analysis.values import UNKNOWN, Const, Tup, Value, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astroid.nodes.node_classes import Pattern

    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.state import State


def run_match(frame: Frame, statement: nodes.Match, state: State) -> Iterator[Outcome]:
    """A `match` statement: the cases in order, each from the states in which none before it matched."""
    slot = f"&{statement.lineno}.{statement.col_offset}.match"
    for after, subject in expressions.evaluate(frame, statement.subject, state):
        left = [after.bind(slot, subject) if references(subject) else after]
        for case in statement.cases:
            missed: list[State] = []
            matched: list[State] = []
            for before in left:
                for now, hit in _matches(
                    frame, case.pattern, before.names.get(slot, subject), before, statement.subject
                ):
                    (matched if hit else missed).append(now)
            matched, refused = _guarded(frame, case.guard, matched)
            missed.extend(refused)
            for outcome in statements.run_block(frame, case.body, matched):
                yield outcome.moved(frame.swept(outcome.state.without(slot), outcome.node, "drop"))
            left = missed
        for missed_all in left:
            yield Outcome(FALL, frame.swept(missed_all.without(slot), statement, "drop"), statement)


def _guarded(frame: Frame, guard: nodes.NodeNG | None, states: list[State]) -> tuple[list[State], list[State]]:
    if guard is None:
        return states, []
    branches = [pair for state in states for pair in conditions.branch(frame, guard, state)]
    return [state for state, truth in branches if truth], [state for state, truth in branches if not truth]


def _matches(
    frame: Frame, pattern: Pattern, value: Value, state: State, subject: nodes.NodeNG | None = None
) -> Iterator[tuple[State, bool]]:
    """The ways in which a pattern matches or misses a value: (state with what it binds, whether it matched)."""
    match pattern:
        case nodes.MatchAs(pattern=inner, name=name):
            for after, hit in _matches(frame, inner, value, state, subject) if inner is not None else [(state, True)]:
                yield (targets.store(frame, name, value, after) if hit and name is not None else after), hit
        case nodes.MatchSingleton(value=None):
            known = conditions.is_none(value)
            for none in (True, False) if known is None else (known,):
                narrowed = conditions.learned_none(frame, subject, value, none, state) if subject is not None else state
                yield narrowed, none
        case nodes.MatchSingleton(value=constant):
            yield from _maybe(state, None if not isinstance(value, Const) else value.value is constant)
        case nodes.MatchValue(value=nodes.Const(value=constant)):
            yield from _maybe(
                state, None if not isinstance(value, Const) else value.value == constant, bool(references(value))
            )
        case nodes.MatchOr():
            yield from _any_of(frame, list(pattern.patterns), value, state, subject)
        case nodes.MatchSequence():
            yield from _sequence(frame, list(pattern.patterns), value, state)
        case _:
            # A class, mapping or dotted-name pattern: it may match, and binds something of the value.
            after = _bound_unknown(frame, pattern, state=state)
            if any(True for _ in pattern.nodes_of_class(nodes.AssignName)):
                after = frame.escaped(after, value)
            yield after, True
            yield state, False


def _maybe(state: State, known: bool | None, never: bool = False) -> Iterator[tuple[State, bool]]:
    for hit in (True, False) if known is None and not never else (bool(known),):
        yield state, hit


def _any_of(
    frame: Frame, patterns: list[Pattern], value: Value, state: State, subject: nodes.NodeNG | None
) -> Iterator[tuple[State, bool]]:
    for after, hit in _matches(frame, patterns[0], value, state, subject):
        if hit or len(patterns) == 1:
            yield after, hit
        else:
            yield from _any_of(frame, patterns[1:], value, after, subject)


def _sequence(frame: Frame, patterns: list[Pattern], value: Value, state: State) -> Iterator[tuple[State, bool]]:
    inside = containers.elements(state, value)
    starred = next((at for at, pattern in enumerate(patterns) if isinstance(pattern, nodes.MatchStar)), None)
    if inside is None:
        yield _bound_unknown(frame, *patterns, state=state), True
        yield state, False
        return
    if (starred is None and len(inside) != len(patterns)) or len(inside) < len(patterns) - (starred is not None):
        yield state, False
        return
    parts: list[Value] = list(inside)
    if starred is not None:
        end = len(inside) - (len(patterns) - starred - 1)
        state, box = state.add(Items("list", tuple((None, part) for part in inside[starred:end])))
        parts[starred:end] = [box]
    yield from _each(frame, patterns, parts, state)


def _each(frame: Frame, patterns: list[Pattern], values: list[Value], state: State) -> Iterator[tuple[State, bool]]:
    if not patterns:
        yield state, True
        return
    first = patterns[0]
    if isinstance(first, nodes.MatchStar):
        first_results = [
            (targets.store(frame, first.name, values[0], state) if first.name is not None else state, True)
        ]
    else:
        first_results = list(_matches(frame, first, values[0], state))
    for after, hit in first_results:
        if not hit:
            yield after, False
            continue
        held, slot = after.hold(Tup(tuple(values[1:])))
        for last, all_hit in _each(frame, patterns[1:], values[1:], held):
            yield last.without(slot) if slot else last, all_hit


def _bound_unknown(frame: Frame, *patterns: Pattern, state: State) -> State:
    for pattern in patterns:
        for name in pattern.nodes_of_class(nodes.AssignName):
            state = targets.store(frame, name, UNKNOWN, state)
    return state
