"""The example service is reported as its README says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pylint_zmq.rules import pages
from rules.linting import lint

EXAMPLES = Path(__file__).parents[2] / "examples"
ROW = re.compile(r"^\| (?P<path>\S+\.py):(?P<line>\d+) \| (?P<symbol>zmq-[a-z-]+) \| .+ \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def listed() -> list[tuple[str, int, str]]:
    text = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    return sorted((row["path"], int(row["line"]), row["symbol"]) for row in ROW.finditer(text))


def test_the_readme_lists_every_finding(listed: list[tuple[str, int, str]]) -> None:
    symbols = [page.symbol for page in pages().values() if page.default_enabled]
    reports = lint(sorted(EXAMPLES.rglob("*.py")), symbols, {})
    found = [
        (path.relative_to(EXAMPLES).as_posix(), report.line, report.symbol)
        for path, said in reports.items()
        for report in said
    ]
    assert sorted(found) == listed


def test_the_service_shows_every_message_about_what_one_function_loses(listed: list[tuple[str, int, str]]) -> None:
    kinds = {f"zmq-unclosed-{what}{when}" for what in ("socket", "context") for when in ("", "-on-path", "-on-error")}
    assert kinds <= {symbol for _, _, symbol in listed}


def test_the_code_does_not_give_its_findings_away() -> None:
    for path in EXAMPLES.rglob("*.py"):
        assert not re.search(r"leak|unclosed|forg[eo]t|zmqlint|pylint", path.read_text(encoding="utf-8"))
