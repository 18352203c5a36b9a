"""Fields that are released in a roundabout way, and some that only look so."""

import atexit
import contextlib
import functools
import operator
import signal
import threading
import weakref

import zmq


class LeftToTheEndOfTheProcess:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUSH)
        atexit.register(lambda: self.sock.close())


class LeftToASignal:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUSH)

        def stop(*_):
            self.sock.close()

        signal.signal(signal.SIGTERM, stop)


class LeftToAFinalizer:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUSH)
        weakref.finalize(self, self.sock.close)


class LeftToAStack:
    def __init__(self, ctx):
        self.stack = contextlib.ExitStack()
        self.sock = ctx.socket(zmq.PUSH)
        self.stack.callback(self.sock.close)

    def close(self):
        self.stack.close()


class KeptAsAFunction:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-init-error]
        self.closer = functools.partial(self.sock.close, linger=0)

    def close(self):
        self.closer()


class ByNames:
    def __init__(self, ctx):
        self.front = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-init-error]
        self.back = ctx.socket(zmq.PULL)

    def close(self):
        for name in ("front", "back"):
            getattr(self, name).close()


class ByOneName:
    def __init__(self, ctx):
        self.front = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-init-error]
        self.back = ctx.socket(zmq.PULL)  # [zmq-unclosed-socket-attribute]

    def close(self):
        getattr(self, "front", None).close()


class ByAllThatThereIs:
    def __init__(self, ctx):
        self.front = ctx.socket(zmq.PUSH)

    def close(self):
        for each in vars(self).values():
            if isinstance(each, zmq.Socket):
                each.close()


class ByItsDictionary:
    def __init__(self, ctx):
        self.front = ctx.socket(zmq.PUSH)

    def close(self):
        list(map(operator.methodcaller("close"), self.__dict__.values()))


class Pairs:
    def __init__(self, ctx):
        self.ctx = ctx
        self.peers = {}

    def add(self, key):
        sock = self.ctx.socket(zmq.PUSH)
        self.peers[key] = (sock, threading.Lock())

    def close(self):
        for sock, lock in self.peers.values():
            with lock:
                sock.close()


class Entries:
    def __init__(self, ctx):
        self.ctx = ctx
        self.peers = {}

    def add(self, key):
        sock = self.ctx.socket(zmq.PUSH)
        self.peers[key] = {"sock": sock, "used": 0}

    def close(self):
        for entry in self.peers.values():
            entry["sock"].close()


class Pair:
    def __init__(self, ctx):
        self.pair = ctx.socket(zmq.PUSH), ctx.socket(zmq.PULL)  # [zmq-unclosed-socket-on-init-error]

    def close(self):
        push, pull = self.pair
        push.close()
        pull.close()


class PairsThatStay:
    def __init__(self, ctx):
        self.ctx = ctx
        self.peers = {}
        self.lock = threading.Lock()
        self.log = open("log")

    def add(self, key):
        self.peers[key] = (self.ctx.socket(zmq.PUSH), key)  # [zmq-unclosed-socket-attribute]

    def close(self):
        self.log.close()
        print(self.peers)


class OnlyShown:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-attribute]

    def __repr__(self):
        return repr(vars(self))


class OnlyUsed:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-attribute]
        atexit.register(lambda: self.sock.send(b""))

    def send(self, name):
        getattr(self, name).send(b"")


def whether_there_is_one(ctx):
    try:
        sock = ctx.socket(zmq.PUSH)
        sock.send(b"")
    finally:
        if "sock" in locals():
            sock.close()


def whether_there_is_none(ctx):
    try:
        sock = ctx.socket(zmq.PUSH)
        sock.send(b"")
    finally:
        if "sock" not in locals():
            print("none")
        else:
            sock.close()


def the_wrong_way_round(ctx):
    try:
        sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket]
        sock.send(b"")
    finally:
        if "sock" not in locals():
            sock.close()


def its_own_context(ctx=None):
    own = ctx is None
    ctx = ctx or zmq.Context()
    try:
        print(ctx)
    finally:
        if own:
            ctx.term()


def its_own_context_the_wrong_way_round(ctx=None):
    own = ctx is not None
    ctx = ctx or zmq.Context()  # [zmq-unclosed-context]
    try:
        print(ctx)
    finally:
        if own:
            ctx.term()


class ManyInATuple:
    def __init__(self, ctx):
        self.ctx = ctx

    def open(self, count):
        self.many = tuple(self.ctx.socket(zmq.PUSH) for _ in range(count))  # [zmq-unclosed-socket-on-error]

    def close(self):
        for each in [*self.many]:
            each.close()
