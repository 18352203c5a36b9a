"""What a file shows to the answers about others."""

from __future__ import annotations

import pytest

from pylint_zmq.glance.views import ANYWHERE, Views


@pytest.mark.parametrize("data", [b"", b"\n", b"# zmq\n"])
def test_a_file_without_code_shows_nothing(data: bytes) -> None:
    assert Views(data).shows({ANYWHERE: ["zmq"]}) == ""


def test_a_file_that_has_the_word_shows_it() -> None:
    assert Views(b"import zmq\n").shows({ANYWHERE: ["zmq"]}) != ""


CODE = b"""\
import zmq


def made():
    '''A socket.

    # 1
    '''
    return zmq.Context().socket(zmq.REQ)
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"(zmq.REQ)\n", b"(zmq.REQ)  # of ours\n"),
        (b"    return", b"    # Why?\n\n    return"),
        (b"import zmq\n\n\n", b"import zmq\n"),
        (b"(zmq.REQ)\n", b"(zmq.REQ)\n# the end\n"),
    ],
)
def test_a_comment_or_a_blank_line_shows_nothing_new(old: bytes, new: bytes) -> None:
    assert CODE.replace(old, new) != CODE
    assert Views(CODE.replace(old, new)).shows({ANYWHERE: ["made"]}) == Views(CODE).shows({ANYWHERE: ["made"]})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"# 1", b"# 2"),
        (b"zmq.REQ", b"zmq.REP"),
        (b"import zmq", b"# coding: latin-1\nimport zmq"),
        (b"    return", b"    '#'\n    return"),
    ],
)
def test_what_says_something_shows(old: bytes, new: bytes) -> None:
    assert Views(CODE.replace(old, new)).shows({ANYWHERE: ["made"]}) != Views(CODE).shows({ANYWHERE: ["made"]})
