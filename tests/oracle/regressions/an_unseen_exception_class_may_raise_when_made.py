# ruff: noqa
import zmq
from elsewhere import Boom


def f(ctx):
    try:
        raise Boom() from None
    except (ValueError, OSError):
        s = ctx.socket(zmq.PUSH)
