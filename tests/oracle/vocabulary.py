"""The fixed texts that generated programs are made of."""

from __future__ import annotations

TYPES = ("PUSH", "PULL", "REQ", "SUB", "DEALER")

#: Import lines, each with the word that asks for it.
IMPORTS = (
    ("asyncio", "import asyncio"),
    ("os", "import os"),
    ("sys", "import sys"),
    ("suppress", "from contextlib import suppress"),
    ("closing", "from contextlib import closing"),
    ("nullcontext", "from contextlib import nullcontext"),
    ("ExitStack", "from contextlib import ExitStack"),
    ("AsyncExitStack", "from contextlib import AsyncExitStack"),
    ("zmq", "import zmq"),
)

#: Names of code that nobody can see.
UNSEEN = (
    "Boom",
    "amanager",
    "astream",
    "awork",
    "box",
    "cond",
    "fetch",
    "keep",
    "kind",
    "manager",
    "pair",
    "parts",
    "registry",
    "use",
    "work",
)

#: Functions of the same module, by name.
HELPERS = {
    "make": """def make(ctx):
    made = ctx.socket(zmq.PUSH)
    made.linger = 0
    return made
""",
    "make_bound": """def make_bound(ctx):
    made = ctx.socket(zmq.PUSH)
    made.bind("tcp://*:5555")
    return made
""",
    "make_safely": """def make_safely(ctx):
    made = ctx.socket(zmq.PUSH)
    try:
        made.bind("tcp://*:5555")
    except zmq.ZMQError:
        made.close()
        raise
    return made
""",
    "make_or_none": """def make_or_none(ctx):
    if cond():
        return None
    return ctx.socket(zmq.PULL)
""",
    "make_two": """def make_two(ctx):
    one = ctx.socket(zmq.PUSH)
    try:
        two = ctx.socket(zmq.PULL)
    except zmq.ZMQError:
        one.close()
        raise
    return one, two
""",
    "shut_all": """def shut_all(socks):
    for sock in socks:
        sock.close()
""",
    "shut": """def shut(sock):
    sock.close()
""",
    "shut_if_any": """def shut_if_any(sock):
    if sock is not None:
        sock.close()
""",
    "shut_maybe": """def shut_maybe(sock):
    if cond():
        sock.close()
""",
    "shut_late": """def shut_late(sock):
    work()
    sock.close()
""",
    "shut_surely": """def shut_surely(sock):
    try:
        work()
    finally:
        sock.close()
""",
    "borrow": """def borrow(sock):
    sock.send(b"x")
""",
    "calm": """def calm(sock):
    sock.linger = 0
""",
    "stash": """def stash(sock):
    keep(sock)
""",
    "echo": """def echo(sock):
    return sock
""",
    "fail": """def fail():
    raise ValueError("no")
""",
    "quiet": """def quiet():
    return 1
""",
    "guarded": """def guarded():
    try:
        work()
    except Exception:
        return False
    return True
""",
}

#: Functions and a class of the same module, for programs whose resources are objects that own a socket.
OWNERS = {
    "make_client": """def make_client(ctx):
    client = Client(ctx)
    client.linger = 0
    return client
""",
    "Client": """class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUSH)

    def send(self, data):
        self.sock.send(data)

    def recv(self):
        return self.sock.recv()

    def bind(self, endpoint):
        self.sock.bind(endpoint)

    def setsockopt(self, option, value):
        self.sock.setsockopt(option, value)

    @property
    def closed(self):
        return self.sock.closed

    def close(self, linger=None):
        self.sock.close(linger)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()
""",
}
