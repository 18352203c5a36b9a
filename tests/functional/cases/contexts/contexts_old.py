"""Before pyzmq 24 the end of a with block does not close sockets."""
import zmq


def left_to_the_context(endpoint):
    with zmq.Context() as ctx:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
        sock.bind(endpoint)


def closed_inside(endpoint):
    with zmq.Context() as ctx, ctx.socket(zmq.PUB) as sock:
        sock.bind(endpoint)
