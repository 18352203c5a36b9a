"""Small programs that say on each line what is to be found there: `# [symbol]`, several with commas."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings

CASES = sorted((Path(__file__).parent / "cases").glob("*.py"))
MARK = re.compile(r"# \[([a-z, -]+)\]")
FAMILIES = ("zmq-unclosed", "zmq-term")


def expected(text: str) -> Counter[tuple[int, str]]:
    """The marks of a program."""
    return Counter(
        (number, symbol.strip())
        for number, line in enumerate(text.splitlines(), 1)
        for mark in MARK.findall(line)
        for symbol in mark.split(",")
    )


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_what_is_lost_is_found_where_it_is_marked(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = Counter(
        (finding.node.lineno, finding.symbol)
        for finding in analyse(parse_text(text), Settings())
        if finding.symbol.startswith(FAMILIES)
    )
    assert found == expected(text)


def test_there_are_cases() -> None:
    assert len(CASES) >= 6
