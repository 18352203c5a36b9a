"""What a class keeps, and what it does about it."""

import asyncio
import threading

import zmq


class ForgetsOne:
    def __init__(self):
        self.ctx = zmq.Context()  # [zmq-unclosed-context-attribute]
        self.first = self.ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-init-error]
        self.second = self.ctx.socket(zmq.PULL)  # [zmq-unclosed-socket-attribute]
        self.by_key = {}
        self.listed = []

    def add(self, key):
        self.by_key[key] = self.ctx.socket(zmq.REQ)
        sock = self.ctx.socket(zmq.REP)  # [zmq-unclosed-socket-attribute]
        self.listed.append(sock)

    def stop(self):
        self._close_all()

    def _close_all(self):
        for sock in self.by_key.values():
            sock.close()
        first, self.first = self.first, None
        first.close()


class ClosesAll:
    def __init__(self):
        self.ctx = zmq.Context()
        self.one = self.ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-init-error]
        self.two = self.ctx.socket(zmq.PULL)

    def close(self):
        for sock in (self.one, self.two):
            sock.close()
        self.ctx.term()


class EndsTheContext:
    def __init__(self):
        self.ctx = zmq.Context()
        self.sock = self.ctx.socket(zmq.SUB)

    def __exit__(self, *error):
        self.ctx.destroy()


class Base:
    def __init__(self, ctx):
        self.ctx = ctx
        self.sock = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-on-path]

    def reset(self):
        self.sock = self.ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-on-path]

    def close(self):
        self.sock.close()


class Derived(Base):
    def __init__(self, ctx):
        super().__init__(ctx)
        self.extra = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]


class Replaces:
    def __init__(self, ctx):
        self.ctx = ctx
        self.sock = ctx.socket(zmq.REQ)

    def reset(self):
        self.sock.close()
        self.sock = self.ctx.socket(zmq.REQ)

    def close(self):
        self.sock.close()


class Lazy:
    def __init__(self, ctx):
        self.ctx = ctx

    @property
    def socket(self):
        if not hasattr(self, "_socket"):
            self._socket = self.ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-on-path]
        return self._socket

    def clear(self):
        if hasattr(self, "_socket"):
            del self._socket

    def send(self, data):
        self.socket.send(data)
        self.clear()

    def close(self):
        self._socket.close()


class OnlyWhileItRuns(threading.Thread):
    def __init__(self, ctx):
        super().__init__()
        self.ctx = ctx

    def run(self):
        self.sock = self.ctx.socket(zmq.PULL)
        try:
            while work():
                self.sock.recv()
        finally:
            self.sock.close()


class RunsForEver(threading.Thread):
    def __init__(self, ctx):
        super().__init__()
        self.ctx = ctx

    def run(self):
        self.sock = self.ctx.socket(zmq.PULL)  # [zmq-unclosed-socket-attribute]
        while True:
            self.sock.recv()


class ClosesOnlyToReplace:
    def __init__(self, ctx):
        self.ctx = ctx
        self.sock = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-attribute]

    def reset(self):
        self.sock.close()
        self.sock = self.ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-attribute]


class ClosesWhatItCannotBind:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.REP)  # [zmq-unclosed-socket-attribute]
        try:
            self.sock.bind("tcp://*:5555")
        except zmq.ZMQError:
            self.sock.close()
            raise


class KeepsAGivenContext:
    def __init__(self, context=None):
        self.keep = context is not None
        self.context = context or zmq.Context()
        self.sock = self.context.socket(zmq.SUB)  # [zmq-unclosed-socket-on-path]

    def stop(self):
        if self.keep:
            return
        self.sock.close()
        self.context.term()


class LeavesItToWhoGaveTheContext:
    def __init__(self, context=None):
        self.keep = context is not None
        self.context = context or zmq.Context()
        self.sock = self.context.socket(zmq.SUB)

    def stop(self):
        if self.keep:
            return
        self.context.destroy(0)


class ClosesInAnyCase:
    def __init__(self, context=None):
        self.keep = context is not None
        self.context = context or zmq.Context()
        self.sock = self.context.socket(zmq.SUB)

    def stop(self):
        self.sock.close()
        if not self.keep:
            self.context.term()


class StopsOnce:
    def __init__(self, ctx, name):
        self.name = name
        self.stopped = False
        self.sock = ctx.socket(zmq.SUB)

    def stop(self):
        if self.stopped or not self.name:
            return
        self.stopped = True
        self.sock.close()


class ClosesAfterItsWork:
    def __init__(self, ctx, loop):
        self.loop = loop
        self.sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-on-error, zmq-unclosed-socket-on-init-error]
        self.safe = ctx.socket(zmq.SUB)

    def start(self):
        try:
            self.loop.start()
        finally:
            self.safe.close()
        self.sock.close()


class ClosesWhatItHas:
    def __init__(self, ctx, threads):
        self.threads = threads
        self.sock = ctx.socket(zmq.SUB)

    def stop(self):
        for thread in self.threads:
            thread.join()
        self.sock.close()


class StartsAThread:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        while True:
            self.sock.recv()


class RegistersIt:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]

    def loop(self):
        poller = make_poller()
        poller.register(self.sock, zmq.POLLIN)
        poller.poll(100)


