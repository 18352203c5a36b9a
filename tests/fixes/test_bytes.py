"""Outside an edit every byte stays what it was."""

from __future__ import annotations

import difflib

import pytest

from fixes.mending import SETTINGS
from libcst_zmq.repairing import Terms, repair

PROGRAM = """\
#!/usr/bin/env python
# %s
import zmq
NAME   = 'ä'   # keep    this
\x0c
def untouched( a,b ) :
\treturn  {a :b}   # noqa
\t# the end


def ask(ctx, endpoint):
\tsock = ctx.socket(zmq.REQ)  # pylint: disable=invalid-name
\tsock.connect(endpoint)
\ttext = '''
  one
\ttwo'''
\tsock.send_string(text +
\t                 NAME)
\t# last words
"""


def mended(source: bytes) -> bytes:
    return repair(source, "", "program", Terms(SETTINGS)).source


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize(("encoding", "cookie"), [("utf-8", "x"), ("utf-8-sig", "x"), ("latin-1", "coding: latin-1")])
def test_what_is_not_edited_stays(ending: str, encoding: str, cookie: str) -> None:
    source = (PROGRAM % cookie).replace("\n", ending).encode(encoding)
    done = mended(source)
    assert done != source
    before, after = source.splitlines(keepends=True), done.splitlines(keepends=True)
    changes = [
        op for op in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes() if op[0] != "equal"
    ]
    first = next(number for number, line in enumerate(before) if line.startswith(b"\tsock ="))
    assert all(start >= first for _, start, _, _, _ in changes)
    assert done.endswith(f"\t# last words{ending}".encode())
    assert f"two'''{ending}".encode() in done
    assert b"\n  one" in done
    assert (b"\r" in done) == (ending == "\r\n")
    assert done.count(b"\r") == (done.count(b"\n") if ending == "\r\n" else 0)


def test_a_file_without_a_last_newline_keeps_none() -> None:
    source = b"import zmq\n\n\ndef f(ctx):\n    s = ctx.socket(zmq.PUB)\n    s.send(b'x')"
    assert mended(source).endswith(b"        s.send(b'x')")


def test_nothing_to_mend_is_the_same_bytes() -> None:
    source = b"import zmq\r\nx = 1\n\tif_ = 2\r\n".replace(b"\tif_ = 2", b"y = 2")
    assert mended(source) is source
