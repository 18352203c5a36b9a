"""One run of one function: what stays the same while its states change, and where its exceptions and events go."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from pylint_zmq.analysis import asked
from pylint_zmq.analysis.facts import FunctionFacts, Scope, closure_names
from pylint_zmq.analysis.heap import CLOSED, CONTEXT, HANDED, OPEN, OWNER, Instance, Items, Object, Resource
from pylint_zmq.analysis.ledger import Ledger
from pylint_zmq.analysis.liveness import Liveness, liveness
from pylint_zmq.analysis.outcome import DOUBT, ERRED, RAISE, RETURNED, Outcome
from pylint_zmq.analysis.protection import runs_after_errors
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import TRUE, UNKNOWN, Bound, Const, Manager, Ref, Sym, Tup, Value, references
from pylint_zmq.model.harmless import LENDING_DECORATORS, RELEASING_METHODS, RESUMING_DECORATORS
from pylint_zmq.model.setup import ATTACH, CREATION, OPTION

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from astroid import nodes

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.raising import Raised
    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.resolution import ModuleNames


_FOR_EVER = 1 << 30


class Frame:
    """The surroundings of a run. States go through as values; only the sink and the ledger collect."""

    def __init__(
        self,
        engine: Engine,
        scope: Scope,
        names: ModuleNames,
        facts: FunctionFacts,
        summary: bool,
        shared: tuple[str, ...],
        given: frozenset[str],
    ) -> None:
        self.engine = engine
        self.scope = scope
        self.names = names
        self.facts = facts
        #: A run for a caller: the caller wants to know whether anything was raised on the way.
        self.summary = summary
        #: Names of the enclosing function that a nested function shares with it during a call.
        self.shared = shared
        #: Names that a resource can flow to; what the others hold is not followed.
        self.holders = engine.holders(scope, given)
        #: Tests whose outcome is kept.
        self.relevant = engine.relevance(scope, given)
        decorators = engine.decorators(scope)
        #: A generator whose user gives back what it yields.
        self.lends = not decorators.isdisjoint(LENDING_DECORATORS)
        #: A generator that is always resumed where it yields, and never by an exception.
        self.resumed = not decorators.isdisjoint(RESUMING_DECORATORS)
        #: After this line a run by itself has nothing more to find once nothing is open.
        self.last_creation = _FOR_EVER if summary else engine.last_creation(scope)
        self.ledger = Ledger()
        #: Exceptions raised by the expression under evaluation.
        self.sink: list[Outcome] = []
        #: Exceptions being handled, innermost last: what a bare `raise` raises.
        self.handling: list[Raised] = []
        #: Statement, state and what is being handled -> the ways of leaving it.
        self.left: dict[Hashable, list[Outcome]] = {}
        #: The canonical forms of the states met so far.
        self._canonical: dict[Hashable, State] = {}
        #: The cap on states was hit.
        self.widened = False

    def canonical(self, state: State) -> State:
        """The state in its canonical form, made once for all states with that content."""
        return state.canonical(self._canonical)

    @cached_property
    def liveness(self) -> Liveness:
        """What can still be read from each point of the function on."""
        return liveness(self.scope, self.names)

    # -- names: each answer is worked out once for the whole analysis -----------------------------------------------

    def qualify(self, node: nodes.NodeNG) -> str | None:
        """The canonical dotted name that an expression denotes."""
        return self.names.qualify(node)

    def definition(self, node: nodes.NodeNG) -> Definition | None:
        """The visible function or class that an expression denotes."""
        return self.names.definition(node)

    def zmq_kind(self, node: nodes.NodeNG) -> str:
        """Whether an expression is declared to be a "context" or a "socket"; "" if not."""
        return self.engine.zmq_kind(self.names, node)

    def kind_of_class(self, qualified: str) -> str:
        """Whether a class is, or derives from, pyzmq's "context" or "socket"; "" if neither."""
        return self.engine.kind_of_class(self.names, qualified)

    # -- exceptions ------------------------------------------------------------------------------------------------

    def raises(self, state: State, node: nodes.NodeNG, *kinds: Raised, doubt: str = "") -> None:
        """Let `node` raise each of the kinds: mark what is open, unwind the operands, record what that loses."""
        unwound = self.swept(self.erred(state.drop_operands(), node, doubt), node, "raise")
        for raised in kinds:
            self.sink.append(Outcome(RAISE, unwound, node, raised))

    def erred(self, state: State, node: nodes.NodeNG, doubt: str = "") -> State:
        """Mark every open resource: an exception was raised while it was open. A doubt stays."""
        if self.engine.probing:
            # Whether a class releases its fields at all does not depend on errors.
            return state
        marked: dict[int, Object] = {}
        for number, item in state.heap.items():
            if isinstance(item, Resource) and item.status == OPEN:
                doubted = _doubt(item.doubt, doubt if doubt != CREATION or item.kind == CONTEXT else "")
                if not item.erred or doubted != item.doubt:
                    marked[number] = replace(item, erred=True, doubt=doubted, cause=item.cause if item.erred else node)
        if marked:
            state = state.with_objects(marked)
        if self.summary:
            doubted = _doubt(doubt_of(state), doubt)
            state = state.bind(ERRED, TRUE)
            if doubted != doubt_of(state):
                state = state.bind(DOUBT, Const(doubted))
        return state

    def captured_sink(self, work: Callable[[], None]) -> list[Outcome]:
        """Run `work` and return the exceptions that it raised instead of passing them on."""
        saved, self.sink = self.sink, []
        try:
            work()
            return self.sink
        finally:
            self.sink = saved

    # -- losses, releases, escapes -----------------------------------------------------------------------------------

    def swept(self, state: State, step: nodes.NodeNG, manner: str, name: str = "") -> State:
        """Collect what nothing reaches any more, and record the losses at this step."""
        kept, lost = state.collected()
        if lost:
            self.ledger.lost(lost, step, manner, name)
        return kept

    def not_returned(self, left: Outcome) -> Outcome:
        """What was to be returned is lost with an exception that comes in between."""
        return left.moved(self.swept(left.state.without(RETURNED), left.node, "raise"))

    def released(self, state: State, value: Value, step: nodes.NodeNG) -> State:
        """Close the resource that the value refers to at a step; a closed or handed over one stays as it is."""
        resource = state.resource(value)
        if resource is None or not isinstance(value, Ref) or resource.status != OPEN:
            return state
        self.ledger.released(resource, runs_after_errors(step))
        # An owner can be filled again; a socket that is closed stays closed.
        site = resource.site if resource.kind == OWNER else None
        closed = replace(resource, status=CLOSED, site=site, erred=False, doubt="", cause=None)
        return state.store(value.to, closed)

    def sockets_released(self, state: State, context: Value, step: nodes.NodeNG) -> State:
        """Close the registered sockets of a context that are still referred to: destroy(), leaving `with ctx`."""
        for number, item in list(state.heap.items()):
            if (
                isinstance(item, Resource)
                and item.status == OPEN
                and item.registered
                and item.kind == "socket"
                and same(item.context, context)
            ):
                state = self.released(state, Ref(number), step)
        return state

    def kept(self, state: State, value: Value, path: str, box: str) -> None:
        """Note where the resources in a value are stored for longer than the function lives."""
        inside = state.items(value)
        elements = (value,) if box or inside is None else [element for _, element in inside.items]
        for number in state.reach((value,), contexts=False):
            item = state.heap[number]
            if isinstance(item, Resource) and item.status == OPEN:
                nested = not any(isinstance(each, (Ref, Manager)) and number in references(each) for each in elements)
                self.ledger.kept(item, path, box or (inside.kind if inside is not None else ""), nested)

    def hung(self, state: State, context: Value, node: nodes.NodeNG) -> None:
        """Note the sockets of a context that are open when `node` ends it: it waits for them."""
        for item in state.heap.values():
            if (
                isinstance(item, Resource)
                and item.status == OPEN
                and item.kind == "socket"
                and same(item.context, context)
            ):
                self.ledger.hung(node, item)

    def escaped(self, state: State, value: Value) -> State:
        """Hand the value and all that it keeps alive over to somebody else."""
        return self.all_escaped(state, (value,))

    def lent(self, state: State, values: Iterable[Value]) -> State:
        """Take what unseen code gets for a loan, and remember that this is a guess."""
        values = tuple(values)
        for number in state.reach(values, contexts=False):
            item = state.heap[number]
            if isinstance(item, Resource) and item.site is not None:
                self.ledger.record(item.site).guessed = True
        return self._closures_escaped(state, values)

    def all_escaped(self, state: State, values: Iterable[Value]) -> State:
        """Hand several values over."""
        roots = [value for value in values if not isinstance(value, Sym)]
        if self.engine.probing:
            # What a class does with its own fields is asked: a loan changes nothing, but it is noted.
            for number in state.reach([value for value in roots if not self._only_uses(value, state)], contexts=False):
                item = state.heap[number]
                if isinstance(item, Resource) and item.status == OPEN:
                    self.ledger.handed(item)
            # Who gets the object itself does not get what is in its fields.
            parts = [part for value in roots for part in (value.items if isinstance(value, Tup) else (value,))]
            given = [part for part in parts if not self._only_uses(part, state)]
            for number in state.reach(given, contexts=False):
                item = state.heap[number]
                if isinstance(item, Resource) and item.site is not None:
                    self.ledger.given.add(item.site)
            return state
        state = asked.given(self._closures_escaped(state, roots), roots)
        for resource in asked.in_sight(state):
            self.ledger.handed(resource)
        reached = asked.closed_to_others(state).reach(roots, contexts=False)
        if not reached:
            return state
        heap = dict(state.heap)
        for number in reached:
            match heap[number]:
                case Resource() as item if item.is_due():
                    self.ledger.handed(item)
                    heap[number] = replace(
                        item, status=HANDED, site=None, erred=False, doubt="", many=False, cause=None
                    )
                case Items(foreign=False) as box:
                    heap[number] = replace(box, items=(), others=True, foreign=True)
                case Instance(foreign=False, asked=False) as instance:
                    heap[number] = replace(instance, fields=(), foreign=True)
        return State(state.names, heap)

    def _only_uses(self, value: Value, state: State) -> bool:
        """Whether nobody who gets the value can release what it holds, but by calling a method that is asked anyway.

        That is the object itself, and a method of a resource that does not release it.
        """
        if any(isinstance(state.heap[number], Instance) for number in references(value)):
            return True
        if not isinstance(value, Bound) or value.attr in RELEASING_METHODS:
            return False
        resource = state.resource(value.owner)
        return resource is not None and not self.engine.ownership.ends(self.names, resource, value.attr)

    def _closures_escaped(self, state: State, values: Sequence[Value]) -> State:
        """A closure that goes out of sight takes what it captured along, now and later."""
        if not self.facts.captured:
            return state
        boxes = (state.heap[number] for number in state.reach(values, contexts=False))
        inside = [edge for box in boxes if isinstance(box, Items) for edge in box.edges()]
        names = closure_names(self.scope, self.facts.locals, [*values, *inside])
        return self.names_escaped(state, names - self.facts.lent)

    def names_escaped(self, state: State, captured: Iterable[str]) -> State:
        """Somebody else can read these names from now on."""
        for name in sorted(captured):
            marker = f"!{name}"
            if marker in state.names:
                continue
            value = state.names.get(name, UNKNOWN)
            state = self.all_escaped(state.bind(marker, TRUE), (value,))
        return state


def same(one: Value, other: Value) -> bool:
    """Whether two values are certainly the same object."""
    if isinstance(one, Sym) and isinstance(other, Sym):
        return one.path == other.path
    return one == other and one != UNKNOWN


def doubt_of(state: State) -> str:
    """The doubt about what was raised on the way to a state of a run for a caller."""
    value = state.names.get(DOUBT)
    return str(value.value) if isinstance(value, Const) else ""


def _doubt(one: str, other: str) -> str:
    """The doubt about a path that both exceptions lie on: it needs both of them."""
    return next((doubt for doubt in (OPTION, ATTACH, CREATION) if doubt in (one, other)), "")
