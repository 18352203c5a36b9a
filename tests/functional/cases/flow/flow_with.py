"""With statements."""
import contextlib
from contextlib import ExitStack, closing

import zmq


def by_socket(ctx, endpoint):
    with ctx.socket(zmq.PUB) as sock:
        sock.bind(endpoint)


def by_socket_without_a_name(ctx):
    with ctx.socket(zmq.PUB):
        pass


def by_name(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)
    with sock:
        sock.bind(endpoint)


def by_name_too_late(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    sock.bind(endpoint)
    with sock:
        sock.send(b"")


def several(ctx, endpoint):
    with ctx.socket(zmq.PUB) as first, ctx.socket(zmq.PUB) as second:
        first.bind(endpoint)
        second.bind(endpoint)


def by_closing(ctx, endpoint):
    with closing(ctx.socket(zmq.PUB)) as sock:
        sock.bind(endpoint)


def by_bind(ctx, endpoint):
    with ctx.socket(zmq.PUB).bind(endpoint) as sock:  # [zmq-unclosed-socket]
        sock.send(b"")


def by_connect_of_a_name(ctx, endpoint):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
    with sock.connect(endpoint):
        sock.send(b"")


def by_bind_and_close(ctx, endpoint):
    with ctx.socket(zmq.PUB) as sock, sock.bind(endpoint):
        sock.send(b"")


def rebound_inside(ctx):
    with ctx.socket(zmq.PUB) as sock:
        sock = None
    return sock


def returned_from_inside(ctx):
    with ctx.socket(zmq.PUB) as sock:
        return sock


def entered(ctx, endpoint):
    with ExitStack() as stack:
        sock = stack.enter_context(ctx.socket(zmq.PUB))
        sock.bind(endpoint)


def called_back(ctx, endpoint):
    with contextlib.ExitStack() as stack:
        sock = ctx.socket(zmq.PUB)
        stack.callback(sock.close)
        sock.bind(endpoint)


def called_back_too_late(ctx, endpoint):
    with contextlib.ExitStack() as stack:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
        sock.bind(endpoint)
        stack.callback(sock.close)


def pushed(ctx, endpoint):
    with ExitStack() as stack:
        sock = ctx.socket(zmq.PUB)
        stack.push(sock)
        sock.bind(endpoint)


def taken_out(ctx, endpoint):
    with ExitStack() as stack:
        sock = stack.enter_context(ctx.socket(zmq.PUB))
        sock.bind(endpoint)
        kept = stack.pop_all()
    return kept


def taken_out_and_lost(ctx, endpoint):
    with ExitStack() as stack:
        sock = stack.enter_context(ctx.socket(zmq.PUB))  # [zmq-unclosed-socket-on-path]
        sock.bind(endpoint)
        stack.pop_all()


def closed_by_hand(ctx, endpoint):
    stack = ExitStack()
    try:
        stack.enter_context(ctx.socket(zmq.PUB)).bind(endpoint)
    finally:
        stack.close()


def other_managers_may_raise(ctx, path):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    with open(path) as file:
        sock.linger = len(file.name)
    sock.close()


def by_its_context(endpoint):
    with zmq.Context() as ctx:
        sock = ctx.socket(zmq.PUB)
        sock.bind(endpoint)


def dropped_before_its_context(endpoint):
    with zmq.Context() as ctx:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
        sock.bind(endpoint)
        sock = None
    return sock


def unknown_to_its_context(endpoint):
    with zmq.Context() as ctx:
        sock = zmq.Socket(ctx, zmq.PUB)  # [zmq-unclosed-socket]
        sock.bind(endpoint)
