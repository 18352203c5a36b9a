"""The module under its own name."""
import zmq
import zmq.constants


def lost(ctx):
    sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket]
    sock.linger = 0


def lost_with_a_known_context(kind):
    with zmq.Context() as ctx:
        sock = ctx.socket(kind)  # [zmq-unclosed-socket]
        sock = None
        return sock


def lost_by_enumeration(ctx):
    ctx.socket(zmq.SocketType.PUSH)  # [zmq-unclosed-socket]


def lost_by_constants_module(ctx):
    ctx.socket(zmq.constants.PUSH)  # [zmq-unclosed-socket]


def lost_by_constants_enumeration(ctx):
    ctx.socket(zmq.constants.SocketType.PUSH)  # [zmq-unclosed-socket]


def lost_by_keyword(ctx):
    ctx.socket(socket_type=zmq.PUSH)  # [zmq-unclosed-socket]


def closed(ctx):
    sock = ctx.socket(zmq.PUSH)
    sock.close()
