"""Generated programs and their mended versions, run on the same paths; and the proof itself notices a wrong one."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from fixes.proof import Verdict, compare, prove
from oracle.grammar import generate
from oracle.marked import program

#: The seeds of every test run, how many make up one test, and the longest program, in lines, that is worth the time:
#: that leaves 2,000 programs. A few of the longer ones are tried as well.
SEEDS, CHUNK, LONGEST = 3900, 150, 30
LONG_SEEDS, LONG_CHUNK, LONGER = 120, 20, 55


def unsafe(seed: int) -> bool:
    """Whether a seed is mended with unsafe fixes: by turns."""
    return seed % 2 == 1


def total(seeds: Iterable[int], longest: int) -> tuple[int, int]:
    """How many losses were found and mended. Fails if a mended program does anything else than it did."""
    texts = {seed: generate(seed)[0] for seed in seeds}
    verdicts = {s: prove(text, unsafe(s), most=40) for s, text in texts.items() if text.count("\n") <= longest}
    broken = {seed: f"{verdict.broken}\n{verdict.mended}" for seed, verdict in verdicts.items() if verdict.broken}
    assert not broken, "\n".join(["", next(iter(broken.values())), f"seeds {sorted(broken)}"])
    found = sum(verdict.found for verdict in verdicts.values())
    return found, sum(verdict.statuses["fixed"] for verdict in verdicts.values())


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_a_mended_program_differs_in_nothing_but_what_it_leaves_open(first: int) -> None:
    found, fixed = total(range(first, first + CHUNK), LONGEST)
    assert fixed >= 0.75 * found


@pytest.mark.parametrize("first", range(0, LONG_SEEDS, LONG_CHUNK))
def test_so_does_a_longer_one(first: int) -> None:
    total((s for s in range(first, first + LONG_CHUNK) if generate(s)[0].count("\n") > LONGEST), LONGER)


def test_that_are_two_thousand_programs() -> None:
    assert sum(generate(seed)[0].count("\n") <= LONGEST for seed in range(SEEDS)) >= 2000


@pytest.mark.parametrize("seed", [23, 24, 246, 276])
def test_programs_that_once_went_wrong(seed: int) -> None:
    assert not prove(generate(seed)[0], unsafe=True, most=60).broken


LOSING = program("""
def f(ctx):
    s = ctx.socket(zmq.PUSH)
    s.send(b"x")
    work()
    keep(s)
""")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("    work()\n", "    s.close()\n    work()\n", "handed over"),
        ("    work()\n", "    work()\n    work()\n", "calls"),
        ('    s.send(b"x")\n', '    s.close()\n    s.send(b"x")\n', "calls"),
        ("    keep(s)\n", "    keep(s)\n    return 1\n", "returned"),
        ("    work()\n", "    try:\n        work()\n    except Exception:\n        raise ValueError\n", "raised"),
    ],
)
def test_the_proof_notices(old: str, new: str, what: str) -> None:
    assert old in LOSING
    assert what in compare(LOSING, LOSING.replace(old, new), set(), Verdict(), 60)


def test_the_proof_notices_what_is_still_lost() -> None:
    line = LOSING.splitlines().index("    s = ctx.socket(zmq.PUSH)") + 1
    assert "still lost" in compare(LOSING, LOSING, {(line, 8)}, Verdict(), 60)
    assert not compare(LOSING, LOSING, set(), Verdict(), 60)
