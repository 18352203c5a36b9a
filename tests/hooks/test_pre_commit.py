"""The hook under the real pre-commit, in a repository of its own, in an environment that pre-commit makes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SHIPPED = ("checkers", "fixers", "integrations", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")

LEAK = """\
import zmq


def work():
    sock = zmq.Context.instance().socket(zmq.PUSH)
    sock.send(b"x")
"""

CLEAN = """\
import zmq


def work():
    with zmq.Context.instance().socket(zmq.PUSH) as sock:
        sock.send(b"x")
"""


def git(folder: Path, *arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    names = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(
        ["git", *names, *arguments], cwd=folder, capture_output=True, text=True, check=False, env=environment
    )


@pytest.fixture(scope="module")
def hook_repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """This project as a repository of hooks, and its revision."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    git(folder, "init", "-q")
    git(folder, "add", "--all")
    assert git(folder, "commit", "-q", "-m", "Hooks").returncode == 0
    return folder, git(folder, "rev-parse", "HEAD").stdout.strip()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables under which pre-commit's environment needs no network: what it would install comes from ours."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PIP_"))}
    return variables | {
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("home")),
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PYTHONPATH": sysconfig.get_paths()["purelib"],
    }


@pytest.fixture
def repository(tmp_path: Path, hook_repository: tuple[Path, str], environment: dict[str, str]) -> Path:
    """A user's repository with the hook installed."""
    url, revision = hook_repository
    hooks = [{"id": "zmqlint"}]
    configuration = {"repos": [{"repo": str(url), "rev": revision, "hooks": hooks}]}
    git(tmp_path, "init", "-q")
    (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
    installed = subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert installed.returncode == 0, installed
    return tmp_path


def test_a_leaking_commit_is_stopped_and_a_clean_one_passes(repository: Path, environment: dict[str, str]) -> None:
    code = repository / "client.py"
    code.write_text(LEAK)
    git(repository, "add", "--all")
    stopped = git(repository, "commit", "-m", "Leak", environment=environment)
    told = stopped.stdout + stopped.stderr
    assert stopped.returncode == 1, told
    assert "client.py:5:12: W8701 zmq-unclosed-socket: " in told
    assert " 5 |     sock = zmq.Context.instance().socket(zmq.PUSH)\n" in told
    assert git(repository, "log").returncode != 0
    code.write_text(CLEAN)
    git(repository, "add", "--all")
    passed = git(repository, "commit", "-m", "Clean", environment=environment)
    assert passed.returncode == 0, passed.stdout + passed.stderr
