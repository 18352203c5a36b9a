"""Which exceptions pyzmq raises, and which handlers match them."""

from __future__ import annotations

import errno

import pytest
import zmq

from facts.isolated import run

# Sockets are dropped on purpose here; the fixture ends their context.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.mark.parametrize("unrelated", [OSError, TimeoutError, ConnectionError, BlockingIOError])
@pytest.mark.parametrize("error", [zmq.ZMQError, zmq.Again, zmq.ContextTerminated, zmq.ZMQBindError, zmq.NotDone])
def test_no_error_is_one_of_the_operating_system(error: type[Exception], unrelated: type[Exception]) -> None:
    assert not issubclass(error, unrelated)


def test_an_interrupted_call_is_both() -> None:
    assert issubclass(zmq.InterruptedSystemCall, zmq.ZMQError)
    assert issubclass(zmq.InterruptedSystemCall, InterruptedError)


def test_a_timeout_and_the_end_of_the_context_are_zmq_errors() -> None:
    assert issubclass(zmq.Again, zmq.ZMQError)
    assert issubclass(zmq.ContextTerminated, zmq.ZMQError)


def test_the_error_of_bind_to_random_port_is_not_a_zmq_error() -> None:
    assert not issubclass(zmq.ZMQBindError, zmq.ZMQError)
    assert issubclass(zmq.ZMQBindError, zmq.ZMQBaseError)


def test_there_is_no_class_of_the_name_error() -> None:
    assert not hasattr(zmq, "Error")
    assert not hasattr(zmq, "EMFILE")


def test_bind_to_an_address_in_use_raises(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    first, second = ctx.socket(zmq.PULL), ctx.socket(zmq.PULL)
    port = first.bind_to_random_port("tcp://127.0.0.1")
    with pytest.raises(zmq.ZMQError) as error:
        second.bind(f"tcp://127.0.0.1:{port}")
    assert error.value.errno == errno.EADDRINUSE


def test_bind_to_random_port_raises_its_own_error_when_no_port_is_left(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    first, second = ctx.socket(zmq.PULL), ctx.socket(zmq.PULL)
    port = first.bind_to_random_port("tcp://127.0.0.1")
    with pytest.raises(zmq.ZMQBindError):
        second.bind_to_random_port("tcp://127.0.0.1", min_port=port, max_port=port + 1, max_tries=2)


@pytest.mark.parametrize("endpoint", ["tcp://127.0.0.1:1", "inproc://nobody", "ipc:///nowhere/at/all"])
def test_connect_does_not_notice_that_nobody_is_there(endpoint: str, ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    ctx.socket(zmq.PUSH).connect(endpoint)


@pytest.mark.parametrize("endpoint", ["", "nothing", "tcp://127.0.0.1", "bogus://a"])
def test_connect_notices_a_malformed_endpoint(endpoint: str, ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    with pytest.raises(zmq.ZMQError):
        ctx.socket(zmq.PUSH).connect(endpoint)


def test_the_limit_on_sockets_must_be_set_before_the_first_one() -> None:
    early, late = zmq.Context(), zmq.Context()
    try:
        early.max_sockets = 2
        kept = [early.socket(zmq.PUSH), early.socket(zmq.PUSH)]
        with pytest.raises(zmq.ZMQError) as error:
            early.socket(zmq.PUSH)
        assert error.value.errno == errno.EMFILE

        kept.append(late.socket(zmq.PUSH))
        late.max_sockets = 2
        kept += [late.socket(zmq.PUSH) for _ in range(4)]
        assert late.max_sockets == 2
    finally:
        early.destroy(linger=0)
        late.destroy(linger=0)


def test_setsockopt_on_the_context_does_not_set_the_limit(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    ctx.setsockopt(zmq.MAX_SOCKETS, 1)
    kept = [ctx.socket(zmq.PUSH) for _ in range(3)]
    assert len(kept) == 3
    assert ctx.max_sockets > 3


def test_the_default_limit_is_1023(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    assert ctx.max_sockets == 1023


def test_a_socket_on_an_ended_context_is_refused() -> None:
    ctx = zmq.Context()
    ctx.term()
    with pytest.raises(zmq.ZMQError) as error:
        ctx.socket(zmq.PUSH)
    assert not isinstance(error.value, zmq.ContextTerminated)


def test_a_closed_socket_refuses_work(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PUSH)
    sock.close()
    with pytest.raises(zmq.ZMQError) as error:
        sock.connect("tcp://127.0.0.1:1")
    assert error.value.errno == zmq.ENOTSOCK


def test_a_creation_inside_try_hides_its_error_behind_the_finally() -> None:
    ctx = zmq.Context()
    ctx.term()

    def use() -> None:
        try:
            sock = ctx.socket(zmq.PUSH)
        finally:
            sock.close()

    with pytest.raises(UnboundLocalError) as error:
        use()
    assert isinstance(error.value.__context__, zmq.ZMQError)


def test_running_out_of_descriptors_is_a_zmq_error_and_the_context_goes_on() -> None:
    outcome = run("""
import resource
ctx = zmq.Context()
first = ctx.socket(zmq.PUSH)
resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors() + 8, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
kept = []
try:
    for _ in range(50):
        kept.append(ctx.socket(zmq.PUSH))
except zmq.ZMQError as error:
    print(error.errno == errno.EMFILE, len(kept) < 50)
kept.pop().close()
ctx.destroy()
""")
    assert outcome.out == "True True", outcome
    assert outcome.status == 0
