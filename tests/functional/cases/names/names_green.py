"""The gevent flavour under the name of the plain one."""
import zmq.green as zmq
from zmq import green


def lost():
    ctx = zmq.Context()  # [zmq-unclosed-context]
    sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket]
    return sock.closed


def lost_by_module(anything):
    anything.socket(green.PUSH)  # [zmq-unclosed-socket]


def closed():
    with green.Context() as ctx, ctx.socket(green.PUSH) as sock:
        return sock.closed
