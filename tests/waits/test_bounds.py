"""What bounds a wait, and what only seems to."""

from __future__ import annotations

import pytest

from waits.linting import found_in, marks, places

HEAD = "import asyncio\nimport contextlib\nimport zmq\nimport zmq.asyncio\nimport zmq.green\nimport gevent\n"

#: Bodies of a function that asks a question and waits for the answer.
ASKING = """
def ask(ctx: zmq.Context, question, endpoint, settings=None, timeout=None, limit=1000):
    sock = ctx.socket(zmq.REQ)
    sock.connect(endpoint)
    sock.send(question)
{body}
"""

BOUNDED = {
    "attribute": "sock.rcvtimeo = 5000\nreturn sock.recv()",
    "attribute in capitals": "sock.RCVTIMEO = 5000\nreturn sock.recv()",
    "setsockopt": "sock.setsockopt(zmq.RCVTIMEO, 5000)\nreturn sock.recv()",
    "set": "sock.set(zmq.RCVTIMEO, 5000)\nreturn sock.recv()",
    "set with the enumeration": "sock.set(zmq.SocketOption.RCVTIMEO, 5000)\nreturn sock.recv()",
    "set with the number": "sock.set(27, 5000)\nreturn sock.recv()",
    "setattr": "setattr(sock, 'rcvtimeo', 5000)\nreturn sock.recv()",
    "an option that cannot be told": "for name, value in settings:\n    sock.setsockopt(name, value)\n"
    "sock.setsockopt(settings, 1)\nreturn sock.recv()",
    "options that cannot be told": "for name, value in settings.items():\n    sock.setsockopt(name, value)\n"
    "return sock.recv()",
    "attributes that cannot be told": "[setattr(sock, *each) for each in ()]\n"
    "[setattr(sock, name, value) for name, value in settings]\nreturn sock.recv()",
    "a parameter without a default": "sock.rcvtimeo = question\nreturn sock.recv()",
    "a parameter with a finite default": "sock.rcvtimeo = limit\nreturn sock.recv()",
    "both branches": "if settings:\n    sock.rcvtimeo = 1000\nelse:\n    sock.rcvtimeo = 9000\nreturn sock.recv()",
    "an alias": "other = sock\nother.rcvtimeo = 1000\nreturn sock.recv()",
    "a chain of targets": "sock.sndtimeo = sock.rcvtimeo = 1000\nreturn sock.recv()",
    "a loop over the sockets": "for each in (sock,):\n    each.rcvtimeo = 1000\nreturn sock.recv()",
    "noblock": "return sock.recv(zmq.NOBLOCK)",
    "dontwait by name": "return sock.recv(flags=zmq.DONTWAIT)",
    "flags combined": "return sock.recv(zmq.NOBLOCK | zmq.SNDMORE)",
    "poll decides": "if sock.poll(1000):\n    return sock.recv()",
    "poll decides by leaving": "if not sock.poll(1000):\n    raise TimeoutError\nreturn sock.recv()",
    "poll compared with nothing": "if sock.poll(1000) == 0:\n    return None\nreturn sock.recv()",
    "poll kept in a variable": "found = sock.poll(1000)\nif found:\n    return sock.recv()",
    "poll in a walrus": "if (found := sock.poll(1000)):\n    return sock.recv()",
    "poll in a conditional expression": "return sock.recv() if sock.poll(1000) else None",
    "poll in a conjunction": "return sock.poll(1000) and sock.recv()",
    "poll until it answers": "while not sock.poll(1000):\n    print('waiting')\nreturn sock.recv()",
    "poller": "poller = zmq.Poller()\npoller.register(sock)\n"
    "if dict(poller.poll(1000)).get(sock):\n    return sock.recv()",
    "poller in a variable": "poller = zmq.Poller()\npoller.register(sock)\nsocks = dict(poller.poll(1000))\n"
    "if sock in socks:\n    return sock.recv()",
    "poller iterated": "poller = zmq.Poller()\npoller.register(sock)\n"
    "for each, _ in poller.poll(1000):\n    return each.recv()",
    "select": "ready, _, _ = zmq.select([sock], [], [], 1)\nif ready:\n    return sock.recv()",
    "events": "if sock.getsockopt(zmq.EVENTS) & zmq.POLLIN:\n    return sock.recv()",
    "an assertion": "assert sock.poll(1000)\nreturn sock.recv()",
}

