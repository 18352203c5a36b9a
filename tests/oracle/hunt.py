"""Looks for programs on which the linter is wrong: `python -m oracle.hunt --seeds 0:5000 --about functions`."""

from __future__ import annotations

import argparse
import multiprocessing
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from .class_grammar import generate_class
from .compare import Comparison, compare
from .compare_classes import compare_classes
from .grammar import generate, generate_owners
from .shrink import shrink
from .truth import Truth
from .world import Limits

HERE = Path(__file__).parent


@dataclass
class Result:
    """What one seed showed."""

    seed: int
    text: str
    tags: frozenset[str]
    verdicts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    exhaustive: bool = True
    ill: str = ""
    runs: int = 0
    overflowed: bool = False


#: Runs of one function at first; where the linter disagrees, the comparison goes on to more by itself.
FIRST_LOOK = Limits(runs=1000)


#: What programs can be about, and who makes them.
ABOUT = {"functions": generate, "owners": generate_owners, "classes": generate_class}


def examine(text: str, thorough: bool = True) -> Comparison | str:
    """The comparison for one program, or how the linter crashed on it. One without a function `f` is about classes."""
    try:
        if " f(" not in text:
            lots, found = compare_classes(text, thorough=thorough)
            return Comparison(Truth(exhaustive=lots.exhaustive, ill=lots.ill, runs=lots.runs), [], found)
        return compare(text, limits=FIRST_LOOK if thorough else Limits(runs=500), thorough=thorough)
    except Exception:
        return traceback.format_exc(limit=-3)


def try_seed(seed: int, about: str = "functions") -> Result:
    text, tags = ABOUT[about](seed)
    result = Result(seed, text, tags)
    outcome = examine(text)
    if isinstance(outcome, str):
        result.problems.append("crash " + outcome.strip().splitlines()[-1])
        return result
    result.exhaustive, result.ill, result.runs = outcome.truth.exhaustive, outcome.truth.ill, outcome.truth.runs
    result.overflowed = outcome.overflowed
    if not result.ill:
        result.verdicts.update(f"{f.kind} {f.verdict}" for f in outcome.truth.fates.values())
    result.problems += [f"{d.what}: {d.line}:{d.column} {d.detail}" for d in outcome.disagreements]
    return result


def kinds(problems: list[str]) -> set[str]:
    return {problem.partition(":")[0] for problem in problems}


def smallest(result: Result) -> str:
    """The smallest program found that shows one of the problems of the result."""
    wanted = min(kinds(result.problems))

    def shows(text: str, thorough: bool = False) -> bool:
        outcome = examine(text, thorough)
        if isinstance(outcome, str):
            return wanted in kinds(["crash " + outcome.strip().splitlines()[-1]])
        return not outcome.truth.ill and any(d.what == wanted for d in outcome.disagreements)

    quick = shrink(result.text, shows)
    return quick if shows(quick, thorough=True) else result.text


def describe(text: str) -> list[str]:
    """The disagreements about a program, as lines of comment."""
    outcome = examine(text)
    if isinstance(outcome, str):
        return [f"# crash {line}" for line in outcome.strip().splitlines()]
    return [f"# {d.what}: {d.line}:{d.column} {d.detail}" for d in outcome.disagreements]


def report(results: list[Result], seconds: float) -> list[str]:
    """The figures."""
    good = [r for r in results if not r.ill]
    verdicts: Counter[str] = sum((r.verdicts for r in good), Counter())
    wrong = Counter(kind for r in good for kind in kinds(r.problems))
    lines = [
        f"programs {len(results)}, paths {sum(r.runs for r in results)}, {seconds:.0f} s",
        f"left out, they leave the table of what raises: {len(results) - len(good)}",
        f"not exhaustive: {sum(not r.exhaustive for r in good)}",
        f"too many states for the linter: {sum(r.overflowed for r in good)}",
        f"creation sites {sum(verdicts.values())}: " + ", ".join(f"{k} {n}" for k, n in sorted(verdicts.items())),
        "programs with disagreements: " + (", ".join(f"{k} {n}" for k, n in wrong.most_common()) or "none"),
        "by statement form (programs, of them wrong):",
    ]
    seen = Counter(tag for r in good for tag in r.tags)
    bad = Counter(tag for r in good if r.problems for tag in r.tags)
    lines += [f"    {tag:24} {count:6} {bad[tag]:6}" for tag, count in seen.most_common()]
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0:2000", help="first:last+1")
    parser.add_argument("--about", choices=ABOUT, default="functions")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--shrink", type=int, default=10, help="counterexamples to make small and print")
    parser.add_argument("--store", type=Path, help="folder for the small counterexamples")
    options = parser.parse_args()
    first, last = (int(n) for n in options.seeds.split(":"))
    start = time.monotonic()
    with multiprocessing.Pool(options.jobs) as pool:
        results = []
        for result in pool.imap_unordered(partial(try_seed, about=options.about), range(first, last), chunksize=20):
            results.append(result)
            if result.problems and not result.ill:
                print(f"seed {result.seed}, program {len(results)}: {'; '.join(result.problems)}", flush=True)
        print("\n".join(report(results, time.monotonic() - start)))
        wrong = sorted((r for r in results if r.problems and not r.ill), key=lambda r: len(r.text))
        chosen = pick_various(wrong, options.shrink)
        for result, text in zip(chosen, pool.imap(smallest, chosen), strict=True):
            print(f"\n# seed {result.seed}", *describe(text), text, sep="\n", flush=True)
            if options.store:
                options.store.mkdir(parents=True, exist_ok=True)
                (options.store / f"seed_{result.seed}.py").write_text(text)
    return 1 if wrong else 0


def pick_various(wrong: list[Result], count: int) -> list[Result]:
    """Some results, every kind of problem among them."""
    by_kind: dict[str, list[Result]] = {}
    for result in wrong:
        by_kind.setdefault(min(kinds(result.problems)), []).append(result)
    queues = list(by_kind.values())
    return [queue[i] for i in range(count) for queue in queues if i < len(queue)][:count]


if __name__ == "__main__":
    raise SystemExit(main())
