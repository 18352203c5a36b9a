"""What closes what: managers, contexts, shadows, monitors, streams and handlers."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import inspect
from typing import TYPE_CHECKING

import pytest
import zmq
import zmq.asyncio
from zmq.decorators import socket as with_socket

from facts.isolated import run

if TYPE_CHECKING:
    from collections.abc import Iterator

# Sockets are dropped on purpose here; the fixture ends their context.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


def test_with_closes_a_socket_and_gives_it_back(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PUSH)
    with sock as inner:
        assert inner is sock
    assert sock.closed


def test_with_closes_on_an_exception_too(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PUSH)
    with pytest.raises(ValueError, match="on purpose"), sock:
        raise ValueError("on purpose")
    assert sock.closed


def test_closing_twice_is_harmless(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PUSH)
    for _ in range(3):
        sock.close()
        sock.close(linger=0)
    ctx.term()
    ctx.term()
    ctx.destroy()


def test_leaving_a_context_ends_it_and_closes_its_sockets_with_a_warning() -> None:
    with pytest.warns(ResourceWarning), zmq.Context() as ctx:
        sock = ctx.socket(zmq.PUSH)
    assert ctx.closed
    assert sock.closed


def test_destroy_says_nothing() -> None:
    ctx = zmq.Context()
    sock = ctx.socket(zmq.PUSH)
    ctx.destroy()
    assert sock.closed


@pytest.mark.parametrize("method", ["bind", "connect"])
def test_bind_and_connect_are_managers_that_do_not_close(method: str, ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PAIR)
    with getattr(sock, method)("inproc://here") as inner:
        assert inner is sock
    assert not sock.closed


def test_contextlib_closing_works(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    with contextlib.closing(ctx.socket(zmq.PUSH)) as sock:
        pass
    assert sock.closed


@pytest.mark.parametrize("made", ["socket", "context"])
def test_there_is_no_async_with(made: str) -> None:
    async def use() -> None:
        with zmq.asyncio.Context() as ctx, ctx.socket(zmq.PUSH) as sock:
            resource = sock if made == "socket" else ctx
            with pytest.raises((AttributeError, TypeError)):
                async with resource:
                    pass

    asyncio.run(use())


def test_with_in_a_coroutine_closes_when_it_is_cancelled() -> None:
    async def main() -> bool:
        with zmq.asyncio.Context() as ctx:
            sock = ctx.socket(zmq.PULL)
            sock.bind("inproc://nobody-sends")

            async def wait() -> None:
                with sock:
                    await sock.recv()

            task = asyncio.ensure_future(wait())
            await asyncio.sleep(0)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            return bool(sock.closed)

    assert asyncio.run(main())


def test_the_decorator_closes_when_the_function_returns(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    @with_socket("sock", zmq.PUSH)
    def use(context: object, sock: zmq.Socket[bytes]) -> zmq.Socket[bytes]:
        assert not sock.closed
        return sock

    assert use(ctx).closed


def test_the_decorator_closes_before_a_coroutine_begins(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    @with_socket("sock", zmq.PUSH)
    async def use(context: object, sock: zmq.Socket[bytes]) -> bool:
        return bool(sock.closed)

    coroutine = use(ctx)
    assert inspect.iscoroutine(coroutine)
    assert asyncio.run(coroutine)


def test_closing_a_shadow_closes_the_original(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    for shadow_of in (lambda sock: zmq.Socket.shadow(sock.underlying), zmq.Socket.shadow, copy.copy):
        sock = ctx.socket(zmq.PUSH)
        shadow_of(sock).close()
        with pytest.raises(zmq.ZMQError):
            sock.connect("tcp://127.0.0.1:1")


def test_dropping_a_shadow_leaves_the_original_alone(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PUSH)
    shadow = zmq.Socket.shadow(sock)
    del shadow
    sock.connect("tcp://127.0.0.1:1")
    shared = zmq.Context.shadow(ctx)
    del shared
    ctx.socket(zmq.PUSH)


def test_leaving_a_shadow_of_a_context_ends_the_original() -> None:
    outcome = run("""
ctx = zmq.Context()
with zmq.Context.shadow(ctx.underlying):
    pass
try:
    ctx.socket(zmq.PUSH)
except zmq.ZMQError as error:
    print(ctx.closed, error.errno == errno.EFAULT)
""")
    assert outcome.out == "False True", outcome


def test_instance_is_one_for_the_process_and_new_after_its_end() -> None:
    first = zmq.Context.instance()
    assert zmq.Context.instance() is first
    first.term()
    second = zmq.Context.instance()
    assert second is not first
    second.term()


def test_a_context_that_has_ended_is_still_true() -> None:
    ctx = zmq.Context()
    ctx.term()
    assert bool(ctx)


def test_the_monitor_socket_is_one_per_socket_and_outlives_it(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PUSH)
    monitor = sock.get_monitor_socket()
    assert sock.get_monitor_socket() is monitor
    sock.close()
    assert not monitor.closed


def test_a_log_handler_never_releases_its_own_context() -> None:
    from zmq.log.handlers import PUBHandler

    handler = PUBHandler("inproc://log")
    handler.close()
    assert not handler.socket.closed
    assert not handler.ctx.closed
    handler.ctx.destroy(linger=0)


def test_a_poller_keeps_a_socket_alive_until_it_is_unregistered(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    poller = zmq.Poller()
    sock = ctx.socket(zmq.PULL)
    poller.register(sock, zmq.POLLIN)
    assert any(registered is sock for registered, _ in poller.sockets)
    poller.unregister(sock)
    assert poller.sockets == []
    with pytest.raises(KeyError):
        poller.unregister(sock)


def test_a_stored_exception_keeps_the_socket_of_its_frame(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    def use() -> None:
        sock = ctx.socket(zmq.PUSH)
        sock.connect("malformed")

    with pytest.raises(zmq.ZMQError) as error:
        use()
    (frame,) = [entry.frame for entry in error.traceback if entry.name == "use"]
    assert not frame.f_locals["sock"].closed


def test_a_closed_socket_still_holds_on_to_its_context() -> None:
    sock = zmq.Context().socket(zmq.PUSH)
    sock.close()
    assert not sock.context.closed
    sock.context.term()


def test_a_linger_given_to_the_context_is_taken_by_sockets_made_from_it_later() -> None:
    with zmq.Context() as ctx:
        with ctx.socket(zmq.PUSH) as before:
            ctx.linger = 7
            assert before.linger == -1
        with ctx.socket(zmq.PUSH) as after:
            assert after.linger == 7
        with zmq.Socket(ctx, zmq.PUSH) as unknown:
            assert unknown.linger == -1


def test_switching_blocky_off_on_a_context_changes_nothing() -> None:
    with zmq.Context() as ctx:
        ctx.blocky = 0
        with ctx.socket(zmq.PUSH) as sock:
            assert sock.linger == -1


def test_a_decorated_generator_gets_a_closed_socket(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    @with_socket("sock", zmq.PUSH)
    def use(context: object, sock: zmq.Socket[bytes]) -> Iterator[bool]:
        yield bool(sock.closed)

    assert list(use(ctx)) == [True]


def test_a_socket_can_be_the_key_of_a_dict(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    first, second = ctx.socket(zmq.PUSH), ctx.socket(zmq.PUSH)
    assert {first: 1, second: 2}[second] == 2
    assert bool(first)
