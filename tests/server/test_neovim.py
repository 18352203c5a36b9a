"""Neovim as the client, where it is installed: from the diagnostic to the fixed buffer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from server.editing import LEAK, MENDED

SCRIPT = Path(__file__).parent / "neovim.lua"


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_neovim_shows_the_finding_and_applies_the_fix(folder: Path) -> None:
    (folder / "leaking.py").write_text(LEAK)
    report = folder / "report.json"
    server = [sys.executable, "-m", "zmqlint", "server"]
    environment = os.environ | {"ZMQLINT_SERVER": json.dumps(server), "ZMQLINT_REPORT": str(report)}
    command = ["nvim", "--headless", "--clean", "leaking.py", "-c", f"luafile {SCRIPT}"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    seen = json.loads(report.read_text())
    assert done.returncode == 0, (seen, done.stderr)
    assert (seen["diagnostic"]["line"], seen["diagnostic"]["column"]) == (4, 11)
    assert seen["diagnostic"]["source"] == "zmqlint"
    assert seen["offered"][:2] == ["Fix zmq-unclosed-socket", "Suppress zmq-unclosed-socket with a comment"]
    assert seen["text"] == MENDED
    # The file is the person's to save.
    assert (folder / "leaking.py").read_text() == LEAK
