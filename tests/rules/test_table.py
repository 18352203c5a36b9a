"""The table of rules in the README."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pylint_zmq.rules import pages
from pylint_zmq.rules.__main__ import main
from pylint_zmq.rules.table import BEGIN, END, FOLDER, rule_table, with_table

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]


def test_the_readme_has_the_table_that_the_pages_give() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert with_table(text, rule_table(pages().values())) == text, "run: python -m pylint_zmq.rules README.md"


def test_every_page_has_a_row_that_links_to_it() -> None:
    table = rule_table(pages().values())
    for symbol in pages():
        assert f"({FOLDER}/{symbol}.md)" in table
        assert (ROOT / FOLDER / f"{symbol}.md").is_file()


def test_the_command_replaces_the_table_and_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(f"# Title\n\n{BEGIN}\nold\n{END}\n\nlast line\n", encoding="utf-8")
    assert main([str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    assert text == f"# Title\n\n{BEGIN}\n{rule_table(pages().values())}{END}\n\nlast line\n"


def test_a_file_without_markers_is_left_alone_with_status_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "README.md"
    path.write_text("# Title\n", encoding="utf-8")
    assert main([str(path)]) == 2
    assert path.read_text(encoding="utf-8") == "# Title\n"
    assert "no place for the table" in capsys.readouterr().err


def test_the_module_prints_the_table() -> None:
    done = subprocess.run([sys.executable, "-m", "pylint_zmq.rules"], capture_output=True, text=True, check=True)
    assert done.stdout == rule_table(pages().values())
