"""Calls of visible functions: each is run once per shape of what it is given, and the result is kept.

A summary is the set of outcomes of a function for one entry state: the part of the caller's heap that the arguments
reach, in canonical form. What the caller holds during the call stands in the entry state under `^`, in a fixed order,
so that the objects of an outcome can be told apart from fresh ones; the rest of the caller's heap is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import calls, expressions, statements
from pylint_zmq.analysis.arguments import Arguments, bound_parameters
from pylint_zmq.analysis.facts import closure_names
from pylint_zmq.analysis.frame import doubt_of
from pylint_zmq.analysis.heap import OPEN, Instance, Items, Object, Resource, Site
from pylint_zmq.analysis.outcome import CALLER, DOUBT, ERRED, FALL, RAISE, RETURN, RETURNED, Outcome
from pylint_zmq.analysis.protection import runs_after_errors
from pylint_zmq.analysis.raising import CANCELLED
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.symbols import Symbols
from pylint_zmq.analysis.values import NONE, UNKNOWN, Partial, Ref, Routine, Sym, Tup, Value, references, renamed

if TYPE_CHECKING:
    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.ledger import Ledger
    from pylint_zmq.names.definitions import Definition

Result = Iterator[tuple[State, Value]]

#: A function that no resource goes through is run only to see whether it raises: if it is this short, and near.
_SHORT = 80

_PLAIN_DECORATORS = frozenset(
    {"builtins.staticmethod", "builtins.classmethod", "typing.override", "abc.abstractmethod", "typing.final"}
)


@dataclass(frozen=True)
class Summary:
    """The outcomes of a function for one entry state, and what happened to the sites of the caller on the way."""

    outcomes: tuple[Outcome, ...]
    ledger: Ledger


def call_definition(
    frame: Frame, node: nodes.NodeNG, definition: Definition, arguments: Arguments, state: State
) -> Result:
    """Call a visible function, or all that may be meant by its name."""
    for candidate in definition.candidates:
        if not isinstance(candidate.node, nodes.FunctionDef):
            yield from calls.unknown(frame, node, arguments, state)
            continue
        given = arguments
        if candidate.owner_class is not None and _decorated(frame, candidate, "builtins.classmethod"):
            given = replace(arguments, positional=(UNKNOWN, *arguments.positional))
        yield from call_routine(frame, node, Routine(candidate.node), given, state)


def call_method(
    frame: Frame, node: nodes.NodeNG, definition: Definition, owner: Value, arguments: Arguments, state: State
) -> Result:
    """Call a visible method on an object."""
    for candidate in definition.candidates:
        if not isinstance(candidate.node, nodes.FunctionDef):
            yield from calls.unknown(frame, node, arguments, state, (owner,))
            continue
        given = arguments
        if candidate.owner_class is not None and not _decorated(frame, candidate, "builtins.staticmethod"):
            receiver = UNKNOWN if _decorated(frame, candidate, "builtins.classmethod") else owner
            given = replace(arguments, positional=(receiver, *arguments.positional))
        yield from call_routine(frame, node, Routine(candidate.node), given, state)


def _decorated(frame: Frame, definition: Definition, by: str) -> bool:
    decorators = definition.node.decorators
    return decorators is not None and any(definition.names.qualify(decorator) == by for decorator in decorators.nodes)


def call_routine(frame: Frame, node: nodes.NodeNG, routine: Routine, arguments: Arguments, state: State) -> Result:
    """Call a visible function or lambda.

    A coroutine function gives something to await, a generator is not looked into.
    """
    function = routine.node
    facts = frame.engine.facts(function)
    if isinstance(function, nodes.AsyncFunctionDef) and not facts.is_generator:
        bound = bound_parameters(function, routine.defaults, arguments) if arguments.open_end else None
        if bound is not None:
            arguments = Arguments((), tuple(bound.items()))
        yield state, Partial(routine, arguments.positional, arguments.keywords, awaited=True)
    elif facts.is_generator:
        if not _only_borrows(frame, node, routine, arguments, state):
            state = frame.all_escaped(state, (*arguments.values(), routine))
        yield state, UNKNOWN
    else:
        yield from run_routine(frame, node, routine, arguments, state)


def run_routine(frame: Frame, node: nodes.NodeNG, routine: Routine, arguments: Arguments, state: State) -> Result:
    """Run the body of a visible function for a caller, or of a coroutine that is awaited: its code starts at once."""
    bound = bound_parameters(routine.node, routine.defaults, arguments)
    summary = None
    if bound is not None and _can_be_run(frame, routine.node) and _is_worth_it(frame, routine, bound, state):
        state = _taken_along(frame, bound.values(), state)
        call = _Call(frame, node, routine, bound, state)
        summary = frame.engine.summary(routine.node, call.entry, call.shared)
    if summary is None:
        if isinstance(routine.node, nodes.AsyncFunctionDef):
            frame.raises(frame.all_escaped(state, arguments.values()), node, CANCELLED)
        yield from calls.unknown(frame, node, arguments, state, (routine,))
        return
    call.note(summary.ledger)
    for outcome in summary.outcomes:
        after, value = call.returned(outcome)
        after = calls.forget_attributes(after)
        if outcome.kind == RAISE:
            assert outcome.raised is not None
            frame.raises(after, node, outcome.raised, doubt=doubt_of(outcome.state))
        else:
            yield after, value


def _taken_along(frame: Frame, given: Iterable[Value], state: State) -> State:
    """The state after functions went to another one, which may run them: what they can do more than use is theirs.

    What is run there has the names of this frame no more.
    """
    names = closure_names(frame.scope, frame.facts.locals | frozenset(frame.shared), given)
    return frame.names_escaped(state, names - frame.facts.only_used) if names else state


def _only_borrows(frame: Frame, node: nodes.NodeNG, routine: Routine, arguments: Arguments, state: State) -> bool:
    """Whether a generator neither releases nor keeps any of the sockets and contexts that it is given.

    It runs when it is iterated, in parts; so what it does with them is not followed any further.
    """
    bound = bound_parameters(routine.node, routine.defaults, arguments)
    inside = [state.heap[number] for value in arguments.values() for number in references(value)]
    if bound is None or not inside or not frame.engine.goes_into(routine.node):
        return False
    if any(not isinstance(item, Resource) for item in inside) or closure_names(
        frame.scope, frame.facts.locals, [routine]
    ):
        return False
    call = _Call(frame, node, routine, bound, state)
    summary = frame.engine.summary(routine.node, call.entry, call.shared)
    given = [] if summary is None else [record for site, record in summary.ledger.sites.items() if site.line < 0]
    return summary is not None and not any(record.released or record.handed or record.keepings for record in given)


def _can_be_run(frame: Frame, function: nodes.FunctionDef | nodes.Lambda) -> bool:
    if not frame.engine.goes_into(function):
        return False
    if isinstance(function, nodes.FunctionDef) and function.decorators is not None:
        names = frame.engine.names_of(function)
        return all(names.qualify(decorator) in _PLAIN_DECORATORS for decorator in function.decorators.nodes)
    return True


def _is_worth_it(frame: Frame, routine: Routine, bound: dict[str, Value], state: State) -> bool:
    """Whether a run can tell something.

    A resource goes in or comes out, or it is short, and may be found not to raise.
    """
    engine = frame.engine
    if any(references(value) for value in bound.values()) or engine.creators.gives(routine.node):
        return True
    if closure_names(frame.scope, frame.facts.locals | frozenset(frame.shared), [routine]):
        return True
    return engine.facts(routine.node).size <= _SHORT and engine.is_near()


def summarise(frame: Frame, entry: State) -> Summary:
    """Run a function from an entry state; `frame` is a fresh frame of it."""
    function = frame.scope
    if isinstance(function, nodes.Lambda) and not isinstance(function, nodes.FunctionDef):
        outcomes = _run_lambda(frame, function, entry)
    else:
        outcomes = statements.run_block(frame, function.body, [entry])
    kept: dict[object, Outcome] = {}
    for outcome in outcomes:
        left = {name: value for name, value in outcome.state.names.items() if _outlives(frame, name, outcome.kind)}
        if outcome.kind == FALL:
            left[RETURNED] = NONE
        manner = {RETURN: "return", RAISE: "raise"}.get(outcome.kind, "end")
        state = frame.canonical(frame.swept(State(left, outcome.state.heap), outcome.node, manner))
        kind = RETURN if outcome.kind == FALL else outcome.kind
        final = Outcome(kind, state, outcome.node, outcome.raised)
        kept.setdefault(final.key(), final)
    return Summary(tuple(kept.values()), frame.ledger)


def _run_lambda(frame: Frame, function: nodes.Lambda, entry: State) -> list[Outcome]:
    done: list[Outcome] = []

    def work() -> None:
        for after, value in expressions.evaluate(frame, function.body, entry):
            done.append(Outcome(RETURN, after.bind(RETURNED, value), function.body))

    raised = frame.captured_sink(work)
    return [*done, *raised]


def _outlives(frame: Frame, name: str, kind: str) -> bool:
    if name == RETURNED:
        return kind == RETURN
    return name in (CALLER, ERRED, DOUBT) or name in frame.shared or (name[0] == "!" and name[1:] in frame.shared)


class _Call:
    """One call: the way from the caller's state to the entry state, and back from an outcome."""

    def __init__(
        self, frame: Frame, node: nodes.NodeNG, routine: Routine, bound: dict[str, Value], state: State
    ) -> None:
        self.frame = frame
        self.node = node
        self.state = state
        self.shared = _shared_names(frame, state, routine)
        self.symbols = Symbols(bound)
        names = {name: value for name, value in bound.items() if value != UNKNOWN and not _is_plain_symbol(value)}
        for name in self.shared:
            for key in (name, f"!{name}"):
                if key in state.names:
                    names[key] = state.names[key]
        held = State(
            {name: value for name, value in state.names.items() if name.lstrip("!") not in self.shared}, state.heap
        )
        self._inside = _touched(state, list(names.values()))
        callers = held.reach(held.names.values())
        self._pinned = [number for number in sorted(self._inside) if number in callers]
        names[CALLER] = Tup(tuple(Ref(number) for number in self._pinned))
        self._sites: list[Site] = []
        #: What raised before the call; a summary is kept for callers for whom that was something else.
        self._causes: dict[Site, nodes.NodeNG | None] = {}
        heap = {number: self._entered(state.heap[number]) for number in sorted(self._inside)}
        entry = State({name: self.symbols.inwards(value) for name, value in names.items()}, heap)
        self.entry = entry.canonical()

    def _entered(self, item: Object) -> Object:
        """The object as the callee sees it.

        Its site is just a number, its outside contexts go by the callee's names.
        """
        item = item.with_edges(tuple(self.symbols.inwards(edge) for edge in item.edges()))
        if isinstance(item, Resource) and item.site is not None:
            if item.site not in self._sites:
                self._sites.append(item.site)
            number = self._sites.index(item.site)
            if item.erred:
                self._causes.setdefault(item.site, item.cause)
            return replace(item, site=Site(item.site.node, -1 - number, 0, item.site.kind))
        if isinstance(item, Instance):
            return replace(item, path=self.symbols.path_inwards(item.path))
        return item

    def _own_site(self, site: Site) -> Site:
        """A site of the callee's world in the caller's: its own again, or the call as the creation."""
        if site.line < 0:
            return self._sites[-1 - site.line]
        part = f"{site.line}.{site.column}{site.part}"
        return Site(self.node, self.node.lineno or 1, self.node.col_offset or 0, site.kind, part)

    def returned(self, outcome: Outcome) -> tuple[State, Value]:
        """The caller's state after an outcome, and the value that the call has."""
        after = outcome.state
        pinned = after.names[CALLER]
        assert isinstance(pinned, Tup)
        ids = {
            inner.to: outer for inner, outer in zip(pinned.items, self._pinned, strict=False) if isinstance(inner, Ref)
        }
        heap = {number: item for number, item in self.state.heap.items() if number not in self._inside}
        for inner, outer in zip(pinned.items, self._pinned, strict=False):
            item = self.state.heap[outer]
            if not isinstance(inner, Ref) and isinstance(item, Items):
                # A container that went out of sight in the callee.
                heap[outer] = replace(item, items=(), others=True, foreign=True)
        fresh = max(self.state.heap, default=-1) + 1
        for number in after.heap:
            if number not in ids:
                ids[number] = fresh
                fresh += 1
        names = dict(self.state.names)
        for name in [*self.shared, *(f"!{name}" for name in self.shared)]:
            names.pop(name, None)
            if name in after.names:
                names[name] = self.symbols.outwards(renamed(after.names[name], ids))
        before = State(names, heap)
        if ERRED in after.names:
            before = self.frame.erred(before, self.node, doubt_of(after))
        heap = dict(before.heap)
        for number, item in after.heap.items():
            heap[ids[number]] = self._left(item, ids)
        value = (
            self.symbols.outwards(renamed(after.names.get(RETURNED, UNKNOWN), ids)) if outcome.kind == RETURN else NONE
        )
        return State(before.names, heap), value

    def _left(self, item: Object, ids: dict[int, int]) -> Object:
        item = item.with_edges(tuple(self.symbols.outwards(renamed(edge, ids)) for edge in item.edges()))
        if isinstance(item, Resource) and item.site is not None:
            site = self._own_site(item.site)
            if item.status == OPEN and item.site.line >= 0:
                self.frame.ledger.record(site)
            return replace(item, site=site, cause=self._causes.get(site, item.cause))
        if isinstance(item, Instance):
            return replace(item, path=self.symbols.path_outwards(item.path) or item.path)
        return item

    def note(self, ledger: Ledger) -> None:
        """Take over what happened to the caller's resources inside the callee."""
        for site, record in ledger.sites.items():
            if site.line >= 0:
                continue
            mine = self._sites[-1 - site.line]
            known = self.frame.ledger.record(mine)
            known.released = known.released or record.released
            known.handed = known.handed or record.handed
            known.protected |= record.protected or (record.released and runs_after_errors(self.node))
            known.crossed = True
            for keeping in record.keepings:
                path = self.symbols.path_outwards(keeping.path) if keeping.path[0] != ":" else keeping.path
                if path is not None:
                    known.keepings.append(replace(keeping, path=path, context=self.symbols.outwards(keeping.context)))
            for loss in record.losses:
                self.frame.ledger.add(replace(loss, site=mine, cause=self._causes.get(mine, loss.cause)))


