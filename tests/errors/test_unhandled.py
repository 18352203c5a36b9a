"""A failed creation is reported where it ends something that is meant to go on, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors.reporting import findings, in_project, marked, reported
from pylint_zmq.settings import Settings

SYMBOL = "zmq-unhandled-creation-error"

ENDED = {
    "endless loop": """
        def serve(ctx, inbox):
            while True:
                peer = inbox.get()
                with ctx.socket(zmq.PUSH) as out:  # [zmq-unhandled-creation-error]
                    out.send(peer)
        """,
    "loop with a flag": """
        class Server:
            def serve(self):
                while self.running and not self.stopped.is_set():
                    zmq.Context()  # [zmq-unhandled-creation-error]
        """,
    "bind in a loop": """
        def serve(sock: zmq.Socket, endpoints):
            while True:
                sock.bind(endpoints.get())  # [zmq-unhandled-creation-error]
        """,
    "connect to what comes from outside": """
        def serve(sock: zmq.Socket, endpoints):
            while True:
                sock.connect(endpoints.get())  # [zmq-unhandled-creation-error]
        """,
    "iterator that calls for ever": """
        def serve(ctx, get):
            for message in iter(get, None):
                ctx.socket(zmq.PUB)  # [zmq-unhandled-creation-error]
        """,
    "endless generator": """
        def messages(queue):
            while True:
                yield queue.get()

        def serve(ctx, queue):
            for message in messages(queue):
                ctx.socket(zmq.PUB)  # [zmq-unhandled-creation-error]
        """,
    "endless asynchronous generator": """
        async def messages(queue):
            while True:
                yield await queue.get()

        async def serve(ctx, queue):
            async for message in messages(queue):
                ctx.socket(zmq.PUB)  # [zmq-unhandled-creation-error]
        """,
    "function called from a loop": """
        def greet(ctx, peer):
            out = ctx.socket(zmq.PUSH)  # [zmq-unhandled-creation-error]
            out.connect(peer)

        def serve(ctx, peers):
            while True:
                greet(ctx, peers.get())
        """,
    "methods that call each other": """
        class Server:
            def run(self):
                while self.running:
                    self.turn()

            def turn(self):
                self.greet()

            def greet(self):
                self.ctx.socket(zmq.PUSH)  # [zmq-unhandled-creation-error]
        """,
    "constructor called in a loop": """
        class Client:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.REQ)  # [zmq-unhandled-creation-error]

        def serve(ctx):
            while True:
                Client(ctx)
        """,
    "awaited function": """
        async def ask(ctx):
            ctx.socket(zmq.REQ)  # [zmq-unhandled-creation-error]

        async def serve(ctx):
            while True:
                await ask(ctx)
        """,
    "handler that raises again": """
        def serve(ctx, inbox):
            while True:
                peer = inbox.get()
                try:
                    ctx.socket(zmq.PUSH)  # [zmq-unhandled-creation-error]
                except zmq.ZMQError:
                    LOG.warning("no socket")
                    raise
        """,
    "handler for something else": """
        def serve(ctx, inbox):
            while True:
                peer = inbox.get()
                try:
                    ctx.socket(zmq.PUSH)  # [zmq-unhandled-creation-error]
                    peer.welcome()
                except (zmq.Again, KeyError):
                    pass
        """,
    "field that is emptied on each turn": """
        class Client:
            def run(self):
                while self.running:
                    self.connect()
                    self.sock = None

            def connect(self):
                if self.sock is None:
                    self.sock = self.ctx.socket(zmq.REQ)  # [zmq-unhandled-creation-error]
        """,
    "callback of a stream": """
        from zmq.eventloop.zmqstream import ZMQStream

        class Server:
            def __init__(self, sock):
                self.stream = ZMQStream(sock)
                self.stream.on_recv(self.handle)

            def handle(self, frames):
                self.answer(frames)

            def answer(self, frames):
                self.ctx.socket(zmq.PUSH)  # [zmq-unhandled-creation-error]
        """,
    "timer that sets itself again": """
        import threading

        def tick(ctx):
            ctx.socket(zmq.PUSH)  # [zmq-unhandled-creation-error]
            threading.Timer(1.0, tick).start()
        """,
}

GOES_ON = {
    "handled on the spot": """
        def serve(ctx, inbox):
            while True:
                peer = inbox.get()
                try:
                    ctx.socket(zmq.PUSH)
                except zmq.ZMQError as error:
                    LOG.warning("no socket: %s", error)
        """,
    "handled by the caller": """
        def greet(ctx):
            ctx.socket(zmq.PUSH)

        def serve(ctx):
            while True:
                try:
                    greet(ctx)
                except Exception:
                    LOG.exception("failed")
        """,
    "handled round the loop": """
        def serve(ctx):
            try:
                while True:
                    ctx.socket(zmq.PUSH)
            except zmq.ZMQError:
                LOG.exception("the server has ended")
        """,
    "handler of a class that may be the one of zmq under another name": """
        from elsewhere import ZMQError

        def serve(ctx):
            while True:
                try:
                    ctx.socket(zmq.PUSH)
                except ZMQError:
                    LOG.exception("failed")
        """,
    "suppressing manager": """
        import contextlib

        @contextlib.contextmanager
        def logged():
            try:
                yield
            except zmq.ZMQError:
                LOG.exception("failed")

        def serve(ctx):
            while True:
                with logged():
                    ctx.socket(zmq.PUSH)
        """,
    "decorator that may catch": """
        from elsewhere import retry

        @retry
        def greet(ctx):
            ctx.socket(zmq.PUSH)

        def serve(ctx):
            while True:
                greet(ctx)
        """,
    "a number of turns": """
        def start(ctx, count):
            return [ctx.socket(zmq.PUSH) for _ in range(count)]

        def start_all(ctx, endpoints):
            for endpoint in endpoints:
                ctx.socket(zmq.PUSH)
        """,
    "deadline": """
        def wait(ctx, clock, deadline):
            while clock() < deadline:
                ctx.socket(zmq.PUSH)
        """,
    "list that is worked off": """
        def start(ctx, pending):
            while pending:
                pending.pop()
                ctx.socket(zmq.PUSH)
        """,
    "loop that ends with success": """
        def first(ctx, ready):
            while True:
                if ready():
                    return ctx.socket(zmq.PUSH)

        def second(ctx, waiting):
            running = True
            while running:
                ctx.socket(zmq.PUSH)
                running = False
        """,
    "once at the head of a thread": """
        import threading

        def work(ctx, jobs):
            sock = ctx.socket(zmq.PUSH)
            while True:
                sock.send(jobs.get())

        def start(ctx, jobs):
            threading.Thread(target=work, args=(ctx, jobs)).start()
        """,
    "made once and kept": """
        class Client:
            def run(self):
                while self.running:
                    self.send()

            def send(self):
                if self.sock is None:
                    self.sock = self.ctx.socket(zmq.PUSH)
                try:
                    self.local.sock
                except AttributeError:
                    self.local.sock = self.ctx.socket(zmq.PUSH)
        """,
    "task of its own": """
        import asyncio

        async def ask(ctx):
            ctx.socket(zmq.REQ)

        async def serve(ctx):
            while True:
                asyncio.create_task(ask(ctx))
        """,
    "coroutine as callback of a stream": """
        from zmq.eventloop.zmqstream import ZMQStream

        class Server:
            def __init__(self, sock):
                self.stream = ZMQStream(sock)
                self.stream.on_recv(self.handle)

            async def handle(self, frames):
                self.ctx.socket(zmq.PUSH)
        """,
    "handler of a framework": """
        import http.server

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.ctx.socket(zmq.REQ)
        """,
    "connect to a literal": """
        def serve(sock: zmq.Socket, port):
            while True:
                sock.connect("tcp://127.0.0.1:5555")
                sock.connect(f"tcp://127.0.0.1:{port}")
        """,
    "connect to an address that is put together": """
        class Broker:
            def serve(self, inbox):
                while True:
                    peer = inbox.get()
                    address = "tcp://" + peer.name
                    self.sock.connect("tcp://{}:{}".format(peer.name, peer.port))
                    self.sock.connect("tcp://%s" % peer.name)
                    self.sock.connect(address)
                    self.sock.connect(self.address)
        """,
    "asynchronous stream that may end": """
        async def deliver(ctx, buckets):
            async for bucket in buckets:
                ctx.socket(zmq.REQ)
        """,
    "loop that empties a queue": """
        class Node:
            def take_all(self, ctx):
                while self._poll(0):
                    ctx.socket(zmq.PUB)
        """,
    "start that is ordered by a message": """
        class Node:
            def run(self):
                while not self.terminated:
                    if self.pipe.recv() == b"START":
                        self.start()

            def start(self):
                self.beacon = self.ctx.socket(zmq.PAIR)
        """,
    "method of that name that gives what is there": """
        class Node:
            def __init__(self, ctx):
                self.inbox = ctx.socket(zmq.PAIR)

            def socket(self):
                return self.inbox

        def serve(ctx):
            node = Node(ctx)
            while True:
                print(node.socket())
        """,
    "socket of another library": """
        import socket

        def serve(factory):
            while True:
                factory.socket(1)
                socket.socket().bind("x")
        """,
}


@pytest.mark.parametrize("case", ENDED)
def test_a_failure_that_ends_something_is_reported_where_it_arises(case: str) -> None:
    assert reported(ENDED[case]) == marked(ENDED[case]) != []


@pytest.mark.parametrize("case", GOES_ON)
def test_a_failure_that_ends_nothing_or_is_handled_is_not_reported(case: str) -> None:
    assert reported(GOES_ON[case]) == []


def test_the_message_names_what_ends_and_the_steps_lead_there() -> None:
    (found,) = findings(ENDED["methods that call each other"])
    assert found.args == ("self.ctx.socket()", "it ends the loop at line 7 in run()")
    assert [(step.role, step.line) for step in found.steps] == [
        ("raised", 14),
        ("passed on", 11),
        ("passed on", 8),
        ("ended", 7),
    ]
    assert found.confidence == "INFERENCE"
    assert found.scope == "mod.Server.greet"


def test_only_the_first_of_several_creations_in_one_turn_is_reported() -> None:
    code = """
        def serve(ctx, inbox):
            while True:
                out = ctx.socket(zmq.PUSH)  # [zmq-unhandled-creation-error]
                out.bind("tcp://*:5555")
                ctx.socket(zmq.PULL)
        """
    assert reported(code) == marked(code)


def test_a_creation_that_runs_once_is_reported_when_all_are_asked_for() -> None:
    code = """
        def start(ctx):
            return ctx.socket(zmq.PUSH)  # [zmq-unhandled-creation-error]

        def careful(ctx):
            try:
                return helper(ctx)
            except zmq.ZMQError:
                LOG.exception("no socket")
                return None

        def helper(ctx):
            return ctx.socket(zmq.PUSH)
        """
    assert reported(code) == []
    assert reported(code, Settings(creation_scope="all")) == marked(code)


FILES = {
    "app/__init__.py": "",
    "app/making.py": """
        def make(ctx):
            return ctx.socket(zmq.PUSH)
        """,
    "app/serving.py": """
        from app.making import make

        def serve(ctx):
            while True:
                make(ctx)
        """,
}


def test_the_loop_may_stand_in_another_file(tmp_path: Path) -> None:
    assert in_project(tmp_path, FILES, "app/making.py") == [(6, SYMBOL)]


def test_loops_of_tests_do_not_count(tmp_path: Path) -> None:
    files = {name.replace("app/serving", "app/tests/test_serving"): code for name, code in FILES.items()}
    assert in_project(tmp_path, files, "app/making.py") == []
    assert in_project(tmp_path, {"tests/test_it.py": ENDED["endless loop"]}, "tests/test_it.py") == []
