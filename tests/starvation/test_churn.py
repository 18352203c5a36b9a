"""A socket that is made anew each time for the same endpoint is reported, and one that has to be new is not."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from errors.reporting import PRELUDE, marked
from pylint_zmq import starvation
from pylint_zmq.analysis.engine import Engine
from pylint_zmq.analysis.findings import Finding
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program import Program
from pylint_zmq.program.trees import parse_file, parse_text
from pylint_zmq.settings import Settings


def findings(code: str) -> list[Finding]:
    return starvation.findings(Engine(ModuleNames(parse_text(PRELUDE + dedent(code), modname="mod")), Settings()))


def reported(code: str) -> list[tuple[int, str]]:
    return [(each.node.lineno, each.symbol) for each in findings(code)]


ANEW = {
    "loop": """
        def report(ctx, readings):
            for reading in readings:
                with ctx.socket(zmq.PUB) as sock:  # [zmq-socket-churn]
                    sock.connect("tcp://127.0.0.1:5556")
                    sock.send(reading)
        """,
    "name that the loop does not bind": """
        def report(ctx, queue, endpoint):
            while True:
                sock = ctx.socket(zmq.PUB)  # [zmq-socket-churn]
                sock.connect(endpoint)
                sock.send(queue.get())
                sock.close()
        """,
    "constant of the module": """
        PORT = 5556

        def report(ctx, queue):
            while True:
                sock = ctx.socket(zmq.PUB)  # [zmq-socket-churn]
                sock.connect(f"tcp://127.0.0.1:{PORT}")
                sock.close()
        """,
    "context": """
        def report(readings):
            for reading in readings:
                ctx = zmq.Context()  # [zmq-socket-churn]
                ctx.term()
        """,
    "function called from a loop": """
        class Reporter:
            def __init__(self, endpoint):
                self.endpoint = endpoint

            def run(self):
                while self.running:
                    self.report()

            def report(self):
                sock = self.ctx.socket(zmq.PUB)  # [zmq-socket-churn]
                sock.connect(self.endpoint)
                sock.close()
        """,
    "handler of requests": """
        from flask import Flask
        app = Flask(__name__)

        @app.route("/")
        def status():
            with zmq.Context() as ctx, ctx.socket(zmq.REQ) as sock:  # [zmq-socket-churn]
                sock.connect("tcp://127.0.0.1:5556")
                return sock.recv()
        """,
    "callback": """
        def tick(ctx):
            with ctx.socket(zmq.PUB) as sock:  # [zmq-socket-churn]
                sock.connect("tcp://127.0.0.1:5556")

        def start(loop):
            loop.call_later(1, tick)
        """,
}

NEEDED = {
    "made once": """
        def report(ctx, readings):
            with ctx.socket(zmq.PUB) as sock:
                sock.connect("tcp://127.0.0.1:5556")
                for reading in readings:
                    sock.send(reading)
        """,
    "endpoint of each turn": """
        def report(ctx, endpoints):
            for endpoint in endpoints:
                with ctx.socket(zmq.PUB) as sock:
                    sock.connect(endpoint)
        """,
    "endpoint from outside": """
        def greet(ctx, endpoint):
            with ctx.socket(zmq.PUB) as sock:
                sock.connect(endpoint)

        def serve(ctx, queue):
            while True:
                greet(ctx, queue.get())
        """,
    "kept": """
        def start(ctx, names):
            socks = []
            for name in names:
                sock = ctx.socket(zmq.PUB)
                sock.connect("tcp://127.0.0.1:5556")
                socks.append(sock)
            return socks
        """,
    "returned": """
        def connected(ctx):
            sock = ctx.socket(zmq.PUB)
            sock.connect("tcp://127.0.0.1:5556")
            return sock

        def serve(ctx, queue):
            while True:
                connected(ctx).send(queue.get())
        """,
    "reconnection": """
        def serve(ctx, queue):
            sock = ctx.socket(zmq.REQ)
            while True:
                sock.send(queue.get())
                if not sock.poll(1000):
                    sock.close(linger=0)
                    sock = ctx.socket(zmq.REQ)
                    sock.connect("tcp://127.0.0.1:5556")
        """,
    "reconnection that serves for long": """
        def serve(ctx, stopping, endpoint, handle):
            while not stopping.is_set():
                sock = ctx.socket(zmq.REP)
                sock.connect(endpoint)
                while True:
                    sock.send(handle(sock.recv()))

        def work(ctx, stopping, endpoint, handle):
            while not stopping.is_set():
                with ctx.socket(zmq.REP) as sock:
                    sock.connect(endpoint)
                    handle(sock)
        """,
    "inside the process": """
        def serve(ctx, queue):
            while True:
                with ctx.socket(zmq.PAIR) as sock:
                    sock.connect("inproc://wake")
        """,
    "function that nobody runs again": """
        def ask(ctx):
            with ctx.socket(zmq.REQ) as sock:
                sock.connect("tcp://127.0.0.1:5556")
        """,
    "field that changes": """
        class Reporter:
            def run(self):
                while self.running:
                    self.endpoint = self.next()
                    with self.ctx.socket(zmq.PUB) as sock:
                        sock.connect(self.endpoint)
        """,
    "a loop that ends with the first": """
        def ask(ctx, ready):
            while True:
                if not ready():
                    continue
                with ctx.socket(zmq.REQ) as sock:
                    sock.connect("tcp://127.0.0.1:5556")
                    return sock.recv()
        """,
}


@pytest.mark.parametrize("case", ANEW)
def test_what_is_made_anew_each_time_is_reported(case: str) -> None:
    assert reported(ANEW[case]) == marked(ANEW[case]) != []


@pytest.mark.parametrize("case", NEEDED)
def test_what_has_to_be_new_or_is_kept_is_not_reported(case: str) -> None:
    assert reported(NEEDED[case]) == []


def test_the_message_says_what_runs_again() -> None:
    (found,) = findings(ANEW["function called from a loop"])
    assert found.args == ("self.ctx.socket()", "on each turn of the loop at line 10")
    (found,) = findings(ANEW["callback"])
    assert found.args == ("ctx.socket()", "for each run of tick()")


def test_tests_may_make_as_many_as_they_like(tmp_path: Path) -> None:
    path = tmp_path / "tests" / "test_it.py"
    path.parent.mkdir()
    path.write_text(PRELUDE + dedent(ANEW["loop"]))
    names = ModuleNames(parse_file(path), Program(tmp_path.resolve()))
    assert starvation.findings(Engine(names, Settings())) == []
    assert len(starvation.findings(Engine(names, Settings(errors_in_tests=True)))) == 1
