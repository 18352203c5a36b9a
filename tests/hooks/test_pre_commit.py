"""The hooks under the real pre-commit, in a repository of its own, in an environment that pre-commit makes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
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


#: Nothing is lost, but nobody can say how long to wait.
ENDLESS = """\
import zmq


def ask():
    with zmq.Context.instance().socket(zmq.REQ) as sock:
        sock.connect("tcp://localhost:5555")
        sock.send(b"x")
        return sock.recv()
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


Repository = Callable[..., Path]


@pytest.fixture
def repository(tmp_path: Path, hook_repository: tuple[Path, str], environment: dict[str, str]) -> Repository:
    """Make a user's repository, with the named hooks installed."""

    def make(*names: str) -> Path:
        url, revision = hook_repository
        hooks = [{"id": name} for name in names]
        configuration = {"repos": [{"repo": str(url), "rev": revision, "hooks": hooks}]}
        git(tmp_path, "init", "-q")
        (tmp_path / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
        assert pre_commit(tmp_path, environment, "install").returncode == 0
        return tmp_path

    return make


def pre_commit(folder: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def commit(folder: Path, environment: dict[str, str], message: str) -> tuple[int, str]:
    """Commit all that there is; return the status, and what was said."""
    git(folder, "add", "--all")
    done = git(folder, "commit", "-m", message, environment=environment)
    return done.returncode, done.stdout + done.stderr


def test_a_leaking_commit_is_stopped_and_a_clean_one_passes(
    repository: Repository, environment: dict[str, str]
) -> None:
    folder = repository("zmqlint")
    code = folder / "client.py"
    code.write_text(LEAK)
    status, told = commit(folder, environment, "Leak")
    assert status == 1, told
    assert "client.py:5:12: W8701 zmq-unclosed-socket: " in told
    assert " 5 |     sock = zmq.Context.instance().socket(zmq.PUSH)\n" in told
    assert git(folder, "log").returncode != 0
    code.write_text(CLEAN)
    status, told = commit(folder, environment, "Clean")
    assert status == 0, told


def test_the_fix_hook_repairs_a_leaking_commit(repository: Repository, environment: dict[str, str]) -> None:
    folder = repository("zmqlint-fix", "zmqlint")
    code = folder / "client.py"
    code.write_text(LEAK)
    status, told = commit(folder, environment, "Leak")
    assert status == 1, told
    assert "files were modified by this hook" in told
    assert "client.py:5: zmq-unclosed-socket 'sock': fixed (safe)\n" in told
    assert code.read_text() == CLEAN
    status, told = commit(folder, environment, "Repaired")
    assert status == 0, told
    assert git(folder, "show", "HEAD:client.py").stdout == CLEAN


def test_what_cannot_be_fixed_is_left_to_the_check(repository: Repository, environment: dict[str, str]) -> None:
    folder = repository("zmqlint-fix", "zmqlint")
    code = folder / "client.py"
    code.write_text(ENDLESS)
    before = code.read_bytes()
    status, told = commit(folder, environment, "Leak")
    assert status == 1, told
    assert "files were modified" not in told
    assert "client.py:8:16: W8731 zmq-recv-without-timeout: " in told
    assert code.read_bytes() == before


def test_a_thousand_names_are_checked_by_one_process(repository: Repository, environment: dict[str, str]) -> None:
    folder = repository("zmqlint-fix", "zmqlint")
    for number in range(1_000):
        path = folder / f"package_{number % 10}" / f"a_module_with_a_long_name_{number}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(LEAK if number == 777 else f"NUMBER = {number}\n")
    git(folder, "add", "--all")
    done = pre_commit(folder, environment, "run", "zmqlint")
    assert done.returncode == 1, done.stdout
    assert done.stdout.count("W8701") == 1
    assert "package_7/a_module_with_a_long_name_777.py:5:12: W8701 zmq-unclosed-socket: " in done.stdout
    assert "(1000 files checked)" in done.stdout
    assert pre_commit(folder, environment, "run", "zmqlint-fix").returncode == 1
    git(folder, "add", "--all")
    assert pre_commit(folder, environment, "run").returncode == 0
