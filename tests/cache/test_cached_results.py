"""Results that are remembered are those that a run without a memory finds, whatever has happened to the files."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from zmqlint.cli import main

Run = Callable[..., tuple[int, str, str]]

FACTORY = """\
import zmq


def open_feed(ctx):
    sock = ctx.socket(zmq.SUB)
    sock.connect("tcp://localhost:5555")
    return sock
"""
#: Says nothing of zmq.
USER = """\
from feeds.factory import open_feed


def tail(ctx):
    feed = open_feed(ctx)
    print(feed.closed)
"""
LEAK = "import zmq\n\n\ndef work():\n    sock = zmq.Context.instance().socket(zmq.PUSH)\n    sock.send(b'x')\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    root.mkdir()
    (root / ".git").mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("ZMQLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_COLOR", "1")
    return root


@pytest.fixture
def zmqlint(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(["check", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        settle(path)


def settle(path: Path) -> None:
    """Let a file look as if it had been written some time ago, each time at another moment."""
    moment = 1_600_000_000_000_000_000 + len(SETTLED) * 1_000_000
    SETTLED.append(path)
    os.utime(path, ns=(moment, moment))


SETTLED: list[Path] = []


def symbols(output: str) -> list[tuple[str, str]]:
    return [(finding["path"], finding["symbol"]) for finding in json.loads(output)["findings"]]


def test_a_leak_of_a_factory_of_the_project_is_found_in_a_file_that_never_says_zmq(project: Path, zmqlint: Run) -> None:
    write(project, {"feeds/__init__.py": "", "feeds/factory.py": FACTORY, "user.py": USER, "other.py": "x = 1\n"})
    found = [("user.py", "zmq-unclosed-socket")]
    assert "zmq" not in USER
    assert found[0] in symbols(zmqlint("--format", "json")[1])
    assert found == symbols(zmqlint("--format", "json", "user.py")[1])
    assert found == symbols(zmqlint("--format", "json", "--no-cache", "user.py")[1])


@pytest.mark.parametrize("style", ["text", "concise", "json", "sarif", "github", "gitlab", "junit"])
def test_every_format_says_the_same_from_memory(project: Path, zmqlint: Run, style: str) -> None:
    write(
        project,
        {
            "pyproject.toml": '[tool.zmqlint]\nper-file-ignores = {"quiet.py" = ["zmq-unclosed-socket"]}\n',
            "a.py": LEAK,
            "broken.py": "import zmq\ndef f(:\n",
            "latin.py": "x = 1\n",
            "quiet.py": LEAK,
            "silenced.py": LEAK.replace("PUSH)", "PUSH)  # pylint: disable=zmq-unclosed-socket"),
            "useless.py": "import zmq\n# pylint: disable=zmq-unclosed-socket\n",
        },
    )
    (project / "latin.py").write_bytes(b"x = '\xff'\n")
    arguments = ["--format", style, "--statistics", "--jobs", "1"]
    fresh = zmqlint(*arguments, "--no-cache")
    assert fresh[0] == 2
    assert zmqlint(*arguments) == fresh
    assert zmqlint(*arguments) == fresh


def test_a_change_is_felt_where_it_matters_and_nowhere_else(
    project: Path, zmqlint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, {"feeds/__init__.py": "", "feeds/factory.py": FACTORY, "user.py": USER, "alone.py": LEAK})
    asked: list[str] = []
    from zmqlint.session import Session

    real = Session.check

    def counted(self: Session, files: list[str], *rest: Any) -> Any:
        asked.extend(sorted(files))
        return real(self, files, *rest)

    monkeypatch.setattr(Session, "check", counted)
    zmqlint("--jobs", "1")
    assert asked == ["alone.py", "feeds/factory.py", "user.py"]
    asked.clear()
    zmqlint("--jobs", "1")
    assert asked == []
    write(project, {"alone.py": LEAK + "\n"})
    zmqlint("--jobs", "1")
    assert asked == ["alone.py"]
    asked.clear()
    write(project, {"feeds/factory.py": FACTORY.replace("return sock", "sock.close()")})
    assert ("user.py", "zmq-unclosed-socket") not in symbols(zmqlint("--jobs", "1", "--format", "json")[1])
    assert asked == ["feeds/factory.py"]  # user.py uses nothing of zmq any more.
    asked.clear()
    write(project, {"notes.py": "x = 1\n"})
    zmqlint("--jobs", "1")
    assert asked == []


#: What a file may become. Together they change factories, classes, bases, names, imports and what matters at all.
TEXTS = {
    "pkg/__init__.py": ["", "from .make import make as build\n", "from .make import *\nimport zmq\n"],
    "pkg/make.py": [
        "import zmq\ndef make(ctx):\n    return ctx.socket(zmq.REQ)\n",
        "import zmq\ndef make(ctx):\n    s = ctx.socket(zmq.REQ)\n    s.close()\n    return s\n",
        "def make(ctx):\n    return ctx\n",
        (
            "import zmq\nclass Maker:\n    def __init__(self, ctx):\n        self.s = ctx.socket(zmq.REQ)\n"
            "    def stop(self):\n        self.s.close()\nmake = Maker\n"
        ),
        "import zmq\ndef make(ctx, timeout=None):\n    s = ctx.socket(zmq.REQ)\n    s.recv()\n    return s\n",
    ],
    "pkg/base.py": [
        "import zmq\nclass Base:\n    def __init__(self):\n        self.s = zmq.Context().socket(zmq.SUB)\n",
        (
            "import zmq\nclass Base:\n    def __init__(self):\n        self.s = zmq.Context().socket(zmq.SUB)\n"
            "    def close(self):\n        self.s.close()\n"
        ),
        "class Base: ...\n",
    ],
    "pkg/sub.py": [
        "import zmq\nfrom .base import Base\nclass Sub(Base):\n    def close(self):\n        self.s.close()\n",
        "import zmq\nfrom pkg.base import Base as B\nclass Sub(B):\n    pass\n",
        "x = 1\n",
    ],
    "use.py": [
        "from pkg.make import make\ndef use(ctx):\n    s = make(ctx)\n    print(s)\n",
        "import zmq\nfrom pkg import build\ndef use(ctx):\n    s = build(ctx)\n    s.close()\n",
        "import zmq\nfrom pkg.sub import Sub\ndef use():\n    Sub()\n",
        "import zmq\nfrom pkg.helper import tidy\ndef use(ctx):\n    s = ctx.socket(zmq.PUB)\n    tidy(s)\n",
        "import zmq\nfrom pkg.make import make\ndef use(ctx):\n    with make(ctx) as s:\n        return make(ctx, 1)\n",
    ],
    "pkg/helper.py": [
        "import zmq\ndef tidy(s):\n    s.close()\n",
        "import zmq\ndef tidy(s):\n    print(1)\n",
        "def tidy(s):\n    s.close()\n",
    ],
    "loop.py": [
        "import zmq\nimport use\ndef serve(ctx):\n    while True:\n        use.use(ctx)\n\ndef o():\n    pass\n",
        "import zmq\nimport use\ndef serve(ctx):\n    use.use(ctx)\n\ndef o():\n    return 1\n",
        "import zmq\nimport use\ndef serve(ctx):\n    use.use(ctx)\n\ndef o(all):\n    [serve(c) for c in all]\n",
        (
            "import zmq\nfrom pkg.make import make\nclass C:\n    def __init__(self, c):\n        self.s = make(c)\n"
            "    def run(self):\n        self.s.recv()\n"
        ),
    ],
    "main.py": ["import zmq\nimport use\nuse.use(zmq.Context())\n", "from pkg.base import Base\nb = Base()\n"],
}


@pytest.mark.parametrize("seed", range(4))
def test_after_any_changes_the_memory_says_what_a_fresh_run_says(project: Path, zmqlint: Run, seed: int) -> None:
    chance = random.Random(seed)
    write(project, {name: chance.choice(texts) for name, texts in TEXTS.items()})
    reported = 0
    for _ in range(25):
        for name in chance.sample(sorted(TEXTS), chance.choice((1, 1, 2))):
            if chance.random() < 0.2:
                (project / name).unlink(missing_ok=True)
            else:
                write(project, {name: chance.choice(TEXTS[name])})
        paths = [name for name in sorted(TEXTS) if chance.random() < 0.5 and (project / name).exists()]
        remembered = zmqlint("--jobs", "1", "--format", "json", *paths)
        assert remembered == zmqlint("--jobs", "1", "--format", "json", "--no-cache", *paths)
        reported += len(symbols(remembered[1]))
    assert reported


def test_a_run_in_which_nothing_has_changed_loads_neither_pylint_nor_astroid(project: Path) -> None:
    write(project, {"a.py": LEAK, ".pylintrc": "[zmq]\nzmq-socket-factories=make\n[MAIN]\nignore-paths=^none/.*\n"})
    code = (
        "import sys; from zmqlint.cli import main; status = main(sys.argv[1:]);"
        "print(status, sorted(sys.modules.keys() & {'pylint', 'astroid', 'libcst', 'concurrent.futures'}))"
    )
    for style in ("concise", "sarif", "gitlab"):
        command = [sys.executable, "-c", code, "check", "--format", style, "--jobs", "1", "."]
        first, second = (
            subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines() for _ in range(2)
        )
        assert second[:-1] == first[:-1]
        assert second[-1] == "1 []"


def test_the_files_of_a_run_are_read_and_parsed_once_for_all(
    project: Path, zmqlint: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pylint_zmq.program import project as programs

    write(project, {"feeds/__init__.py": "", "feeds/factory.py": FACTORY, "a.py": USER, "b.py": USER, "c.py": USER})
    parsed: list[str] = []
    real = programs.parse_bytes

    def counted(data: bytes, path: str, modname: str) -> Any:
        parsed.append(Path(path).name)
        return real(data, path, modname)

    monkeypatch.setattr(programs, "parse_bytes", counted)
    zmqlint("--jobs", "1")
    assert sorted(set(parsed) - {"__init__.py"}) == ["a.py", "b.py", "c.py", "factory.py"]
    assert len(parsed) == len(set(parsed))


def test_what_is_installed_as_a_command_counts(project: Path, zmqlint: Run) -> None:
    write(project, {"serve.py": LEAK})
    for _ in range(2):
        assert symbols(zmqlint("--format", "json", "serve.py")[1]) == [("serve.py", "zmq-unclosed-socket")]
    write(project, {"pyproject.toml": '[project.scripts]\nwork = "serve:work"\n'})
    for _ in range(2):
        assert symbols(zmqlint("--format", "json", "serve.py")[1]) == []
