"""The codemod under LibCST's own tool."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = """\
import zmq


def f(ctx, a):
    try:
        s = ctx.socket(zmq.PUB)
        s.bind(a)
    finally:
        s.close()
"""
LEAK = "import zmq\n\n\ndef f(ctx):\n    s = ctx.socket(zmq.PUB)\n    s.send(b'x')\n"
MENDED = "import zmq\n\n\ndef f(ctx):\n    with ctx.socket(zmq.PUB) as s:\n        s.send(b'x')\n"
CONTEXT = "import zmq\n\n\ndef f(a):\n    c = zmq.Context()\n    with c.socket(zmq.PUSH) as s:\n        s.connect(a)\n"


def codemod(path: Path, *options: str, command: str = "ManageSockets") -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-m", "libcst.tool", "codemod", "-x", "--no-format"]
    arguments += [f"libcst_zmq.{command}", *options, str(path)]
    return subprocess.run(arguments, capture_output=True, text=True, cwd=path.parent, timeout=120, check=False)


def test_it_mends_files(tmp_path: Path) -> None:
    path = tmp_path / "leak.py"
    path.write_text(LEAK)
    done = codemod(path)
    assert path.read_text() == MENDED, done.stderr
    assert done.returncode == 0


def test_what_is_left_is_a_warning_and_unsafe_fixes_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "context.py"
    path.write_text(CONTEXT)
    assert "zmq-unclosed-context needs --unsafe-fixes" in codemod(path).stderr
    assert path.read_text() == CONTEXT
    codemod(path, "--unsafe-fixes")
    assert "with zmq.Context() as c, " in path.read_text()


def test_creation_errors_have_a_command_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "hidden.py"
    path.write_text(HIDDEN)
    codemod(path, command="CheckCreation")
    assert "    s = ctx.socket(zmq.PUB)\n    try:\n        s.bind(a)\n" in path.read_text()


def test_waits_are_bounded_by_what_is_given(tmp_path: Path) -> None:
    path = tmp_path / "ask.py"
    path.write_text(
        "import zmq\n\n\ndef f(ctx, q):\n    with ctx.socket(zmq.REQ) as s:\n"
        "        s.linger = 0\n        s.send(q)\n        return s.recv()\n"
    )
    assert "set fix-recv-timeout" in codemod(path, command="BoundWaits").stderr
    codemod(path, "--recv-timeout", "500", command="BoundWaits")
    assert "        s.rcvtimeo = 500\n        s.linger = 0\n" in path.read_text()
