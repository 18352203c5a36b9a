"""Imports inside functions."""


def lost(ctx):
    import zmq

    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
    return sock.closed


def lost_by_name():
    from zmq import Context

    ctx = Context()  # [zmq-unclosed-context]
    return ctx.closed


def not_imported_here(ctx, zmq):
    sock = ctx.socket(zmq.PUB)
    return sock.closed
