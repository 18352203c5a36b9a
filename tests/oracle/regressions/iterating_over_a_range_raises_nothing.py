# ruff: noqa
import zmq


def f(ctx, n):
    s = ctx.socket(zmq.SUB)
    for x in range(n):
        pass
    s.close()
