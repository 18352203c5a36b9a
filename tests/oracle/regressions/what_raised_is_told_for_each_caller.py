import zmq
from elsewhere import work


def calm(sock):
    sock.linger = 0


def f(ctx):
    s = ctx.socket(zmq.PULL)
    try:
        s = ctx.socket(zmq.REQ)
        work()
        s.close()
    except Exception:
        calm(s)
