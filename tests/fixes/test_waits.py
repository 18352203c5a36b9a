"""Waits are bounded by the times that somebody configured, and by no others."""

from __future__ import annotations

from functools import partial

import pytest

from fixes import mending
from libcst_zmq.makers import BOUNDED
from libcst_zmq.values import Values

mend, mended = (partial(each, symbols=BOUNDED) for each in (mending.mend, mending.mended))
VALUES = Values(recv_timeout=1000, send_timeout=2000, poll_timeout=3000, linger=4000)
ASK = """
    def ask(ctx, endpoint, question):
        {made}
            {bounded}
            sock.connect(endpoint)
            sock.send(question)
            return sock.recv()
"""


@pytest.mark.parametrize(
    ("bounded", "line"),
    [
        ("sock.linger = 0", "sock.rcvtimeo = 1000"),
        ("sock.setsockopt(zmq.LINGER, 0)", "sock.setsockopt(zmq.RCVTIMEO, 1000)"),
        ("sock.set(zmq.LINGER, 0)", "sock.set(zmq.RCVTIMEO, 1000)"),
    ],
)
def test_the_timeout_is_set_as_the_other_options_are(bounded: str, line: str) -> None:
    text = ASK.format(made="with ctx.socket(zmq.REQ) as sock:", bounded=bounded)
    expected = f"    with ctx.socket(zmq.REQ) as sock:\n        {line}\n        {bounded}\n"
    assert expected in mended(text, unsafe=True, values=VALUES)


def test_a_field_gets_it_where_it_is_made() -> None:
    text = """
        class Client:
            def __init__(self, ctx, endpoint):
                self.sock = ctx.socket(zmq.REQ)
                self.sock.connect(endpoint)

            def ask(self, question):
                self.sock.send(question)
                return self.sock.recv()

            def close(self):
                self.sock.close()
    """
    done = mended(text, unsafe=True, values=VALUES)
    assert "self.sock = ctx.socket(zmq.REQ)\n        self.sock.rcvtimeo = 1000\n" in done
    # Once it times out it must be able to ask again.
    assert "self.sock.req_relaxed = 1\n        self.sock.req_correlate = 1\n" in done


def test_without_a_value_it_is_a_suggestion() -> None:
    text = ASK.format(made="with ctx.socket(zmq.REQ) as sock:", bounded="sock.linger = 0")
    done = mend(text, unsafe=True)
    (outcome,) = done.outcomes
    assert (outcome.status, outcome.reason) == ("suggested", "no-value")
    assert "insert `sock.rcvtimeo = ...` before line 6, or set fix-recv-timeout" in outcome.suggestion
    assert b"rcvtimeo" not in done.source


def test_unasked_it_is_only_offered() -> None:
    text = ASK.format(made="with ctx.socket(zmq.REQ) as sock:", bounded="sock.linger = 0")
    assert [outcome.status for outcome in mend(text, values=VALUES).outcomes] == ["offered"]


@pytest.mark.parametrize(
    ("old", "new"), [("poll()", "poll(3000)"), ("poll(timeout=None)", "poll(3000)"), ("poll(-1)", "poll(3000)")]
)
def test_poll_is_given_one(old: str, new: str) -> None:
    text = f"""
        def answer(sock: zmq.Socket):
            sock.rcvtimeo = 1
            return sock.recv() if sock.{old} else None
    """
    assert f"sock.{new} else" in mended(text, unsafe=True, values=VALUES)


def test_a_green_socket_would_not_heed_it() -> None:
    text = """
        import zmq.green


        def ask(ctx: zmq.green.Context, question):
            with ctx.socket(zmq.REQ) as sock:
                sock.send(question)
                return sock.recv()
    """
    assert "rcvtimeo" not in mended(text, unsafe=True, values=VALUES)


def test_a_socket_from_elsewhere_is_left() -> None:
    text = """
        def ask(sock: zmq.Socket, question):
            sock.send(question)
            return sock.recv()
    """
    assert "made-elsewhere" in [outcome.reason for outcome in mend(text, unsafe=True, values=VALUES).outcomes]


SUBMIT = """
    def submit(endpoint, job):
        ctx = zmq.Context()
        try:
            with ctx.socket(zmq.PUSH) as sock:
                sock.connect(endpoint)
                sock.send(job)
        finally:
            ctx.term()
"""


def test_a_linger_is_set_but_never_none_at_all() -> None:
    assert "as sock:\n            sock.linger = 4000\n" in mended(SUBMIT, unsafe=True, values=VALUES)
    done = mend(SUBMIT, unsafe=True, values=Values(linger=0))
    assert [outcome.reason for outcome in done.outcomes] == ["linger-zero"]
    assert b"linger" not in done.source


def test_several_senders_get_it_from_their_context() -> None:
    text = SUBMIT.replace("ctx.socket(zmq.PUSH) as sock:", "ctx.socket(zmq.PUSH) as sock, ctx.socket(zmq.PUSH) as log:")
    text = text.replace(
        "sock.send(job)", "sock.send(job)\n                log.connect(endpoint)\n                log.send(job)"
    )
    assert "    ctx = zmq.Context()\n    ctx.linger = 4000\n" in mended(text, unsafe=True, values=VALUES)
