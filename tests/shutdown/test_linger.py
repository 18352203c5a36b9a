"""The end of a context is reported where unsent messages may hold it for ever, and only there."""

from __future__ import annotations

from textwrap import dedent

import pytest

from errors.reporting import PRELUDE, marked
from pylint_zmq import shutdown
from pylint_zmq.analysis.findings import Finding
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings


def findings(code: str) -> list[Finding]:
    return shutdown.findings(ModuleNames(parse_text(PRELUDE + dedent(code), modname="mod")), Settings())


def reported(code: str) -> list[tuple[int, str]]:
    return [(each.node.lineno, each.symbol) for each in findings(code)]


HANGS = {
    "close and term": """
        def submit(endpoint, job):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.PUSH)
            sock.connect(endpoint)
            sock.send(job)
            sock.close()
            ctx.term()  # [zmq-linger-hang]
        """,
    "with": """
        def submit(endpoint, job):
            with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:  # [zmq-linger-hang]
                sock.connect(endpoint)
                sock.send(job)
        """,
    "with around a factory's context": """
        def make():
            return zmq.Context()

        def submit(endpoint, job):
            with make() as ctx:  # [zmq-linger-hang]
                with ctx.socket(zmq.PUSH) as sock:
                    sock.connect(endpoint)
                    sock.send(job)
        """,
    "destroy without linger": """
        class Client:
            def __init__(self, endpoint):
                self.ctx = zmq.Context()
                self.sock = self.ctx.socket(zmq.DEALER)
                self.sock.connect(endpoint)

            def submit(self, job):
                self.sock.send(job)

            def close(self):
                self.ctx.destroy()  # [zmq-linger-hang]
        """,
    "too late": """
        class Client:
            def __init__(self, endpoint):
                self.ctx = zmq.Context()
                self.sock = self.ctx.socket(zmq.DEALER)
                self.sock.connect(endpoint)

            def submit(self, job):
                self.sock.send(job)

            def close(self):
                self.sock.close()
                self.ctx.destroy(linger=0)  # [zmq-linger-hang]
        """,
    "linger is taken away again": """
        def submit(endpoint, job):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.PUSH)
            sock.setsockopt(zmq.LINGER, -1)
            sock.connect(endpoint)
            sock.send(job)
            sock.close()
            ctx.term()  # [zmq-linger-hang]
        """,
    "a request that is given up": """
        def ask(endpoint):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.REQ)
            sock.rcvtimeo = 1000
            sock.connect(endpoint)
            try:
                sock.send(b"")
                return sock.recv()
            finally:
                sock.close()
                ctx.term()  # [zmq-linger-hang]
        """,
    "a request that is polled for": """
        def ask(endpoint):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.REQ)
            sock.connect(endpoint)
            sock.send(b"")
            poller = zmq.Poller()
            poller.register(sock, zmq.POLLIN)
            answer = sock.recv() if poller.poll(1000) else None
            sock.close()
            ctx.term()  # [zmq-linger-hang]
            return answer
        """,
    "decorators": """
        from zmq import decorators

        class Server:
            @decorators.context()  # [zmq-linger-hang]
            @decorators.socket(zmq.PUSH)
            def stop(self, ctx, sock):
                sock.connect(self.endpoint)
                sock.send(b"stop")
        """,
    "left to the garbage collector": """
        def submit(endpoint, job):
            ctx = zmq.Context()  # [zmq-linger-hang]
            sock = ctx.socket(zmq.PUSH)
            sock.connect(endpoint)
            sock.send(job)
        """,
    "a wrapper of the context": """
        class Secure:
            def __init__(self):
                self._ctx = zmq.Context()

            def socket(self, kind):
                return self._ctx.socket(kind)

            def term(self):
                self._ctx.term()

        class Client:
            def __init__(self, endpoint):
                self.ctx = Secure()
                self.sock = self.ctx.socket(zmq.PUSH)
                self.sock.connect(endpoint)

            def submit(self, job):
                self.sock.send(job)

            def close(self):
                self.sock.close()
                self.ctx.term()  # [zmq-linger-hang]
        """,
    "one report for several sockets": """
        def submit(ends, job):
            ctx = zmq.Context()
            one = ctx.socket(zmq.PUSH)
            two = ctx.socket(zmq.PUSH)
            one.connect(ends[0])
            two.connect(ends[1])
            one.send(job)
            two.send(job)
            one.close()
            two.close()
            ctx.term()  # [zmq-linger-hang]
        """,
    "a helper sends": """
        def send(sock, job):
            sock.send(job)

        def submit(endpoint, job):
            with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:  # [zmq-linger-hang]
                sock.connect(endpoint)
                send(sock, job)
        """,
}

