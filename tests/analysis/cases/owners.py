"""Instances of classes that own sockets."""

import zmq
from elsewhere import work


class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.REQ)

    def ask(self):
        return self.sock.recv()

    def close(self):
        self.sock.close()


class Empty:
    def __init__(self):
        self.sock = None

    def open(self, ctx):
        self.sock = ctx.socket(zmq.PUSH)

    def close(self):
        if self.sock is not None:
            self.sock.close()
            self.sock = None


class Holder:
    def __init__(self, ctx):
        self.kept = Client(ctx)
        self.forgotten = Client(ctx)  # [zmq-unclosed-owner]

    def stop(self):
        self.kept.close()


def never(ctx):
    client = Client(ctx)  # [zmq-unclosed-owner]
    return client.ask()


def on_error(ctx):
    client = Client(ctx)  # [zmq-unclosed-owner]
    answer = client.ask()
    client.close()
    return answer


def always(ctx):
    client = Client(ctx)
    try:
        return client.ask()
    finally:
        client.close()


def handed(ctx):
    return Client(ctx)


def filled_later(ctx):
    owner = Empty()
    work()
    try:
        owner.open(ctx)
    finally:
        owner.close()


def filled_and_lost(ctx):
    owner = Empty()  # [zmq-unclosed-owner]
    owner.open(ctx)


def filled_again(ctx):
    owner = Empty()  # [zmq-unclosed-owner]
    owner.open(ctx)
    owner.close()
    owner.open(ctx)


class Server:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.REP)

    def stop(self):
        self.sock.close()


class KeepsAServer:
    def __init__(self, ctx):
        self.server = Server(ctx)

    def quit(self):
        self.server.stop()


class ForgetsAServer:
    def __init__(self, ctx):
        self.server = Server(ctx)  # [zmq-unclosed-owner]

    def quit(self):
        self.server.use()


class ReplacesAServer:
    def __init__(self, ctx):
        self.ctx = ctx
        self.server = Server(ctx)  # [zmq-unclosed-owner]

    def reset(self):
        try:
            self.server.stop()
            self.server = Server(self.ctx)  # [zmq-unclosed-owner]
        except ValueError:
            pass


class KeepsWhatItOpensLater:
    def start(self, ctx):
        self.empty = Empty()
        self.empty.open(ctx)

    def close(self):
        self.empty.close()


def keeps_what_it_opens_later(holder, ctx):
    holder.empty = Empty()
    holder.empty.open(ctx)


def puts_away_what_it_opens_later(holder, ctx):
    owner = Empty()
    holder.append(owner)
    owner.open(ctx)


class Maker:
    def __init__(self):
        self.ctx = zmq.Context()
        self.sock = self.ctx.socket(zmq.PUB)

    def make(self, kind):
        return self.ctx.socket(kind)

    def given(self):
        return self.sock

    def shutdown(self):
        self.sock.close()
        self.ctx.term()


def closes_what_an_owner_made():
    maker = Maker()
    try:
        sock = maker.make(zmq.PUB)
        sock.close()
        maker.given().send(b"")
    finally:
        maker.shutdown()


def loses_what_an_owner_made():
    maker = Maker()
    try:
        sock = maker.make(zmq.PUB)  # [zmq-unclosed-socket]
        sock.send(b"")
    finally:
        maker.shutdown()


class KeepsWhatAnOwnerMade:
    def __init__(self):
        self.maker = Maker()
        self.sock = self.maker.make(zmq.PUB)

    def stop(self):
        self.sock.close()
        self.maker.shutdown()


class Awaited:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUB)

    async def ask(self):
        await work()

    async def close(self):
        self.sock.close()


async def quietly(owner: Awaited):
    try:
        await owner.close()
    except Exception:
        print("failed")


async def waits_for_a_helper_that_closes(ctx):
    owner = Awaited(ctx)
    try:
        await owner.ask()
    finally:
        await quietly(owner)


async def waits_for_more(owner: Awaited):
    await work()
    await owner.close()


async def waits_for_a_helper_that_waits_first(ctx):
    owner = Awaited(ctx)  # [zmq-unclosed-owner]
    try:
        await owner.ask()
    finally:
        await waits_for_more(owner)
