"""Whose fields they are: of a class, of its bases, of those who were given them."""

import argparse
import re
import threading
import typing

import zmq
from elsewhere import registry, work


class Closes:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.REQ)

    def close(self):
        self.sock.close()


class Overrides(Closes):
    def __init__(self, ctx):
        super().__init__(ctx)
        self.sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]

    def close(self):
        work()


class PassesOn(Closes):
    def __init__(self, ctx):
        super().__init__(ctx)
        self.sock.close()
        self.sock = ctx.socket(zmq.SUB)

    def close(self):
        Closes.close(self)


class GivesAtOnce:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.SUB)
        registry.add(self.sock)


class GivesUpOnly:
    def __init__(self, ctx):
        self.ctx = ctx
        self.sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]

    def reset(self):
        self.sock = self.ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]


class ClosesByAnother:
    def __init__(self, ctx):
        self.ctx = ctx
        self.socks = []
        self.forgotten = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]

    def add(self):
        self.socks.append(self.ctx.socket(zmq.SUB))

    def close(self):
        for sock in self.socks:
            sock.close()

    def __exit__(self, *error):
        self.close()


class TwoListsInOne:
    def __init__(self, ctx, names):
        self.ctx = ctx
        self.names = names
        self.socks = []

    def add(self):
        self.socks.append(self.ctx.socket(zmq.SUB))

    def close(self):
        for each in list(self.names) + self.socks:
            each.close()


class GivesItself:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]
        registry.add(self.work)

    def work(self):
        self.sock.recv()


class EndsByItself(threading.Thread):
    def __init__(self, ctx):
        super().__init__()
        self.sock = ctx.socket(zmq.SUB)

    def run(self):
        try:
            work()
        finally:
            self.sock.close()


class KeepsThreads:
    def __init__(self, ctx):
        self.ctx = ctx
        self.threads = []

    def add(self):
        thread = EndsByItself(self.ctx)
        self.threads.append(thread)
        thread.start()


class HasAnEnd:
    def __init__(self, ctx):
        self.answers = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]

    def stop(self):
        self.answers.close()


class ForgetsTheEnd:
    def __init__(self, ctx):
        self.part: HasAnEnd = HasAnEnd(ctx)  # [zmq-unclosed-owner]


class HasAnEndForOthers:
    def __init__(self, ctx):
        self.questions = ctx.socket(zmq.SUB)

    def stop(self):
        self.questions.close()


class ForgetsTheEndHere:
    def __init__(self, ctx):
        self.part = HasAnEndForOthers(ctx)  # [zmq-unclosed-owner]


def made(ctx):
    return HasAnEndForOthers(ctx)


class HasAnEndForSome:
    def __init__(self, ctx):
        self.statements = ctx.socket(zmq.SUB)

    def stop(self):
        self.statements.close()


class ForgetsThatEnd:
    def __init__(self, ctx):
        self.part = HasAnEndForSome(ctx)  # [zmq-unclosed-owner]
        registry.kind = HasAnEndForSome


class GivesItToItsThread:
    def __init__(self, ctx):
        self.zap = ctx.socket(zmq.REP)
        self.thread = threading.Thread(target=self.run, args=(self.zap,))
        self.thread.start()

    def run(self, zap):
        while True:
            try:
                zap.recv_multipart()
            except zmq.ContextTerminated:
                zap.close()
                return


class StopsInItsOwnTime:
    def __init__(self, ctx):
        self.questions = ctx.socket(zmq.ROUTER)

    def run(self):
        while self.questions.recv():
            work()
        self.shutdown()

    def shutdown(self):
        self.questions.close()


class RunsItInAThread:
    def __init__(self, ctx):
        self.part = StopsInItsOwnTime(ctx)
        threading.Thread(target=self.part.run).start()


class EndedByItsMaker:
    def start(self):
        self.ended_by_its_maker = zmq.Context()
        self.kept_by_its_maker = zmq.Context()  # [zmq-unclosed-context-attribute]
        work(self)

    @classmethod
    def main(cls):
        self = cls()
        self.start()
        try:
            work()
        finally:
            self.ended_by_its_maker.term()


class ReleasedByItsThread:
    def __init__(self):
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self.process, daemon=True)
        self.thread.start()

    def process(self):
        try:
            self.sock = zmq.Context.instance().socket(zmq.REP)
            self.sock.bind("ipc:///tmp/x")
            while not self.stopped.is_set():
                work(self.sock.recv())
        except Exception as error:
            work(error)
            return
        finally:
            if self.sock is not None:
                self.sock.close()
                self.sock = None

    def end(self):
        self.stopped.set()
        self.thread.join()


class KeepsOneWithAThread:
    def __init__(self):
        self.server = ReleasedByItsThread()


class RegistersWhatItMade:
    def __init__(self, ctx):
        self.registered_when_made = ctx.socket(zmq.PUSH)
        registry.add(self.registered_when_made)

    def reset(self):
        self.registered_when_made = None

    def stop(self):
        if self.registered_when_made is not None:
            self.registered_when_made.close()


class RegistersItByItsName:
    def __init__(self, ctx):
        sock = ctx.socket(zmq.PUSH)
        self.registered_by_name = sock
        registry.add(sock)


class MakesASocketOnItsContext:
    def __init__(self):
        self.made_on = zmq.Context()  # [zmq-unclosed-context-attribute]
        self.made_on_it = zmq.Socket(self.made_on, zmq.SUB)

    def stop(self):
        self.made_on_it.close()


class PollsItsSockets:
    def __init__(self, ctx):
        self.polled = ctx.socket(zmq.PULL)  # [zmq-unclosed-socket-attribute]

    def keep(self, ctx):
        self.kept_elsewhere = ctx.socket(zmq.PULL)

    def serve(self):
        poller = zmq.Poller()
        poller.register(self.polled, zmq.POLLIN)
        registry.register(self.kept_elsewhere, zmq.POLLIN)
        while self.polled:
            ready = dict(poller.poll(1000))
            if self.polled in ready:
                self.polled.recv()


class IsNoArgument:
    def __init__(self, ctx):
        self.sub_socket = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]


def pass_an_option_on(options: argparse.Namespace):
    work(options.sub_socket)


class IsNoFunction:
    def __init__(self, ctx):
        self.sub = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-attribute]


def pass_a_function_on():
    work(re.sub)


class IsWhatItDerivesFrom(threading.Thread):
    def __init__(self, ctx):
        self.of_thread = ctx.socket(zmq.SUB)


def pass_a_thread_on(thread: threading.Thread):
    work(thread.of_thread)


class MayBeWhatItDerivesFrom(registry.Base):
    def __init__(self, ctx):
        self.of_base = ctx.socket(zmq.SUB)


def pass_a_base_on(thread: threading.Thread):
    work(thread.of_base)


class MayBeWhatIsEmptyFirst:
    def __init__(self, ctx):
        self.of_place = ctx.socket(zmq.SUB)


def pass_it_on_later():
    place = {}
    if registry:
        place = registry.get()
    work(place.of_place)


class MayBeAnything:
    def __init__(self, ctx):
        self.of_parameter = ctx.socket(zmq.SUB)


def pass_a_parameter_on(request, other: typing.Any):
    work(request.of_parameter, other.of_parameter)
