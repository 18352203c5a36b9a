"""The module under another name."""
import zmq as z
import zmq.sugar as sugar


def lost():
    ctx = z.Context()  # [zmq-unclosed-context]
    with ctx.socket(z.PUSH):
        pass


def lost_by_sugar(ctx):
    sock = sugar.Socket(ctx, z.PUSH)  # [zmq-unclosed-socket]
    sock.linger = 0


def closed():
    with z.Context() as ctx, ctx.socket(z.PUSH) as sock:
        sock.linger = 0
