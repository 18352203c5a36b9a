"""What a failed creation ends, and what cannot fail."""

from __future__ import annotations

import errno

import pytest
import zmq

from facts.isolated import run

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def test_a_thread_ends_with_the_first_failed_creation_in_its_loop() -> None:
    outcome = run("""
ctx = zmq.Context()
ctx.max_sockets = 3
served = []
threading.excepthook = lambda reason: print(reason.exc_type.__name__)
def serve():
    while True:
        served.append(ctx.socket(zmq.PUSH))
thread = threading.Thread(target=serve)
thread.start()
thread.join(10)
print(thread.is_alive(), len(served))
ctx.destroy(linger=0)
""")
    assert outcome.out.splitlines() == ["ZMQError", "False 3"], outcome


def test_the_slot_of_a_closed_socket_is_not_free_at_once() -> None:
    outcome = run("""
ctx = zmq.Context()
ctx.max_sockets = 2
kept = ctx.socket(zmq.PUSH)
try:
    for _ in range(100_000):
        ctx.socket(zmq.PUSH).close()
except zmq.ZMQError as error:
    print(error.errno == errno.EMFILE)
kept.close()
ctx.term()
""")
    assert outcome.out == "True", outcome


def test_a_default_range_of_ports_has_no_bind_error(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PULL)
    with pytest.raises(zmq.ZMQError) as error:
        sock.bind_to_random_port("tcp://no.such.interface.")
    assert not isinstance(error.value, zmq.ZMQBindError)


def test_the_end_of_the_context_is_not_context_terminated_in_a_creation() -> None:
    outcome = run("""
ctx = zmq.Context()
kept = ctx.socket(zmq.PULL)
ending = threading.Thread(target=ctx.term)
ending.start()
try:
    kept.recv()
except zmq.ContextTerminated:
    pass
try:
    ctx.socket(zmq.PULL)
except zmq.ContextTerminated:
    print("ContextTerminated")
except zmq.ZMQError:
    print("ZMQError")
kept.close()
ending.join(10)
print(ending.is_alive())
""")
    assert outcome.out.splitlines() == ["ZMQError", "False"], outcome


@pytest.mark.parametrize("name", ["core", "Error"])
def test_names_that_handlers_use_do_not_exist(name: str) -> None:
    assert not hasattr(zmq, name)


def test_a_handler_that_names_nothing_raises_attribute_error_instead(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PULL)

    def bind() -> None:
        try:
            sock.bind("nothing")
        except zmq.Error:  # type: ignore[attr-defined]  # what is tested
            sock.close()

    with pytest.raises(AttributeError) as error:
        bind()
    assert isinstance(error.value.__context__, zmq.ZMQError)
    assert error.value.__context__.errno == errno.EINVAL


def test_a_stream_delivers_nothing_after_its_callback_has_raised() -> None:
    pytest.importorskip("tornado")
    outcome = run("""
import asyncio, logging
from zmq.eventloop.zmqstream import ZMQStream
logging.disable(logging.CRITICAL)

async def main():
    ctx = zmq.Context()
    inbox, out = ctx.socket(zmq.PULL), ctx.socket(zmq.PUSH)
    out.connect(f"tcp://127.0.0.1:{inbox.bind_to_random_port('tcp://127.0.0.1')}")
    got, failed = [], asyncio.Event()
    def handle(frames):
        got.append(frames[0])
        failed.set()
        raise ValueError
    for number in range(5):
        out.send(b"%d" % number)
    inbox.poll(5000)
    stream = ZMQStream(inbox)
    stream.on_recv(handle)
    await asyncio.wait_for(failed.wait(), 10)
    for number in range(5, 15):
        out.send(b"%d" % number)
        await asyncio.sleep(0.02)
    print(got)
    ctx.destroy(linger=0)

asyncio.run(main())
""")
    assert outcome.out == "[b'0']", outcome