class KeepsItTwice:
    def __init__(self, ctx, resources):
        self.resources = resources
        self.sock = self.resources.sock = ctx.socket(zmq.SUB)


class ForgetsEntriesItCloses:
    def __init__(self, ctx):
        self.ctx = ctx
        self.socks = {}

    def open(self, key):
        self.socks[key] = self.ctx.socket(zmq.SUB)

    def _forget(self, keys):
        for key in keys:
            del self.socks[key]

    def close(self, key):
        sock = self.socks[key]
        self._forget([key])
        sock.close()


class IsGivenAContextByNobody:
    def __init__(self, context=None):
        self.keep = context is not None
        self.context = context or zmq.Context()
        self.sock = self.context.socket(zmq.SUB)  # [zmq-unclosed-socket-on-path]

    def stop(self):
        if self.keep:
            return
        self.context.destroy(0)


class GivesItsContext:
    def __init__(self):
        self.context = zmq.Context()
        self.part = LeavesItToWhoGaveTheContext(self.context)

    def stop(self):
        self.part.stop()
        self.context.destroy(0)


class EndsWithItsThread(threading.Thread):
    def __init__(self, ctx):
        super().__init__()
        self.ctx = ctx

    def run(self):
        self.reply = self.ctx.socket(zmq.REP)  # [zmq-unclosed-socket-on-error]
        self.reply.linger = 0
        while work(self.reply.recv()):
            pass
        self.reply.close()


class EndsWithItsThreadInAnyCase(threading.Thread):
    def __init__(self, ctx):
        super().__init__()
        self.ctx = ctx

    def run(self):
        self.reply = self.ctx.socket(zmq.REP)
        self.reply.linger = 0
        try:
            while work(self.reply.recv()):
                pass
        finally:
            self.reply.close()


class EndsWithItsThreadOrBefore(EndsWithItsThreadInAnyCase):
    def run(self):
        self.reply = self.ctx.socket(zmq.REP)
        while work(self.reply.recv()):
            pass
        self.reply.close()

    def stop(self):
        self.reply.close()


class KeepsOneForEachThread:
    def __init__(self, ctx):
        self.ctx = ctx
        self.mine = threading.local()

    def notify(self):
        if not hasattr(self.mine, "bell"):
            self.mine.bell = self.ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-attribute]
        self.mine.bell.send(b"")


class ClosesOneForEachThread:
    def __init__(self, ctx):
        self.ctx = ctx
        self.mine = threading.local()

    def notify(self):
        self.mine.horn = self.ctx.socket(zmq.PUB)
        self.mine.horn.send(b"")

    def done(self):
        self.mine.horn.close()


class ClosesThroughAProperty:
    def __init__(self):
        self.ctx = zmq.Context()

    @property
    def lazily(self):
        if not hasattr(self, "_lazy"):
            self._lazy = self.ctx.socket(zmq.REQ)
        return self._lazy

    def destroy(self):
        self.lazily.close()
        self.ctx.term()


class GivesUpWhatAPropertyMakes:
    def __init__(self):
        self.ctx = zmq.Context()

    @property
    def hastily(self):
        if not hasattr(self, "_hasty"):
            self._hasty = self.ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-on-path]
        return self._hasty

    def clear(self):
        if hasattr(self, "_hasty"):
            del self._hasty

    def destroy(self):
        self.hastily.close()
        self.ctx.term()


class GivesItselfToATask:
    def __init__(self, ctx):
        self.ctx = ctx
        self.req = None

    async def connect(self):
        self.req = self.ctx.socket(zmq.DEALER)  # [zmq-unclosed-socket-attribute]
        self.req.connect("tcp://a:1")
        await self.req.send(b"hello")
        asyncio.create_task(self.listen())

    async def listen(self):
        await self.req.recv()


class ClosesToTryAgain:
    def __init__(self, ctx):
        self.ctx = ctx
        self.poller = zmq.Poller()
        self.sock = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-attribute]

    def ask(self, message):
        tries = 3
        while not self.poller.poll(1000):
            self.sock.close()
            self.poller.unregister(self.sock)
            tries -= 1
            if tries == 0:
                raise RuntimeError("no answer")
            self.sock = self.ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-attribute]
            self.poller.register(self.sock, zmq.POLLIN)


class FillsAgainWithWhatItIsGiven:
    def __init__(self, **kwargs):
        self.sock = None
        self.rebuild(**kwargs)

    def rebuild(self, **kwargs):
        if self.sock:
            self.sock.close()
        self.sock = kwargs.get("socket")
        if self.sock is None:
            self.sock = zmq.Context.instance().socket(zmq.REQ)  # [zmq-unclosed-socket-attribute]


class MakesOneInCaseNoneIsGiven:
    def __init__(self, **kwargs):
        self.sock = kwargs.get("socket", zmq.Context.instance().socket(zmq.REQ))  # [zmq-unclosed-socket-on-path]

    def close(self):
        self.sock.close()


class KeepsItTwice:
    def __init__(self, ctx, resources):
        self.resources = resources
        self.sock = self.resources.sock = ctx.socket(zmq.REQ)
