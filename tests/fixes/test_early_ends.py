"""Unsafe fixes: fields that a method leaves open where it ends early, and sockets that leave their container."""

from __future__ import annotations

import pytest

from fixes.mending import mend, mended

CONSUMER = """
    class Consumer:
        def __init__(self, context=None):
            self.keep = context is not None
            self.context = context or zmq.Context()
            self.sock = self.context.socket(zmq.SUB)

        def stop(self):
            if self.keep:
                return
            self.context.destroy(0)
"""


def test_what_goes_with_its_context_is_closed_where_the_context_is_kept() -> None:
    done = mended(CONSUMER, unsafe=True)
    assert "        if self.keep:\n            self.sock.close()\n            return\n" in done
    assert done.count("self.sock.close()") == 1


def test_a_flag_that_changes_may_say_that_all_is_closed() -> None:
    text = CONSUMER.replace("self.context.destroy(0)", "self.context.destroy(0)\n            self.keep = True")
    assert "self.sock.close()" not in mended(text, unsafe=True)


THREAD = """
    from threading import Thread


    class Heart(Thread):
        def __init__(self, ctx):
            Thread.__init__(self)
            self.ctx = ctx

        def run(self):
            self.sock = self.ctx.socket(zmq.ROUTER)
            {body}
"""
BODY = """
            while True:
                try:
                    zmq.device(zmq.QUEUE, self.sock, self.sock)
                except zmq.ZMQError as error:
                    if error.errno == zmq.ETERM:
                        self.sock.close()
                        break
                    raise
"""


def test_an_error_that_ends_a_thread_closes_what_the_thread_made() -> None:
    done = mended(THREAD.format(body=BODY.strip()), unsafe=True)
    assert "                    break\n                self.sock.close()\n                raise\n" in done


def test_it_is_only_offered_unasked() -> None:
    outcomes = [o for text in (CONSUMER, THREAD.format(body=BODY.strip())) for o in mend(text).outcomes]
    assert {(o.status, o.reason) for o in outcomes} == {("offered", "closed-for-users")}


CACHE = """
    class Peers:
        def __init__(self, ctx):
            self.ctx = ctx
            self.socks = {{}}

        def send(self, peer, message):
            if peer not in self.socks:
                self.socks[peer] = self.ctx.socket(zmq.DEALER)
            try:
                self.socks[peer].send(message)
            except Exception:
                {take}
                raise

        def close(self):
            for sock in self.socks.values():
                sock.close()
            self.socks.clear()
"""


@pytest.mark.parametrize(
    ("take", "instead"),
    [
        (
            "self.socks.pop(peer, None)",
            "popped = self.socks.pop(peer, None)\n            if popped is not None:\n                popped.close()",
        ),
        ("self.socks.pop(peer)", "self.socks.pop(peer).close()"),
        ("del self.socks[peer]", "self.socks.pop(peer).close()"),
    ],
)
def test_what_leaves_its_container_is_closed(take: str, instead: str) -> None:
    done = mended(CACHE.format(take=take), unsafe=True)
    assert f"        except Exception:\n            {instead}\n            raise\n" in done


TAKEN = """
    class Peers:
        def __init__(self, ctx):
            self.ctx = ctx
            self.socks = {{}}

        def open(self, peer):
            self.socks[peer] = self.ctx.socket(zmq.DEALER)

        def take(self, peer, other):
            {before}
            self.socks.pop(peer, None)
            {after}

        def close(self):
            for sock in self.socks.values():
                sock.close()
            self.socks.clear()
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sock = self.socks[peer]", "return sock"),
        ("sock = self.socks.get(peer)", 'sock.send(b"x")'),
        ("other.add(self.socks[peer])", "return None"),
        ("sock = self.socks[peer]; other.add(sock)", "return None"),
        ("sock = next(iter(self.socks.values()))", "return None"),
        ("other.sock = self.socks[peer]", "return None"),
    ],
)
def test_what_somebody_else_may_have_by_then_is_not_closed(before: str, after: str) -> None:
    assert "popped" not in mended(TAKEN.format(before=before, after=after), unsafe=True)


def test_what_is_only_used_before_is_closed() -> None:
    text = TAKEN.format(before='self.socks[peer].send(b"x")', after="return peer in self.socks")
    assert "popped.close()" in mended(text, unsafe=True)
