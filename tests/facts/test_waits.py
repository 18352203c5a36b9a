"""What bounds a wait, and what only seems to."""

from __future__ import annotations

import asyncio

import pytest
import zmq
import zmq.asyncio

from facts.isolated import HANG, Outcome, run_all

# Sockets are dropped on purpose here; the fixture ends their context.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

#: Milliseconds, long enough to be a real wait and short enough for a test.
SHORT = 20

FOREVER = {
    "recv": """
sock = zmq.Context().socket(zmq.PULL)
sock.bind("inproc://a")
sock.recv()
""",
    "recv with everything set that has to do with connections": """
sock = zmq.Context().socket(zmq.SUB)
sock.subscribe(b"")
sock.connect_timeout = sock.handshake_ivl = sock.heartbeat_ivl = sock.heartbeat_timeout = sock.tcp_maxrt = 50
sock.connect(DEAD)
sock.recv()
""",
    "recv from a peer that accepts the connection and says nothing, with heartbeats": """
import socket
silent = socket.create_server(("127.0.0.1", 0))
sock = zmq.Context().socket(zmq.REQ)
sock.heartbeat_ivl = sock.heartbeat_timeout = sock.heartbeat_ttl = 50
sock.connect("tcp://127.0.0.1:%i" % silent.getsockname()[1])
sock.send(b"")
sock.recv()
""",
    "recv from a peer that is gone, with heartbeats": """
ctx = zmq.Context()
peer = ctx.socket(zmq.REP)
port = peer.bind_to_random_port("tcp://127.0.0.1")
sock = ctx.socket(zmq.REQ)
sock.heartbeat_ivl = sock.heartbeat_timeout = sock.heartbeat_ttl = 50
sock.connect("tcp://127.0.0.1:%i" % port)
sock.send(b"")
peer.recv()
peer.close(0)
sock.recv()
""",
    "recv with a timeout for connecting": """
sock = zmq.Context().socket(zmq.REQ)
sock.connect_timeout = 50
sock.connect(DEAD)
sock.send(b"")
sock.recv()
""",
    "poll of a socket that has a receive timeout": """
sock = zmq.Context().socket(zmq.PULL)
sock.rcvtimeo = 50
sock.bind("inproc://a")
sock.poll()
""",
    "poll with a negative timeout": """
sock = zmq.Context().socket(zmq.PULL)
sock.bind("inproc://a")
sock.poll(-1)
""",
    "receive timeout of minus one": """
sock = zmq.Context().socket(zmq.PULL)
sock.rcvtimeo = -1
sock.bind("inproc://a")
sock.recv()
""",
    "receive timeout on the context, set after the socket": """
ctx = zmq.Context()
sock = ctx.socket(zmq.PULL)
ctx.rcvtimeo = 50
sock.bind("inproc://a")
sock.recv()
""",
    "receive timeout on the context, socket made by its class": """
ctx = zmq.Context()
ctx.rcvtimeo = 50
sock = zmq.Socket(ctx, zmq.PULL)
sock.bind("inproc://a")
sock.recv()
""",
    "a send timeout does not bound recv": """
sock = zmq.Context().socket(zmq.PULL)
sock.sndtimeo = 50
sock.bind("inproc://a")
sock.recv()
""",
    "PUSH without a peer": "zmq.Context().socket(zmq.PUSH).send(b'')",
    "DEALER that only binds": """
sock = zmq.Context().socket(zmq.DEALER)
sock.bind("inproc://a")
sock.send(b"")
""",
    "REQ without a peer": "zmq.Context().socket(zmq.REQ).send(b'')",
    "REQ that only binds": """
sock = zmq.Context().socket(zmq.REQ)
sock.bind("tcp://127.0.0.1:*")
sock.send(b"")
""",
    "REQ that only binds, with a receive timeout": """
sock = zmq.Context().socket(zmq.REQ)
sock.rcvtimeo = 50
sock.bind("tcp://127.0.0.1:*")
sock.send(b"")
""",
    "PAIR without a peer": "zmq.Context().socket(zmq.PAIR).send(b'')",
    "IMMEDIATE makes a connected sender wait for its peer": """
sock = zmq.Context().socket(zmq.PUSH)
sock.immediate = 1
sock.connect(DEAD)
sock.send(b"")
""",
    "a connected sender at its high-water mark": """
sock = zmq.Context().socket(zmq.PUSH)
sock.connect(DEAD)
for _ in range(5000):
    sock.send(b"")
""",
    "proxy ignores the timeouts of its sockets": """
ctx = zmq.Context()
front, back = ctx.socket(zmq.ROUTER), ctx.socket(zmq.DEALER)
front.rcvtimeo = back.rcvtimeo = 50
front.bind("inproc://f")
back.bind("inproc://b")
zmq.proxy(front, back)
""",
    "select with a timeout meant as milliseconds": """
sock = zmq.Context().socket(zmq.PULL)
sock.bind("inproc://a")
zmq.select([sock], [], [], 500)
""",
}


