"""The linter against the truth: programs of fixed seeds, programs that hypothesis makes, and old counterexamples."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from oracle.compare import compare
from oracle.grammar import generate, generate_owners
from oracle.mutants import fixed_programs
from oracle.source import DrawnSource
from oracle.world import Limits

#: Seeds of the programs tried in every test run, and how many make up one test.
SEEDS, CHUNK = 2000, 50
#: The same where the resources are objects of a class.
OWNERS = 200
QUICK = Limits(runs=400)


def complaints(text: str) -> list[str]:
    """What the linter and the truth disagree about, with the program."""
    found = compare(text, limits=QUICK).disagreements
    return [*(f"{d.what} {d.line}:{d.column} {d.detail}" for d in found), text] if found else []


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_the_linter_agrees_with_every_run(first: int) -> None:
    wrong = {seed: found for seed in range(first, first + CHUNK) if (found := complaints(generate(seed)[0]))}
    assert not wrong, "\n".join(["", *next(iter(wrong.values())), f"seeds {sorted(wrong)}"])


@pytest.mark.parametrize("first", range(0, OWNERS, CHUNK))
def test_the_linter_agrees_with_every_run_with_objects_that_own_sockets(first: int) -> None:
    for seed in range(first, first + CHUNK):
        found = complaints(generate_owners(seed)[0])
        assert not found, "\n".join(["", *found, f"seed {seed}"])


# Not made smaller here, which takes minutes when it fails: `shrink` does it by statements.
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_the_linter_agrees_with_every_run_of_drawn_programs(data: st.DataObject) -> None:
    text, _ = generate(DrawnSource(lambda options: data.draw(st.integers(0, options - 1))))
    found = complaints(text)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in fixed_programs()])
def test_the_linter_agrees_with_what_was_worked_out_by_hand(text: str) -> None:
    found = compare(text, limits=QUICK)
    assert not found.disagreements
    assert not found.overflowed
