"""Everything out of the module."""
from zmq import *


def lost(ctx):
    sock = ctx.socket(PUSH)  # [zmq-unclosed-socket]
    return sock.closed


def lost_context():
    ctx = Context()  # [zmq-unclosed-context]
    return ctx.closed
