"""The examples of the rule pages, run through plain Pylint."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from pylint_zmq.rules import Block, RulePage, pages
from rules.linting import Report, lint

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class Example:
    page: RulePage
    block: Block

    @property
    def name(self) -> str:
        return f"{self.page.symbol}:{self.block.line}:{self.block.role}"

    @property
    def settings(self) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
        """The messages to enable, all that are on by default and the page's own, and the block's options of Pylint."""
        symbols = {page.symbol for page in pages().values() if page.default_enabled}
        return frozenset({*symbols, self.page.symbol}), frozenset(
            (name, value) for name, value in self.block.options.items() if not name.startswith("fix-")
        )


EXAMPLES = {example.name: example for page in pages().values() for example in map(partial(Example, page), page.blocks)}


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[Report]]:
    """What is said about each example. Each is a program of its own; those with the same settings share a run."""
    root = tmp_path_factory.mktemp("examples")
    runs: dict[object, dict[str, Path]] = defaultdict(dict)
    for number, (name, example) in enumerate(EXAMPLES.items()):
        path = root / f"program{number}" / f"example{number}.py"
        path.parent.mkdir()
        path.write_text(example.block.code, encoding="utf-8")
        runs[example.settings][name] = path
    found: dict[str, list[Report]] = {}
    for files in runs.values():
        symbols, options = EXAMPLES[next(iter(files))].settings
        said = lint(files.values(), sorted(symbols), dict(options))
        found |= {name: said[path] for name, path in files.items()}
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_reported_on_its_marked_lines_only(name: str, reports: Mapping[str, list[Report]]) -> None:
    said = reports[name]
    assert [(report.line, report.symbol) for report in said] == sorted(EXAMPLES[name].block.marks), said


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_message_about_an_example_is_one_line_without_gaps(name: str, reports: Mapping[str, list[Report]]) -> None:
    for report in reports[name]:
        assert "\n" not in report.text
        assert "%s" not in report.text
        assert not report.text.rstrip().endswith(":")


@pytest.mark.parametrize("name", [name for name, example in EXAMPLES.items() if example.block.role == "bad"])
def test_a_bad_example_shows_only_the_message_of_its_page(name: str) -> None:
    example = EXAMPLES[name]
    assert {symbol for _, symbol in example.block.marks} == {example.page.symbol}


@pytest.mark.parametrize("name", [name for name, example in EXAMPLES.items() if example.block.role != "bad"])
def test_good_and_fixed_examples_expect_no_message(name: str) -> None:
    assert EXAMPLES[name].block.marks == ()
