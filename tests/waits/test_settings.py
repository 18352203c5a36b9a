"""Timeouts in the wrong unit, options that nothing listens to, and sockets that are stuck after a timeout."""

from __future__ import annotations

import pytest

from waits.linting import found_in, marks, places

HEAD = "import zmq\n\n\ndef main(ctx: zmq.Context, sock: zmq.Socket, timeout_s, wait_ms):\n"

UNITS = {
    "few milliseconds": "sock.rcvtimeo = 5  # [zmq-timeout-unit]",
    "enough milliseconds": "sock.rcvtimeo = 5000",
    "no wait": "sock.rcvtimeo = 0",
    "few by setsockopt": "sock.setsockopt(zmq.SNDTIMEO, 3)  # [zmq-timeout-unit]",
    "seconds by name": "sock.rcvtimeo = timeout_s  # [zmq-timeout-unit]",
    "seconds by name, rounded": "sock.rcvtimeo = int(timeout_s)  # [zmq-timeout-unit]",
    "seconds turned into milliseconds": "sock.rcvtimeo = int(timeout_s * 1000)",
    "milliseconds by name": "sock.rcvtimeo = wait_ms",
    "a fraction": "sock.poll(0.5)  # [zmq-timeout-unit]",
    "a poll of few": "sock.poll(3)  # [zmq-timeout-unit]",
    "a quick look in a serving loop": "while True:\n    if sock.poll(1):\n        print(sock.recv())",
    "a poll in seconds": "sock.poll(timeout=timeout_s)  # [zmq-timeout-unit]",
    "a linger of one": "sock.linger = 1",
    "select in milliseconds": "zmq.select([sock], [], [], 1000)  # [zmq-timeout-unit]",
    "select in milliseconds by name": "zmq.select([sock], [], [], timeout=wait_ms)  # [zmq-timeout-unit]",
    "select in seconds": "zmq.select([sock], [], [], 5)",
    "a tracker": "tracker = sock.send(b'', copy=False, track=True)\ntracker.wait(500)  # [zmq-timeout-unit]",
    "something else that is waited for": "event = ctx.event()\nevent.wait(500)",
    "a timeout in the place of flags": "sock.recv(5000)  # [zmq-timeout-unit]",
    "flags": "sock.recv(zmq.NOBLOCK)",
}

OPTIONS = {
    "heartbeats after connect": "sock.connect('inproc://a')\nsock.heartbeat_ivl = 1000  # [zmq-option-without-effect]",
    "heartbeats before connect": "sock.heartbeat_ivl = 1000\nsock.connect('inproc://a')",
    "heartbeats between two connections": "sock.connect('inproc://a')\nsock.heartbeat_ivl = 1000\n"
    "sock.connect('inproc://b')",
    "after connect on one path": "if ctx:\n    sock.connect('inproc://a')\nsock.heartbeat_ivl = 1000",
    "the identity after bind": "sock.bind('inproc://a')\n"
    "sock.setsockopt(zmq.IDENTITY, b'a')  # [zmq-option-without-effect]",
    "what holds at once": "sock.connect('inproc://a')\nsock.linger = 0\nsock.sndhwm = 5\nsock.rcvtimeo = 1000",
    "the limit in the wrong place": "ctx.setsockopt(zmq.MAX_SOCKETS, 64)  # [zmq-option-without-effect]",
    "the limit": "ctx.set(zmq.MAX_SOCKETS, 64)\nctx.max_sockets = 64",
    "the limit after a socket": "made = ctx.socket(zmq.PUB)\nctx.max_sockets = 64  # [zmq-option-without-effect]\n"
    "made.close()",
    "blocky": "ctx.blocky = 0  # [zmq-option-without-effect]",
    "blocky in the right way": "ctx.set(zmq.BLOCKY, 0)",
    "a default that comes too late": "made = ctx.socket(zmq.PUB)\nctx.linger = 0  # [zmq-option-without-effect]\n"
    "made.close()",
    "a default for a later socket": "made = ctx.socket(zmq.PUB)\nctx.linger = 0\nmore = ctx.socket(zmq.PUB)",
    "a slip of the pen": "sock.recvtimeo = 1000  # [zmq-option-without-effect]",
    "a timeout by another name": "sock.timeout = 1000  # [zmq-option-without-effect]",
    "an attribute of one's own": "main.timeout = 1000",
}


def program(body: str) -> str:
    return HEAD + "\n".join(f"    {line}" for line in body.split("\n")) + "\n"


def said(code: str, symbol: str) -> list[tuple[int, str]]:
    return [place for place in places(found_in(code)) if place[1] == symbol]


@pytest.mark.parametrize("body", UNITS.values(), ids=UNITS)
def test_a_timeout_is_held_against_the_unit_of_its_call(body: str) -> None:
    assert said(program(body), "zmq-timeout-unit") == marks(program(body))


