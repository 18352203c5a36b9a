"""Loops."""
import zmq


def closed_each_round(ctx, count):
    while count:
        sock = ctx.socket(zmq.PUB)
        sock.close()
        count -= 1


def never_closed(ctx, count):
    while count:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket]
        sock.linger = 0
        count -= 1


def only_the_last_is_closed(ctx, count):
    sock = None
    while count:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
        count -= 1
    if sock is not None:
        sock.close()


def skipped(ctx, items):
    for item in items:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
        if item is None:
            continue
        sock.close()


def left(ctx, items):
    for item in items:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
        if item is None:
            break
        sock.close()


def left_with_a_socket_that_is_closed_behind(ctx, count):
    while True:
        sock = ctx.socket(zmq.PUB)
        if count:
            break
        sock.close()
    sock.close()


def closed_by_else(ctx, items):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
    for item in range(items):
        if item == 7:
            break
    else:
        sock.close()


def reconnected(ctx, count):
    sock = ctx.socket(zmq.PUB)
    while count:
        sock.close()
        sock = ctx.socket(zmq.PUB)
        count -= 1
    sock.close()


def reconnected_without_a_close(ctx, count):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
    while count:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-path]
        count -= 1
    sock.close()


def serves_for_ever(ctx, handle):
    sock = ctx.socket(zmq.PULL)  # [zmq-unclosed-socket]
    while True:
        handle(sock.recv())


def serves_for_ever_and_closes(ctx, handle):
    sock = ctx.socket(zmq.PULL)
    try:
        while True:
            handle(sock.recv())
    finally:
        sock.close()


def iteration_raises(ctx, items):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    for item in items:
        sock.linger = item
    sock.close()


def iteration_over_a_display_does_not(ctx):
    sock = ctx.socket(zmq.PUB)
    for item in (1, 2, 3):
        sock.linger = item
    sock.close()
