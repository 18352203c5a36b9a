"""The analysis of one module: which functions are run, and how the parts find each other."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

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
from pylint_zmq.analysis.creators import Creators
from pylint_zmq.analysis.facts import FunctionFacts, Scope, facts_of, last_line
from pylint_zmq.analysis.frame import Frame, Runaway
from pylint_zmq.analysis.holders import holders
from pylint_zmq.analysis.outcome import FALL, RAISE, RETURN, RETURNED
from pylint_zmq.analysis.ownership import Ownership
from pylint_zmq.analysis.process import ProcessMain
from pylint_zmq.analysis.relevance import Relevance, relevance
from pylint_zmq.analysis.shapes import body_of
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import UNKNOWN, references
from pylint_zmq.names.definitions import Definition, locate
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program import Program
from pylint_zmq.starvation import impact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.findings import Finding
    from pylint_zmq.analysis.ledger import Ledger
    from pylint_zmq.settings import Settings

#: Statements run for one function, calls included, before it is given up.
_MOST_STEPS = 5_000
_MOST_PROBING_STEPS = 2_000


class Engine:
    """Everything that outlives the run of one function: the settings, the summaries, the names of the modules."""

    def __init__(self, names: ModuleNames, settings: Settings, *, asked: bool = False) -> None:
        self.settings = settings
        #: It works out one answer for other engines (see answers.py), and puts its own questions in the same way.
        self.asked = asked
        self.names = names
        #: A class is asked what it does with its fields; see ownership.py.
        self.probing = False
        #: Steps after which the run of one function is given up.
        self.most_steps: float = _MOST_STEPS
        self.active: list[nodes.NodeNG] = []
        self.creators = Creators(self)
        self.ownership = Ownership(self)
        self.process = ProcessMain(self)
        #: Functions that were given up, and functions whose states were joined.
        self.skipped: list[Scope] = []
        self.widened: list[Scope] = []
        #: How many steps the run of each function took.
        self.steps: dict[Scope, float] = {}
        self._modules: dict[nodes.Module, ModuleNames] = {names.module: names}
        self._facts: dict[nodes.NodeNG, FunctionFacts] = {}
        self._holders: dict[tuple[Scope, frozenset[str]], frozenset[str]] = {}
        self._relevance: dict[tuple[Scope, frozenset[str]], Relevance] = {}
        self._last_creation: dict[Scope, int] = {}
        self._ledgers: dict[Scope, Ledger | None] = {}
        self._summaries: dict[object, summaries.Summary | None] = {}
        self._qualified: dict[nodes.NodeNG, str | None] = {}
        self._definitions: dict[nodes.NodeNG, Definition | None] = {}
        self._kinds: dict[nodes.NodeNG, str] = {}
        self._class_kinds: dict[str, str] = {}
        self._steps = 0.0

    def names_of(self, node: nodes.NodeNG) -> ModuleNames:
        """The names of the module that a node stands in."""
        module = node.root()
        if module not in self._modules:
            found = self.names.program.names(module.file) if self.names.program is not None and module.file else None
            self._modules[module] = (
                found if found is not None and found.module is module else ModuleNames(module, self.names.program)
            )
        return self._modules[module]

    def shares(self, node: nodes.NodeNG) -> bool:
        """Whether what is asked about a function or class is the same for all, and so worked out elsewhere."""
        return self.names.program is not None and (self.asked or node.root() is not self.names.module)

    def facts(self, scope: Scope) -> FunctionFacts:
        """The facts of a function, collected once."""
        if scope not in self._facts:
            self._facts[scope] = facts_of(scope, self.names_of(scope))
        return self._facts[scope]

    def zmq_kind(self, names: ModuleNames, node: nodes.NodeNG) -> str:
        """Whether an expression is declared to be a context or a socket; "" if not."""
        if node not in self._kinds:
            declared = names.declared(node)
            self._kinds[node] = "" if declared is None else self.kind_of_class(names, declared)
        return self._kinds[node]

    def kind_of_class(self, names: ModuleNames, declared: str) -> str:
        """Whether a class is, or derives from, pyzmq's context or socket; "" if neither."""
        if declared not in self._class_kinds:
            is_context = names.is_subclass(declared, "zmq.Context")
            is_socket = not is_context and names.is_subclass(declared, "zmq.Socket")
            self._class_kinds[declared] = "context" if is_context else "socket" if is_socket else ""
        return self._class_kinds[declared]

    def holders(self, scope: Scope, given: frozenset[str]) -> frozenset[str]:
        """Names of a function that can come to hold a resource, where the names in `given` hold one from the start."""
        key = (scope, given)
        if key not in self._holders:
            facts, names = self.facts(scope), self.names_of(scope)
            start = facts.captured | facts.outer | given
            self._holders[key] = holders(scope, start, lambda call: self.creators.creates(names, call))
        return self._holders[key]

    def relevance(self, scope: Scope, given: frozenset[str]) -> Relevance:
        """The tests of a function that matter, where the names in `given` hold a resource from the start."""
        key = (scope, given)
        if key not in self._relevance:
            names = self.names_of(scope)
            self._relevance[key] = relevance(
                scope, self.holders(scope, given), lambda call: self.creators.creates(names, call)
            )
        return self._relevance[key]

    def decorators(self, scope: Scope) -> frozenset[str]:
        """Qualified names of the decorators of a function, those that are called included."""
        if not isinstance(scope, nodes.FunctionDef) or scope.decorators is None:
            return frozenset()
        names = self.names_of(scope)
        plain = [node.func if isinstance(node, nodes.Call) else node for node in scope.decorators.nodes]
        return frozenset(name for name in (self.qualify(names, node) for node in plain) if name is not None)

    def last_creation(self, scope: Scope) -> int:
        """The last line on which a function can create something, loops counted to their end."""
        if scope not in self._last_creation:
            names = self.names_of(scope)
            self._last_creation[scope] = last_line(
                scope, lambda node: isinstance(node, nodes.Call) and self.creators.creates(names, node)
            )
        return self._last_creation[scope]

    def qualify(self, names: ModuleNames, node: nodes.NodeNG) -> str | None:
        """The canonical name that an expression denotes, worked out once for each node."""
        if node not in self._qualified:
            self._qualified[node] = names.qualify(node)
        return self._qualified[node]

    def definition(self, names: ModuleNames, node: nodes.NodeNG) -> Definition | None:
        """The visible definition that an expression denotes, worked out once for each node."""
        if node not in self._definitions:
            self._definitions[node] = names.definition(node)
        return self._definitions[node]

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
        self._steps += weight * (1 + len(state.heap) // 4)
        if self._steps > (_MOST_PROBING_STEPS if self.probing else self.most_steps):
            raise Runaway

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

    def summary(
        self, function: nodes.FunctionDef | nodes.Lambda, entry: State, shared: tuple[str, ...]
    ) -> summaries.Summary | None:
        """The summary of a function for an entry state; None if it is not to be trusted."""
        key = (function, entry.key(), shared, self.probing)
        if key not in self._summaries:
            frame = self.frame(function, entry, shared)
            self.active.append(function)
            try:
                summary = summaries.summarise(frame, entry)
            finally:
                self.active.pop()
            self._summaries[key] = None if frame.widened else summary
        return self._summaries[key]

    def run(self, scope: Scope) -> Ledger | None:
        """Run a function by itself, with unknown arguments, once; None if it was given up."""
        if scope not in self._ledgers:
            self._ledgers[scope] = self._run(scope)
        return self._ledgers[scope]

    def run_from(self, method: nodes.FunctionDef, entry: State, probing: bool = False) -> summaries.Summary | None:
        """Run a method from an entry state, as a run of its own; None if it needs more steps than it is worth."""
        with self._own_run(method, probing):
            try:
                return summaries.summarise(self.frame(method, entry), entry.canonical())
            except (Runaway, RecursionError):
                return None

    @contextmanager
    def _own_run(self, scope: Scope, probing: bool = False) -> Iterator[None]:
        """A run of its own, which may interrupt another one."""
        saved = self.active, self._steps, self.probing
        self.active, self._steps, self.probing = [scope], 0, probing
        try:
            yield
        finally:
            self.active, self._steps, self.probing = saved

    def _run(self, scope: Scope) -> Ledger | None:
        with self._own_run(scope):
            ledger = self._run_afresh(scope)
            self.steps[scope] = self._steps
            return ledger

    def _run_afresh(self, scope: Scope) -> Ledger | None:
        frame = self.frame(scope)
        try:
            outcomes = statements.run_block(frame, body_of(scope), [State({}, {})])
        except (Runaway, RecursionError):
            self.skipped.append(scope)
            return None
        if isinstance(scope, nodes.Module):
            return frame.ledger
        for outcome in outcomes:
            state = outcome.state
            if outcome.kind == RETURN:
                state = frame.escaped(state, state.names.get(RETURNED, UNKNOWN))
            manner = {RETURN: "return", RAISE: "raise", FALL: "end"}.get(outcome.kind, "end")
            frame.swept(State({}, state.heap), outcome.node, manner)
        if frame.widened:
            self.widened.append(scope)
        return frame.ledger


def scopes(names: ModuleNames) -> Iterator[Scope]:
    """The module and all functions in it, in the order of the text."""
    yield names.module
    yield from (node for node in names.scopes.by_node if isinstance(node, nodes.FunctionDef))


def analyse(module: nodes.Module, settings: Settings) -> list[Finding]:
    """All findings of one parsed module, in the order of the text."""
    engine = engine_for(module, settings)
    program = engine.names.program
    return findings_of(engine) if program is None or program.matters(module.file or "", module.file_bytes) else []


def engine_for(module: nodes.Module, settings: Settings) -> Engine:
    """An engine for one parsed module, within the program that its file belongs to."""
    program = Program.of(module.file) if module.file and not module.file.startswith("<") else None
    if program is not None:
        program.start(settings.socket_factories | settings.context_factories)
    return Engine(program.names_of(module) if program is not None else ModuleNames(module), settings)


def findings_of(engine: Engine) -> list[Finding]:
    """All findings of the module that the engine is for, in the order of the text."""
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
    found.extend(constructors.findings(engine))
    found.extend(shutdown.of_fields(engine))
    found.extend(errors.findings(names, settings))
    found.extend(starvation.findings(engine))
    found.extend(endings.findings(names, settings))
    found.extend(threads.findings(names, settings))
    found.extend(waits.findings(names, settings))
    found = [impact.rated(names, engine.process, finding) for finding in found]
    return sorted(found, key=lambda finding: (finding.node.lineno, finding.node.col_offset, finding.symbol))