ENDS = {
    "linger on the socket": """
        def submit(endpoint, job):
            with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:
                sock.linger = 1000
                sock.connect(endpoint)
                sock.send(job)
        """,
    "linger on the context": """
        def submit(endpoint, job):
            ctx = zmq.Context()
            ctx.setsockopt(zmq.LINGER, 1000)
            sock = ctx.socket(zmq.PUSH)
            sock.connect(endpoint)
            sock.send(job)
            sock.close()
            ctx.term()
        """,
    "blocky": """
        def submit(endpoint, job):
            ctx = zmq.Context()
            ctx.set(zmq.BLOCKY, 0)
            sock = ctx.socket(zmq.PUSH)
            sock.connect(endpoint)
            sock.send(job)
            sock.close()
            ctx.term()
        """,
    "close with linger": """
        def submit(endpoint, job):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.PUSH)
            sock.connect(endpoint)
            sock.send(job)
            sock.close(1000)
            ctx.term()
        """,
    "destroy with linger": """
        def submit(endpoint, job):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.PUSH)
            sock.connect(endpoint)
            sock.send(job)
            ctx.destroy(linger=1000)
        """,
    "binds": """
        def serve(endpoint, job):
            with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:
                sock.bind(endpoint)
                sock.send(job)
        """,
    "inside the process": """
        def submit(job):
            with zmq.Context() as ctx, ctx.socket(zmq.PAIR) as sock:
                sock.connect("inproc://jobs")
                sock.send(job)
        """,
    "publishes": """
        def publish(endpoint, news):
            with zmq.Context() as ctx, ctx.socket(zmq.PUB) as sock:
                sock.connect(endpoint)
                sock.send(news)
        """,
    "waits for the answer": """
        def ask(endpoint):
            with zmq.Context() as ctx, ctx.socket(zmq.REQ) as sock:
                sock.connect(endpoint)
                sock.send(b"")
                return sock.recv()
        """,
    "sends nothing": """
        def connect(endpoint):
            with zmq.Context() as ctx, ctx.socket(zmq.DEALER) as sock:
                sock.connect(endpoint)
                return sock.recv()
        """,
    "ended before it sends": """
        def submit(endpoint, job):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.PUSH)
            try:
                sock.connect(endpoint)
            except zmq.ZMQError:
                sock.close()
                ctx.term()
                raise
            sock.send(job)
            sock.close(linger=0)
        """,
    "another branch sends": """
        def submit(endpoint, job):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.PUSH)
            sock.connect(endpoint)
            if job:
                sock.send(job)
            else:
                sock.close()
                ctx.term()
        """,
    "the context of the process": """
        def submit(endpoint, job):
            with zmq.Context.instance().socket(zmq.PUSH) as sock:
                sock.connect(endpoint)
                sock.send(job)
        """,
    "the context of somebody else": """
        def submit(ctx, endpoint, job):
            with ctx.socket(zmq.PUSH) as sock:
                sock.connect(endpoint)
                sock.send(job)
        """,
    "a helper sets it": """
        def prepare(sock):
            sock.setsockopt(zmq.LINGER, 0)

        def submit(endpoint, job):
            with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:
                prepare(sock)
                sock.connect(endpoint)
                sock.send(job)
        """,
    "a helper that cannot be seen": """
        from elsewhere import prepare

        def submit(endpoint, job):
            with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:
                prepare(sock)
                sock.connect(endpoint)
                sock.send(job)
        """,
    "a class of contexts sets it": """
        class Patient(zmq.Context):
            def __init__(self):
                super().__init__()
                self.linger = 1000

        def submit(endpoint, job):
            with Patient() as ctx, ctx.socket(zmq.PUSH) as sock:
                sock.connect(endpoint)
                sock.send(job)
        """,
    "set on all in a loop": """
        def submit(endpoint, job):
            ctx = zmq.Context()
            one = ctx.socket(zmq.PUSH)
            two = ctx.socket(zmq.PUSH)
            for sock in (one, two):
                sock.setsockopt(zmq.LINGER, 0)
                sock.connect(endpoint)
                sock.send(job)
                sock.close()
            ctx.term()
        """,
    "options that cannot be told": """
        def submit(endpoint, job, options):
            with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:
                for option, value in options.items():
                    sock.setsockopt(option, value)
                sock.connect(endpoint)
                sock.send(job)
        """,
    "serves for ever": """
        def work(endpoint):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.PUSH)
            sock.connect(endpoint)
            while True:
                sock.send(b"")
        """,
}


@pytest.mark.parametrize("name", HANGS)
def test_an_end_that_may_wait_for_ever_is_reported(name: str) -> None:
    assert reported(HANGS[name]) == marked(HANGS[name])


@pytest.mark.parametrize("name", ENDS)
def test_an_end_that_does_not_wait_is_silent(name: str) -> None:
    assert reported(ENDS[name]) == []


def test_the_message_tells_that_linger_comes_too_late() -> None:
    [found] = findings(HANGS["too late"])
    assert found.args == (
        "self.ctx.destroy()",
        "'self.sock' of line 8 is closed by then, and keeps its endless LINGER",
    )
