"""What a name refers to."""
import zmq


def rebound(ctx):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
    sock = ctx.socket(zmq.PUB)
    sock.close()


def set_to_none(ctx):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
    sock = None
    return sock


def deleted(ctx):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
    del sock


def closed_under_another_name(ctx):
    sock = ctx.socket(zmq.PUB)
    other = sock
    other.close()


def kept_by_another_name(ctx):
    sock = ctx.socket(zmq.PUB)
    other = sock
    sock = None
    other.close()
    return sock


def chained(ctx):
    first = second = ctx.socket(zmq.PUB)
    first = None
    second.close()
    return first


def swapped(ctx):
    first = ctx.socket(zmq.PUB)
    second = None
    first, second = second, first
    second.close()
    return first


def swapped_and_lost(ctx):
    first = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
    second = None
    first, second = second, first
    if first is not None:
        first.close()


def a_temporary(ctx):
    ctx.socket(zmq.PUB).linger = 0  # [zmq-unclosed-socket]


def a_temporary_that_is_closed(ctx):
    ctx.socket(zmq.PUB).close()


def a_starred_target(ctx):
    first, *rest = ctx.socket(zmq.PUB), None
    first.close()
    return rest


CACHE = None


def kept_by_the_module(ctx):
    global CACHE
    CACHE = ctx.socket(zmq.PUB)


def kept_by_the_outer_function(ctx):
    sock = None

    def connect():
        nonlocal sock
        sock = ctx.socket(zmq.PUB)

    connect()
    return sock


def captured(ctx):
    sock = ctx.socket(zmq.PUB)

    def close():
        sock.close()

    return close


def captured_by_a_lambda(ctx):
    sock = ctx.socket(zmq.PUB)
    return lambda: sock.close()


class Keeper:
    """Keeps what it makes."""

    def keep(self, ctx):
        sock = ctx.socket(zmq.PUB)
        self.sock = sock
