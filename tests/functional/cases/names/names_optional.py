"""An import that may fail."""
try:
    import zmq
    from zmq import PUB
except ImportError:
    zmq = None
    PUB = None

try:
    import zmq.green as gzmq
except ImportError:
    import zmq as gzmq


def lost(ctx):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
    return sock.closed


def lost_by_name(ctx):
    sock = ctx.socket(PUB)  # [zmq-unclosed-socket]
    return sock.closed


def lost_by_either():
    ctx = gzmq.Context()  # [zmq-unclosed-context]
    return ctx.closed
