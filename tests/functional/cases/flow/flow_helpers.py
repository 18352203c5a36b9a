"""What pyzmq and the standard library offer beside `with`."""
import atexit
import weakref

import zmq
from zmq.decorators import context, socket
from zmq.eventloop.zmqstream import ZMQStream


@socket("sock", zmq.PUB)
def decorated(ctx, sock):
    sock.send(b"")


@context("ctx")
@socket("sock", zmq.PUB, context_name="ctx")
def decorated_twice(ctx, sock):
    sock.send(b"")


def closed_by_its_stream(ctx, loop):
    stream = ZMQStream(ctx.socket(zmq.SUB), loop)
    stream.close()


def closed_at_exit(ctx):
    sock = ctx.socket(zmq.PUB)
    atexit.register(sock.close)


def closed_when_its_owner_goes(ctx, owner):
    sock = ctx.socket(zmq.PUB)
    weakref.finalize(owner, sock.close)


def closed_by_a_method_name(ctx):
    sock = ctx.socket(zmq.PUB)
    close = sock.close
    close()


def closed_by_hand_of_its_exit(ctx):
    sock = ctx.socket(zmq.PUB)
    sock.__enter__()
    sock.__exit__(None, None, None)
