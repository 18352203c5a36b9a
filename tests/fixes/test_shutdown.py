"""Contexts that are ended before their sockets are closed."""

from __future__ import annotations

import pytest

from fixes.mending import mend, mended

RELAY = """
    class Relay:
        def __init__(self):
            self.ctx = zmq.Context()
            self.a = self.ctx.socket(zmq.PUB)
            self.b = self.ctx.socket(zmq.PUB)

        def close(self):
            print("closing")
            self.ctx.term()
            {closes}
"""


@pytest.mark.parametrize(
    ("closes", "earlier"),
    [
        ("self.b.close()\n            self.a.close()", "self.b.close()\n        self.a.close()"),
        (
            "if self.b:\n                self.b.close(linger=0)\n            self.a.close()",
            "if self.b:\n            self.b.close(linger=0)\n        self.a.close()",
        ),
    ],
)
def test_closes_move_before_the_end_of_the_context_in_their_order(closes: str, earlier: str) -> None:
    text = RELAY.format(closes=closes)
    assert f'        print("closing")\n        {earlier}\n        self.ctx.term()\n' in mended(text, unsafe=True)
    assert mend(text).outcomes[0].status == "offered"


def test_a_loop_that_closes_moves_as_well() -> None:
    text = """
        def relay():
            ctx = zmq.Context()
            a, b = ctx.socket(zmq.PUB), ctx.socket(zmq.PUB)
            ctx.term()
            for sock in (a, b):
                sock.close()
    """
    moved = "    for sock in (a, b):\n        sock.close()\n    ctx.term()\n"
    assert moved in mended(text, unsafe=True, symbols=frozenset({"zmq-term-with-open-socket"}))


def test_a_comment_stays_where_it_is() -> None:
    text = RELAY.format(closes="self.b.close()  # at last\n            self.a.close()")
    assert mend(text, unsafe=True).outcomes[0].reason == "comments"


def test_what_nothing_closes_behind_it_is_left() -> None:
    text = """
        def f():
            ctx = zmq.Context()
            sock = ctx.socket(zmq.PUB)
            if sock:
                ctx.term()
            sock.close()
    """
    assert "not-closed-behind" in [o.reason for o in mend(text, unsafe=True).outcomes]
