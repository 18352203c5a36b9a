"""What the README shows and tells people to run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_the_report_in_the_readme_is_what_the_command_prints() -> None:
    shown = next(re.finditer(r"^```\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))[1]
    command = [sys.executable, "-m", "zmqlint", "check", "--isolated", "worker.py"]
    done = subprocess.run(command, cwd=ROOT / "examples" / "jobs", capture_output=True, text=True, check=False)
    assert shown in done.stdout


def test_ci_runs_the_command_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    for part in ("'.[test]'", 'python" -m pytest\n'):
        assert part in script
    assert ".venv/bin/pip install -q -e '.[test]' && .venv/bin/python -m pytest\n" in README


def test_the_changelog_speaks_of_this_version() -> None:
    from pylint_zmq import __version__

    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text()
