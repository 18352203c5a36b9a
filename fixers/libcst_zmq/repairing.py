"""From a file to its mended version: finding after finding, each rewrite judged by the analysis before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from libcst_zmq import contexts
from libcst_zmq.applying import Draft
from libcst_zmq.blocks import Text, line_of
from libcst_zmq.edits import Applicability, Plan, RefusedError
from libcst_zmq.judging import Subject, Version, budget, check_target, fate, suits
from libcst_zmq.makers import LOCAL, MAKERS, MENDED, OWNER, makers
from libcst_zmq.regions import Case
from libcst_zmq.values import Values
from pylint_zmq.reading import decode_source
from pylint_zmq.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from libcst_zmq.makers import Maker
    from pylint_zmq.analysis.findings import Finding

FIXED, OFFERED, SUGGESTED, REFUSED = "fixed", "offered", "suggested", "refused"


@dataclass(frozen=True)
class Terms:
    """What a fix must keep to."""

    settings: Settings = field(default_factory=Settings)
    #: Symbols to mend.
    symbols: frozenset[str] = frozenset(MAKERS)
    unsafe: bool = False
    #: Oldest Python that the result must parse on.
    target: tuple[int, int] = (3, 10)
    #: Longest line that is written, where there is a choice.
    width: int = 88
    values: Values = field(default_factory=Values)


@dataclass(frozen=True)
class Outcome:
    """What became of one finding."""

    symbol: str
    #: Line of the finding, from 1: in the file as it came, or where a fix has brought it up.
    line: int
    scope: str
    subject: str
    #: FIXED, OFFERED (there is an unsafe fix), SUGGESTED (it needs a number that is not configured) or REFUSED.
    status: str
    applicability: Applicability | None = None
    #: Name of the fix.
    plan: str = ""
    #: Stable code: why it was refused, or why the fix is unsafe.
    reason: str = ""
    #: What people can do instead, in words; empty unless SUGGESTED.
    suggestion: str = ""


@dataclass(frozen=True)
class Repair:
    """The outcome for one file."""

    source: bytes
    outcomes: tuple[Outcome, ...]


#: Line from 1, and symbol.
Place = tuple[int, str]


def repair(source: bytes, path: str, modname: str, terms: Terms, places: Container[Place] | None = None) -> Repair:
    """Mend a file, or of it what is found at `places`. Raises SourceError if it cannot be read."""
    return repaired(Version(source, path, modname, terms.settings), terms, places)[0]


def repaired(version: Version, terms: Terms, places: Container[Place] | None = None) -> tuple[Repair, Version]:
    """Mend one version of a file; second, the version that it became."""
    run = _Run(version, terms, places)
    return run.result(), run.version


class _Run:
    def __init__(self, version: Version, terms: Terms, places: Container[Place] | None) -> None:
        self.version = version
        self.terms = terms
        #: What may be mended, where not everything may.
        self.chosen = None if places is None else {version.subject(f) for f in version.findings if _place(f) in places}
        #: Lines of the findings in the file as it came.
        self.lines = {version.subject(finding): line_of(finding.node) for finding in version.findings}
        self.fixed: list[Outcome] = []
        self.refused: dict[Subject, Outcome] = {}
        self.draft: Draft | None = None
        #: Whether the file was for the target version at all.
        self.suits_target = suits(version.source, terms.target)

    def result(self) -> Repair:
        """Try every finding until none can be mended any more."""
        while (finding := self._next()) is not None:
            outcome, version = self._mend(finding)
            if version is None:
                self.refused[self.version.subject(finding)] = outcome
            else:
                self.fixed.append(outcome)
                self.version, self.draft = version, None
                self._look_again(outcome)
        outcomes = sorted([*self.fixed, *self.refused.values()], key=lambda o: o.line)
        return Repair(self.version.source, tuple(outcomes))

    def _look_again(self, fixed: Outcome) -> None:
        """Forget the refusals that a fix may have changed: those of its function, those that hang on a class."""
        for subject, outcome in list(self.refused.items()):
            if fixed.scope == outcome.scope or not {fixed.symbol, outcome.symbol} <= LOCAL:
                del self.refused[subject]

    def _next(self) -> Finding | None:
        """The next finding to look at: sockets before contexts, which need their sockets closed."""
        wanted = [f for f in self.version.findings if f.symbol in self.terms.symbols and self._may_mend(f)]
        # Contexts need their sockets closed; an instance is looked at when its class is what it will be.
        wanted.sort(key=lambda f: (f.symbol == OWNER, f.symbol.startswith("zmq-unclosed-context")))
        return next((f for f in wanted if self.version.subject(f) not in self.refused), None)

    def _may_mend(self, finding: Finding) -> bool:
        """Whether a finding was chosen, or has come up by a fix, so that a second run would be about it."""
        subject = self.version.subject(finding)
        if self.chosen is None or subject in self.chosen:
            return True
        return subject not in self.lines and finding.symbol in MENDED

    def _mend(self, finding: Finding) -> tuple[Outcome, Version | None]:
        """The outcome for a finding, and the version in which it is mended, if it is."""
        reasons: list[RefusedError] = []
        offered: Plan | None = None
        for plan in self._plans(finding, reasons):
            if offered is not None and plan.applicability is Applicability.UNSAFE:
                continue
            try:
                version = self._checked(finding, plan)
            except RefusedError as error:
                reasons.append(error)
                continue
            if plan.applicability is Applicability.SAFE or self.terms.unsafe:
                return self._outcome(finding, FIXED, plan), version
            offered = plan
        if offered is not None:
            return self._outcome(finding, OFFERED, offered), None
        return self._left(finding, telling(reasons)), None

    def _plans(self, finding: Finding, reasons: list[RefusedError]) -> Iterator[Plan]:
        """All plans, safe ones first; the reasons of makers that have none are added to `reasons`."""
        scope = finding.scope
        others = [f for f in self.version.findings if f.scope == scope and f is not finding]
        text = Text(decode_source(self.version.source)[0])
        case = Case(finding, self.version, text, others, self.terms.values)
        plans = chain.from_iterable(_tried(maker, case, reasons) for maker in makers(case))
        if case.is_field or finding.symbol not in LOCAL:
            yield from plans
            return
        try:
            case.check_hands()
            yield from contexts.judged(case, plans) if case.is_context else plans
        except RefusedError as error:
            reasons.append(error)

    def _checked(self, finding: Finding, plan: Plan) -> Version:
        """The version after a plan. Raises RefusedError if it is not what was wanted."""
        if self.draft is None:
            self.draft = Draft(self.version.source, self.terms.width, self.terms.target >= (3, 9))
        after = self.version.successor(self.draft.edited(plan.edits))
        if plan.local:
            self._check_fate(plan, after, self.version.subject(finding))
        if self.suits_target:
            check_target(after.source, self.terms.target)
        self.version.mends(finding, after, plan.expected)
        return after

    def _check_fate(self, plan: Plan, after: Version, subject: Subject) -> None:
        """Raise RefusedError unless a run of the function loses and hands over nothing."""
        assert self.draft is not None
        most = budget(self.version, subject.scope)
        now = fate(after, subject, most)
        if plan.probe is not None and fate(self.version.successor(self.draft.edited(plan.probe)), subject, most).handed:
            raise RefusedError("escapes")
        if now.lost:
            raise RefusedError("still-found")
        if plan.probe is None and now.handed and not plan.revokes:
            raise RefusedError("escapes")

    def _outcome(self, finding: Finding, status: str, plan: Plan) -> Outcome:
        line, safety = self._line(finding), plan.applicability
        return Outcome(finding.symbol, line, finding.scope, finding.subject, status, safety, plan.name, plan.reason)

    def _left(self, finding: Finding, why: RefusedError) -> Outcome:
        status = SUGGESTED if why.suggestion else REFUSED
        return Outcome(
            finding.symbol,
            self._line(finding),
            finding.scope,
            finding.subject,
            status,
            reason=why.code,
            suggestion=why.suggestion,
        )

    def _line(self, finding: Finding) -> int:
        return self.lines.get(self.version.subject(finding), line_of(finding.node))


def _place(finding: Finding) -> Place:
    return line_of(finding.node), finding.symbol


def _tried(maker: Maker, case: Case, reasons: list[RefusedError]) -> Iterator[Plan]:
    try:
        yield from maker(case)
    except RefusedError as error:
        reasons.append(error)


def telling(reasons: list[RefusedError]) -> RefusedError:
    """The reason that says most: the last one that is about the code and not about the attempt."""
    weak = ("still-found", "new-finding", "not-a-plain-assignment")
    last = reasons[-1] if reasons else RefusedError("no-fix-known")
    return next((r for r in reversed(reasons) if r.code not in weak), last)


__all__ = ["FIXED", "MENDED", "OFFERED", "REFUSED", "SUGGESTED", "Outcome", "Repair", "Terms", "repair"]
