"""Broken files of every kind: one line each, exit status 2, and all other files are still checked."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import LEAK, Project, Zmqlint
from pylint_zmq import reading
from zmqlint.run import Analysed
from zmqlint.session import Session

BROKEN = {
    "syntax.py": (b"import zmq\ndef f(:\n", "syntax.py:2: syntax error: invalid syntax"),
    "bytes.py": (b"import zmq\nx = '\xff'\n", "bytes.py:2: not utf-8: invalid start byte at byte 16"),
    "cookie.py": (b"# coding: no-such\nimport zmq\n", "cookie.py: unknown encoding: no-such"),
    "null.py": (b"import zmq\x00\n", "null.py: syntax error: source code string cannot contain null bytes"),
    "deep.py": (b"import zmq\nx = " + b"-" * 30_000 + b"1\n", "deep.py: too large or nested too deeply to be parsed"),
    "brackets.py": (b"import zmq\nx = " + b"(" * 500, "brackets.py:2: syntax error: too many nested parentheses"),
}


@pytest.mark.usefixtures("every_socket")
def test_broken_files_cost_the_others_nothing(project: Project, zmqlint: Zmqlint) -> None:
    for name, (content, _) in BROKEN.items():
        project.write(f"tree/{name}", content)
    project.write("tree/good.py")
    project.write("tree/long.py", "import zmq\n" + "x = 1\n" * 50_000 + LEAK)
    (project.root / "tree/loop.py").symlink_to("loop.py")
    (project.root / "tree/round").symlink_to(".", target_is_directory=True)
    os.mkfifo(project.root / "tree/pipe.py")
    done = zmqlint("check", "tree", "--format", "concise")
    assert done.status == 2
    assert [line.partition(" W8701")[0] for line in done.out.splitlines()] == [
        "tree/good.py:5:12:",
        "tree/long.py:50006:12:",
    ]
    errors = [line.removeprefix("zmqlint: error: tree/") for line in done.err.splitlines()[:-2]]
    expected = [message for _, message in BROKEN.values()]
    expected += ["loop.py: Too many levels of symbolic links", "pipe.py: not a regular file"]
    assert sorted(errors) == sorted(expected)


def without_zmq(project: Project) -> dict[str, str]:
    """Write the broken files, none of which mentions zmq; return the message that each deserves."""
    expected = {}
    for name, (content, message) in BROKEN.items():
        project.write(f"tree/{name}", content.replace(b"import zmq", b"import abc"))
        expected[name] = f"zmqlint: error: tree/{message}"
    return expected


@pytest.mark.parametrize("named", [False, True], ids=["found", "named"])
def test_every_file_must_be_python_whatever_it_mentions(named: bool, project: Project, zmqlint: Zmqlint) -> None:
    expected = without_zmq(project)
    project.write("tree/odd.py", "def f():\n    x = 1\n    global x\n    '\\d'\n")
    arguments = [f"tree/{name}" for name in (*BROKEN, "odd.py")] if named else ["tree"]
    for _ in range(2):
        done = zmqlint("check", *arguments)
        assert done.status == 2
        assert sorted(done.err.splitlines()) == sorted(expected.values())
    for name in BROKEN:
        (project.root / "tree" / name).unlink()
    assert zmqlint("check", "tree").status == 0


def test_a_file_that_may_not_be_read_is_an_error(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("tree/good.py")
    secret = project.write("tree/secret.py")

    def refuse(path: str, *args: Any, **options: Any) -> Any:
        if os.path.basename(path) == secret.name:
            # As root reads every file, the system's refusal has to be played.
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return open(path, *args, **options)

    monkeypatch.setattr(reading, "open", refuse, raising=False)
    done = zmqlint("check", "tree", "--format", "concise")
    assert done.status == 2
    assert done.out.startswith("tree/good.py:5:12:")
    assert "zmqlint: error: tree/secret.py: Permission denied\n" in done.err


def test_a_folder_that_vanishes_is_an_error(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("tree/good.py")
    gone = project.root / "tree" / "gone"
    gone.mkdir()
    scandir = os.scandir

    def vanish(path: str) -> object:
        if Path(path).name == "gone":
            Path(path).rmdir()
        return scandir(path)

    monkeypatch.setattr("os.scandir", vanish)
    done = zmqlint("check", "tree")
    assert done.status == 2
    assert done.out.startswith("tree/good.py:5:12:")
    assert "zmqlint: error: tree/gone: No such file or directory\n" in done.err


def test_a_file_that_vanishes_before_it_is_read_is_an_error(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("good.py")
    gone = project.write("gone.py")
    real_check = Session.check

    def check_what_is_gone(self: Session, files: Sequence[str], *rest: Any) -> Iterator[Analysed]:
        gone.unlink()
        return real_check(self, files, *rest)

    monkeypatch.setattr(Session, "check", check_what_is_gone)
    done = zmqlint("check", "gone.py", "good.py")
    assert not gone.exists()
    assert done.status == 2
    assert done.out.startswith("good.py:5:12:")
    assert "zmqlint: error: gone.py: No such file or directory\n" in done.err


def test_a_failing_analysis_is_an_error_of_that_file(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fake_analysis

    def analyse(module: object, settings: object) -> object:
        if getattr(module, "name", "") == "bad":
            raise KeyError("lost")
        return fake_analysis.every_socket(module, settings)  # type: ignore[arg-type]

    fake_analysis.install(monkeypatch, analyse)  # type: ignore[arg-type]
    project.write("bad.py")
    project.write("good.py")
    done = zmqlint("check", "--format", "concise")
    assert done.status == 2
    assert done.out.startswith("good.py:5:12: W8701")
    assert done.err.splitlines()[0] == (
        "zmqlint: error: bad.py: the analysis of zmqlint failed (KeyError: 'lost'); please report it"
    )


@pytest.mark.usefixtures("every_socket")
def test_names_and_code_that_the_terminal_lacks_are_written_all_the_same(project: Project, zmqlint: Zmqlint) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    project.write(name, LEAK.replace('b"x"', '"\x1b[31m"'))
    for form in ("json", "sarif", "gitlab", "junit"):
        assert zmqlint("check", "--format", form).status == 1


@pytest.mark.usefixtures("every_socket")
def test_carriage_returns_and_form_feeds_do_not_shift_lines(project: Project, zmqlint: Zmqlint) -> None:
    project.write("feed.py", LEAK.replace("\n\n\n", "\n\x0c\n#\x0b\x1c\n", 1).replace("\n", "\r\n").encode())
    done = zmqlint("check", "feed.py")
    assert " 5 |     sock = zmq.Context.instance().socket(zmq.PUSH)\n" in done.out


def deep(levels: int) -> str:
    """A leak beside a sum and a chain of so many levels."""
    return (
        "import zmq\n\n\ndef work(ctx):\n    sock = ctx.socket(zmq.PUSH)\n"
        f"    sock.connect({'+'.join(['word'] * levels)})\n    other{'.go()' * (levels // 2)}.connect(sock)\n"
    )


def test_what_can_be_parsed_can_be_analysed_and_a_deeper_file_costs_the_others_nothing(
    project: Project, zmqlint: Zmqlint
) -> None:
    # One project, so that each file is looked at when another one is checked; all use the same names.
    for levels in (50, 150, 300, 2_000, 20_000):
        project.write(f"deep_{levels}.py", deep(levels))
    done = zmqlint("check", "--format", "concise", "--zmq-report-unseen=yes")
    assert done.status == 2
    assert [line.partition(":")[0] for line in done.out.splitlines()] == ["deep_150.py", "deep_300.py", "deep_50.py"]
    assert [line for line in done.err.splitlines() if "error" in line] == [
        "zmqlint: error: deep_2000.py: too large or nested too deeply to be parsed",
        "zmqlint: error: deep_20000.py: too large or nested too deeply to be parsed",
    ]
    mended = zmqlint("fix", "--diff", "--zmq-report-unseen=yes")
    assert [line for line in mended.out.splitlines() if line.startswith("+++")] == [
        "+++ deep_150.py",
        "+++ deep_300.py",
        "+++ deep_50.py",
    ]
    assert [line for line in zmqlint("map").out.splitlines() if line.startswith("deep")] == [
        "deep_150.py",
        "deep_300.py",
        "deep_50.py",
    ]
