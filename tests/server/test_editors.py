"""Real editors as clients, where they are installed: from the diagnostic to the fixed buffer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from server.editing import LEAK, MENDED

HERE = Path(__file__).parent
SERVER = [sys.executable, "-m", "zmqlint", "server"]


def seen_by(folder: Path, *command: str) -> dict[str, Any]:
    """Run an editor on a leaking file, and return what its script reports."""
    # A project, for those that look for one.
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / "leaking.py").write_text(LEAK)
    report = folder / "report.json"
    environment = os.environ | {"ZMQLINT_SERVER": json.dumps(SERVER), "ZMQLINT_REPORT": str(report)}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert report.exists(), done.stderr
    seen: dict[str, Any] = json.loads(report.read_text())
    assert done.returncode == 0, (seen, done.stderr)
    # The file is the person's to save.
    assert (folder / "leaking.py").read_text() == LEAK
    return seen


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_neovim_shows_the_finding_and_applies_the_fix(tmp_path: Path) -> None:
    seen = seen_by(tmp_path, "nvim", "--headless", "--clean", "leaking.py", "-c", f"luafile {HERE / 'neovim.lua'}")
    assert (seen["diagnostic"]["line"], seen["diagnostic"]["column"]) == (4, 11)
    assert seen["diagnostic"]["source"] == "zmqlint"
    assert seen["offered"][:2] == ["Fix zmq-unclosed-socket", "Suppress zmq-unclosed-socket with a comment"]
    assert seen["text"] == MENDED


@pytest.mark.skipif(shutil.which("emacs") is None, reason="Emacs is not installed")
def test_emacs_shows_the_finding_and_applies_the_fix(tmp_path: Path) -> None:
    seen = seen_by(tmp_path, "emacs", "--batch", "-l", str(HERE / "emacs.el"))
    assert seen["line"] == 5
    assert seen["message"].startswith("zmqlint [zmq-unclosed-socket]: No path closes socket 'sock'")
    assert seen["text"] == MENDED
