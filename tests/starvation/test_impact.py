"""How often something is lost, by what calls the code round it, and what that costs."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.analysis.findings import Impact
from pylint_zmq.model.repetition import COSTS
from pylint_zmq.program.trees import parse_file, parse_text
from pylint_zmq.settings import Settings


def impacts(code: str) -> list[Impact]:
    found = analyse(parse_text("import zmq\n" + dedent(code), modname="mod"), Settings(process_lifetime="report"))
    return [each.impact for each in found if each.impact is not None]


CASES = {
    "loop": (
        "iteration",
        "on each turn of the loop at line 3",
        """
        for address in open("peers"):
            sock = zmq.Context.instance().socket(zmq.PULL)
            sock.bind(address)
            sock = None
        """,
    ),
    "under a condition": (
        "iteration",
        "on each turn of the loop at line 4",
        """
        def collect(ctx, queue):
            for job in queue:
                if job:
                    sock = ctx.socket(zmq.PULL)
                    sock.bind(job)
        """,
    ),
    "called from a loop": (
        "iteration",
        "on each turn of the loop at line 8",
        """
        def collect(ctx, job):
            sock = ctx.socket(zmq.PULL)
            sock.bind(job)

        def serve(ctx, queue):
            while True:
                collect(ctx, queue.get())
        """,
    ),
    "handler of requests": (
        "iteration",
        "for each run of status()",
        """
        from flask import Flask
        app = Flask(__name__)

        @app.route("/")
        def status():
            sock = zmq.Context.instance().socket(zmq.PULL)
            sock.bind("tcp://127.0.0.1:1")
        """,
    ),
    "object made in a loop": (
        "iteration",
        "on each turn of the loop at line 8",
        """
        class Reader:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PULL)

        def serve(ctx, jobs):
            for job in jobs:
                Reader(ctx)
        """,
    ),
    "function": (
        "call",
        "",
        """
        def collect(ctx, job):
            sock = ctx.socket(zmq.PULL)
            sock.bind(job)
        """,
    ),
    "a list of a few": (
        "call",
        "",
        """
        def collect(ctx):
            for job in ["tcp://127.0.0.1:1", "tcp://127.0.0.1:2"]:
                sock = ctx.socket(zmq.PULL)
                sock.bind(job)
        """,
    ),
    "field": (
        "object",
        "",
        """
        class Reader:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PULL)
        """,
    ),
    "field that is filled once": (
        "object",
        "",
        """
        class Reader:
            def serve(self, ctx):
                while True:
                    self.read(ctx)

            def read(self, ctx):
                if self.sock is None:
                    self.sock = ctx.socket(zmq.PULL)
                    self.sock.bind("tcp://127.0.0.1:1")
        """,
    ),
    "main code": (
        "process",
        "",
        """
        def main():
            sock = zmq.Context.instance().socket(zmq.PULL)
            sock.bind("tcp://127.0.0.1:1")

        if __name__ == "__main__":
            main()
        """,
    ),
    "cached": (
        "call",
        "",
        """
        import functools

        @functools.cache
        def collect():
            sock = zmq.Context.instance().socket(zmq.PULL)
            sock.bind("tcp://127.0.0.1:1")

        def serve(jobs):
            for job in jobs:
                collect()
        """,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_loss_says_how_often_it_can_happen(name: str) -> None:
    often, by, code = CASES[name]
    assert [(each.often, each.by) for each in impacts(code)] == [(often, by)]


def test_the_loop_may_stand_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "jobs.py").write_text(
        "import zmq\n\ndef collect(ctx, job):\n    sock = ctx.socket(zmq.PULL)\n    sock.bind(job)\n"
    )
    (tmp_path / "serve.py").write_text(
        "import zmq\nfrom jobs import collect\n\ndef serve(jobs):\n    for job in jobs:\n        collect(None, job)\n"
    )
    [found] = analyse(parse_file(tmp_path / "jobs.py"), Settings())
    assert found.impact is not None
    assert (found.impact.often, found.impact.by) == ("iteration", "on each turn of the loop at line 5 of serve")


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("zmq.Context.instance().socket(zmq.PULL)", "CPython gives it back with the last reference"),
        ("zmq.asyncio.Context.instance().socket(zmq.PULL)", "held as long as its event loop"),
        ("green.Context.instance().socket(zmq.PULL)", "the hub of gevent keeps it"),
    ],
)
def test_the_cost_says_what_the_reference_count_would_do(made: str, told: str) -> None:
    [found] = impacts(
        f"import zmq.asyncio\nimport zmq.green as green\n\ndef f():\n    sock = {made}\n    sock.bind(1)\n"
    )
    assert COSTS["socket"] in found.cost
    assert told in found.cost
