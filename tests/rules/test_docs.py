"""The documentation names what there is, and its examples are run."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from pylint_zmq.options import BY_NAME
from pylint_zmq.rules import pages
from rules.linting import lint

ROOT = Path(__file__).parents[2]
HOW = ROOT / "docs" / "how-it-works.md"
ARCHITECTURE = ROOT / "docs" / "architecture.md"
PACKAGE = ROOT / "checkers" / "pylint_zmq"


def test_how_it_works_explains_every_option_and_no_other() -> None:
    named = set(re.findall(r"`(zmq-[a-z-]+)", HOW.read_text(encoding="utf-8"))) - pages().keys()
    assert named == BY_NAME.keys()


def test_the_settings_that_how_it_works_shows_are_options() -> None:
    shown = re.findall(r"^(zmq-[a-z-]+) = ", HOW.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(shown) < BY_NAME.keys()
    assert shown


def test_the_examples_of_how_it_works_are_reported_as_they_are_marked(tmp_path: Path) -> None:
    some_page = next(iter(pages().values()))
    blocks = replace(some_page, body=HOW.read_text(encoding="utf-8")).blocks
    assert {block.role for block in blocks} == {"bad", "good"}
    symbols = [page.symbol for page in pages().values() if page.default_enabled]
    for number, block in enumerate(blocks):
        path = tmp_path / f"program{number}" / f"example{number}.py"
        path.parent.mkdir()
        path.write_text(block.code, encoding="utf-8")
        said = lint([path], symbols, {"zmq-errors-in-tests": "yes"})[path]
        assert [(report.line, report.symbol) for report in said] == list(block.marks)


@pytest.mark.parametrize("document", [HOW, ARCHITECTURE, ROOT / "CONTRIBUTING.md"], ids=lambda path: path.stem)
def test_a_file_or_folder_that_a_document_names_exists(document: Path) -> None:
    named = re.findall(r"`([a-z_]+/[a-z_/]*(?:[a-z_]+\.(?:py|md))?)`", document.read_text(encoding="utf-8"))
    for name in named:
        assert (ROOT / name).exists() or (PACKAGE / name).exists(), name


def test_a_link_between_documents_leads_somewhere() -> None:
    for document in [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "examples" / "README.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
