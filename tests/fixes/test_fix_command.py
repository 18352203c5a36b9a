"""`zmqlint fix`: what it writes, what it says, how it exits."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from zmqlint.cli import main

if TYPE_CHECKING:
    from pathlib import Path

LEAK = "import zmq\n\n\ndef f(ctx):\n    s = ctx.socket(zmq.PUB)\n    s.send(b'x')\n"
MENDED = "import zmq\n\n\ndef f(ctx):\n    with ctx.socket(zmq.PUB) as s:\n        s.send(b'x')\n"
CONTEXT = "import zmq\n\n\ndef f(a):\n    c = zmq.Context()\n    with c.socket(zmq.PUSH) as s:\n        s.connect(a)\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_a_file_is_mended_in_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.py").write_text(LEAK)
    assert main(["fix", "."]) == 0
    assert (folder / "a.py").read_text() == MENDED
    said = capsys.readouterr()
    assert said.out == "a.py:5: zmq-unclosed-socket 's': fixed (safe)\n"
    assert said.err == "Fixed 1 problem.\n"
    assert main(["fix", "."]) == 0
    assert (folder / "a.py").read_text() == MENDED


def test_a_diff_is_shown_and_nothing_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.py").write_text(LEAK)
    assert main(["fix", "--diff", "a.py"]) == 1
    assert (folder / "a.py").read_text() == LEAK
    assert "+    with ctx.socket(zmq.PUB) as s:\n" in capsys.readouterr().out
    (folder / "a.py").write_text(MENDED)
    assert main(["fix", "--diff", "a.py"]) == 0


def test_mode_and_links_stay(folder: Path) -> None:
    (folder / "real.py").write_text(LEAK)
    (folder / "real.py").chmod(0o755)
    (folder / "link.py").symlink_to("real.py")
    assert main(["fix", "link.py"]) == 0
    assert (folder / "link.py").is_symlink()
    assert (folder / "real.py").read_text() == MENDED
    assert stat.S_IMODE((folder / "real.py").stat().st_mode) == 0o755
    assert sorted(os.listdir(folder)) == [".git", "link.py", "real.py"]


def test_what_is_suppressed_or_not_selected_stays(folder: Path) -> None:
    suppressed = LEAK.replace("PUB)\n", "PUB)  # pylint: disable=zmq-unclosed-socket\n")
    (folder / "a.py").write_text(suppressed)
    (folder / "b.py").write_text(LEAK)
    assert main(["fix", "a.py"]) == 0
    assert main(["fix", "--select", "zmq-unclosed-context", "b.py"]) == 0
    assert (folder / "a.py").read_text() == suppressed
    assert (folder / "b.py").read_text() == LEAK


def test_unsafe_fixes_are_offered_and_made_when_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.py").write_text(CONTEXT)
    assert main(["fix", "."]) == 0
    assert (folder / "a.py").read_text() == CONTEXT
    said = capsys.readouterr()
    assert "can be fixed with --unsafe-fixes" in said.out
    assert "[linger-unbounded]" in said.out
    assert said.err == "Fixed 0 problems, 1 more with --unsafe-fixes.\n"
    assert main(["fix", "--unsafe-fixes", "."]) == 0
    assert "with zmq.Context() as c, " in (folder / "a.py").read_text()


WAITS = """\
import zmq


def f(ctx, q):
    with ctx.socket(zmq.REQ) as s:
        s.linger = 0
        s.send(q)
        return s.recv()
"""


def test_a_time_is_taken_from_the_configuration_or_suggested(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.py").write_text(WAITS)
    assert main(["fix", "--unsafe-fixes", "."]) == 0
    assert (folder / "a.py").read_text() == WAITS
    assert "insert `s.rcvtimeo = ...` before line 6, or set fix-recv-timeout" in capsys.readouterr().out
    (folder / "pyproject.toml").write_text("[tool.zmqlint]\nfix-recv-timeout = 700\n")
    assert main(["fix", "--unsafe-fixes", "."]) == 0
    assert "        s.rcvtimeo = 700\n" in (folder / "a.py").read_text()


def test_broken_files_do_not_cost_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.py").write_text(LEAK)
    (folder / "broken.py").write_text("import zmq\ndef f(:\n")
    assert main(["fix", ".", "nowhere"]) == 2
    assert (folder / "a.py").read_text() == MENDED
    said = capsys.readouterr().err
    assert "broken.py:2: syntax error" in said
    assert "nowhere: No such file" in said


@pytest.mark.parametrize("wrong", ["2.7", "3", "x", "3.x"])
def test_a_wrong_target_version_is_told(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["fix", "--target-version", wrong, "."])
    assert ended.value.code == 2
    assert "--target-version" in capsys.readouterr().err