FACTORY = """import zmq


def make(ctx: zmq.Context, path, kind, bind) -> zmq.Socket:
    sock = ctx.socket(kind)
    if bind:
        sock.bind(path)
    else:
        sock.connect(path)
    return sock


def watch(ctx, path):
    dealer = make(ctx, path, zmq.DEALER, False)
    dealer.heartbeat_ivl = 1000  # [zmq-option-without-effect]
    return dealer


def watch_two(ctx, path, other):
    dealer = make(ctx, path, zmq.DEALER, False)
    dealer.heartbeat_ivl = 1000
    dealer.connect(other)
    return dealer
"""


def test_an_option_comes_too_late_for_what_a_factory_has_connected() -> None:
    assert said(FACTORY, "zmq-option-without-effect") == marks(FACTORY)
    assert {each.confidence for each in found_in(FACTORY)} == {"INFERENCE"}


@pytest.mark.parametrize("body", OPTIONS.values(), ids=OPTIONS)
def test_an_option_that_nothing_listens_to_is_reported(body: str) -> None:
    assert said(program(body), "zmq-option-without-effect") == marks(program(body))


REQUESTS = {
    "again in a loop": """
def ask(ctx):
    sock = ctx.socket(zmq.REQ)
    sock.rcvtimeo = 1000
    sock.connect("inproc://a")
    for _ in range(3):
        sock.send(b"")  # [zmq-send-after-timeout]
        try:
            return sock.recv()
        except zmq.Again:
            continue
""",
    "again after a poll": """
def ask(ctx):
    sock = ctx.socket(zmq.REQ)
    sock.connect("inproc://a")
    for _ in range(3):
        sock.send(b"")  # [zmq-send-after-timeout]
        if sock.poll(1000):
            return sock.recv()
""",
    "relaxed": """
def ask(ctx):
    sock = ctx.socket(zmq.REQ)
    sock.req_relaxed = sock.req_correlate = 1
    sock.rcvtimeo = 1000
    sock.connect("inproc://a")
    for _ in range(3):
        sock.send(b"")
        try:
            return sock.recv()
        except zmq.Again:
            continue
""",
    "a new socket for each attempt": """
def ask(ctx):
    for _ in range(3):
        with ctx.socket(zmq.REQ) as sock:
            sock.rcvtimeo = 1000
            sock.connect("inproc://a")
            sock.send(b"")
            try:
                return sock.recv()
            except zmq.Again:
                continue
""",
    "given up after a timeout": """
def ask(ctx):
    sock = ctx.socket(zmq.REQ)
    sock.rcvtimeo = 1000
    sock.connect("inproc://a")
    for _ in range(3):
        sock.send(b"")
        try:
            print(sock.recv())
        except zmq.Again:
            return
""",
    "another kind of socket": """
def ask(ctx):
    sock = ctx.socket(zmq.DEALER)
    sock.rcvtimeo = 1000
    sock.connect("inproc://a")
    for _ in range(3):
        sock.send(b"")
        try:
            return sock.recv()
        except zmq.Again:
            continue
""",
    "the next call of a method": """
class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.REQ)
        self.sock.rcvtimeo = 1000
        self.sock.connect("inproc://a")

    def ask(self):
        self.sock.send(b"")  # [zmq-send-after-timeout]
        try:
            return self.sock.recv()
        except zmq.Again:
            return None
""",
    "a method that makes a new socket": """
class Client:
    def __init__(self, ctx):
        self.ctx = ctx
        self.open()

    def open(self):
        self.sock = self.ctx.socket(zmq.REQ)
        self.sock.rcvtimeo = 1000
        self.sock.connect("inproc://a")

    def ask(self):
        self.sock.send(b"")
        try:
            return self.sock.recv()
        except zmq.Again:
            self.sock.close()
            self.open()
            return None
""",
}


@pytest.mark.parametrize("code", REQUESTS.values(), ids=REQUESTS)
def test_a_request_on_a_socket_that_still_waits_for_an_answer_is_reported(code: str) -> None:
    text = "import zmq\n" + code
    assert said(text, "zmq-send-after-timeout") == marks(text)


CONNECTIONS = {
    "nothing": ("sock.connect('tcp://192.0.2.1:1')", True),
    "an f-string": ("sock.connect(f'tcp://{timeout_s}:1')", True),
    "in a variable": ("endpoint = 'tcp://192.0.2.1:1'\nsock.connect(endpoint)", True),
    "inside the process": ("sock.connect('inproc://a')", False),
    "an unknown endpoint": ("sock.connect(timeout_s)", False),
    "with heartbeats": ("sock.heartbeat_ivl = 1000\nsock.connect('tcp://192.0.2.1:1')", False),
    "with keepalive": ("sock.setsockopt(zmq.TCP_KEEPALIVE, 1)\nsock.connect('tcp://192.0.2.1:1')", False),
    "with a timeout for receiving": ("sock.rcvtimeo = 1000\nsock.connect('tcp://192.0.2.1:1')", True),
}


@pytest.mark.parametrize(("body", "is_reported"), CONNECTIONS.values(), ids=CONNECTIONS)
def test_a_connection_that_nothing_watches_is_reported(body: str, is_reported: bool) -> None:
    assert bool(said(program(body), "zmq-connect-without-timeout")) is is_reported
