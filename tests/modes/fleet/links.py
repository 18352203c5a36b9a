"""What opens and closes connections for everybody else."""

import zmq


class Link:
    """A pair of sockets."""

    def __init__(self, ctx):
        self.ctx = ctx
        self.out = ctx.socket(zmq.PUSH)
        self.back = ctx.socket(zmq.PULL)
        self.out.connect("tcp://127.0.0.1:5555")

    def reopen(self):
        self.out = self.ctx.socket(zmq.PUSH)

    def close(self):
        self.out.close()


class Base:
    """Closes what its subclasses open."""

    sock = None

    def close(self):
        if self.sock is not None:
            self.sock.close()


def open_push(ctx, endpoint):
    """A connected socket, lost when connecting fails."""
    sock = ctx.socket(zmq.PUSH)
    sock.connect(endpoint)
    return sock


def open_pair(ctx):
    """Two sockets in one."""
    return ctx.socket(zmq.PUSH), open_push(ctx, "inproc://a")


def shut(*socks):
    """Close whatever is given."""
    for sock in socks:
        sock.close()


def quiet(sock):
    """Make a socket go at once."""
    sock.linger = 0
