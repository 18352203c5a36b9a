"""Generators that lend what they yield, and those that give it away."""

import contextlib

import pytest
import zmq


@contextlib.contextmanager
def late(ctx):
    sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-error]
    yield sock
    sock.close()


@contextlib.contextmanager
def guarded(ctx):
    sock = ctx.socket(zmq.PUSH)
    try:
        yield sock
    finally:
        sock.close()


@contextlib.contextmanager
def never(ctx):
    sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket]
    yield sock


@pytest.fixture
def fixture(ctx):
    sock = ctx.socket(zmq.PUSH)
    yield sock
    sock.close()


def given_away(ctx):
    yield ctx.socket(zmq.PUSH)


@contextlib.contextmanager
def lent_unnamed():
    ctx = zmq.Context()
    try:
        yield ctx.socket(zmq.PUSH)
    finally:
        ctx.destroy()


@contextlib.contextmanager
def borrowing(ctx, endpoint):
    with ctx.socket(zmq.REQ) as sock:
        sock.connect(endpoint)
        yield sock


@contextlib.contextmanager
def ending(ctx):
    yield ctx
    ctx.term()


def lends_to_a_generator(endpoint):
    ctx = zmq.Context()  # [zmq-unclosed-context]
    with borrowing(ctx, endpoint) as sock:
        return sock.recv()


def gives_to_a_generator():
    ctx = zmq.Context()
    with ending(ctx):
        work()