@pytest.fixture(scope="module")
def waiting() -> dict[str, Outcome]:
    return run_all(FOREVER, HANG)


@pytest.mark.parametrize("name", FOREVER)
def test_a_wait_that_does_not_end(name: str, waiting: dict[str, Outcome]) -> None:
    assert waiting[name].hung, waiting[name]


GREEN = """
import gevent
import zmq.green
sock = zmq.green.Context().socket(zmq.PULL)
sock.bind("inproc://a")
"""

GREEN_WAITS = {
    "a receive timeout": ("sock.rcvtimeo = 50\nsock.recv()", True),
    "a receive timeout on the context": (
        "ctx = zmq.green.Context()\nctx.rcvtimeo = 50\nsock = ctx.socket(zmq.PULL)\nsock.recv()",
        True,
    ),
    "a timeout of gevent": ("with gevent.Timeout(0.05, False):\n    sock.recv()", False),
    "a poll": ("assert not sock.poll(50)", False),
    "a flag": ("with contextlib.suppress(zmq.Again):\n    sock.recv(zmq.NOBLOCK)", False),
}


@pytest.fixture(scope="module")
def green() -> dict[str, Outcome]:
    pytest.importorskip("gevent", reason="green sockets need gevent, which the test extra does not bring")
    # Longer than for others: gevent takes its time to be imported, and what ends must have the time to.
    return run_all({name: GREEN + body for name, (body, _) in GREEN_WAITS.items()}, 4 * HANG)


@pytest.mark.parametrize("name", GREEN_WAITS)
def test_a_green_socket_ignores_its_receive_timeout(name: str, green: dict[str, Outcome]) -> None:
    assert green[name].hung is GREEN_WAITS[name][1], green[name]


@pytest.fixture
def pull(ctx: zmq.Context[zmq.Socket[bytes]]) -> zmq.Socket[bytes]:
    sock = ctx.socket(zmq.PULL)
    sock.bind("inproc://nobody-sends")
    return sock