def _is_plain_symbol(value: Value) -> bool:
    return isinstance(value, Sym) and not value.zmq and value.truth is None and not value.not_none


def _touched(state: State, roots: list[Value]) -> dict[int, None]:
    """What the callee can reach: the arguments and what they keep, and the sockets that a context given to it knows."""
    inside = state.reach(roots)
    contexts = [Ref(number) for number in inside if getattr(state.heap[number], "kind", "") == "context"]
    known = [value for value in roots if isinstance(value, Sym)]
    for number, item in state.heap.items():
        if number not in inside and isinstance(item, Resource) and item.kind == "socket" and item.status == OPEN:
            given = item.context in contexts or any(_leads_to(value, item.context) for value in known)
            if given:
                inside.update(state.reach([Ref(number)]))
    return inside


def _leads_to(given: Sym, context: Value) -> bool:
    return isinstance(context, Sym) and (context.path == given.path or context.path.startswith(f"{given.path}."))


def _shared_names(frame: Frame, state: State, routine: Routine) -> tuple[str, ...]:
    """The names of the caller's frame that a nested function takes from it.

    And those that the functions in them take.
    """
    local = frame.facts.locals | frozenset(frame.shared)
    names: set[str] = set()
    waiting = set(closure_names(frame.scope, local, [routine])) if frame.scope is not routine.node else set()
    while waiting:
        names |= waiting
        values = [state.names[name] for name in waiting if name in state.names]
        waiting = closure_names(frame.scope, local, values) - names
    return tuple(sorted(names))
