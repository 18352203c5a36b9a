"""`try`, its handlers, `finally`, and `raise`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import expressions, statements
from pylint_zmq.analysis.facts import Scope, own_nodes
from pylint_zmq.analysis.outcome import FALL, RAISE, Outcome
from pylint_zmq.analysis.raising import ANY, GROUP, Raised, handles, handles_parts, in_group
from pylint_zmq.analysis.shapes import elements_of
from pylint_zmq.analysis.values import Exc, Named
from pylint_zmq.names.once import once

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.state import State


def run_try(frame: Frame, statement: nodes.Try | nodes.TryStar, state: State) -> Iterator[Outcome]:
    """`try` with handlers, `else` and `finally`.

    `else` is not guarded by the handlers, `finally` follows every way out.
    """
    outcomes: list[Outcome] = []
    body = statements.run_block(frame, statement.body, [state])
    fell = [outcome for outcome in body if outcome.kind == FALL]
    for outcome in body:
        if outcome.kind == RAISE:
            if isinstance(statement, nodes.TryStar):
                outcomes.extend(_handled_star(frame, statement, outcome))
            else:
                outcomes.extend(_handled(frame, statement, outcome))
        elif outcome.kind != FALL:
            outcomes.append(outcome)
    orelse = statement.orelse
    outcomes.extend(statements.run_block(frame, orelse, [outcome.state for outcome in fell]) if orelse else fell)
    if statement.finalbody:
        yield from _finally(frame, statement, outcomes)
    else:
        yield from outcomes


def _finally(frame: Frame, statement: nodes.Try | nodes.TryStar, outcomes: list[Outcome]) -> Iterator[Outcome]:
    """Run the final block after every outcome, and keep the outcome unless the block leaves by itself."""
    distinct = {outcome.moved(frame.canonical(outcome.state)).key(): outcome for outcome in outcomes}
    for outcome in distinct.values():
        if outcome.raised is not None:
            frame.handling.append(outcome.raised)
        after = statements.run_block(frame, statement.finalbody, [outcome.state])
        if outcome.raised is not None:
            frame.handling.pop()
        for left in after:
            if left.kind == FALL:
                yield Outcome(outcome.kind, left.state, left.node, outcome.raised)
            else:
                yield left if left.kind != RAISE else frame.not_returned(left)


def _handled(frame: Frame, statement: nodes.Try, outcome: Outcome) -> Iterator[Outcome]:
    """Pass an exception through the handlers in their order."""
    left: Outcome | None = outcome
    for handler in statement.handlers:
        if left is None:
            return
        outcomes, left = _through(frame, statement, handler, left)
        yield from outcomes
    if left is not None:
        yield left


def _handled_star(frame: Frame, statement: nodes.TryStar, outcome: Outcome) -> Iterator[Outcome]:
    """Pass an exception through the handlers of `except*`.

    What an unseen call raises may be a group of several kinds: then each handler that fits runs, one after the other,
    and what is left, or what a handler raised, is raised when all are done.
    """
    waiting = [_Parts(outcome)]
    for handler in statement.handlers:
        following: list[_Parts] = []
        for before in waiting:
            outcomes, left = _through(frame, statement, handler, before.left)
            # This handler takes the rest.
            yield from (before.done(frame, after) for after in outcomes)
            if left is not None:
                following.append(replace(before, left=left))
                following.extend(before.after(after, left) for after in outcomes if before.may_be_several())
        waiting = following
    for parts in waiting:
        yield parts.raised_again(frame)


@dataclass(frozen=True)
class _Parts:
    """An exception on its way through the handlers of `except*`."""

    #: What no handler has taken yet.
    left: Outcome
    #: Whether a handler has taken a part, and what handlers have raised.
    is_parted: bool = False
    raised: tuple[Raised, ...] = ()

    def may_be_several(self) -> bool:
        """Whether a handler may take a part of it and leave the rest."""
        assert self.left.raised is not None
        return not (self.left.raised.inside or self.left.raised).exact

    def after(self, handled: Outcome, left: Outcome) -> _Parts:
        """What is on its way after a handler that took a part; what that raises waits until the others are done."""
        more = (handled.raised,) if handled.raised is not None else ()
        return _Parts(Outcome(RAISE, handled.state, handled.node, left.raised), True, (*self.raised, *more))

    def done(self, frame: Frame, handled: Outcome) -> Outcome:
        """What comes of it after a handler that took the rest: the only exception that handlers raised comes single.

        Whatever they raised is raised once more when all are done.
        """
        if not self.raised and handled.raised is None:
            return handled
        state = frame.erred(handled.state, handled.node)
        if not self.raised:
            return handled.moved(state)
        single = handled.raised is None and len(self.raised) == 1
        raised = self.raised[0] if single else in_group(ANY)
        return Outcome(RAISE, state, handled.node, raised)

    def raised_again(self, frame: Frame) -> Outcome:
        """What comes of it if no other handler takes anything."""
        if not self.is_parted:
            return self.left
        return Outcome(RAISE, frame.erred(self.left.state, self.left.node), self.left.node, in_group(self.left.raised))


def _through(
    frame: Frame, statement: nodes.Try | nodes.TryStar, handler: nodes.ExceptHandler, outcome: Outcome
) -> tuple[list[Outcome], Outcome | None]:
    """What one handler makes of an exception: (how it is left where it runs, what it lets by)."""
    left = outcome.raised
    outcomes: list[Outcome] = []
    for name in _handler_names(frame, handler):
        if left is None:
            break
        by = handles_parts if isinstance(statement, nodes.TryStar) else handles
        caught, left = by(left, name, frame.engine.bases)
        if caught is not None:
            outcomes.extend(_run_handler(frame, statement, handler, outcome.state, caught))
    return outcomes, Outcome(RAISE, outcome.state, outcome.node, left) if left is not None else None


def _handler_names(frame: Frame, handler: nodes.ExceptHandler) -> list[str | None]:
    """Qualified names of the classes of a handler; None for one that cannot be resolved."""
    if handler.type is None:
        return ["builtins.BaseException"]
    parts = elements_of(handler.type) if isinstance(handler.type, nodes.Tuple) else [handler.type]
    return [frame.qualify(part) for part in parts]


def _run_handler(
    frame: Frame, statement: nodes.Try | nodes.TryStar, handler: nodes.ExceptHandler, state: State, caught: Raised
) -> Iterator[Outcome]:
    seen = GROUP if isinstance(statement, nodes.TryStar) else caught
    if handler.name is not None:
        state = state.bind(handler.name.name, Exc(seen))
    frame.handling.append(seen)
    outcomes = statements.run_block(frame, handler.body, [state])
    frame.handling.pop()
    for outcome in outcomes:
        if handler.name is not None:
            outcome = outcome.moved(outcome.state.without(handler.name.name))
        yield outcome


def raised_again(frame: Frame, statement: nodes.NodeNG) -> Raised | None:
    """What is being handled when a statement is run; None where nothing in it raises that once more."""
    return frame.handling[-1] if frame.handling and statement in once(frame.scope, _raising_again) else None


def _raising_again(scope: Scope) -> frozenset[nodes.NodeNG]:
    """The bare `raise` statements of a function, and all that they stand in."""
    found: set[nodes.NodeNG] = set()
    for node in own_nodes(scope):
        above: nodes.NodeNG | None = node if isinstance(node, nodes.Raise) and node.exc is None else None
        while above is not None and above is not scope:
            found.add(above)
            above = above.parent
    return frozenset(found)


def run_raise(frame: Frame, statement: nodes.Raise, state: State) -> None:
    """`raise`, `raise X`, `raise X from Y`; everything goes to the frame's sink."""
    if statement.exc is None:
        frame.raises(state, statement, raised_again(frame, statement) or ANY)
        return
    for after, values in expressions.evaluate_all(frame, [statement.exc, statement.cause], state):
        raised = _raised_by(frame, statement.exc, values[0])
        after = frame.escaped(after, values[0])
        frame.raises(after, statement, raised)


def _raised_by(frame: Frame, expression: nodes.NodeNG, value: object) -> Raised:
    if isinstance(value, Exc):
        return value.raised
    if isinstance(value, Named):
        return Raised(value.name, exact=True)
    named = frame.qualify(expression.func) if isinstance(expression, nodes.Call) else None
    return Raised(named, exact=True) if named is not None and named.rpartition(".")[2][:1].isupper() else ANY