SPELLINGS = {
    "attribute": lambda sock: setattr(sock, "rcvtimeo", SHORT),
    "attribute in capitals": lambda sock: setattr(sock, "RCVTIMEO", SHORT),
    "setsockopt": lambda sock: sock.setsockopt(zmq.RCVTIMEO, SHORT),
    "set": lambda sock: sock.set(zmq.RCVTIMEO, SHORT),
    "set with the enumeration": lambda sock: sock.set(zmq.SocketOption.RCVTIMEO, SHORT),
    "set with the number": lambda sock: sock.set(27, SHORT),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_receive_timeout_ends_recv_with_again(spelling: str, pull: zmq.Socket[bytes]) -> None:
    SPELLINGS[spelling](pull)
    with pytest.raises(zmq.Again):
        pull.recv()


@pytest.mark.parametrize("method", ["recv_multipart", "recv_string", "recv_json", "recv_pyobj"])
def test_a_receive_timeout_holds_for_every_receiving_method(method: str, pull: zmq.Socket[bytes]) -> None:
    pull.rcvtimeo = SHORT
    with pytest.raises(zmq.Again):
        getattr(pull, method)()


def test_a_misspelt_option_is_an_attribute_error(pull: zmq.Socket[bytes]) -> None:
    for name in ("recvtimeo", "timeout"):
        with pytest.raises(AttributeError):
            setattr(pull, name, SHORT)


def test_a_float_is_no_timeout(pull: zmq.Socket[bytes]) -> None:
    with pytest.raises(TypeError):
        pull.rcvtimeo = 0.5  # type: ignore[assignment]


def test_a_timeout_cannot_be_given_at_creation(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    with pytest.raises(TypeError):
        ctx.socket(zmq.PULL, rcvtimeo=SHORT)


def test_a_timeout_on_the_context_holds_for_later_sockets(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    ctx.rcvtimeo = SHORT
    sock = ctx.socket(zmq.PULL)
    sock.bind("inproc://a")
    with pytest.raises(zmq.Again):
        sock.recv()


@pytest.mark.parametrize("flag", [zmq.NOBLOCK, zmq.DONTWAIT])
def test_a_flag_ends_recv_at_once(flag: zmq.Flag, pull: zmq.Socket[bytes]) -> None:
    with pytest.raises(zmq.Again):
        pull.recv(flag)


def test_the_first_parameter_of_recv_is_flags_not_a_timeout(pull: zmq.Socket[bytes]) -> None:
    with pytest.raises(zmq.Again):
        pull.recv(1)  # type: ignore[arg-type]


def test_poll_counts_milliseconds_and_cuts_fractions_off(pull: zmq.Socket[bytes]) -> None:
    assert pull.poll(SHORT) == 0
    assert pull.poll(0.9) == 0  # type: ignore[arg-type]


def test_a_poller_without_sockets_returns_at_once() -> None:
    assert zmq.Poller().poll(None) == []


def test_a_send_timeout_ends_send_with_again(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PUSH)
    sock.sndtimeo = SHORT
    with pytest.raises(zmq.Again):
        sock.send(b"")


@pytest.mark.parametrize("kind", [zmq.PUB, zmq.XPUB, zmq.ROUTER])
def test_a_sender_that_drops_never_waits(kind: int, ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(kind)
    sock.bind("inproc://a")
    sock.send_multipart([b"nobody", b"message"])


def test_a_connected_sender_queues_without_a_peer(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    for kind in (zmq.PUSH, zmq.DEALER, zmq.REQ, zmq.PAIR):
        sock = ctx.socket(kind)
        sock.connect("tcp://127.0.0.1:1")
        sock.send(b"")


def test_a_request_socket_cannot_send_again_after_a_timeout(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.REQ)
    sock.rcvtimeo = SHORT
    sock.connect("tcp://127.0.0.1:1")
    sock.send(b"")
    with pytest.raises(zmq.Again):
        sock.recv()
    with pytest.raises(zmq.ZMQError) as error:
        sock.send(b"")
    assert error.value.errno == zmq.EFSM
    assert not isinstance(error.value, zmq.Again)


def test_a_relaxed_request_socket_can(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.REQ)
    sock.req_relaxed = sock.req_correlate = 1
    sock.rcvtimeo = SHORT
    sock.connect("tcp://127.0.0.1:1")
    sock.send(b"")
    with pytest.raises(zmq.Again):
        sock.recv()
    sock.send(b"")


def test_a_timeout_is_given_in_seconds_to_a_tracker(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    out = ctx.socket(zmq.PUSH)
    out.connect("tcp://127.0.0.1:1")
    tracker = out.send(b"x" * 100_000, copy=False, track=True)
    with pytest.raises(zmq.NotDone):
        tracker.wait(SHORT / 1000)


def test_asyncio_waits_are_bounded_by_asyncio_and_by_the_option() -> None:
    async def waits() -> None:
        with zmq.asyncio.Context() as ctx, ctx.socket(zmq.PULL) as sock:
            sock.bind("inproc://nobody-sends")
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(sock.recv(), SHORT / 1000)
            sock.rcvtimeo = SHORT
            with pytest.raises(zmq.Again):
                await sock.recv()

    asyncio.run(waits())


def test_an_asyncio_poll_that_nobody_awaits_is_always_true() -> None:
    async def polls() -> bool:
        with zmq.asyncio.Context() as ctx, ctx.socket(zmq.PULL) as sock:
            sock.bind("inproc://nobody-sends")
            polled = sock.poll(0)
            truth = bool(polled)
            assert await polled == 0
            return truth

    assert asyncio.run(polls())


def test_an_asyncio_poll_ends_with_again_when_the_receive_timeout_is_over() -> None:
    async def polls() -> None:
        with zmq.asyncio.Context() as ctx, ctx.socket(zmq.PULL) as sock:
            sock.bind("inproc://nobody-sends")
            sock.rcvtimeo = SHORT
            with pytest.raises(zmq.Again):
                await sock.poll(60_000)

    asyncio.run(polls())


def test_a_replying_socket_can_receive_again_after_a_timeout(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.REP)
    sock.rcvtimeo = SHORT
    sock.bind("inproc://nobody-asks")
    for _ in range(2):
        with pytest.raises(zmq.Again):
            sock.recv()


def test_what_a_high_water_mark_drops_is_dropped_without_a_word(ctx: zmq.Context[zmq.Socket[bytes]]) -> None:
    sock = ctx.socket(zmq.PUB)
    sock.sndhwm = 1
    sock.connect("tcp://127.0.0.1:1")
    for _ in range(100):
        sock.send(b"")
