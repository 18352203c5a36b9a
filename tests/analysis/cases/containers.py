"""Containers that are half-built, that hold nothing of interest, that are gone through exactly."""

import os

import zmq
from elsewhere import cond, kind


async def plain_list(ctx):
    sock = ctx.socket(zmq.PULL)
    names = []
    for name in names:
        print(name)
    sock.close()


def plain_range(ctx, count):
    sock = ctx.socket(zmq.PULL)
    for _ in range(count):
        pass
    sock.close()


def half_built(ctx, count):
    try:
        match kind():
            case _:
                socks = [ctx.socket(zmq.PUSH) for _ in range(count)]  # [zmq-unclosed-socket]
    finally:
        os._exit(1)


def imported_condition(ctx):
    if cond.ready:
        pass
    else:
        first, second = ctx.socket(zmq.PUSH), ctx.socket(zmq.PULL)  # [zmq-unclosed-socket, zmq-unclosed-socket]


def joined_with_something(ctx, more):
    sock = ctx.socket(zmq.PAIR)
    start(args=((ctx, sock) + more))


def scaled(ctx, timeout=None):
    sock = None
    if timeout is not None:
        sock = ctx.socket(zmq.REQ)
        timeout /= 1000
    if timeout is not None:
        sock.close()


class ForgetsWhatFailed:
    def __init__(self, ctx):
        self.ctx = ctx
        self.paths = {}

    def send(self, path, data):
        if path not in self.paths:
            self.paths[path] = self.ctx.socket(zmq.DEALER)  # [zmq-unclosed-socket-on-path]
        sock = self.paths[path]
        try:
            sock.send(data)
        except Exception:
            self.paths.pop(path, None)
            raise

    def shutdown(self):
        for sock in self.paths.values():
            sock.close()


class ClosesWhatFailed(ForgetsWhatFailed):
    def __init__(self, ctx):
        self.ctx = ctx
        self.ways = {}

    def send(self, way, data):
        if way not in self.ways:
            self.ways[way] = self.ctx.socket(zmq.DEALER)
        sock = self.ways[way]
        try:
            sock.send(data)
        except Exception:
            self.ways.pop(way).close()
            raise

    def shutdown(self):
        for sock in self.ways.values():
            sock.close()


class TakesOutWhatItHasRead:
    def __init__(self):
        self.ctx = zmq.Context()
        self.socks = {}

    def get(self, name):
        if name not in self.socks:
            self.socks[name] = self.ctx.socket(zmq.REQ)
        return self.socks[name]

    def take(self, name):
        sock = self.socks[name]
        self.socks.pop(name, None)
        return sock

    def close(self):
        for sock in self.socks.values():
            sock.close()
        self.ctx.term()


def of_pairs(ctx):
    socks = dict(zip("ab", [ctx.socket(zmq.REQ), ctx.socket(zmq.REP)]))  # [zmq-unclosed-socket-on-error]
    for sock in socks.values():
        sock.close()


def of_pairs_that_are_returned(ctx):
    return dict([("a", ctx.socket(zmq.REQ))])


def of_pairs_that_are_lost(ctx):
    socks = dict([("a", ctx.socket(zmq.REQ))])  # [zmq-unclosed-socket]
    print(len(socks))


def repeated(ctx):
    return [ctx.socket(zmq.REQ)] * 2


def repeated_and_lost(ctx):
    socks = [ctx.socket(zmq.REQ)] * 2  # [zmq-unclosed-socket]
    print(len(socks))
