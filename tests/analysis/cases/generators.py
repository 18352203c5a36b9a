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
