"""Generators."""
import zmq


def managed(ctx, endpoint):
    with ctx.socket(zmq.SUB) as sock:
        sock.connect(endpoint)
        while True:
            yield sock.recv()


def never_closed(ctx):
    sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket]
    while True:
        yield sock.recv()


def closed_at_the_end(ctx):
    sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-on-error]
    yield 1
    sock.close()


def closed_at_last(ctx):
    sock = ctx.socket(zmq.SUB)
    try:
        yield 1
    finally:
        sock.close()


def handed_over(ctx):
    yield ctx.socket(zmq.SUB)


def closed_for_exceptions_only(ctx):
    sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-on-error]
    try:
        yield 1
    except Exception:
        sock.close()
        raise
    sock.close()
