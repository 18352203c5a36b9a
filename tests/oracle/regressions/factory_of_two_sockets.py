# ruff: noqa
import zmq


def make_two(ctx):
    one = ctx.socket(zmq.PUSH)
    two = ctx.socket(zmq.PULL)
    return one, two


def f(ctx):
    s, t = make_two(ctx)
    t.close()
