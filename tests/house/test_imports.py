"""The three packages import each other one way only, and start-up loads nothing that it does not need."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = {
    "pylint_zmq": ROOT / "checkers" / "pylint_zmq",
    "libcst_zmq": ROOT / "fixers" / "libcst_zmq",
    "zmqlint": ROOT / "integrations" / "zmqlint",
}
MAY_IMPORT = {
    "pylint_zmq": {"pylint_zmq"},
    "libcst_zmq": {"pylint_zmq", "libcst_zmq"},
    "zmqlint": {"pylint_zmq", "libcst_zmq", "zmqlint"},
}


def imported(source: str) -> Iterator[str]:
    """The top-most packages that `source` imports, wherever in the file."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", FOLDERS)
def test_imports_run_one_way(package: str) -> None:
    files = sorted(FOLDERS[package].rglob("*.py"))
    assert files
    wrong = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in files
        for name in imported(file.read_text())
        if name in FOLDERS and name not in MAY_IMPORT[package]
    ]
    assert not wrong


def test_an_import_inside_a_function_is_seen() -> None:
    assert list(imported("def f():\n    from zmqlint.cli import main\n")) == ["zmqlint"]


def test_pylint_zmq_needs_no_more_than_pylint_does() -> None:
    names = {name for file in FOLDERS["pylint_zmq"].rglob("*.py") for name in imported(file.read_text())}
    # The last one is for type checkers, which know it wherever they are.
    assert names - set(sys.stdlib_module_names) <= {"astroid", "pylint", "pylint_zmq", "typing_extensions"}


@pytest.mark.parametrize("module", ["zmqlint.__main__", "pylint_zmq"])
def test_start_up_loads_nothing_heavy(module: str) -> None:
    program = f"import sys, {module}; print(sorted(sys.modules.keys() & {{'libcst', 'pygls', 'rich', 'zmq', 'attrs'}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_thousand_files_without_zmq_are_answered_without_loading_pylint(tmp_path: Path) -> None:
    names = [f"module{number}.py" for number in range(1000)]
    for name in names:
        (tmp_path / name).write_text("import os\n")
    program = (
        "import sys; from zmqlint.cli import main; status = main(['check', *sys.argv[1:]]);"
        "print(status, sorted(sys.modules.keys() & {'pylint', 'astroid', 'libcst', 'concurrent.futures'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *names], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout == "0 []\n"
