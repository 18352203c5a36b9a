"""What only a step that sets a socket up can lose is not told; what anything else can lose is."""

import os
import threading
from contextlib import suppress

import zmq
from zmq.eventloop.zmqstream import ZMQStream


class Receiver:
    def __init__(self, timeout):
        self.timeout = timeout
        self.poller = zmq.Poller()


class Loader:
    def __init__(self):
        self.text = read()


def made(ctx, endpoint):
    sock = ctx.socket(zmq.SUB)
    sock.setsockopt(zmq.SUBSCRIBE, b"")
    sock.connect(endpoint)
    return sock


def bound(ctx, endpoint):
    sock = ctx.socket(zmq.PULL)  # [zmq-unclosed-socket-on-error]
    sock.bind(endpoint)
    return sock


def asked(ctx, endpoint):
    sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-on-error]
    sock.connect(endpoint)
    work()
    return sock


def protected(ctx):
    sock = ctx.socket(zmq.REQ)
    sock.setsockopt(zmq.LINGER, 0)
    receiver = Receiver(1000)
    try:
        return receiver.ask(sock)
    finally:
        sock.close()


def protected_late(ctx, endpoint):
    sock = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-on-error]
    sock.connect(endpoint)
    try:
        work()
    finally:
        sock.close()


def loaded(ctx):
    sock = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-on-error]
    loader = Loader()
    try:
        work(loader)
    finally:
        sock.close()


def not_protected(ctx):
    sock = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-on-error]
    sock.setsockopt(zmq.LINGER, 0)
    sock.close()


def set_up(sock):
    sock.setsockopt(zmq.LINGER, 0)


def made_with_help(ctx):
    sock = ctx.socket(zmq.REQ)
    set_up(sock)
    return sock


def shut(sock):
    sock.setsockopt(zmq.LINGER, 1)
    sock.close()


def ended_with_help(ctx):
    sock = ctx.socket(zmq.REQ)
    try:
        sock.send(b"")
    finally:
        shut(sock)


def imported(ctx):
    sock = ctx.socket(zmq.REQ)
    import json

    return sock, json


def streamed(ctx):
    stream = ZMQStream(ctx.socket(zmq.REQ))  # [zmq-unclosed-socket-on-error]
    work()
    return stream


def tried_again(ctx, endpoint, count):
    while count:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
        try:
            sock.connect(endpoint)
            return sock
        except zmq.ZMQError:
            count -= 1


class Registry:
    def __init__(self):
        self.names = {}

    def add(self, ctx, name):
        sock = ctx.socket(zmq.REQ)
        self.names[name] = "made"
        return sock

    def add_as_key(self, ctx, name):
        sock = ctx.socket(zmq.REQ)
        self.names[sock] = name

    def close(self):
        for sock in self.names:
            sock.close()


def named(ctx, name):
    sock = ctx.socket(zmq.REQ)
    sock.setsockopt(zmq.IDENTITY, name.encode() + os.urandom(4))
    lock = threading.Lock()
    return sock, lock


def shut_in_peace(sock):
    with suppress(zmq.ContextTerminated):
        sock.setsockopt(zmq.LINGER, 1)
        sock.close()


def ended_in_peace(ctx):
    sock = ctx.socket(zmq.REQ)
    try:
        sock.send(b"")
    finally:
        shut_in_peace(sock)


def with_its_context(endpoint):
    ctx = zmq.Context()
    sock = ctx.socket(zmq.PUSH)
    sock.connect(endpoint)
    return ctx, sock


def with_its_context_closed(endpoint):
    ctx = zmq.Context()
    sock = ctx.socket(zmq.PUSH)
    sock.linger = 0
    try:
        sock.connect(endpoint)
    finally:
        sock.close()
        ctx.term()


def with_its_context_bound(endpoint):
    ctx = zmq.Context()  # [zmq-unclosed-context-on-error]
    sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-error]
    sock.bind(endpoint)
    return ctx, sock


def two(ctx):
    one = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-error]
    other = ctx.socket(zmq.PULL)
    return one, other
