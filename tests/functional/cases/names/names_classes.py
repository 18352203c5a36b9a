"""Sockets and contexts from classes."""
import zmq
import zmq.asyncio


class Traced(zmq.Socket):
    """A socket of the program's own."""


class Hub(zmq.Context):
    """A context of the program's own."""


class AsyncHub(zmq.asyncio.Context):
    """The same for asyncio."""


def lost_socket(ctx):
    sock = zmq.Socket(ctx, zmq.PUB)  # [zmq-unclosed-socket]
    return sock.closed


def lost_own_socket(ctx):
    sock = Traced(ctx, zmq.PUB)  # [zmq-unclosed-socket]
    return sock.closed


def lost_own_context():
    ctx = Hub()  # [zmq-unclosed-context]
    return ctx.closed


def lost_on_own_context(kind):
    with AsyncHub() as ctx:
        ctx.socket(kind)  # [zmq-unclosed-socket]


def lost_through_its_context(sock):
    other = sock.context.socket(zmq.PUB)  # [zmq-unclosed-socket]
    return other.closed


def lost_through_the_shared_context(kind):
    sock = zmq.Context.instance().socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def closed(ctx):
    with Hub() as own, Traced(ctx, zmq.PUB) as sock:
        return own.closed, sock.closed
