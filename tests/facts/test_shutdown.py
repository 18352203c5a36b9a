"""Which shutdowns hang, and which do not. Every program runs in a process of its own, all of them at once."""

from __future__ import annotations

import pytest

from facts.isolated import HANG, Outcome, run_all

HANGS = {
    "term with an open socket": """
ctx = zmq.Context()
sock = ctx.socket(zmq.PUSH)
ctx.term()
""",
    "destroy does not know a socket made by its class": """
ctx = zmq.Context()
sock = zmq.Socket(ctx, zmq.PUSH)
ctx.destroy()
""",
    "with leaves a socket made by its class": """
with zmq.Context() as ctx:
    sock = zmq.Socket(ctx, zmq.PUSH)
""",
    "destroy does not know the sockets of a shadow": """
ctx = zmq.Context()
sock = zmq.Context.shadow(ctx).socket(zmq.PUSH)
ctx.destroy()
""",
    "a message for nobody, closed, term": """
ctx = zmq.Context()
pending(ctx).close()
ctx.term()
""",
    "a message for nobody, destroy": """
ctx = zmq.Context()
sock = pending(ctx)
ctx.destroy()
""",
    "a message for nobody, both in with": """
with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:
    sock.connect(DEAD)
    sock.send(b"")
""",
    "a message for nobody, decorators": """
from zmq import decorators
@decorators.context()
@decorators.socket(zmq.PUSH)
def stop(ctx, sock):
    sock.connect(DEAD)
    sock.send(b"")
stop()
""",
    "a request that is given up": """
with zmq.Context() as ctx, ctx.socket(zmq.REQ) as sock:
    sock.rcvtimeo = 100
    sock.connect(DEAD)
    sock.send(b"")
    with contextlib.suppress(zmq.Again):
        sock.recv()
""",
    "destroy does not know the sockets of an asyncio shadow": """
import zmq.asyncio
ctx = zmq.Context()
sock = zmq.asyncio.Context(ctx).socket(zmq.PULL)
ctx.destroy(linger=0)
""",
    "a message for nobody on DEALER": """
ctx = zmq.Context()
pending(ctx, zmq.DEALER).close()
ctx.term()
""",
    "a message for nobody on REQ": """
ctx = zmq.Context()
pending(ctx, zmq.REQ).close()
ctx.term()
""",
    "a message for nobody on PAIR": """
ctx = zmq.Context()
pending(ctx, zmq.PAIR).close()
ctx.term()
""",
    "linger given to destroy after close is too late": """
ctx = zmq.Context()
pending(ctx).close()
ctx.destroy(linger=0)
""",
    "linger on the context does not reach sockets made before": """
ctx = zmq.Context()
sock = pending(ctx)
ctx.linger = 0
sock.close()
ctx.term()
""",
    "returning from a function that holds both": """
def send():
    ctx = zmq.Context()
    sock = pending(ctx)
send()
""",
    "an exception inside with is never shown": """
with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:
    sock.connect(DEAD)
    sock.send(b"")
    raise ValueError("never printed")
""",
    "sys.exit in a function that holds both": """
def main():
    ctx = zmq.Context()
    sock = pending(ctx)
    sys.exit(3)
main()
""",
    "a context and its open socket in one reference cycle": """
class Client:
    def __init__(self):
        self.ctx = zmq.Context()
        self.sock = self.ctx.socket(zmq.PUSH)
        self.callback = self.on_message
    def on_message(self):
        pass
Client()
gc.collect()
""",
    "term at exit with an open socket": """
import atexit
ctx = zmq.Context()
sock = ctx.socket(zmq.PUSH)
atexit.register(ctx.term)
""",
    "the monitor socket is left open": """
ctx = zmq.Context()
sock = ctx.socket(zmq.PUSH)
monitor = sock.get_monitor_socket()
sock.close()
ctx.term()
""",
    "disabling the monitor does not close its socket": """
ctx = zmq.Context()
sock = ctx.socket(zmq.PUSH)
monitor = sock.get_monitor_socket()
sock.disable_monitor()
sock.close()
ctx.term()
""",
    "a generator that was left inside with": """
def messages(ctx):
    with ctx.socket(zmq.PULL) as sock:
        while True:
            yield sock
ctx = zmq.Context()
source = messages(ctx)
next(source)
ctx.term()
""",
    "an exit stack that ends the context first": """
with contextlib.ExitStack() as stack:
    ctx = zmq.Context()
    sock = stack.enter_context(ctx.socket(zmq.PUSH))
    stack.callback(ctx.term)
""",
    "with round bind does not close": """
ctx = zmq.Context()
with ctx.socket(zmq.PULL).bind("inproc://here") as sock:
    pass
ctx.term()
""",
    "an authenticator that was not stopped": """
from zmq.auth.thread import ThreadAuthenticator
ctx = zmq.Context()
auth = ThreadAuthenticator(ctx)
auth.start()
ctx.term()
""",
    "a worker that waits and is not a daemon": """
ctx = zmq.Context()
sock = ctx.socket(zmq.PULL)
threading.Thread(target=sock.recv).start()
""",
}

