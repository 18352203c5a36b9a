"""What the garbage collector does for those who do not close, and what it costs. CPython's counting, on Linux."""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path

import pytest
import zmq
import zmq.asyncio

from facts.isolated import run

pytestmark = pytest.mark.skipif(
    sys.implementation.name != "cpython" or not Path("/proc/self/fd").is_dir(),
    reason="counts references and descriptors",
)


def test_a_dropped_socket_is_closed_at_once_with_a_warning(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PUSH)
    with pytest.warns(ResourceWarning, match=r"(?i)unclosed socket"):
        del sock


def test_the_warning_is_hidden_by_default() -> None:
    outcome = run(
        "ctx = zmq.Context.instance()\nsock = ctx.socket(zmq.PUSH)\ndel sock", warnings="default::UserWarning"
    )
    assert outcome.err == ""


def test_a_dropped_context_is_ended_at_once_with_a_warning() -> None:
    ctx = zmq.Context()
    with pytest.warns(ResourceWarning, match=r"(?i)unclosed context"):
        del ctx


def test_an_asyncio_socket_that_has_waited_stays_open_while_its_loop_lives() -> None:
    outcome = run("""
import asyncio, weakref, zmq.asyncio

async def main():
    ctx = zmq.asyncio.Context.instance()
    sock = ctx.socket(zmq.PULL)
    sock.bind("inproc://a")
    await sock.poll(1)
    waited = weakref.ref(sock)
    del sock
    sock = ctx.socket(zmq.PULL)
    fresh = weakref.ref(sock)
    del sock
    gc.collect()
    print(waited() is not None and not waited().closed, fresh() is None)

asyncio.run(main())
""")
    assert outcome.out == "True True", outcome


def test_a_socket_that_is_kept_costs_a_descriptor() -> None:
    outcome = run("""
ctx = zmq.Context()
first = ctx.socket(zmq.SUB)
before = descriptors()
kept = []
for _ in range(50):
    kept.append(ctx.socket(zmq.SUB))
print(descriptors() - before >= 50)
ctx.destroy()
""")
    assert outcome.out == "True", outcome


def test_a_context_costs_one_descriptor_and_five_with_its_first_socket() -> None:
    outcome = run("""
before, running = descriptors(), threads()
contexts = [zmq.Context() for _ in range(20)]
print(descriptors() - before, threads() - running)
socks = [ctx.socket(zmq.PUSH) for ctx in contexts]
print(descriptors() - before, threads() - running)
for ctx in contexts:
    ctx.destroy()
print(descriptors() - before)
""")
    assert outcome.out.split() == ["20", "0", "120", "40", "0"], outcome


def test_a_retry_without_linger_costs_a_descriptor_although_it_closes() -> None:
    outcome = run("""
ctx = zmq.Context()
first = ctx.socket(zmq.PUSH)

def attempt(**options):
    with pending(ctx, zmq.REQ, **options) as sock:
        sock.rcvtimeo = 1
        with contextlib.suppress(zmq.Again):
            sock.recv()

def spent(**options):
    before = descriptors()
    for _ in range(40):
        attempt(**options)
    return descriptors() - before

print(spent() >= 35, spent(linger=0) <= 10)
os._exit(0)
""")
    assert outcome.out == "True True", outcome


def test_a_stored_exception_costs_the_descriptor_of_its_socket() -> None:
    outcome = run("""
ctx = zmq.Context()
first = ctx.socket(zmq.PUSH)

def attempt():
    sock = ctx.socket(zmq.PUSH)
    sock.connect("malformed")

before = descriptors()
kept = []
for _ in range(30):
    try:
        attempt()
    except zmq.ZMQError as error:
        kept.append(error)
print(descriptors() - before >= 30)
kept.clear()
os._exit(0)
""")
    assert outcome.out == "True", outcome


def test_a_collected_generator_closes_what_it_manages(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    made = []

    def messages():  # type: ignore[no-untyped-def]
        with ctx.socket(zmq.PULL) as sock:
            made.append(sock)
            yield sock

    source = messages()
    next(source)
    assert not made[0].closed
    del source
    gc.collect()
    assert made[0].closed


def test_a_cancelled_receive_loses_no_message() -> None:
    async def main() -> bytes:
        with zmq.asyncio.Context() as ctx, ctx.socket(zmq.PULL) as pull, ctx.socket(zmq.PUSH) as push:
            pull.bind("inproc://a")
            push.connect("inproc://a")
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(pull.recv(), 0.01)
            await push.send(b"kept")
            return await pull.recv()

    assert asyncio.run(main()) == b"kept"
