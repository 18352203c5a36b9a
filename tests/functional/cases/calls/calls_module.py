"""Functions of the same module."""
import zmq


def make(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)
    try:
        sock.bind(endpoint)
    except zmq.ZMQError:
        sock.close()
        raise
    return sock


def shut(sock):
    sock.close(linger=0)


def shut_perhaps(sock, flag):
    if flag:
        sock.close()


def look(sock):
    return sock.closed


def lost_from_a_factory(ctx):
    sock = make(ctx, "inproc://a")  # [zmq-unclosed-socket]
    return sock.closed


def closed_from_a_factory(ctx):
    sock = make(ctx, "inproc://a")
    sock.close()


def closed_by_a_helper(ctx):
    sock = ctx.socket(zmq.PUB)
    shut(sock)


def closed_by_a_helper_perhaps(ctx, flag):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
    shut_perhaps(sock, flag)


def only_looked_at(ctx):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
    look(sock)


def closed_after_a_helper_that_does_not_raise(ctx):
    sock = ctx.socket(zmq.PUB)
    look(sock)
    sock.close()
