"""What a file shows to the answers about others."""

from __future__ import annotations

import pytest

from pylint_zmq.glance.views import ANYWHERE, Views


@pytest.mark.parametrize("data", [b"", b"\n", b"# zmq\n"])
def test_a_file_without_code_shows_nothing(data: bytes) -> None:
    assert Views(data).shows({ANYWHERE: ["zmq"]}) == ""


def test_a_file_that_has_the_word_shows_it() -> None:
    assert Views(b"import zmq\n").shows({ANYWHERE: ["zmq"]}) != ""
