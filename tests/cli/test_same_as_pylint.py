"""The command and plain Pylint report the same, whatever the trees are made of."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import zmq

ROOT = Path(__file__).parents[2]
#: Code that we did not write for the purpose: pyzmq's own, and our example service.
FOLDERS = {"pyzmq": Path(zmq.__file__).parent / "utils", "examples": ROOT / "examples"}


def by_pylint(folder: Path, *options: str) -> list[tuple[Any, ...]]:
    command = [sys.executable, "-m", "pylint", "--load-plugins=pylint_zmq", "--rcfile=", "--disable=all"]
    enable = "--enable=zmq-lifetime"
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
    command = [sys.executable, "-m", "zmqlint", "check", "--isolated", "--format", "json", "--select", "zmq-lifetime"]
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


def test_options_mean_the_same(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text(
        "import zmq\nfrom tools import calm\n\n\n"
        "def work(ctx):\n    sock = ctx.socket(zmq.PUSH)\n    calm()\n    sock.close()\n"
    )
    assert by_pylint(tmp_path) == by_zmqlint(tmp_path) != []
    assert by_pylint(tmp_path, "--zmq-harmless-calls=calm") == by_zmqlint(tmp_path, "--zmq-harmless-calls=calm") == []
