"""Looks for programs that a fix breaks, by hand: `python -m fixes.hunt --random 20000 --log FILE`, in `tests/`.

With `--log`, each program leaves one line of JSON in the file as soon as it is done; what is there already counts, so
that a hunt can be stopped and taken up again.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import traceback
from collections import Counter
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from fixes.proof import Verdict, prove
from oracle.grammar import generate

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Programs that are made between two times that figures are told; how many are tried depends on their length.
_CHUNK = 500


@dataclass(frozen=True)
class Trial:
    """What one program showed."""

    seed: int
    unsafe: bool
    found: int
    runs: int
    #: How many findings had each outcome; refusals and offers by reason; fixes by the plan.
    statuses: dict[str, int]
    reasons: dict[str, int]
    plans: dict[str, int]
    #: What is wrong with the mended program, empty if nothing is.
    broken: str
    mended: str


def trial(seed: int, unsafe: bool | None, most: int, longest: int) -> Trial | None:
    """Prove the program of a seed, with unsafe fixes or without, or by turns; None if it has too many lines."""
    text, _ = generate(seed)
    if text.count("\n") > longest:
        return None
    also_unsafe = seed % 2 == 1 if unsafe is None else unsafe
    try:
        verdict = prove(text, also_unsafe, most)
    except Exception:
        verdict = Verdict(broken="crash " + traceback.format_exc(limit=-4))
    counts = (dict(verdict.statuses), dict(verdict.reasons), dict(verdict.plans))
    mended = verdict.mended if verdict.broken else ""
    return Trial(seed, also_unsafe, verdict.found, verdict.runs, *counts, verdict.broken, mended)


def figures(trials: Iterable[Trial]) -> list[str]:
    """The counts over some programs."""
    trials = list(trials)
    statuses, reasons, plans = Counter[str](), Counter[str](), Counter[str]()
    for one in trials:
        statuses.update(one.statuses)
        reasons.update(one.reasons)
        plans.update(one.plans)
    found, broken = sum(one.found for one in trials), [one.seed for one in trials if one.broken]
    eligible = statuses["fixed"] + statuses["offered"]
    fixed = f"fixed {statuses['fixed']} ({statuses['fixed'] / max(1, found):.1%})"
    return [
        f"{len(trials)} programs, {sum(one.runs for one in trials)} runs compared",
        f"found {found}, eligible {eligible}, {fixed}, broken {len(broken)} {broken[:20]}",
        f"not fixed, by reason: {dict(reasons.most_common())}",
        f"fixed, by the kind of rewrite: {dict(plans.most_common())}",
    ]


def told(trials: list[Trial]) -> str:
    """The figures with safe fixes only, and with unsafe ones."""
    lines = []
    for name, unsafe in (("safe fixes", False), ("with unsafe fixes", True)):
        some = [one for one in trials if one.unsafe == unsafe]
        lines += [f"{name}:", *(f"  {line}" for line in figures(some))] if some else []
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="0:200", help="first:last+1")
    parser.add_argument("--random", type=int, default=0, metavar="N", help="instead of --seeds, N programs by chance")
    fixes = parser.add_mutually_exclusive_group()
    fixes.add_argument("--unsafe", action="store_const", const=True, help="unsafe fixes, too (default: by turns)")
    fixes.add_argument("--safe", action="store_const", const=False, dest="unsafe", help="safe fixes only")
    parser.add_argument("--longest", type=int, default=10_000, help="lines of the longest program to try")
    parser.add_argument("--runs", type=int, default=150, help="runs of each function that are compared")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--log", type=Path, help="file to add the results to")
    parser.add_argument("--show", type=int, default=3, help="broken programs to print")
    given = parser.parse_args()
    trials: list[Trial] = []
    if given.log and given.log.exists():
        trials = [Trial(**json.loads(line)) for line in given.log.read_text().splitlines()]
    seeds: Iterable[int] = range(*map(int, given.seeds.split(":")))
    wanted = len(seeds) + len(trials)
    if given.random:
        chance = random.SystemRandom()
        seeds, wanted = iter(lambda: chance.randrange(10**12), -1), given.random
    work = partial(trial, unsafe=given.unsafe, most=given.runs, longest=given.longest)
    with ExitStack() as stack:
        log = stack.enter_context(given.log.open("a")) if given.log else None
        pool = stack.enter_context(multiprocessing.Pool(given.jobs)) if given.jobs > 1 else None
        seeds = iter(seeds)
        while len(trials) < wanted and (some := list(islice(seeds, _CHUNK))):
            for one in map(work, some) if pool is None else pool.imap_unordered(work, some, chunksize=8):
                if one is None or len(trials) == wanted:
                    continue
                trials.append(one)
                if log is not None:
                    print(json.dumps(asdict(one)), file=log, flush=True)
                if one.broken:
                    print(f"seed {one.seed}, program {len(trials)}: {one.broken}", flush=True)
            print("\n".join(figures(trials)[:2]), flush=True)
    print(told(trials))
    broken = [one for one in trials if one.broken]
    for one in broken[: given.show]:
        print(f"--- seed {one.seed}: {one.broken}\n{one.mended}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
