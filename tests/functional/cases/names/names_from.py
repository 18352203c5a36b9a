"""Names out of the module."""
from zmq import PUB
from zmq import Context as C
from zmq import Socket as S
from zmq import SocketType as T


def lost_context():
    ctx = C()  # [zmq-unclosed-context]
    return ctx.closed


def lost_socket():
    with C() as ctx:
        ctx.socket(PUB)  # [zmq-unclosed-socket]


def lost_by_class(ctx):
    sock = S(ctx, PUB)  # [zmq-unclosed-socket]
    return sock.closed


def lost_by_enumeration(anything):
    anything.socket(T.PUB)  # [zmq-unclosed-socket]


def closed(anything):
    anything.socket(PUB).close()
