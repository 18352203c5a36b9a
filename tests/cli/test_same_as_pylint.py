"""The command and plain Pylint report the same, whatever the trees are made of."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import zmq

from cli.conftest import Project, Zmqlint
from pylint_zmq.options import OPTIONS
from pylint_zmq.rules import pages

ROOT = Path(__file__).parents[2]
#: Code that we did not write for the purpose: pyzmq's own, and our example service.
FOLDERS = {"pyzmq": Path(zmq.__file__).parent / "utils", "examples": ROOT / "examples"}


def by_pylint(folder: Path, *options: str) -> list[tuple[Any, ...]]:
    command = [sys.executable, "-m", "pylint", "--load-plugins=pylint_zmq", "--rcfile=", "--disable=all"]
    enable = f"--enable={','.join(sorted({page.checker for page in pages().values()}))}"
    arguments = ["--recursive=y", "-sn", "-f", "json2", *options, str(folder)]
    done = subprocess.run([*command, enable, *arguments], capture_output=True, text=True, check=False, cwd=folder)
    return sorted(
        (
            m["absolutePath"],
            m["line"],
            m["column"],
            m["endLine"],
            m["endColumn"],
            m["symbol"],
            m["message"],
            m["confidence"],
        )
        for m in json.loads(done.stdout)["messages"]
    )


def by_zmqlint(folder: Path, *options: str) -> list[tuple[Any, ...]]:
    command = [sys.executable, "-m", "zmqlint", "check", "--isolated", "--format", "json", "--select", "all"]
    done = subprocess.run([*command, *options, str(folder)], capture_output=True, text=True, check=False, cwd=folder)
    return sorted(
        (
            str(folder / f["path"]),
            f["line"],
            f["column"] - 1,
            f["end_line"],
            None if f["end_column"] is None else f["end_column"] - 1,
            f["symbol"],
            f["message"],
            f["confidence"],
        )
        for f in json.loads(done.stdout)["findings"]
    )


@pytest.mark.parametrize("name", FOLDERS)
def test_plain_pylint_reports_the_same(name: str) -> None:
    folder = FOLDERS[name]
    found = by_zmqlint(folder)
    assert found
    assert by_pylint(folder, "-j2") == found


#: For each option a value that changes what is found in the code below.
VALUES = {
    "zmq-min-version": "22",
    "zmq-process-lifetime": "report",
    "zmq-report-unseen": "yes",
    "zmq-setup-errors": "report",
    "zmq-errors-in-tests": "yes",
    "zmq-socket-factories": "tools.make",
    "zmq-context-factories": "tools.context",
    "zmq-closers": "tools.close",
    "zmq-owners": "tools.keep",
    "zmq-harmless-calls": "calm",
    "zmq-send-scope": "all",
    "zmq-creation-scope": "all",
}
#: How many states are kept changes what is found only where there are many.
WITHOUT = {"zmq-max-states"}

CODE = """\
import zmq
import tools
from tools import calm


def work(ctx):
    sock = ctx.socket(zmq.PUSH)
    calm()
    sock.close()


def made():
    sock = tools.make()
    tools.context()
    sock.connect("tcp://localhost:1")


def given(ctx):
    sock = ctx.socket(zmq.PUSH)
    tools.close(sock)
    other = ctx.socket(zmq.PULL)
    tools.keep(other)
    third = ctx.socket(zmq.PULL)
    unknown(third)


def settle(ctx):
    sock = ctx.socket(zmq.SUB)
    sock.subscribe(b"")
    return sock


def send(ctx):
    with ctx.socket(zmq.PUSH) as sock:
        sock.connect("tcp://localhost:7")
        sock.send(b"x")


def old():
    with zmq.Context() as ctx:
        sock = ctx.socket(zmq.PULL)
        sock.linger = 0


def once(ctx):
    sock = ctx.socket(zmq.PULL)
    sock.bind("tcp://*:1")
    return sock


if __name__ == "__main__":
    zmq.Context().socket(zmq.PUB).send(b"x")
    main = zmq.Context().socket(zmq.PUB)
    main.send(b"x")
"""


def test_every_option_means_the_same(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text(CODE)
    (tmp_path / "test_code.py").write_text(CODE)
    plain = by_zmqlint(tmp_path)
    assert by_pylint(tmp_path) == plain != []
    assert VALUES.keys() | WITHOUT == {option.name for option in OPTIONS}
    every = [f"--{name}={value}" for name, value in VALUES.items()]
    assert by_pylint(tmp_path, *every) == by_zmqlint(tmp_path, *every) != plain


@pytest.mark.parametrize("name", VALUES)
def test_every_option_changes_what_is_found(name: str, project: Project, zmqlint: Zmqlint) -> None:
    """As plain Pylint reports the same with all of them, each of them must have had a part in it."""
    project.write("code.py", CODE)
    project.write("test_code.py", CODE)
    arguments = ["check", "--isolated", "--select", "all", "--format", "concise"]
    if name in ("zmq-closers", "zmq-owners"):
        # What unseen code is given is nobody's loss, unless that is asked for.
        arguments.append("--zmq-report-unseen=yes")
    assert zmqlint(*arguments).out != zmqlint(*arguments, f"--{name}={VALUES[name]}").out
