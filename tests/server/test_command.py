"""How the command begins and ends."""

from __future__ import annotations

import subprocess
import sys

from server.editing import LONGEST

WITHOUT_PYGLS = "import sys; sys.modules['pygls'] = None; from zmqlint.cli import main; sys.exit(main(['server']))"


def test_it_ends_when_the_editor_is_gone() -> None:
    command = [sys.executable, "-m", "zmqlint", "server"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=LONGEST)
    assert (done.returncode, done.stdout) == (1, b"")


def test_it_says_what_is_missing() -> None:
    command = [sys.executable, "-c", WITHOUT_PYGLS]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST)
    assert done.returncode == 2
    assert done.stderr == "zmqlint: error: server: pygls is missing; pip install 'zmqlint[server]'\n"
