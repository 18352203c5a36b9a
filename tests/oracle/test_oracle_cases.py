"""The oracle on programs whose truth was worked out by hand from the design (`cases/*.txt`)."""

from __future__ import annotations

from pathlib import Path

import pytest

from oracle.marked import GROUPS, check, split

FILES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
CASES = [
    pytest.param(
        text,
        id=f"{path.stem}: {name}",
        marks=[pytest.mark.skipif(path.stem == "groups" and not GROUPS, reason="except* came with Python 3.11")],
    )
    for path in FILES
    for name, text in split(path.read_text(encoding="utf-8")).items()
]


@pytest.mark.parametrize("case", CASES)
def test_the_oracle_finds_what_was_worked_out_by_hand(case: str) -> None:
    check(case)


def test_there_are_cases() -> None:
    assert len(CASES) >= 100
