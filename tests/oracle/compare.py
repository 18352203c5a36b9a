"""Holds the findings of the linter against the truth of a program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from pylint_zmq.analysis.engine import Engine, analyse, scopes
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings

from .truth import FINE, Truth, truth_of
from .world import Limits

#: Symbols of the messages about losses in one function: kind and class.
LOSSES = {
    f"zmq-unclosed-{kind}{suffix}": (kind, verdict)
    for kind in ("socket", "context")
    for suffix, verdict in (("", "never"), ("-on-path", "on-path"), ("-on-error", "on-error"))
}

#: How an object that owns something is lost is not told apart.
LOST = "lost"
LOSSES["zmq-unclosed-owner"] = ("owner", LOST)

#: More rounds and runs, for programs where the linter and a quick search disagree.
THOROUGH = Limits(rounds=3, choices=120, injections=4, runs=8000)

#: More turns of loops, for steps and classes that show only after several.
MANY_TURNS = Limits(rounds=5, choices=200, injections=4, runs=20000)


@dataclass(frozen=True)
class Claim:
    """What the linter says of one creation: line from 1, column from 0, and the steps of its story."""

    line: int
    column: int
    kind: str
    verdict: str
    lost_at: tuple[int, ...] = ()
    raised_at: tuple[int, ...] = ()


@dataclass(frozen=True)
class Disagreement:
    """One thing that the linter and the truth see differently."""

    what: str
    line: int
    column: int
    detail: str


@dataclass
class Comparison:
    """The outcome for one program."""

    truth: Truth
    claims: list[Claim]
    disagreements: list[Disagreement] = field(default_factory=list)
    #: The linter missed something only because its set of states overflowed, which it may.
    overflowed: bool = False


Findings = Callable[[str], list[Claim]]


def findings_of(text: str) -> list[Claim]:
    """What the linter says of the program."""
    claims = []
    for finding in analyse(parse_text(text), Settings(process_lifetime="report", setup_errors="report")):
        if finding.symbol in LOSSES:
            kind, verdict = LOSSES[finding.symbol]
            by_role = {role: tuple(s.line for s in finding.steps if s.role == role) for role in ("lost", "raised")}
            line, column = finding.node.lineno, finding.node.col_offset
            claims.append(Claim(line, column, kind, verdict, by_role["lost"], by_role["raised"]))
    return claims


def overflows(text: str) -> bool:
    """Whether the linter gave up on a function of the program, or joined states: then it may miss something."""
    engine = Engine(ModuleNames(parse_text(text), None), Settings())
    runs = [engine.own_run(scope) for scope in scopes(engine.names)]
    return any(run.ledger is None or run.widened for run in runs)


def compare(
    text: str, findings: Findings = findings_of, limits: Limits | None = None, thorough: bool = True
) -> Comparison:
    """Truth, claims and their disagreements; what a quick search cannot settle is searched thoroughly."""
    claims = findings(text)
    truth = truth_of(text, limits)
    found = disagreements(truth, claims)
    if thorough and found and not truth.ill and (truth.looped or not truth.exhaustive):
        truth = truth_of(text, THOROUGH)
        found = disagreements(truth, claims)
    if found and thorough and truth.looped and not {d.what for d in found} & {"missed", "false alarm"}:
        # What takes more turns of a loop than were tried is no fault of the linter.
        truth = truth_of(text, MANY_TURNS)
        found = disagreements(truth, claims)
    if {d.what for d in found} == {"missed"} and findings is findings_of and overflows(text):
        return Comparison(truth, claims, overflowed=True)
    return Comparison(truth, claims, found)


def disagreements(truth: Truth, claims: Iterable[Claim]) -> list[Disagreement]:
    """Where the claims are not what is true; empty for programs that say nothing."""
    if truth.ill:
        return []
    found: list[Disagreement] = []
    left = dict(truth.fates)
    for claim in claims:
        fate = left.pop((claim.line, claim.column, claim.kind), None)
        if fate is None:
            twice = (claim.line, claim.column, claim.kind) in truth.fates
            if not twice and not truth.exhaustive:
                continue
            found.append(
                note("reported twice" if twice else "false alarm", claim, f"{claim.verdict}, nothing is created")
            )
        elif fate.verdict == FINE:
            if truth.exhaustive:
                found.append(note("false alarm", claim, f"{claim.kind} {claim.verdict}, nothing is lost"))
        else:
            if claim.verdict not in (LOST, fate.verdict) and truth.exhaustive and not fate.several:
                found.append(note("wrong class", claim, f"{claim.kind} {claim.verdict}, is {fate.verdict}"))
            elif truth.exhaustive and not fate.late:
                found += wrong_steps(claim, truth.leaving(fate.lost_at), fate.raised_at)
    for fate in left.values():
        if fate.verdict != FINE:
            lost = f"{fate.kind} {fate.verdict}, lost at {sorted(fate.lost_at)}"
            found.append(Disagreement("missed", fate.line, fate.column, lost))
    return found


def note(what: str, claim: Claim, detail: str) -> Disagreement:
    return Disagreement(what, claim.line, claim.column, detail)


def wrong_steps(claim: Claim, lost_at: set[int], raised_at: set[int]) -> list[Disagreement]:
    """Steps of the story at which no run lost the resource."""
    found = []
    if claim.lost_at and claim.lost_at[-1] not in lost_at:
        found.append(note("wrong step", claim, f"lost at {claim.lost_at[-1]}, is lost at {sorted(lost_at)}"))
    if not claim.lost_at:
        found.append(note("wrong step", claim, "no step says where it is lost"))
    if claim.verdict == "on-error" and claim.raised_at and not set(claim.raised_at) <= raised_at | lost_at:
        found.append(note("wrong step", claim, f"raised at {claim.raised_at}, is raised at {sorted(raised_at)}"))
    return found


def true_claims(text: str, limits: Limits | None = None) -> list[Claim]:
    """What a perfect linter says; stands in for the linter where the oracle tests itself."""
    fates = truth_of(text, limits).fates.values()
    return [Claim(f.line, f.column, f.kind, f.verdict, (max(f.lost_at),), ()) for f in fates if f.verdict != FINE]


__all__ = ["Claim", "Comparison", "Disagreement", "compare", "findings_of", "replace", "true_claims"]
