# ruff: noqa
from contextlib import ExitStack

import zmq


def shut(sock):
    sock.linger = 0


def f(ctx):
    s = ctx.socket(zmq.SUB)
    with ExitStack() as stack:
        stack.callback(shut, s)
