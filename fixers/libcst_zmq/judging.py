"""The analysis as the judge of a rewrite: what it finds now, and whether a resource is still handed to others."""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.edits import RefusedError
from pylint_zmq.analysis.engine import engine_for, findings_of, scopes
from pylint_zmq.program.trees import SourceError, parse_bytes

if TYPE_CHECKING:
    from pylint_zmq.analysis.findings import Finding
    from pylint_zmq.analysis.ledger import Ledger
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings

#: Statements run for one candidate before it is given up: at most so many, and no more than some times what the
#: function took before, or a number that is quickly done.
_MOST_STEPS, _TIMES, _QUICK = 6_000, 3, 2_000
_WORSE = {"": 3, "-on-path": 2, "-on-error": 1}


@dataclass(frozen=True, order=True)
class Subject:
    """What a finding is about, in words that a rewrite leaves alone."""

    #: The symbol without the class of the loss.
    family: str
    scope: str
    #: The text of the call.
    text: str
    #: Which of the calls with that text in that function.
    number: int = 0


def family(symbol: str) -> tuple[str, int]:
    """A symbol without its class, and how bad the class is."""
    for ending in ("-on-path", "-on-error"):
        if symbol.endswith(ending):
            return symbol.removesuffix(ending), _WORSE[ending]
    return symbol, _WORSE[""]


class Version:
    """One version of a file: its tree and what is found in it, worked out when it is asked for."""

    def __init__(self, source: bytes, path: str, modname: str, settings: Settings) -> None:
        self.source = source
        self.path = path
        self.modname = modname
        self.settings = settings
        self.module = parse_bytes(source, path, modname)
        self.engine = engine_for(self.module, settings)

    @cached_property
    def findings(self) -> list[Finding]:
        """All that is found."""
        return findings_of(self.engine)

    @property
    def names(self) -> ModuleNames:
        """The names of the module."""
        return self.engine.names

    def subject(self, finding: Finding) -> Subject:
        """What the finding is about."""
        text = finding.node.as_string()
        # To astroid, a comprehension and a lambda are scopes of their own.
        scope: nodes.NodeNG = finding.node.scope()
        while not isinstance(scope, (nodes.FunctionDef, nodes.ClassDef, nodes.Module)):
            scope = scope.parent.scope() if scope.parent is not None else scope.root()
        calls = [call for call in scope.nodes_of_class(nodes.Call) if call.as_string() == text]
        number = calls.index(finding.node) if finding.node in calls else 0
        return Subject(family(finding.symbol)[0], finding.scope, text, number)

    def weights(self) -> Counter[tuple[str, str, str]]:
        """How bad the findings are, by what they are about."""
        found: Counter[tuple[str, str, str]] = Counter()
        for finding in self.findings:
            name, weight = family(finding.symbol)
            found[name, finding.scope, finding.node.as_string()] += weight
        return found

    def counts(self) -> Counter[tuple[str, str, str]]:
        """How many findings there are, by what they are about."""
        return Counter((family(f.symbol)[0], f.scope, f.node.as_string()) for f in self.findings)

    def successor(self, source: bytes) -> Version:
        """The same file with other content. Raises RefusedError if it does not parse."""
        try:
            return Version(source, self.path, self.modname, self.settings)
        except SourceError:
            raise RefusedError("does-not-parse") from None

    def mends(self, finding: Finding, after: Version, expected: tuple[str, ...] = ()) -> None:
        """Raise RefusedError unless `after` lacks the finding and has none that is new and not `expected`."""
        subject = self.subject(finding)
        key = subject.family, subject.scope, subject.text
        before, now = self.counts(), after.counts()
        if now[key] >= before[key]:
            raise RefusedError("still-found")
        weights, now_weights = self.weights(), after.weights()
        worse = {other for other in now if now[other] > before[other] or now_weights[other] > weights[other]}
        # What nothing released was told as that alone; now it may be told that some path does not.
        worse.discard((subject.family.removesuffix("-attribute"), subject.scope, subject.text))
        if any(other[0] not in expected for other in worse):
            raise RefusedError("new-finding")


def suits(source: bytes, target: tuple[int, int]) -> bool:
    """Whether the source parses on Python `target`."""
    try:
        ast.parse(source, feature_version=target)
    except (SyntaxError, ValueError):
        return False
    return True


def check_target(source: bytes, target: tuple[int, int]) -> None:
    """Raise RefusedError if the source does not parse on Python `target`."""
    if not suits(source, target):
        raise RefusedError("target-version")


def budget(version: Version, scope_name: str) -> float:
    """How many statements may be run for a candidate that changes a function of this version."""
    steps = (version.engine.own_run(scope).steps for scope in scopes(version.names) if scope.qname() == scope_name)
    return min(_MOST_STEPS, max(_QUICK, _TIMES * next(steps, 0.0)))


def _ledger(version: Version, scope_name: str, most: float) -> tuple[nodes.FunctionDef, Ledger]:
    """A function by its qualified name, and what became of its resources. Raises RefusedError."""
    for scope in scopes(version.names):
        if isinstance(scope, nodes.FunctionDef) and scope.qname() == scope_name:
            run = version.engine.run_within(scope, most)
            if run.ledger is not None and not run.widened:
                return scope, run.ledger
    raise RefusedError("too-many-states")


@dataclass(frozen=True)
class Fate:
    """What a run of the function says of one creation."""

    handed: bool
    lost: bool


def fate(version: Version, subject: Subject, most: float = _MOST_STEPS) -> Fate:
    """What becomes of what the subject's call creates, told in so many steps. Raises RefusedError if nobody knows."""
    scope, ledger = _ledger(version, subject.scope, most)
    calls = [call for call in scope.nodes_of_class(nodes.Call) if call.as_string() == subject.text]
    if subject.number >= len(calls):
        raise RefusedError("too-many-states")
    kind = subject.family.rpartition("-")[2]
    records = [r for site, r in ledger.sites.items() if site.node is calls[subject.number] and site.kind == kind]
    return Fate(any(record.handed for record in records), any(record.losses for record in records))


def handed_sockets(version: Version, scope: str) -> set[tuple[int, int]]:
    """Lines and columns of the creations of sockets that a function hands over. Raises RefusedError if nobody knows."""
    _, ledger = _ledger(version, scope, _MOST_STEPS)
    return {
        (site.line, site.column) for site, record in ledger.sites.items() if record.handed and site.kind == "socket"
    }