UNBOUNDED = {
    "nothing": "return sock.recv()",
    "minus one": "sock.rcvtimeo = -1\nreturn sock.recv()",
    "minus one after a timeout": "sock.rcvtimeo = 100\nsock.rcvtimeo = -1\nreturn sock.recv()",
    "set too late": "answer = sock.recv()\nsock.rcvtimeo = 100\nreturn answer",
    "only on one path": "if settings:\n    sock.rcvtimeo = 100\nreturn sock.recv()",
    "another socket": "other = ctx.socket(zmq.REQ)\nother.rcvtimeo = 100\nreturn sock.recv()",
    "the other direction": "sock.sndtimeo = 100\nreturn sock.recv()",
    "heartbeats": "sock.heartbeat_ivl = 1000\nsock.heartbeat_timeout = 1000\nreturn sock.recv()",
    "a poll whose result is ignored": "sock.poll(1000)\nreturn sock.recv()",
    "a poll whose result is only logged": "if not sock.poll(1000):\n    print('late')\nreturn sock.recv()",
    "a poll that said no": "if not sock.poll(1000):\n    return sock.recv()",
    "a poll for another message": "if sock.poll(1000):\n    sock.recv_multipart()\n    return sock.recv_multipart()",
    "flags that are none": "return sock.recv(0)",
    "a timeout in the place of flags": "return sock.recv(timeout)",
    "an optional timeout passed on": "sock.rcvtimeo = timeout\nreturn sock.recv()",
    "options of another socket": "other = ctx.socket(zmq.REQ)\nfor name, value in settings:\n"
    "    other.setsockopt(name, value)\nreturn sock.recv()",
    "a timeout after an exception": "try:\n    print(question)\n    sock.rcvtimeo = 100\nexcept ValueError:\n    pass\n"
    "return sock.recv()",
    "a context default that comes too late": "ctx.rcvtimeo = 100\nreturn sock.recv()",
}


def asking(body: str) -> str:
    indented = "\n".join(f"    {line}" for line in body.split("\n"))
    return HEAD + ASKING.format(body=indented)


@pytest.mark.parametrize("body", BOUNDED.values(), ids=BOUNDED)
def test_a_bounded_wait_is_silent(body: str) -> None:
    symbols = {finding.symbol for finding in found_in(asking(body))}
    assert not symbols & {"zmq-recv-without-timeout", "zmq-poll-without-timeout"}


@pytest.mark.parametrize("body", UNBOUNDED.values(), ids=UNBOUNDED)
def test_an_unbounded_wait_is_reported(body: str) -> None:
    assert "zmq-recv-without-timeout" in {finding.symbol for finding in found_in(asking(body))}


