# ruff: noqa
import zmq
from elsewhere import registry


def f(ctx):
    while registry.ready:
        pass
    s = ctx.socket(zmq.DEALER)
