"""`zmqlint check --add-suppressions`: comments that silence what is there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cli.conftest import LEAK, Project, Zmqlint

pytestmark = pytest.mark.usefixtures("every_socket")

COMMENT = "# pylint: disable=zmq-unclosed-socket  # known"
CASES = {
    "a line": ("    s = ctx.socket(1)\n", f"    s = ctx.socket(1)  {COMMENT}\n"),
    "several lines": (
        "    s = ctx.socket(\n        1,\n    )\n",
        f"    s = ctx.socket(  {COMMENT}\n        1,\n    )\n",
    ),
    "a comment": ("    s = ctx.socket(1)  # noqa\n", f"    s = ctx.socket(1)  # noqa  {COMMENT}\n"),
    "another suppression": (
        "    s = ctx.socket(1)  # pylint: disable=no-member  # mocked\n",
        "    s = ctx.socket(1)  # pylint: disable=no-member,zmq-unclosed-socket  # mocked\n",
    ),
    "a backslash": (
        "    s = \\\n        ctx \\\n        .socket(1)\n",
        f"    s = \\\n        ctx \\\n        .socket(1)  {COMMENT}\n",
    ),
    "a string of several lines": (
        "    s = ctx.socket('''a\n    b''', 1)\n",
        f"    s = ctx.socket('''a\n    b''', 1)  {COMMENT}\n",
    ),
    "two on a line": (
        "    s, t = ctx.socket(1), ctx.socket(2)\n",
        f"    s, t = ctx.socket(1), ctx.socket(2)  {COMMENT}\n",
    ),
    "trailing spaces": ("    s = ctx.socket(1)   \n", f"    s = ctx.socket(1)   {COMMENT}\n"),
    "no line end": ("    s = ctx.socket(1)", f"    s = ctx.socket(1)  {COMMENT}"),
    "a compound head": (
        "    if ctx.socket(\n        1):\n        pass\n",
        f"    if ctx.socket(  {COMMENT}\n        1):\n        pass\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_comment_stands_where_it_is_read(
    project: Project, zmqlint: Zmqlint, before: str, after: str, end: str
) -> None:
    head = "import zmq\ndef f(ctx):\n"
    path = project.write("a.py", (head + before).replace("\n", end))
    count = before.count("ctx.socket") + before.count(".socket(1)") * ("\\" in before)
    done = zmqlint("check", "--add-suppressions", "known")
    assert (done.status, done.err) == (0, "")
    assert done.out == f"Suppressed {count} problem{'s' if count > 1 else ''}.\n"
    assert path.read_bytes().decode() == (head + after).replace("\n", end)
    assert zmqlint("check").status == 0


@pytest.mark.parametrize(
    "source",
    [
        b"\xef\xbb\xbfimport zmq; s = zmq.Context().socket(1)  # \xc3\xa9\n",
        b"# coding: latin-1\nimport zmq\ns = zmq.Context().socket('\xe9')  # \xe9\n",
        b"import zmq\r\n\x0c\ns = zmq.Context().socket('\xc3\xa9')\r\nt = 1 \t\n",
    ],
)
def test_the_rest_of_the_file_stays_as_it_was_byte_for_byte(project: Project, zmqlint: Zmqlint, source: bytes) -> None:
    path = project.write("a.py", source)
    assert zmqlint("check", "--add-suppressions", "known").out == "Suppressed 1 problem.\n"
    changed = path.read_bytes()
    assert changed.replace(f"  {COMMENT}".encode(), b"") == source
    assert len(changed) > len(source)


def test_mode_and_links_are_kept(project: Project, zmqlint: Zmqlint) -> None:
    path = project.write("real/a.py")
    path.chmod(0o755)
    link = project.root / "link.py"
    link.symlink_to("real/a.py")
    assert zmqlint("check", "link.py", "--add-suppressions", "known").status == 0
    assert link.is_symlink()
    assert COMMENT in path.read_text()
    assert os.stat(path).st_mode & 0o777 == 0o755


def test_a_reason_that_the_encoding_lacks_changes_nothing(project: Project, zmqlint: Zmqlint) -> None:
    source = b"# coding: latin-1\n" + LEAK.encode()
    path = project.write("a.py", source)
    project.write("b.py")
    done = zmqlint("check", "--add-suppressions", "смотри #12")
    assert done.status == 2
    assert done.out == "Suppressed 1 problem.\n"
    assert done.err == f"zmqlint: error: {path}: not changed: its encoding cannot hold the reason\n"
    assert path.read_bytes() == source


@pytest.mark.parametrize("reason", ["", "  ", "two\nlines"])
def test_a_reason_is_asked_for(project: Project, zmqlint: Zmqlint, reason: str) -> None:
    path = project.write("a.py")
    done = zmqlint("check", "--add-suppressions", reason)
    assert (done.status, done.err) == (2, "zmqlint: error: --add-suppressions: needs a reason, in one line\n")
    assert path.read_text() == LEAK


def test_pylint_heeds_the_comments(project: Project, zmqlint: Zmqlint) -> None:
    project.write("a.py")
    zmqlint("check", "--add-suppressions", "see issue 12; closed by the parent")
    command = [sys.executable, "-m", "pylint", "--load-plugins=pylint_zmq", "--disable=all", "-sn", "a.py"]
    enable = "--enable=zmq-lifetime,useless-suppression,unknown-option-value,bad-inline-option,suppressed-message"
    done = subprocess.run([*command, enable], capture_output=True, text=True, check=False)
    assert [line.partition(": ")[2] for line in done.stdout.splitlines()[1:]] == [
        "I0020: Suppressed 'zmq-unclosed-socket' (from line 5) (suppressed-message)"
    ]
