"""Counts what the fixes do to real projects: `python benchmarks/fix_tally.py [--diffs FOLDER] PROJECT ...`.

Each PROJECT is a folder with Python files. It is copied first, never changed. For both kinds of fixes a table says how
many lifetime findings there are, how many lie inside one function, and what became of them. Every changed file must
compile, be left alone by a second run, and have none of the findings that count as fixed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from libcst_zmq.repairing import FIXED, OFFERED, Outcome
from zmqlint.cli import parser
from zmqlint.configuration import load
from zmqlint.fix_files import Mended, mended, write
from zmqlint.fix_summary import diff
from zmqlint.session import Session
from zmqlint.survey import survey

#: Where the socket, context or owner lives, by the symbol.
LOCAL, OWNER, KEPT, INIT = "in one function", "owners", "on objects", "in constructors that fail"


@dataclass
class Tally:
    """What happened to the findings of some projects."""

    found: Counter[str] = field(default_factory=Counter)
    fixed: Counter[str] = field(default_factory=Counter)
    unsafe: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    files: int = 0

    def __iadd__(self, other: Tally) -> Tally:
        self.found += other.found
        self.fixed += other.fixed
        self.unsafe += other.unsafe
        self.reasons += other.reasons
        self.wrong += other.wrong
        self.files += other.files
        return self


def place(symbol: str) -> str:
    """Where what a message is about lives."""
    if symbol == "zmq-unclosed-owner":
        return OWNER
    if symbol.endswith("-on-init-error"):
        return INIT
    return KEPT if symbol.endswith("-attribute") else LOCAL


def session(folder: Path, select: str) -> Session:
    given = parser().parse_args(["fix", "--isolated", "--select", select, str(folder)])
    return Session(load(given))


def mend(project: Path, select: str, unsafe: bool, diffs: Path | None) -> Tally:
    """Mend a copy of a project, and look at the result again."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / project.name
        shutil.copytree(project, folder)
        (folder / ".git").mkdir(exist_ok=True)
        run = session(folder, select)
        reports = survey([str(folder)], run).reports
        done = list(mended(reports, run, unsafe=unsafe, target=(3, 10)))
        for one in done:
            _count(tally, one, folder, project.name)
            if one.before != one.after:
                write(one)
                if diffs is not None:
                    name = f"{project.name}-{Path(one.path).relative_to(folder)}".replace("/", "-")
                    (diffs / f"{name}.diff").write_text(diff(one))
        _check(tally, done, folder, select, unsafe)
    return tally


def _count(tally: Tally, one: Mended, folder: Path, project: str) -> None:
    if one.failure is not None:
        tally.wrong.append(f"{one.failure}")
    for outcome in one.outcomes:
        where = place(outcome.symbol)
        tally.found[where] += 1
        if outcome.status == FIXED:
            tally.fixed[where] += 1
            kind = outcome.applicability.value if outcome.applicability else ""
            tally.unsafe[where] += kind == "unsafe"
        else:
            tally.reasons[f"{where}: {outcome.reason}"] += 1
        _tell(outcome, Path(one.path).relative_to(folder), project)


def _tell(outcome: Outcome, path: Path, project: str) -> None:
    kind = "offered" if outcome.status == OFFERED else outcome.status
    print(
        f"  {project}/{path}:{outcome.line} {outcome.symbol} {outcome.subject}: {kind} {outcome.plan} {outcome.reason}"
    )


def _check(tally: Tally, done: list[Mended], folder: Path, select: str, unsafe: bool) -> None:
    """Every changed file compiles, is the same after a second run, and has no more findings than were left."""
    changed = [one for one in done if one.before != one.after]
    tally.files = len(changed)
    for one in changed:
        try:
            compile(one.after, one.path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            tally.wrong.append(f"{one.path}: does not compile: {error}")
    if not changed:
        return
    run = session(folder, select)
    reports = survey([one.path for one in changed], run).reports
    left = Counter((report.place.path, report.symbol) for report in reports)
    for one in changed:
        expected = Counter((one.path, o.symbol) for o in one.outcomes if o.status != FIXED)
        more = {key: left[key] - expected[key] for key in left if key[0] == one.path and left[key] > expected[key]}
        if more:
            tally.wrong.append(f"{one.path}: found after the fix: {more}")
    for again in mended(reports, run, unsafe=unsafe, target=(3, 10)):
        if again.before != again.after:
            tally.wrong.append(f"{again.path}: a second run changes it")


def table(name: str, tally: Tally) -> None:
    found, fixed = tally.found.total(), tally.fixed.total()
    print(f"{name}: {found} found, {fixed} fixed ({fixed / max(1, found):.0%}), {tally.files} files changed")
    for where in (LOCAL, KEPT, OWNER, INIT):
        total, done, unsafe = tally.found[where], tally.fixed[where], tally.unsafe[where]
        print(f"  {where}: {total} found, {done - unsafe} fixed safely, {unsafe} unsafely, {total - done} left")
    for reason, number in tally.reasons.most_common():
        print(f"    {number} {reason}")
    for wrong in tally.wrong:
        print(f"  WRONG {wrong}")


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("projects", nargs="+", type=Path, metavar="PROJECT")
    words.add_argument("--select", default="zmq-lifetime", help="messages to mend (default: zmq-lifetime)")
    words.add_argument("--diffs", type=Path, help="folder to write the diffs of the unsafe run into")
    words.add_argument("--only", choices=("safe", "unsafe"), help="one kind of fixes (default: both)")
    given = words.parse_args()
    if given.diffs:
        given.diffs.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for name, unsafe in (("safe fixes", False), ("with unsafe fixes", True)):
        if given.only not in (None, "unsafe" if unsafe else "safe"):
            continue
        whole = Tally()
        for project in given.projects:
            start = time.monotonic()
            whole += mend(project, given.select, unsafe, given.diffs if unsafe else None)
            print(f"  {project.name}: {time.monotonic() - start:.0f} s", file=sys.stderr)
        table(name, whole)
        wrong += len(whole.wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
