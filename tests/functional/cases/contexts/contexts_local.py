"""Contexts that live in one function."""
import contextlib

import zmq


def never():
    ctx = zmq.Context()  # [zmq-unclosed-context]
    return ctx.closed


def on_path(flag):
    ctx = zmq.Context()  # [zmq-unclosed-context-on-path]
    if flag:
        return
    ctx.term()


def on_error(work):
    ctx = zmq.Context()  # [zmq-unclosed-context-on-error]
    work()
    ctx.term()


def terminated(work):
    ctx = zmq.Context()
    try:
        work()
    finally:
        ctx.term()


def destroyed(work):
    ctx = zmq.Context(2)
    try:
        work()
    finally:
        ctx.destroy(linger=0)


def managed(work):
    with zmq.Context() as ctx:
        work()
        return ctx.closed


def managed_by_closing(work):
    with contextlib.ExitStack() as stack:
        ctx = zmq.Context()
        stack.callback(ctx.term)
        work()


def returned():
    return zmq.Context()


def rebound():
    ctx = zmq.Context()  # [zmq-unclosed-context]
    ctx = zmq.Context()
    ctx.term()


def given_or_own(context=None):
    ctx = context or zmq.Context()  # [zmq-unclosed-context]
    return ctx.closed


def only_its_socket_is_returned():
    ctx = zmq.Context()  # [zmq-unclosed-context]
    return ctx.socket(zmq.PUB)


def temporary():
    with zmq.Context().socket(zmq.PUB) as sock:  # [zmq-unclosed-context]
        sock.send(b"")


def in_a_loop(endpoints):
    for endpoint in endpoints:
        ctx = zmq.Context()  # [zmq-unclosed-context]
        with ctx.socket(zmq.PUB) as sock:
            sock.connect(endpoint)
