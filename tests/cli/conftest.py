"""A project in a folder of its own, and the command run in it, in this process."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import fake_analysis
from zmqlint.cli import main

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


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Project:
    root: Path

    def write(self, name: str, content: str | bytes = LEAK) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "PYLINTRC"):
        monkeypatch.delenv(name, raising=False)
    # So that no configuration above the temporary folder is found.
    (tmp_path / ".git").mkdir()
    return Project(tmp_path)


Zmqlint = Callable[..., Done]


@pytest.fixture
def zmqlint(project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Zmqlint:
    def run(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        try:
            status = main(arguments)
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return run


@pytest.fixture
def every_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every creation of a socket be a finding, whatever the real analysis thinks."""
    fake_analysis.install(monkeypatch, fake_analysis.every_socket)
