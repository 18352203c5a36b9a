"""A socket that two threads use, or that one closes under the other, is reported; with a lock or a join it is not."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from errors.reporting import PRELUDE, marked
from pylint_zmq import threads
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program import Program
from pylint_zmq.program.trees import parse_file, parse_text
from pylint_zmq.settings import Settings

HEAD = "import threading\nfrom threading import Thread\n"


def reported(code: str) -> list[tuple[int, str]]:
    names = ModuleNames(parse_text(PRELUDE + HEAD + dedent(code), modname="mod"))
    found = threads.findings(names, Settings())
    return sorted((each.node.lineno, each.symbol) for each in found)


def expected(code: str) -> list[tuple[int, str]]:
    return marked(HEAD + dedent(code))


TWO = {
    "public method": """
        class Reporter:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PUB)
                Thread(target=self._beat).start()

            def _beat(self):
                self.sock.send(b"")

            def report(self):
                self._send(b"")

            def _send(self, message):
                self.sock.send(message)  # [zmq-socket-shared-by-threads]
        """,
    "nested function in a timer": """
        class Reporter:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PUB)

            def later(self):
                def send():
                    self.sock.send(b"")

                threading.Timer(5, send).start()

            def report(self):
                self.sock.send(b"")  # [zmq-socket-shared-by-threads]
        """,
    "executor": """
        class Reporter:
            def __init__(self, ctx, executor):
                self.sock = ctx.socket(zmq.PUB)
                self.executor = executor

            def ask(self):
                self.executor.submit(self._ask)

            def _ask(self):
                self.sock.send(b"")

            def report(self):
                self.sock.send(b"")  # [zmq-socket-shared-by-threads]
        """,
    "thread class": """
        class Worker(Thread):
            def __init__(self, ctx):
                super().__init__()
                self.sock = ctx.socket(zmq.PULL)

            def run(self):
                self.sock.recv()

            def stop(self):
                self.sock.close()  # [zmq-closed-by-another-thread]
        """,
    "argument of the thread": """
        def work(sock):
            sock.recv()

        def main(ctx):
            sock = ctx.socket(zmq.PAIR)
            Thread(target=work, args=(sock,)).start()
            sock.send(b"")  # [zmq-socket-shared-by-threads]
            sock.close()  # [zmq-closed-by-another-thread]
        """,
    "different locks": """
        class Reporter:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PUB)
                Thread(target=self._beat).start()

            def _beat(self):
                with self.beat_lock:
                    self.sock.send(b"")

            def report(self):
                with self.report_lock:
                    self.sock.send(b"")  # [zmq-socket-shared-by-threads]
        """,
    "shutdown that does not wait": """
        class Client:
            def __init__(self, ctx, executor):
                self.sock = ctx.socket(zmq.REQ)
                self.executor = executor

            def ask(self):
                return self.executor.submit(self._ask)

            def _ask(self):
                return self.sock.recv()

            def close(self):
                self.executor.shutdown(wait=False)
                self.sock.close()  # [zmq-closed-by-another-thread]
        """,
    "close without the lock of the others": """
        class Client:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.REQ)

            def ask(self):
                with self._lock:
                    self.sock.send(b"")
                    return self.sock.recv()

            def close(self):
                self.sock.close()  # [zmq-closed-by-another-thread]
        """,
    "the context is destroyed": """
        class Reader:
            def __init__(self):
                self.ctx = zmq.Context()
                self.sock = self.ctx.socket(zmq.PULL)
                Thread(target=self._read).start()

            def _read(self):
                self.sock.recv()

            def close(self):
                self.ctx.destroy()  # [zmq-closed-by-another-thread]
        """,
    "base class in the way": """
        class Base:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PUB)

            def send(self):
                self.sock.send(b"")

        class Reporter(Base):
            def watch(self):
                Thread(target=self._beat).start()

            def _beat(self):
                self.send()

            def report(self):
                self.send()  # [zmq-socket-shared-by-threads]
        """,
}

IN_ORDER = {
    "a lock": """
        class Reporter:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PUB)
                Thread(target=self._beat).start()

            def _beat(self):
                with self.lock:
                    self._send()

            def _send(self):
                self.sock.send(b"")

            def report(self):
                with self.lock:
                    self._send()
        """,
    "another context is destroyed": """
        class Reader:
            def __init__(self, ctx):
                self.ctx = zmq.Context()
                self.sock = ctx.socket(zmq.PULL)
                Thread(target=self._read).start()

            def _read(self):
                self.sock.recv()

            def close(self):
                self.ctx.destroy()
        """,
    "the context is terminated, which wakes the thread": """
        class Reader:
            def __init__(self):
                self.ctx = zmq.Context()
                self.sock = self.ctx.socket(zmq.PULL)
                Thread(target=self._read).start()

            def _read(self):
                self.sock.recv()

            def close(self):
                self.ctx.term()
        """,
    "joined": """
        class Reader:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PULL)
                self.thread = Thread(target=self._read)
                self.thread.start()

            def _read(self):
                self.sock.recv()

            def close(self):
                self.thread.join()
                self.sock.close()
        """,
    "joined by who calls": """
        class Reader(Thread):
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PULL)

            def run(self):
                self.sock.recv()

            def stop(self):
                self.join()
                self.close()

            def close(self):
                self.sock.close()
        """,
    "each has its own": """
        class Reporter:
            def __init__(self, ctx):
                self.inner = ctx.socket(zmq.PAIR)
                self.outer = ctx.socket(zmq.PAIR)
                Thread(target=self._read).start()

            def _read(self):
                self.inner.recv()

            def report(self):
                self.outer.send(b"")
        """,
    "set up before the start": """
        class Reporter:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PUB)

            def start(self):
                self.sock.bind("tcp://127.0.0.1:1")
                Thread(target=self._beat).start()

            def _beat(self):
                self.sock.send(b"")
        """,
    "local of each call": """
        def ask(ctx):
            sock = ctx.socket(zmq.REQ)
            sock.send(b"")

        def watch(ctx):
            Thread(target=poll, args=(ctx,)).start()
            ask(ctx)

        def poll(ctx):
            ask(ctx)
        """,
    "objects of one class": """
        class Link:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PAIR)

            def send(self):
                self.sock.send(b"")

        class Node:
            def __init__(self, ctx):
                self.one = Link(ctx)
                self.two = Link(ctx)
                Thread(target=self._beat).start()

            def _beat(self):
                self.one.send()

            def report(self):
                self.two.send()
        """,
    "one for each thread": """
        class Reporter:
            def __init__(self):
                self.local = threading.local()
                Thread(target=self._beat).start()

            @property
            def sock(self) -> zmq.Socket:
                return self.local.sock

            def _beat(self):
                self.sock.send(b"")

            def report(self):
                self.sock.send(b"")
        """,
    "closed by a thread that only sends": """
        class Reporter:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PUB)
                Thread(target=self._beat).start()

            def _beat(self):
                self.sock.send(b"")

            def close(self):
                self.sock.close()
        """,
    "the close takes the lock, too": """
        class Client:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.REQ)

            def ask(self):
                with self._lock:
                    return self.sock.recv()

            def close(self):
                with self._lock:
                    self.sock.close()
        """,
    "a lock that not all take": """
        class Client:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.REQ)

            def ask(self):
                with self._lock:
                    return self.sock.recv()

            def tell(self):
                self.sock.send(b"")

            def close(self):
                self.sock.close()
        """,
}


@pytest.mark.parametrize("name", TWO)
def test_what_two_threads_do_is_reported(name: str) -> None:
    assert reported(TWO[name]) == expected(TWO[name])


@pytest.mark.parametrize("name", IN_ORDER)
def test_what_is_in_order_is_silent(name: str) -> None:
    assert reported(IN_ORDER[name]) == []


def test_what_another_file_does_is_reported_where_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "link.py").write_text(
        "import zmq\n\nclass Link:\n    def __init__(self, ctx):\n        self.sock = ctx.socket(zmq.PAIR)\n\n"
        "    def send(self):\n        self.sock.send(b'')\n"
    )
    (tmp_path / "node.py").write_text(
        "import threading\nimport zmq\nfrom link import Link\n\nclass Node:\n    def __init__(self, ctx):\n"
        "        self.link = Link(ctx)\n        threading.Thread(target=self._beat).start()\n\n"
        "    def _beat(self):\n        self.link.send()\n\n    def report(self):\n        self.link.send()\n"
    )
    names = ModuleNames(parse_file(tmp_path / "node.py"), Program(tmp_path.resolve()))
    [found] = threads.findings(names, Settings())
    assert (found.node.lineno, found.symbol) == (14, "zmq-socket-shared-by-threads")
    assert found.args[1] == "_beat() uses it at line 8 of link, in a thread of its own"
    assert found.steps[1].path.endswith("link.py")