ENDS = {
    "a proxy ends with the context, by an error, and leaves its sockets open": """
import threading
ctx = zmq.Context()
def serve():
    front, back = ctx.socket(zmq.PULL), ctx.socket(zmq.PUSH)
    front.bind("inproc://front")
    back.bind("inproc://back")
    ready.set()
    try:
        zmq.proxy(front, back)
        said.append("returned")
    except zmq.ContextTerminated:
        said.append("raised")
    assert not front.closed and not back.closed
    front.close()
    back.close()
ready, said = threading.Event(), []
thread = threading.Thread(target=serve)
thread.start()
ready.wait()
ctx.term()
thread.join()
assert said == ["raised"]
""",
    "close, then term": """
ctx = zmq.Context()
sock = ctx.socket(zmq.PUSH)
sock.close()
ctx.term()
""",
    "destroy closes what ctx.socket made": """
ctx = zmq.Context()
sock = ctx.socket(zmq.PUSH)
ctx.destroy()
assert sock.closed
""",
    "with closes what ctx.socket made": """
with zmq.Context() as ctx:
    sock = ctx.socket(zmq.PUSH)
assert sock.closed
""",
    "a socket made by its class in its own with": """
with zmq.Context() as ctx, zmq.Socket(ctx, zmq.PUSH) as sock:
    pass
""",
    "a message for nobody, destroy with linger": """
ctx = zmq.Context()
sock = pending(ctx)
ctx.destroy(linger=0)
""",
    "a message for nobody, close with linger": """
ctx = zmq.Context()
pending(ctx).close(linger=0)
ctx.term()
""",
    "a message for nobody, linger on the socket": """
with zmq.Context() as ctx, pending(ctx, linger=0) as sock:
    pass
""",
    "a message for nobody, linger on the context before": """
with zmq.Context() as ctx:
    ctx.linger = 0
    sock = pending(ctx)
""",
    "a message for nobody, a bounded linger": """
with zmq.Context() as ctx, pending(ctx, linger=50) as sock:
    pass
""",
    "a message for nobody on PUB": """
with zmq.Context() as ctx, pending(ctx, zmq.PUB) as sock:
    pass
""",
    "a subscription for nobody": """
with zmq.Context() as ctx, ctx.socket(zmq.SUB) as sock:
    sock.subscribe(b"")
    sock.connect(DEAD)
""",
    "a connected sender that sent nothing": """
with zmq.Context() as ctx, ctx.socket(zmq.PUSH) as sock:
    sock.connect(DEAD)
""",
    "REQ after its reply": """
with zmq.Context() as ctx, ctx.socket(zmq.REP) as server, ctx.socket(zmq.REQ) as client:
    port = server.bind_to_random_port("tcp://127.0.0.1")
    client.connect(f"tcp://127.0.0.1:{port}")
    client.send(b"")
    server.send(server.recv())
    client.recv()
""",
    "messages that nobody has read inside the process": """
with zmq.Context() as ctx, ctx.socket(zmq.PULL) as inside, ctx.socket(zmq.PUSH) as outside:
    inside.bind("inproc://here")
    outside.connect("inproc://here")
    outside.send(b"")
""",
    "the process ends with everything open at module level": """
ctx = zmq.Context()
sock = pending(ctx)
""",
    "the shared context in a function": """
def send():
    sock = pending(zmq.Context.instance())
send()
""",
    "the same reference cycle with a closed socket": """
class Client:
    def __init__(self):
        self.ctx = zmq.Context()
        self.sock = self.ctx.socket(zmq.PUSH)
        self.callback = self.close
    def close(self):
        self.sock.close()
Client().close()
gc.collect()
""",
    "the same reference cycle on the shared context": """
class Client:
    def __init__(self):
        self.sock = zmq.Context.instance().socket(zmq.PUSH)
        self.callback = self.on_message
    def on_message(self):
        pass
Client()
gc.collect()
""",
    "the monitor in the right order": """
ctx = zmq.Context()
sock = ctx.socket(zmq.PUSH)
monitor = sock.get_monitor_socket()
sock.disable_monitor()
monitor.close()
sock.close()
ctx.term()
""",
    "an exit stack in the right order": """
with contextlib.ExitStack() as stack:
    ctx = stack.enter_context(zmq.Context())
    sock = stack.enter_context(ctx.socket(zmq.PUSH))
""",
    "a worker that closes when the context ends": """
ctx = zmq.Context()
waiting = threading.Event()
def work():
    with ctx.socket(zmq.PULL) as sock:
        sock.bind("inproc://work")
        waiting.set()
        try:
            sock.recv()
        except zmq.ContextTerminated:
            pass
worker = threading.Thread(target=work)
worker.start()
waiting.wait()
ctx.term()
worker.join()
""",
    "a worker that waits and is a daemon": """
ctx = zmq.Context()
sock = ctx.socket(zmq.PULL)
threading.Thread(target=sock.recv, daemon=True).start()
""",
    "an authenticator that was stopped": """
from zmq.auth.thread import ThreadAuthenticator
ctx = zmq.Context()
auth = ThreadAuthenticator(ctx)
auth.start()
auth.stop()
ctx.term()
""",
}

UNCAUGHT = """
def main():
    ctx = zmq.Context()
    sock = pending(ctx)
    raise ValueError("printed")
main()
"""


@pytest.fixture(scope="module")
def hanging() -> dict[str, Outcome]:
    return run_all(HANGS, HANG)


@pytest.fixture(scope="module")
def ending() -> dict[str, Outcome]:
    return run_all({**ENDS, "uncaught": UNCAUGHT})


@pytest.mark.parametrize("name", HANGS)
def test_a_shutdown_that_hangs(name: str, hanging: dict[str, Outcome]) -> None:
    assert hanging[name].hung, hanging[name]


@pytest.mark.parametrize("name", ENDS)
def test_a_shutdown_that_ends(name: str, ending: dict[str, Outcome]) -> None:
    assert ending[name].status == 0, ending[name]


def test_a_traceback_is_lost_where_with_hangs_and_shown_where_nothing_ends_the_context(
    hanging: dict[str, Outcome], ending: dict[str, Outcome]
) -> None:
    assert "never printed" not in hanging["an exception inside with is never shown"].err
    assert ending["uncaught"].status == 1
    assert "ValueError: printed" in ending["uncaught"].err
