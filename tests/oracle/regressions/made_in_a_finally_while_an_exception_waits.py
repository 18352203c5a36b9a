# ruff: noqa
import zmq
from elsewhere import work


def f(ctx):
    try:
        work()
    finally:
        s = ctx.socket(zmq.REQ)
