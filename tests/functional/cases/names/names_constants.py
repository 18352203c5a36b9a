"""A socket type under a name of the program's own."""
import zmq

KIND = zmq.PUSH
KINDS = {"out": zmq.PUSH, "in": zmq.PULL}


class Sender:
    """A sender."""

    kind = zmq.PUSH

    def lost(self, ctx):
        sock = ctx.socket(self.kind)  # [zmq-unclosed-socket]
        return sock.closed


def lost(ctx):
    sock = ctx.socket(KIND)  # [zmq-unclosed-socket]
    return sock.closed


def lost_by_local(ctx, out):
    kind = zmq.PUSH if out else zmq.PULL
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def lost_by_default(ctx, kind=zmq.PUSH):
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed
