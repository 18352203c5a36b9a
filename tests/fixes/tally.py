"""Counts over many generated programs, by hand: `python -m fixes.tally --seeds 0:2000 [--unsafe | --turns]`."""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import time
import traceback
from collections import Counter
from functools import partial

from fixes.proof import Verdict, prove
from oracle.grammar import generate


def one(seed: int, unsafe: bool | None, most: int, longest: int) -> tuple[int, Verdict | None]:
    text, _ = generate(seed)
    if text.count("\n") > longest:
        return seed, None
    try:
        return seed, prove(text, seed % 2 == 1 if unsafe is None else unsafe, most)
    except Exception:
        return seed, Verdict(broken="crash " + traceback.format_exc(limit=-4))


def _count(result: tuple[int, Verdict]) -> tuple[int, int]:
    return result[1].found, result[1].statuses["fixed"]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="0:200")
    fixes = parser.add_mutually_exclusive_group()
    fixes.add_argument("--unsafe", action="store_true", help="unsafe fixes, too")
    fixes.add_argument("--turns", action="store_true", help="unsafe fixes, too, for every other seed")
    parser.add_argument("--longest", type=int, default=10_000, help="lines of the longest program to try")
    parser.add_argument("--random", type=int, default=0, metavar="N", help="instead of --seeds, N seeds by chance")
    parser.add_argument("--runs", type=int, default=150)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", type=int, default=3)
    given = parser.parse_args()
    seeds = list(range(*map(int, given.seeds.split(":"))))
    if given.random:
        seeds = random.SystemRandom().sample(range(10**12), given.random)
    start = time.time()
    mode = None if given.turns else given.unsafe
    work = partial(one, unsafe=mode, most=given.runs, longest=given.longest)
    results: list[tuple[int, Verdict]] = []
    with multiprocessing.Pool(given.jobs) as pool:
        for seed, verdict in pool.imap_unordered(work, seeds, chunksize=8):
            if verdict is not None:
                results.append((seed, verdict))
                if verdict.broken or len(results) % 500 == 0:
                    found, fixed = (sum(count) for count in zip(*map(_count, results), strict=True))
                    broken = [seed for seed, verdict in results if verdict.broken]
                    print(f"{len(results)} programs: found {found}, fixed {fixed}, broken {broken}", flush=True)
    statuses, reasons, plans = Counter[str](), Counter[str](), Counter[str]()
    for _, verdict in results:
        statuses += verdict.statuses
        reasons += verdict.reasons
        plans += verdict.plans
    broken = sorted((seed, v) for seed, v in results if v.broken)
    found = sum(verdict.found for _, verdict in results)
    print(f"{len(results)} programs, {sum(v.runs for _, v in results)} runs compared, {time.time() - start:.0f} s")
    share = statuses["fixed"] / max(1, found)
    print(f"found {found}, fixed {statuses['fixed']} ({share:.1%}), broken {len(broken)}")
    print(f"offered {statuses['offered']}, refused {statuses['refused']}")
    print("reasons", dict(reasons.most_common()))
    print("plans", dict(plans.most_common()))
    for seed, verdict in broken[: given.show]:
        print(f"--- seed {seed}: {verdict.broken}\n{verdict.mended}")
    print("broken seeds", [seed for seed, _ in broken][:40])
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
