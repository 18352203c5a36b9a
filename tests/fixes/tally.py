"""Counts over many generated programs, by hand: `python -m tests.fixes.tally --seeds 0:2000 [--unsafe]`."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
import traceback
from collections import Counter
from functools import partial

from fixes.proof import Verdict, prove
from oracle.grammar import generate


def one(seed: int, unsafe: bool, most: int) -> tuple[int, Verdict]:
    text, _ = generate(seed)
    try:
        return seed, prove(text, unsafe, most)
    except Exception:
        return seed, Verdict(broken="crash " + traceback.format_exc(limit=-4))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", default="0:200")
    parser.add_argument("--unsafe", action="store_true")
    parser.add_argument("--runs", type=int, default=150)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--show", type=int, default=3)
    given = parser.parse_args()
    first, last = map(int, given.seeds.split(":"))
    start = time.time()
    work = partial(one, unsafe=given.unsafe, most=given.runs)
    with multiprocessing.Pool(given.jobs) as pool:
        results = list(pool.imap_unordered(work, range(first, last), chunksize=8))
    statuses, reasons, plans = Counter[str](), Counter[str](), Counter[str]()
    for _, verdict in results:
        statuses += verdict.statuses
        reasons += verdict.reasons
        plans += verdict.plans
    broken = sorted((seed, v) for seed, v in results if v.broken)
    found = sum(verdict.found for _, verdict in results)
    print(f"{last - first} programs, {sum(v.runs for _, v in results)} runs compared, {time.time() - start:.0f} s")
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
