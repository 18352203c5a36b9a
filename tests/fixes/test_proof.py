"""Generated programs and their mended versions, run on the same paths; and the proof itself notices a wrong one."""

from __future__ import annotations

from collections import Counter

import pytest

from fixes.proof import Verdict, compare, prove
from oracle.grammar import generate
from oracle.marked import program

#: Seeds tried in every test run, how many make up one test, and the longest program, in lines, that is worth it.
SEEDS, CHUNK, LONGEST = 192, 24, 45


def chosen(first: int) -> list[int]:
    return [seed for seed in range(first, first + CHUNK) if generate(seed)[0].count("\n") <= LONGEST]


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_a_mended_program_differs_in_nothing_but_what_it_leaves_open(first: int, unsafe: bool) -> None:
    verdicts = {seed: prove(generate(seed)[0], unsafe, most=40) for seed in chosen(first)}
    broken = {seed: f"{verdict.broken}\n{verdict.mended}" for seed, verdict in verdicts.items() if verdict.broken}
    assert not broken, "\n".join(["", next(iter(broken.values())), f"seeds {sorted(broken)}"])
    total = sum((verdict.statuses for verdict in verdicts.values()), Counter[str]())
    assert total["fixed"] >= 0.6 * sum(verdict.found for verdict in verdicts.values())


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
