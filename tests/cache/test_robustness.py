"""Whatever happens to the cache, a run says what it would have said without one, and complains of nothing."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pylint_zmq import reading
from zmqlint.cache import facts, folder
from zmqlint.cache.folder import cache_folder
from zmqlint.cli import main

LEAK = "import zmq\n\n\ndef work():\n    sock = zmq.Context.instance().socket(zmq.PUSH)\n    sock.send(b'x')\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZMQLINT_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def zmqlint(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    root = tmp_path / "project"
    (root / ".git").mkdir(parents=True)
    monkeypatch.chdir(root)
    for name, text in {"a.py": LEAK, "b.py": "x = 1\n"}.items():
        (root / name).write_text(text)
        os.utime(root / name, ns=(1_600_000_000_000_000_000,) * 2)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["check", "--format", "concise", "--jobs", "1", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def documents(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.json"))


BROKEN = [
    b"",
    b"\x00\xff not json",
    b"[]",
    b"null",
    b'{"version": 2}',
    b'{"version": 99, "root": "/", "files": {}, "results": {}, "given": []}',
    b'{"version": 2, "root": "ROOT", "files": {"a.py": [1]}, "results": {}, "given": []}',
    b'{"version": 2, "root": "ROOT", "files": [], "results": {}, "given": []}',
    b'{"version": 2, "root": "ROOT", "files": {}, "results": {"k": {"a.py": [1, 2]}}, "given": []}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_cache_is_ignored_and_made_anew(zmqlint: Run, cache: Path, content: bytes) -> None:
    fresh = zmqlint("--no-cache")
    assert zmqlint() == fresh
    (document,) = documents(cache)
    document.write_bytes(content.replace(b"ROOT", os.fsencode(Path.cwd())))
    assert zmqlint() == fresh
    assert json.loads(document.read_bytes())["files"].keys() == {"a.py", "b.py"}


def test_a_truncated_cache_is_ignored(zmqlint: Run, cache: Path) -> None:
    fresh = zmqlint()
    (document,) = documents(cache)
    whole = document.read_bytes()
    for length in range(0, len(whole), 97):
        document.write_bytes(whole[:length])
        assert zmqlint("b.py")[0] == 0
    document.write_bytes(whole[:-2])
    assert zmqlint() == fresh


def test_a_full_disk_costs_only_the_memory(zmqlint: Run, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    fresh = zmqlint("--no-cache")
    with monkeypatch.context() as patched:
        patched.setattr(folder.os, "fdopen", full)
        assert zmqlint() == fresh
    assert documents(cache) == []
    assert list(cache.glob(".*.tmp")) == []


@pytest.mark.parametrize("place", ["/dev/null/cache", "/proc/cache", "file"])
def test_a_place_that_cannot_be_written_is_passed_over(
    zmqlint: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("")
    fresh = zmqlint("--no-cache")
    monkeypatch.setenv("ZMQLINT_CACHE_DIR", str(tmp_path / place))
    assert zmqlint() == fresh
    assert zmqlint() == fresh


def test_a_user_without_a_home_has_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ZMQLINT_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.path.expanduser", lambda path: path)
    assert cache_folder("", Path("/project")) is None
    assert cache_folder("here", Path("/project")) == Path("/project/here")
    monkeypatch.setenv("ZMQLINT_CACHE_DIR", "/elsewhere")
    assert cache_folder("here", Path("/project")) == Path("/elsewhere")


def test_nothing_is_kept_without_a_cache(zmqlint: Run, cache: Path) -> None:
    zmqlint("--no-cache")
    assert not cache.exists()


def test_what_has_not_changed_is_not_even_read(zmqlint: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fresh = zmqlint()
    read: list[str] = []

    def counted(path: str) -> bytes:
        read.append(os.path.basename(path))
        return reading.read_source(path)

    monkeypatch.setattr(facts, "read_source", counted)
    assert zmqlint() == fresh
    assert read == []
    # The same size, but another time.
    (tmp_path / "project" / "a.py").write_text(LEAK.replace("PUSH", "PULL"))
    zmqlint()
    assert read == ["a.py"]
    read.clear()
    (tmp_path / "project" / "pyproject.toml").write_text("[tool.zmqlint]\ncache-always-read = true\n")
    zmqlint()
    assert sorted(read) == ["a.py", "b.py"]


def test_a_file_written_in_the_moment_of_the_run_is_read_again(zmqlint: Run, tmp_path: Path) -> None:
    path = tmp_path / "project" / "a.py"
    path.write_text(LEAK)
    status = os.stat(path)
    assert zmqlint()[0] == 1
    path.write_text(LEAK.replace("sock.send(b'x')", "sock.close( )  "))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert os.stat(path).st_size == status.st_size
    assert zmqlint()[0] == 0


def test_two_runs_at_once_and_one_that_is_killed_leave_a_cache_in_order(zmqlint: Run, cache: Path) -> None:
    command = [sys.executable, "-m", "zmqlint", "check", "--format", "concise", "--jobs", "1"]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    killed.kill()
    killed.wait()
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) for _ in range(2)]
    outputs = [process.communicate()[0] for process in both]
    assert outputs == [zmqlint("--no-cache")[1]] * 2
    assert all(folder.read(document) for document in documents(cache))
