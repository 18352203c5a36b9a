"""`with`: how each kind of context manager enters and leaves, ExitStacks and what is registered on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import calls, containers, expressions, statements, targets
from pylint_zmq.analysis.arguments import Arguments
from pylint_zmq.analysis.heap import Items, Resource
from pylint_zmq.analysis.outcome import FALL, RAISE, RETURNED, Outcome
from pylint_zmq.analysis.raising import ANY, CANCELLED, Raised, catches
from pylint_zmq.analysis.values import NONE, UNKNOWN, Manager, Partial, Ref, Sym, Value, references

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.state import State

#: Methods of an ExitStack that register something, and what leaving does with it.
_REGISTERS = {
    "enter_context": "exit",
    "enter_async_context": "exit",
    "push": "exit",
    "push_async_exit": "exit",
    "callback": "callback",
    "push_async_callback": "callback",
}
_CLOSES = frozenset({"close", "aclose", "__exit__", "__aexit__"})


def run_with(frame: Frame, statement: nodes.With, state: State) -> Iterator[Outcome]:
    """A `with` or `async with` statement, item by item, each inside the one before."""
    yield from _items(frame, statement, list(statement.items), state)


def _items(
    frame: Frame, statement: nodes.With, items: list[tuple[nodes.NodeNG, nodes.NodeNG | None]], state: State
) -> Iterator[Outcome]:
    if not items:
        yield from statements.run_block(frame, statement.body, [state])
        return
    (expression, target), rest = items[0], items[1:]
    slot = f"&{expression.lineno}.{expression.col_offset}.with"
    for after, value in expressions.evaluate(frame, expression, state):
        for inside, entered in enter(frame, expression, value, after, isinstance(statement, nodes.AsyncWith)):
            held = inside.bind(slot, value if references(value) or isinstance(value, (Manager, Sym)) else NONE)
            yield from _body(frame, statement, expression, target, rest, held, entered, slot)


def _body(
    frame: Frame,
    statement: nodes.With,
    expression: nodes.NodeNG,
    target: nodes.NodeNG | None,
    rest: list[tuple[nodes.NodeNG, nodes.NodeNG | None]],
    state: State,
    entered: Value,
    slot: str,
) -> Iterator[Outcome]:
    outcomes: list[Outcome] = []

    def work() -> None:
        held, operand = state.hold(entered)
        ready = list(targets.assign(frame, target, entered, held)) if target is not None else [held]
        for before in ready:
            before = frame.swept(before.without(operand) if operand else before, expression, "drop")
            outcomes.extend(_items(frame, statement, rest, before))

    raised = frame.captured_sink(work)
    for outcome in [*outcomes, *raised]:
        yield from _left(frame, statement, expression, outcome, slot)


def _left(
    frame: Frame, statement: nodes.With, expression: nodes.NodeNG, outcome: Outcome, slot: str
) -> Iterator[Outcome]:
    manager = outcome.state.names.get(slot, UNKNOWN)
    is_async = isinstance(statement, nodes.AsyncWith)
    for after in leave(frame, expression, manager, outcome, is_async):
        cleared = after.state.without(slot)
        if after.kind == RAISE:
            yield after.moved(frame.swept(cleared, after.node, "raise"))
        else:
            yield Outcome(after.kind, frame.swept(cleared, expression, "drop"), expression)


def enter(
    frame: Frame, node: nodes.NodeNG, manager: Value, state: State, is_async: bool
) -> Iterator[tuple[State, Value]]:
    """Enter a manager: (state, what `as` gets)."""
    match manager:
        case Manager(kind="closing" | "null" | "endpoint", of=of):
            yield state, of
        case Manager():
            yield state, UNKNOWN
        case Ref(to=number) if isinstance(state.heap[number], (Resource, Items)):
            yield state, manager
        case Sym(zmq=kind) if kind:
            yield state, manager
        case _:
            held, _slot = state.hold(manager)
            frame.raises(held, node, *((ANY, CANCELLED) if is_async else (ANY,)))
            yield (
                frame.escaped(state, manager),
                Sym(f"@{node.lineno}.{node.col_offset}.with") if not references(manager) else UNKNOWN,
            )


def leave(frame: Frame, node: nodes.NodeNG, manager: Value, outcome: Outcome, is_async: bool) -> Iterator[Outcome]:
    """Leave a manager after an outcome of its body: it releases, swallows, or raises by itself."""
    state = outcome.state
    match manager:
        case Manager(kind="suppress"):
            yield from _suppressed(frame, node, manager, outcome)
        case Manager(kind="closing", of=of):
            for after in _called(frame, node, of, "close", state):
                yield outcome.moved(after)
        case Manager():
            yield outcome
        case Ref(to=number):
            item = state.heap[number]
            if isinstance(item, Items) and item.kind in ("stack", "async stack"):
                yield from run_stack(frame, node, manager, outcome)
            else:
                for after in _called(frame, node, manager, "__exit__", state):
                    yield outcome.moved(after)
        case Sym(zmq=kind) if kind:
            yield outcome.moved(frame.sockets_released(state, manager, node) if kind == "context" else state)
        case _:
            yield outcome
            kinds = (ANY, CANCELLED) if is_async else (ANY,)
            yield from frame.captured_sink(lambda: frame.raises(state.without(RETURNED), node, *kinds))


def _called(frame: Frame, node: nodes.NodeNG, owner: Value, attr: str, state: State) -> Iterator[State]:
    """Call a releasing method; it cannot raise."""
    if isinstance(owner, (Ref, Sym)):
        for after, _ in calls.method(frame, node, owner, attr, Arguments(), state):
            yield after
    else:
        yield state


def _suppressed(frame: Frame, node: nodes.NodeNG, manager: Manager, outcome: Outcome) -> Iterator[Outcome]:
    if outcome.kind != RAISE or outcome.raised is None:
        yield outcome
        return
    left: Raised | None = outcome.raised
    for name in manager.exceptions:
        if left is None:
            break
        caught, left = catches(left, name, frame.engine.bases)
        if caught is not None:
            yield Outcome(FALL, outcome.state, node)
    if left is not None:
        yield Outcome(RAISE, outcome.state, outcome.node, left)


def run_stack(frame: Frame, node: nodes.NodeNG, stack: Ref, outcome: Outcome) -> Iterator[Outcome]:
    """Leave an ExitStack: what is registered runs in reverse, each even if the one before raised."""
    waiting = [outcome]
    seen: set[Hashable] = set()
    while waiting:
        current = waiting.pop()
        key = current.moved(frame.canonical(current.state.bind("&stack", stack))).key()
        if key in seen:
            continue
        seen.add(key)
        box = current.state.items(stack)
        if box is None or not box.items:
            yield current
            continue
        for after, value in _last(current.state, stack):
            waiting.extend(_exit_entry(frame, node, value, current.moved(after)))


def _last(state: State, stack: Ref) -> Iterator[tuple[State, Value]]:
    """Take the last entry off a stack; of several equal ones, one, with or without more to come."""
    box = state.items(stack)
    assert box is not None
    for after, value, _ in containers.singled(state, box.items[-1][1]):
        now = after.items(stack)
        assert now is not None
        at = [item for _, item in now.items].index(value)
        yield after.store(stack.to, replace(now, items=now.items[:at] + now.items[at + 1 :])), value


def _exit_entry(frame: Frame, node: nodes.NodeNG, entry: Value, outcome: Outcome) -> Iterator[Outcome]:
    if isinstance(entry, Manager) and entry.kind == "exit":
        held, slot = outcome.state.hold(entry)
        for left in leave(frame, node, entry.of, outcome.moved(held), False):
            yield left.moved(left.state.without(slot) if slot else left.state)
        return
    assert isinstance(entry, Partial)
    done: list[State] = []

    def work() -> None:
        arguments = Arguments(entry.args, entry.keywords)
        done.extend(after for after, _ in calls.apply(frame, node, entry.function, arguments, outcome.state))

    raised = frame.captured_sink(work)
    yield from (outcome.moved(after) for after in done)
    for failed in raised:
        yield frame.not_returned(failed)


def stack_method(
    frame: Frame, node: nodes.NodeNG, stack: Ref, attr: str, arguments: Arguments, state: State
) -> Iterator[tuple[State, Value]]:
    """A method call on an ExitStack; none of them raises but what is entered or run."""
    box = state.items(stack)
    assert box is not None
    first = arguments.first()
    match _REGISTERS.get(attr):
        case "exit" if attr in ("enter_context", "enter_async_context"):
            held, slot = state.hold(stack)
            for after, entered in enter(frame, node, first, held, attr == "enter_async_context"):
                yield registered(frame, stack, Manager("exit", first), after.without(slot)), entered
            return
        case "exit":
            yield registered(frame, stack, Manager("exit", first), state), first
            return
        case "callback":
            entry = Partial(first, arguments.positional[1:], arguments.keywords)
            yield registered(frame, stack, entry, state), first
            return
    if attr in ("__enter__", "__aenter__"):
        yield state, stack
    elif attr == "pop_all":
        emptied = state.store(stack.to, replace(box, items=()))
        yield emptied.add(replace(box, foreign=False))
    elif attr in _CLOSES:
        yield from _closed_stack(frame, node, stack, state)
    else:
        yield state, UNKNOWN


def _closed_stack(frame: Frame, node: nodes.NodeNG, stack: Ref, state: State) -> Iterator[tuple[State, Value]]:
    held, slot = state.hold(stack)
    for outcome in run_stack(frame, node, stack, Outcome(FALL, held, node)):
        if outcome.kind == RAISE:
            frame.sink.append(outcome.moved(outcome.state.drop_operands()))
        else:
            yield outcome.state.without(slot), NONE


def registered(frame: Frame, stack: Ref, entry: Value, state: State) -> State:
    """Put an entry on a stack; a stack that somebody else has takes it over."""
    box = state.items(stack)
    assert box is not None
    if box.foreign:
        return frame.escaped(state, entry)
    return state.store(stack.to, replace(box, items=(*box.items, (None, entry))))
