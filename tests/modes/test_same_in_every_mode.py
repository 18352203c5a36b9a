"""The findings of a file do not depend on how, where and with what else the linter runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from oracle.grammar import generate
from pylint_zmq.analysis.engine import analyse
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings

HERE = Path(__file__).parent
#: A package made for this purpose, whose modules make, keep and release each other's sockets; and the examples.
PACKAGES = (HERE / "fleet", HERE.parents[1] / "examples" / "jobs")
FAMILIES = "zmq-lifetime,zmq-errors,zmq-timeouts,zmq-shutdown"

#: Runs a module as a script in a process that has no pyzmq, and fails if anything asks for it.
WITHOUT_PYZMQ = """
import runpy, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "zmq":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""

Found = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both packages side by side, in a folder of their own."""
    root = tmp_path_factory.mktemp("project")
    (root / ".git").mkdir()
    for package in PACKAGES:
        shutil.copytree(package, root / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.fixture(scope="module")
def found(project: Path) -> Found:
    """What the command finds in one run over everything."""
    return command(project, sorted(each.name for each in PACKAGES))


def run(root: Path, arguments: list[str], seed: int, pyzmq: bool) -> Any:
    """The JSON that a module prints, run with a hash seed, with or without pyzmq."""
    start = [sys.executable, "-m"] if pyzmq else [sys.executable, "-c", WITHOUT_PYZMQ]
    environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*start, *arguments], cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def command(root: Path, paths: list[str], seed: int = 0, pyzmq: bool = True, jobs: int = 1) -> Found:
    options = ["--isolated", "--format", "json", "--select", "all", "--jobs", str(jobs)]
    said = run(root, ["zmqlint", "check", *options, *paths], seed, pyzmq)["findings"]
    keys = ("path", "line", "column", "symbol", "message", "confidence")
    return sorted((str(root / f["path"]), f["line"], f["column"] - 1, *(f[key] for key in keys[3:])) for f in said)


def pylint(root: Path, paths: list[str], *options: str, seed: int = 0, pyzmq: bool = True) -> Found:
    plain = ["--load-plugins=pylint_zmq", "--rcfile=", "--disable=all", f"--enable={FAMILIES}", "-f", "json2", "-sn"]
    said = run(root, ["pylint", *plain, *options, *paths], seed, pyzmq)["messages"]
    keys = ("absolutePath", "line", "column", "symbol", "message", "confidence")
    return sorted(tuple(message[key] for key in keys) for message in said)


def files(root: Path) -> list[str]:
    return [str(path.relative_to(root)) for path in sorted(root.rglob("*.py"))]


def test_there_is_something_to_find_in_every_way(found: Found) -> None:
    symbols = {each[3] for each in found}
    assert {"zmq-unclosed-socket", "zmq-unclosed-socket-attribute", "zmq-unclosed-owner"} <= symbols
    assert {"HIGH", "CONTROL_FLOW", "INFERENCE"} <= {each[5] for each in found}


def test_several_processes_find_the_same(project: Path, found: Found) -> None:
    assert command(project, files(project), seed=1, jobs=2) == found


def test_pyzmq_need_not_be_there(project: Path, found: Found) -> None:
    assert command(project, files(project), seed=2, pyzmq=False) == found


def test_the_order_of_the_files_does_not_matter(project: Path, found: Found) -> None:
    assert command(project, files(project)[::-1], seed=3) == found


def test_a_file_alone_gives_the_same(project: Path, found: Found) -> None:
    alone = [each for name in files(project) for each in command(project, [name])]
    assert sorted(alone) == found


def test_pylint_finds_the_same(project: Path, found: Found) -> None:
    assert pylint(project, files(project)[::-1], "-j1", seed=1) == found


def test_pylint_finds_the_same_in_two_processes(project: Path, found: Found) -> None:
    assert pylint(project, files(project), "-j2", seed=2) == found


def test_pylint_finds_the_same_without_pyzmq_and_with_an_empty_cache(project: Path, found: Found) -> None:
    assert pylint(project, files(project), "--clear-cache-post-run=y", seed=3, pyzmq=False) == found


def findings(text: str) -> set[tuple[int, int, str, str]]:
    settings = Settings(process_lifetime="report")
    return {(f.node.lineno, f.node.col_offset, f.symbol, f.confidence) for f in analyse(parse_text(text), settings)}


def test_a_coroutine_loses_what_a_function_of_the_same_text_loses() -> None:
    compared = 0
    for seed in range(150):
        text, tags = generate(seed)
        if not tags & {"generator", "async"}:
            assert findings(re.sub(r"^def f\(", "async def f(", text, flags=re.MULTILINE)) == findings(text), text
            compared += bool(findings(text))
    assert compared > 50


def test_methods_that_are_coroutines_keep_what_other_methods_keep() -> None:
    text = (HERE / "fleet" / "links.py").read_text(encoding="utf-8")
    changed = re.sub(r"( +)def (?!__init__)", r"\1async def ", text)
    assert changed != text
    assert findings(changed) == findings(text)
