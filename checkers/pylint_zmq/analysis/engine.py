"""The analysis of one module: which functions are run, and how the parts find each other."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from astroid import nodes

from pylint_zmq import errors, starvation, threads, waits
from pylint_zmq import shutdown as endings
from pylint_zmq.analysis import (
    attributes,
    constructors,
    lifetimes,
    module_globals,
    shutdown,
    statements,
    summaries,
    thread_locals,
)
from pylint_zmq.analysis.budget import Budget, Runaway
from pylint_zmq.analysis.creators import Creators
from pylint_zmq.analysis.facts import FunctionFacts, Scope, facts_of, last_line
from pylint_zmq.analysis.findings import everything
from pylint_zmq.analysis.frame import Frame
from pylint_zmq.analysis.holders import holders
from pylint_zmq.analysis.kept_summaries import Course, KeptSummaries, KeptSummary
from pylint_zmq.analysis.outcome import FALL, RAISE, RETURN, RETURNED
from pylint_zmq.analysis.ownership import Ownership
from pylint_zmq.analysis.process import ProcessMain
from pylint_zmq.analysis.relevance import Relevance, relevance
from pylint_zmq.analysis.shapes import body_of
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import UNKNOWN, references
from pylint_zmq.names.definitions import locate
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.names.scopes import plain_decorators
from pylint_zmq.program import Program
from pylint_zmq.starvation import impact

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from pylint_zmq.analysis.findings import Finding, Wanted
    from pylint_zmq.analysis.ledger import Ledger
    from pylint_zmq.settings import Settings

V = TypeVar("V")

#: Statements run for one function, calls included, before it is given up.
_MOST_STEPS = 5_000
_MOST_PROBING_STEPS = 2_000

#: Calls nested deeper than this are not looked into.
_DEEPEST = 5

#: A function that no resource goes through is run only so near to the function that is run by itself.
_NOT_DEEP = 3


@dataclass(frozen=True)
class OwnRun:
    """What came out of the run of a function by itself."""

    #: None if it was given up.
    ledger: Ledger | None
    steps: float
    #: States were joined, so that it may miss something.
    widened: bool = False


class Engine:
    """Runs functions with the settings, and knows what is in reach of them.

    What it finds out is kept in the memory of the program, for all who ask.
    """

    def __init__(self, names: ModuleNames, settings: Settings) -> None:
        self.settings = settings
        self.names = names
        self.memory = names.memory
        #: A class is asked what it does with its fields; see ownership.py.
        self.probing = False
        #: The function that is run, and the calls that led from there to where the run is.
        self.active: list[nodes.NodeNG] = []
        self._course = Course(0)
        self._budget = Budget(_MOST_STEPS)
        self.creators = Creators(self)
        self.ownership = Ownership(self)
        self.process = ProcessMain(self)
        self._modules: dict[nodes.Module, ModuleNames] = {names.module: names}
        #: Stands for the settings in what is noted: their own hash takes long.
        self._token = self.memory.noted(settings, object)
        self._summaries = self.memory.noted((KeptSummaries, self._token), KeptSummaries)
        #: Functions that were run with an own limit.
        self._tried: dict[Scope, float] = {}
        #: Those that hold only while the question is open that this engine is to answer.
        self._own_summaries = KeptSummaries()

    def names_of(self, node: nodes.NodeNG) -> ModuleNames:
        """The names of the module that a node stands in."""
        module = node.root()
        if module not in self._modules:
            found = self.names.program.names(module.file) if self.names.program is not None and module.file else None
            self._modules[module] = (
                found if found is not None and found.module is module else ModuleNames(module, self.names.program)
            )
        return self._modules[module]

    def noted(self, kind: Hashable, about: Hashable, work: Callable[[], V]) -> V:
        """Return what `work` makes, which depends on the settings, too; once for all engines."""
        return self.memory.noted((kind, self._token, about), work)

    def facts(self, scope: Scope) -> FunctionFacts:
        """The facts of a function, collected once."""
        return facts_of(scope, self.names_of(scope))

    def zmq_kind(self, names: ModuleNames, node: nodes.NodeNG) -> str:
        """Whether an expression is declared to be a context or a socket; "" if not."""
        return self.memory.noted((Engine.zmq_kind, node), lambda: self._zmq_kind(names, node))

    def _zmq_kind(self, names: ModuleNames, node: nodes.NodeNG) -> str:
        declared = names.declared(node)
        return "" if declared is None else self.kind_of_class(names, declared)

    def kind_of_class(self, names: ModuleNames, declared: str) -> str:
        """Whether a class is, or derives from, pyzmq's context or socket; "" if neither."""
        return self.memory.noted((kind_of_class, names, declared), lambda: kind_of_class(names, declared))

    def holders(self, scope: Scope, given: frozenset[str]) -> frozenset[str]:
        """Names of a function that can come to hold a resource, where the names in `given` hold one from the start."""
        return self.noted(holders, (scope, given), lambda: self._holders(scope, given))

    def _holders(self, scope: Scope, given: frozenset[str]) -> frozenset[str]:
        facts, names = self.facts(scope), self.names_of(scope)
        start = facts.captured | facts.outer | given
        return holders(scope, start, lambda call: self.creators.creates(names, call))

    def relevance(self, scope: Scope, given: frozenset[str]) -> Relevance:
        """The tests of a function that matter, where the names in `given` hold a resource from the start."""
        return self.noted(relevance, (scope, given), lambda: self._relevance(scope, given))

    def _relevance(self, scope: Scope, given: frozenset[str]) -> Relevance:
        names = self.names_of(scope)
        return relevance(scope, self.holders(scope, given), lambda call: self.creators.creates(names, call))

    def decorators(self, scope: Scope) -> frozenset[str]:
        """Qualified names of the decorators of a function, those that are called included."""
        if not isinstance(scope, nodes.FunctionDef):
            return frozenset()
        names = self.names_of(scope)
        return frozenset(name for each in plain_decorators(scope) if (name := names.qualify(each)) is not None)

    def last_creation(self, scope: Scope) -> int:
        """The last line on which a function can create something, loops counted to their end."""
        return self.noted(last_line, scope, lambda: self._last_creation(scope))

    def _last_creation(self, scope: Scope) -> int:
        names = self.names_of(scope)
        return last_line(scope, lambda node: isinstance(node, nodes.Call) and self.creators.creates(names, node))

    def bases(self, name: str) -> tuple[str, ...] | None:
        """Direct bases of an exception class of the program; None if it cannot be seen."""
        definition = locate(self.names, name)
        if definition is None or not isinstance(definition.node, nodes.ClassDef):
            return None
        found = [definition.names.qualify(base) for base in definition.node.bases if isinstance(base, nodes.NodeNG)]
        return None if None in found else tuple(base for base in found if base is not None)

    def count_step(self, state: State, weight: float = 1.0) -> None:
        """Count something that is run, with a large heap more than with a small one.

        Raises Runaway when the function needs too much.
        """
        steps = weight * (1 + len(state.heap) // 4)
        self._course.steps += steps
        self._budget.take(steps)

    def frame(self, scope: Scope, entry: State | None = None, shared: tuple[str, ...] = ()) -> Frame:
        """A fresh frame of a function: by itself, or for the entry state of a summary."""
        given = (
            frozenset(name for name, value in entry.names.items() if references(value))
            if entry is not None
            else frozenset()
        )
        return Frame(
            self, scope, self.names_of(scope), self.facts(scope), entry is not None, shared, given | frozenset(shared)
        )

    def goes_into(self, function: nodes.NodeNG) -> bool:
        """Whether a call of a function is looked into: not when it is running, nor from too deep."""
        return self._course.goes_into(function, self.active, _DEEPEST)

    def is_near(self) -> bool:
        """Whether the run is still so near to where it began that what has little to tell is looked into, too."""
        return self._course.is_near(self.active, _NOT_DEEP)

    def summary(
        self, function: nodes.FunctionDef | nodes.Lambda, entry: State, shared: tuple[str, ...]
    ) -> summaries.Summary | None:
        """The summary of a function for an entry state; None if it is not to be trusted."""
        key = (function, entry.key(), shared, self.probing, self._token)
        kept = self._summaries.find(key, self.active) or self._own_summaries.find(key, self.active)
        if kept is not None:
            self._budget.take_for(kept)
            self.memory.recall(kept.watched)
        else:
            kept = self._summarised(function, entry, shared)
            (self._summaries if kept.watched.is_final else self._own_summaries).keep(key, kept)
            self._budget.has_taken(kept)
        self._course.takes_in(kept, len(self.active))
        return kept.watched.found

    def _summarised(
        self, function: nodes.FunctionDef | nodes.Lambda, entry: State, shared: tuple[str, ...]
    ) -> KeptSummary:
        around, self._course = self._course, Course(len(self.active), called={function})
        try:
            watched = self.memory.watched(lambda: self._run_called(function, entry, shared))
            return KeptSummary(watched, self._course.ended(self.active))
        finally:
            self._course = around

    def _run_called(
        self, function: nodes.FunctionDef | nodes.Lambda, entry: State, shared: tuple[str, ...]
    ) -> summaries.Summary | None:
        frame = self.frame(function, entry, shared)
        self.active.append(function)
        try:
            summary = summaries.summarise(frame, entry)
        finally:
            self.active.pop()
        return None if frame.widened else summary

    def run(self, scope: Scope) -> Ledger | None:
        """Run a function by itself, with unknown arguments; None if it was given up."""
        return self.own_run(scope).ledger

    def own_run(self, scope: Scope) -> OwnRun:
        """Run a function by itself, with unknown arguments."""
        return self.noted(Engine.own_run, scope, lambda: self._own_run(scope))

    def run_within(self, scope: Scope, most: float) -> OwnRun:
        """Run a function by itself, but give it up after so many steps."""
        self._tried[scope] = most
        return self.noted(Engine.run_within, (scope, most), lambda: self._run(scope, most))

    def _own_run(self, scope: Scope) -> OwnRun:
        tried = self.run_within(scope, self._tried[scope]) if scope in self._tried else OwnRun(None, 0)
        return tried if tried.ledger is not None else self._run(scope, _MOST_STEPS)

    def run_from(self, method: nodes.FunctionDef, entry: State, probing: bool = False) -> summaries.Summary | None:
        """Run a method from an entry state, as a run of its own; None if it needs more steps than it is worth."""
        entry = entry.canonical()
        about = (method, entry.key(), probing)
        return self.noted(Engine.run_from, about, lambda: self._run_from(method, entry, probing))

    def _run_from(self, method: nodes.FunctionDef, entry: State, probing: bool) -> summaries.Summary | None:
        with self._by_itself(method, _MOST_PROBING_STEPS if probing else _MOST_STEPS, probing):
            try:
                return summaries.summarise(self.frame(method, entry), entry)
            except (Runaway, RecursionError):
                return None

    @contextmanager
    def _by_itself(self, scope: Scope, most: float, probing: bool = False) -> Iterator[None]:
        """A run of its own, which may interrupt another one."""
        saved = self.active, self._course, self._budget, self.probing
        self.active, self._course, self._budget, self.probing = [scope], Course(0), Budget(most), probing
        try:
            yield
        finally:
            self.active, self._course, self._budget, self.probing = saved

    def _run(self, scope: Scope, most: float) -> OwnRun:
        with self._by_itself(scope, most):
            frame = self.frame(scope)
            try:
                outcomes = statements.run_block(frame, body_of(scope), [State({}, {})])
            except (Runaway, RecursionError):
                return OwnRun(None, most)
            for outcome in outcomes if not isinstance(scope, nodes.Module) else ():
                state = outcome.state
                if outcome.kind == RETURN:
                    state = frame.escaped(state, state.names.get(RETURNED, UNKNOWN))
                manner = {RETURN: "return", RAISE: "raise", FALL: "end"}.get(outcome.kind, "end")
                frame.swept(State({}, state.heap), outcome.node, manner)
            return OwnRun(frame.ledger, self._budget.taken, frame.widened)


def kind_of_class(names: ModuleNames, declared: str) -> str:
    """Whether a class is, or derives from, pyzmq's context or socket; "" if neither."""
    if names.is_subclass(declared, "zmq.Context"):
        return "context"
    return "socket" if names.is_subclass(declared, "zmq.Socket") else ""


def scopes(names: ModuleNames) -> Iterator[Scope]:
    """The module and all functions in it, in the order of the text."""
    yield names.module
    yield from (node for node in names.scopes.by_node if isinstance(node, nodes.FunctionDef))


def analyse(module: nodes.Module, settings: Settings, wanted: Wanted = everything) -> list[Finding]:
    """All findings of one parsed module, in the order of the text; some that are not `wanted` may be left out."""
    engine = engine_for(module, settings)
    program = engine.names.program
    matters = program is None or program.matters(module.file or "", module.file_bytes)
    return findings_of(engine, wanted) if matters else []


def engine_for(module: nodes.Module, settings: Settings) -> Engine:
    """An engine for one parsed module, within the program that its file belongs to."""
    program = Program.of(module.file) if module.file and not module.file.startswith("<") else None
    if program is not None:
        program.start(settings.socket_factories | settings.context_factories)
    return Engine(program.names_of(module) if program is not None else ModuleNames(module), settings)


def findings_of(engine: Engine, wanted: Wanted = everything) -> list[Finding]:
    """All findings of the module that the engine is for, in the order of the text.

    Some that are not `wanted` are not looked for.
    """
    names, settings = engine.names, engine.settings
    found: list[Finding] = []
    for scope in scopes(names):
        if engine.creators.may_create(scope):
            ledger = engine.run(scope)
            if ledger is not None:
                found.extend(lifetimes.findings(engine, scope, ledger))
                found.extend(module_globals.findings(engine, scope, ledger))
                found.extend(shutdown.of_function(scope, ledger))
    of_fields = [*attributes.findings(engine), *thread_locals.findings(engine)]
    told = {finding.node for finding in of_fields}
    # What is never released is told as that, and not also for the errors on the way.
    found = [finding for finding in found if finding.node not in told or not finding.symbol.endswith("-on-error")]
    found.extend(of_fields)
    found.extend(constructors.findings(engine) if wanted(lifetimes.INIT_ERROR_SYMBOL) else ())
    found.extend(shutdown.of_fields(engine))
    found.extend(errors.findings(names, settings))
    found.extend(starvation.findings(engine, wanted))
    found.extend(endings.findings(names, settings))
    found.extend(threads.findings(names, settings, wanted))
    found.extend(waits.findings(names, settings, wanted))
    found = [impact.rated(names, engine.process, finding) for finding in found]
    return sorted(found, key=lambda finding: (finding.node.lineno, finding.node.col_offset, finding.symbol))
