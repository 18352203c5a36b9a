"""Who uses what zmq files hand out, by the bytes."""

from __future__ import annotations

import pytest

from pylint_zmq.glance.giving import uses

NAMES = ("Pusher", "Publisher", "make", "make_all")


@pytest.mark.parametrize(
    "data",
    [
        b"x = Pusher (1)",
        b"Publisher()",
        b"make_all()",
        b"class A(Pusher):",
        b"class A(lib.Pusher, B):",
        b"from lib import make as m",
        b"PPusher() + Pusher()",
        b"x = made",
    ],
)
def test_a_use_is_found(data: bytes) -> None:
    assert uses(NAMES, ["made"]).search(data)


@pytest.mark.parametrize(
    "data",
    [
        b"MyPusher()",
        b"Pushers()",
        b"remake()",
        b"x = Pusher",
        b"import make",
        b"class A(MyPusher):",
        b"unmade",
        b"made_up",
    ],
)
def test_what_looks_like_one_is_none(data: bytes) -> None:
    assert not uses(NAMES, ["made"]).search(data)


def test_nothing_is_used_where_there_is_nothing() -> None:
    assert not uses((), ()).search(b"Pusher()")
