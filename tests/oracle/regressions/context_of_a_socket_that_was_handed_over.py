# ruff: noqa
import zmq
from elsewhere import keep


def f():
    c = zmq.Context()
    t = c.socket(zmq.PULL)
    c = zmq.Context()
    keep(t)
    t.close()
