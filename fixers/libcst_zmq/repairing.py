"""From a file to its mended version: finding after finding, each rewrite judged by the analysis before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from libcst_zmq import contexts, endpoints, errors, factories, fields, managed, owners, stacked
from libcst_zmq.applying import Draft
from libcst_zmq.blocks import Text, line_of
from libcst_zmq.edits import Applicability, Plan, RefusedError
from libcst_zmq.judging import Subject, Version, check_target, fate, suits
from libcst_zmq.regions import Case
from pylint_zmq.reading import decode_source
from pylint_zmq.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from pylint_zmq.analysis.findings import Finding

FIXED, OFFERED, REFUSED = "fixed", "offered", "refused"

_LOCAL = ("zmq-unclosed-socket", "zmq-unclosed-context")
_ENDINGS = ("", "-on-path", "-on-error")
_FIELDS = ("zmq-unclosed-socket-attribute", "zmq-unclosed-context-attribute")
_OWNER = "zmq-unclosed-owner"

#: Messages about creation errors.
_MASKED, _UNCAUGHT = "zmq-creation-error-masked", "zmq-error-not-caught"
ERRORS: frozenset[str] = frozenset((_MASKED, _UNCAUGHT))

#: Symbols that some fix is about.
MENDED: frozenset[str] = frozenset(
    (*(f"{name}{ending}" for name in _LOCAL for ending in _ENDINGS), *_FIELDS, _OWNER, *ERRORS)
)


@dataclass(frozen=True)
class Terms:
    """What a fix must keep to."""

    settings: Settings = field(default_factory=Settings)
    #: Symbols to mend.
    symbols: frozenset[str] = MENDED
    unsafe: bool = False
    #: Oldest Python that the result must parse on.
    target: tuple[int, int] = (3, 10)
    #: Longest line that is written, where there is a choice.
    width: int = 88


@dataclass(frozen=True)
class Outcome:
    """What became of one finding."""

    symbol: str
    #: Line of the finding in the file as it was when the finding was dealt with, from 1.
    line: int
    scope: str
    subject: str
    #: FIXED, OFFERED (there is an unsafe fix) or REFUSED.
    status: str
    applicability: Applicability | None = None
    #: Name of the fix.
    plan: str = ""
    #: Stable code: why it was refused, or why the fix is unsafe.
    reason: str = ""


@dataclass(frozen=True)
class Repair:
    """The outcome for one file."""

    source: bytes
    outcomes: tuple[Outcome, ...]


#: Line from 1, and symbol.
Place = tuple[int, str]


def repair(source: bytes, path: str, modname: str, terms: Terms, places: Container[Place] | None = None) -> Repair:
    """Mend a file, or of it what is found at `places`. Raises SourceError if it cannot be read."""
    return _Run(Version(source, path, modname, terms.settings), terms, places).result()


class _Run:
    def __init__(self, version: Version, terms: Terms, places: Container[Place] | None) -> None:
        self.version = version
        self.terms = terms
        #: What may be mended, where not everything may.
        self.chosen = None if places is None else {version.subject(f) for f in version.findings if _place(f) in places}
        self.fixed: list[Outcome] = []
        self.refused: dict[Subject, Outcome] = {}
        self.draft: Draft | None = None
        #: Whether the file was for the target version at all.
        self.suits_target = suits(version.source, terms.target)

    def result(self) -> Repair:
        """Try every finding until none can be mended any more."""
        progress = True
        while progress:
            progress = False
            self.refused.clear()
            while (finding := self._next()) is not None:
                outcome, version = self._mend(finding)
                if version is None:
                    self.refused[self.version.subject(finding)] = outcome
                else:
                    self.fixed.append(outcome)
                    self.version, self.draft, progress = version, None, bool(self.refused)
        outcomes = sorted([*self.fixed, *self.refused.values()], key=lambda o: o.line)
        return Repair(self.version.source, tuple(outcomes))

    def _next(self) -> Finding | None:
        """The next finding to look at: sockets before contexts, which need their sockets closed."""
        wanted = [f for f in self.version.findings if f.symbol in self.terms.symbols and self._may_mend(f)]
        # Contexts need their sockets closed; an instance is looked at when its class is what it will be.
        wanted.sort(key=lambda f: (f.symbol == _OWNER, f.symbol.startswith("zmq-unclosed-context")))
        return next((f for f in wanted if self.version.subject(f) not in self.refused), None)

    def _may_mend(self, finding: Finding) -> bool:
        return self.chosen is None or self.version.subject(finding) in self.chosen

    def _mend(self, finding: Finding) -> tuple[Outcome, Version | None]:
        """The outcome for a finding, and the version in which it is mended, if it is."""
        reasons: list[str] = []
        offered: Plan | None = None
        for plan in self._plans(finding, reasons):
            if offered is not None and plan.applicability is Applicability.UNSAFE:
                continue
            try:
                version = self._checked(finding, plan)
            except RefusedError as error:
                reasons.append(error.code)
                continue
            if plan.applicability is Applicability.SAFE or self.terms.unsafe:
                return self._outcome(finding, FIXED, plan), version
            offered = plan
        if offered is not None:
            return self._outcome(finding, OFFERED, offered), None
        return self._outcome(finding, REFUSED, None, telling(reasons)), None

    def _plans(self, finding: Finding, reasons: list[str]) -> Iterator[Plan]:
        """All plans, safe ones first; the reasons of makers that have none are added to `reasons`."""
        scope = finding.scope
        others = [f for f in self.version.findings if f.scope == scope and f is not finding]
        text = Text(decode_source(self.version.source)[0])
        case = Case(finding, self.version, text, others)
        makers = _makers(finding.symbol)
        plans = chain.from_iterable(_tried(maker, case, reasons) for maker in makers)
        if not case.is_context:
            yield from plans
            return
        try:
            yield from contexts.judged(case, plans)
        except RefusedError as error:
            reasons.append(error.code)

    def _checked(self, finding: Finding, plan: Plan) -> Version:
        """The version after a plan. Raises RefusedError if it is not what was wanted."""
        if self.draft is None:
            self.draft = Draft(self.version.source, self.terms.width, self.terms.target >= (3, 9))
        subject = self.version.subject(finding)
        source = self.draft.edited(plan.edits)
        if plan.local:
            self._check_fate(plan, source, subject)
        if self.suits_target:
            check_target(source, self.terms.target)
        after = self.version.successor(source)
        self.version.mends(finding, after, plan.expected)
        return after

    def _check_fate(self, plan: Plan, source: bytes, subject: Subject) -> None:
        """Raise RefusedError unless a run of the function loses and hands over nothing."""
        assert self.draft is not None
        if plan.probe is not None and fate(self.draft.edited(plan.probe), self.version, subject).handed:
            raise RefusedError("escapes")
        now = fate(source, self.version, subject)
        if now.lost:
            raise RefusedError("still-found")
        if plan.probe is None and now.handed:
            raise RefusedError("escapes")

    def _outcome(self, finding: Finding, status: str, plan: Plan | None, reason: str = "") -> Outcome:
        applicability = plan.applicability if plan is not None else None
        name = plan.name if plan is not None else ""
        why = plan.reason if plan is not None else reason
        return Outcome(
            finding.symbol, line_of(finding.node), finding.scope, finding.subject, status, applicability, name, why
        )


def _makers(symbol: str) -> tuple[Callable[[Case], Iterator[Plan]], ...]:
    """What makes plans for a message, the plainest first."""
    if symbol in _FIELDS:
        return (fields.plans,)
    if symbol == _MASKED:
        return (errors.masked,)
    if symbol == _UNCAUGHT:
        return (errors.uncaught,)
    if symbol == _OWNER:
        return (owners.plans,)
    return (
        endpoints.plans,
        managed.plans,
        stacked.shared,
        factories.plans,
        stacked.plans,
        stacked.later,
    )


def _place(finding: Finding) -> Place:
    return line_of(finding.node), finding.symbol


def _tried(maker: Callable[[Case], Iterator[Plan]], case: Case, reasons: list[str]) -> Iterator[Plan]:
    try:
        yield from maker(case)
    except RefusedError as error:
        reasons.append(error.code)


def telling(reasons: list[str]) -> str:
    """The reason that says most: the last one that is about the code and not about the attempt."""
    weak = ("still-found", "new-finding", "not-a-plain-assignment")
    return next((r for r in reversed(reasons) if r not in weak), reasons[-1] if reasons else "no-fix-known")


__all__ = ["ERRORS", "FIXED", "MENDED", "OFFERED", "REFUSED", "Outcome", "Repair", "Terms", "repair"]
