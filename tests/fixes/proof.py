"""Proof by execution: a program and its mended version, run on the same paths, differ in what is left open only."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from libcst_zmq.judging import Subject, Version
from libcst_zmq.makers import MANAGED
from libcst_zmq.repairing import FIXED, OFFERED, REFUSED, Terms, repaired
from oracle.standin import Resource
from oracle.truth import Program, drive, next_prefix, settle
from oracle.unseen import Unknown
from oracle.world import PLAIN, Enough, Limits, Record
from pylint_zmq.settings import Settings

SETTINGS = Settings(process_lifetime="report", setup_errors="report")
_SOCKET_CALLS = "send recv send_multipart recv_multipart send_string recv_string send_json recv_json".split()
_SOCKET_CALLS += "bind connect setsockopt set get subscribe unbind disconnect bind_to_random_port".split()


@dataclass
class Run:
    """What could be seen of one run of a function."""

    trail: list[tuple[int, int]]
    ending: str
    calls: list[str]
    records: list[Record]
    #: Whether anything was raised.
    erred: bool


class Watched(Program):
    """A program whose every call into zmq and into unseen code is written down."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.calls: list[str] = []
        self.erred = False
        super().__init__(text, limits)
        self.world.touch = self.touched(self.world.touch)  # type: ignore[method-assign]
        for name, value in list(vars(self.modules["elsewhere"]).items()):
            if callable(value) and not isinstance(value, (Unknown, type)):
                setattr(self.modules["elsewhere"], name, self.noting(name, value))
        for module in ("zmq", "zmq.asyncio"):
            socket = self.modules[module].Socket
            for name in _SOCKET_CALLS:
                setattr(socket, name, self.noting_method(name, getattr(socket, name)))
        self.load()

    def touched(self, touch: Callable[[], None]) -> Callable[[], None]:
        """What notes an exception: that which functions in unseen hands capture by then, others have."""

        def noted() -> None:
            self.erred = True
            self.world.seen()
            touch()

        return noted

    def noting(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            self.calls.append(f"{name}({', '.join(map(told, args))})")
            return function(*args, **kwargs)

        return called

    def noting_method(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def called(this: Any, *args: Any, **kwargs: Any) -> Any:
            state = "open" if this._record.open else "closed"
            self.calls.append(f"{state} {told(this)}.{name}({', '.join(map(told, args))})")
            return function(this, *args, **kwargs)

        return called

    def observe(self, name: str, prefix: list[int]) -> Run:
        """One run of one function, with the choices of `prefix`."""
        world = self.world
        world.restart(prefix)
        self.calls, self.erred = [], False
        try:
            if self.outer:
                self.load()
            function = self.names[name]
            result = drive(world, function(*self.arguments(function)))
            world.give(result)
            ending = f"returned {told(result)}"
            del result
        except Enough:
            world.dead = True
            ending = "stopped"
        except BaseException as error:
            world.let_go(error)
            ending = f"raised {type(error).__name__}"
        settle(self)
        return Run(list(world.trail), ending, self.calls, list(world.records), self.erred)


def told(value: Any) -> str:
    """A value in words that do not depend on where it lies in memory."""
    if isinstance(value, Resource):
        return f"{value._kind}{value._record.serial}"
    if type(value) in PLAIN:
        return repr(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(told, value))}]"
    return type(value).__name__


@dataclass
class Verdict:
    """What the proof says about one program."""

    found: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    #: Refusals and offers by reason.
    reasons: Counter[str] = field(default_factory=Counter)
    plans: Counter[str] = field(default_factory=Counter)
    #: Lines of the creations whose result may be closed after it was handed over, if an error comes up.
    revoked: set[int] = field(default_factory=set)
    runs: int = 0
    #: What is wrong with the mended program, empty if nothing is.
    broken: str = ""
    mended: str = ""


def prove(text: str, unsafe: bool = False, most: int = 150) -> Verdict:
    """Mend a program and run both versions on the same paths, at most so many for each function."""
    verdict = Verdict()
    source = text.encode()
    before = Version(source, "", "program", SETTINGS)
    fixed, after = repaired(before, Terms(SETTINGS, MANAGED, unsafe))
    verdict.found = sum(finding.symbol in MANAGED for finding in before.findings)
    for outcome in fixed.outcomes:
        verdict.statuses[outcome.status] += 1
        if outcome.status in (REFUSED, OFFERED):
            verdict.reasons[outcome.reason] += 1
        if outcome.status == FIXED:
            verdict.plans[outcome.plan] += 1
            if outcome.reason == "closed-on-error":
                verdict.revoked.add(outcome.line)
    verdict.mended = fixed.source.decode()
    if fixed.source != source:
        left = {after.subject(finding) for finding in after.findings}
        lost = (before.subject(finding) for finding in before.findings if finding.symbol in MANAGED)
        gone = {place(before, subject): subject for subject in lost if subject not in left}
        verdict.broken = compare(text, verdict.mended, set(gone), verdict, most)
    return verdict


def place(version: Version, subject: Subject) -> tuple[int, int]:
    """Line and column of the finding about a subject."""
    finding = next(f for f in version.findings if version.subject(f) == subject)
    return finding.node.lineno, finding.node.col_offset


def compare(text: str, mended: str, gone: set[tuple[int, int]], verdict: Verdict, most: int) -> str:
    """What differs between the runs of both versions that must not; empty if nothing does."""
    limits = Limits(runs=most)
    one, other = Watched(text, limits), Watched(mended, limits)
    sites = {number for number, site in enumerate(one.sites) if (site.line, site.column) in gone}
    revoked = {number for number, site in enumerate(one.sites) if site.line in verdict.revoked}
    collecting = gc.isenabled()
    gc.disable()
    try:
        for name in one.functions:
            prefix: list[int] | None = []
            for _ in range(most):
                if prefix is None:
                    break
                run = one.observe(name, prefix)
                if one.world.ill:
                    break
                again = other.observe(name, [choice for choice, _ in run.trail])
                verdict.runs += 1
                if wrong := differing(run, again, sites, revoked, other.world.ill):
                    return f"{name}, choices {[c for c, _ in run.trail]}: {wrong}"
                prefix = next_prefix(run.trail)
    finally:
        one.world.dead = other.world.dead = True
        if collecting:
            gc.enable()
    return ""


def differing(run: Run, again: Run, sites: set[int], revoked: set[int], ill: str) -> str:
    """The first thing that is not the same, or not better. `sites` count as mended; see Verdict for `revoked`."""
    if ill:
        return f"goes wrong: {ill}"
    if run.calls != again.calls:
        return f"calls {run.calls}, then {again.calls}"
    if run.trail != again.trail:
        return "takes another path"
    if run.ending != again.ending:
        return f"{run.ending}, then {again.ending}"
    if len(run.records) != len(again.records):
        return "creates another number of resources"
    for old, new in zip(run.records, again.records, strict=True):
        what = f"{old.kind}{old.serial}"
        closed_on_error = run.erred and old.site in revoked and new.released
        if old.handed and not closed_on_error and (not new.handed or old.open != new.open):
            return f"{what} was handed over open: {old.open}, now: {new.open}"
        if new.lost and not old.lost:
            return f"{what} is lost"
        if new.lost and old.site in sites:
            return f"{what} is still lost, though it counts as mended"
    return ""