CASES = {
    "a default of the context holds for later sockets": """
def ask(ctx: zmq.Context, endpoint):
    ctx.rcvtimeo = 1000
    sock = ctx.socket(zmq.REQ)
    sock.connect(endpoint)
    sock.send(b"")
    return sock.recv()
""",
    "a constructor bounds the field for all methods": """
class Client:
    def __init__(self, ctx):
        sock = ctx.socket(zmq.REQ)
        sock.rcvtimeo = 1000
        self.sock = sock

    def ask(self):
        self.sock.send(b"")
        return self.sock.recv()
""",
    "a constructor that takes the bound away again": """
class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.REQ)
        self.sock.rcvtimeo = -1

    def ask(self):
        self.sock.send(b"")
        return self.sock.recv()  # [zmq-recv-without-timeout]
""",
    "a field of the constructor's timeout that is endless by default": """
class Client:
    def __init__(self, ctx, timeout=-1):
        self.sock = ctx.socket(zmq.REQ)
        self.sock.rcvtimeo = timeout

    def ask(self):
        self.sock.send(b"")
        return self.sock.recv()  # [zmq-recv-without-timeout]
""",
    "a helper sets the timeout": """
def configure(sock):
    sock.rcvtimeo = 1000

def ask(ctx, endpoint):
    sock = ctx.socket(zmq.REQ)
    configure(sock)
    sock.connect(endpoint)
    sock.send(b"")
    return sock.recv()
""",
    "a factory sets the timeout": """
def make(ctx):
    sock = ctx.socket(zmq.REQ)
    sock.setsockopt(zmq.RCVTIMEO, 1000)
    return sock

def ask(ctx):
    sock = make(ctx)
    sock.send(b"")
    return sock.recv()
""",
    "a manager of one's own sets the timeout": """
@contextlib.contextmanager
def opened(ctx):
    sock = ctx.socket(zmq.REQ)
    sock.rcvtimeo = 1000
    yield sock
    sock.close()

def ask(ctx):
    with opened(ctx) as sock:
        sock.send(b"")
        return sock.recv()
""",
    "a helper that polls and raises": """
def wait(sock: zmq.Socket):
    if not sock.poll(1000):
        raise TimeoutError

def ask(ctx):
    sock = ctx.socket(zmq.REQ)
    sock.send(b"")
    wait(sock)
    return sock.recv()
""",
    "a helper that tells whether there is something": """
class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.REQ)

    def is_there(self):
        return self.sock.poll(1000) != 0

    def ask(self):
        self.sock.send(b"")
        if self.is_there():
            return self.sock.recv()
        return None
""",
    "a result kept on self": """
class Loop:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.DEALER)
        self.poller = zmq.Poller()

    def turn(self):
        self.socks = dict(self.poller.poll(1000))
        self.handle()

    def handle(self):
        if self.sock in self.socks:
            return self.sock.recv()
        return None
""",
    "a method that is only called after a poll": """
class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.DEALER)

    def get(self):
        if self.sock.poll(1000):
            return self._take()
        return None

    def _take(self):
        return self.sock.recv_multipart()
""",
    "a callback of an event loop": """
class Reader:
    def __init__(self, ctx, loop):
        self.sock = ctx.socket(zmq.DEALER)
        loop.add_reader(self.sock.fd, self.on_readable)

    def on_readable(self):
        return self.sock.recv_multipart()
""",
    "wait_for": """
async def ask(ctx: zmq.asyncio.Context):
    sock = ctx.socket(zmq.REQ)
    await sock.send(b"")
    return await asyncio.wait_for(sock.recv(), 5)
""",
    "wait_for without a time": """
async def ask(ctx: zmq.asyncio.Context):
    sock = ctx.socket(zmq.REQ)
    await sock.send(b"")
    return await asyncio.wait_for(sock.recv(), None)  # [zmq-recv-without-timeout]
""",
    "asyncio.timeout": """
async def ask(ctx: zmq.asyncio.Context):
    sock = ctx.socket(zmq.REQ)
    await sock.send(b"")
    async with asyncio.timeout(5):
        return await sock.recv()
""",
    "asyncio.timeout ends no call that blocks": """
async def ask(ctx: zmq.Context):
    sock = ctx.socket(zmq.REQ)
    sock.send(b"")
    async with asyncio.timeout(5):
        return sock.recv()  # [zmq-recv-without-timeout]
""",
    "a task that is ended": """
async def answer(ctx: zmq.asyncio.Context):
    sock = ctx.socket(zmq.SUB)
    return await sock.recv()

async def main(ctx):
    task = asyncio.create_task(answer(ctx))
    return await asyncio.wait_for(task, 10)
""",
    "green sockets ignore the option": """
def ask(ctx: zmq.green.Context):
    sock = ctx.socket(zmq.REQ)
    sock.rcvtimeo = 1000  # [zmq-option-without-effect]
    sock.send(b"")
    return sock.recv()  # [zmq-recv-without-timeout]
""",
    "gevent.Timeout": """
def ask(ctx: zmq.green.Context):
    sock = ctx.socket(zmq.REQ)
    sock.send(b"")
    with gevent.Timeout(5):
        return sock.recv()
""",
    "a poll is not bounded by the option": """
def ask(ctx: zmq.Context):
    sock = ctx.socket(zmq.REQ)
    sock.rcvtimeo = 1000
    sock.send(b"")
    if sock.poll():  # [zmq-poll-without-timeout]
        return sock.recv()
    return None
""",
    "an asynchronous poll is": """
async def ask(ctx: zmq.asyncio.Context):
    sock = ctx.socket(zmq.REQ)
    sock.rcvtimeo = 1000
    await sock.send(b"")
    if await sock.poll():
        return await sock.recv()
    return None
""",
    "select without a timeout": """
def ask(ctx: zmq.Context):
    sock = ctx.socket(zmq.REQ)
    sock.send(b"")
    return zmq.select([sock], [], [])  # [zmq-poll-without-timeout]
""",
    "a socket from nowhere may have its timeout from there": """
def take(sock: zmq.Socket):
    return sock.recv()
""",
    "a socket from a container that is filled with bounded ones": """
class Pool:
    def __init__(self, ctx):
        self.ctx = ctx
        self.socks = {}

    def ask(self, key):
        sock = self.socks.get(key)
        if sock is None:
            sock = self.ctx.socket(zmq.REQ)
            sock.rcvtimeo = 1000
            self.socks[key] = sock
        sock.send(b"")
        return sock.recv()
""",
    "what is no socket": """
import socket

def ask(conn, sock: socket.socket):
    sock.recv(10)
    return conn.recv()
""",
}


@pytest.mark.parametrize("code", CASES.values(), ids=CASES)
def test_a_wait_is_judged_by_what_is_done_to_its_socket(code: str) -> None:
    text = HEAD + code
    assert places(found_in(text)) == marks(text)
