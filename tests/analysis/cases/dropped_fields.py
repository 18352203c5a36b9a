"""A handler empties the field that holds an open socket, or does something about the socket before."""

import zmq
from elsewhere import Unseen, give


class SetsNone:
    def open(self, ctx):
        self.req = ctx.socket(zmq.REP)  # [zmq-unclosed-socket-on-error]
        try:
            self.req.bind("tcp://*:5555")
        except zmq.ZMQError:
            self.req = None
            return False
        return True

    def close(self):
        if self.req is not None:
            self.req.close()


class SetsNoneWhereItCannotConnect:
    def open(self, ctx):
        self.req = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-on-error]
        try:
            self.req.connect("tcp://a:1")
        except zmq.ZMQError:
            self.req = None

    def close(self):
        if self.req is not None:
            self.req.close()


class Deletes:
    def ask(self, ctx):
        self.req = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-on-error]
        try:
            self.req.send(b"")
            return self.req.recv()
        except zmq.ZMQError:
            del self.req
            raise

    def close(self):
        self.req.close()


class NothingIsOpenThere:
    def open(self, ctx):
        try:
            self.req = ctx.socket(zmq.REP)
        except zmq.ZMQError:
            self.req = None

    def close(self):
        self.req.close()


class ClosesBefore:
    def open(self, ctx):
        self.req = ctx.socket(zmq.REP)
        try:
            self.req.bind("tcp://*:5555")
        except zmq.ZMQError:
            self.req.close()
            self.req = None

    def close(self):
        self.req.close()


class ClosesByAMethod:
    def open(self, ctx):
        self.req = ctx.socket(zmq.REP)
        try:
            self.req.bind("tcp://*:5555")
        except zmq.ZMQError:
            self.close()
            self.req = None

    def close(self):
        self.req.close()


class ClosesByItsBase(ClosesByAMethod):
    def open(self, ctx):
        self.req = ctx.socket(zmq.REP)
        try:
            self.req.bind("tcp://*:5555")
        except zmq.ZMQError:
            super().close()
            self.req = None


class ClosesByAnUnseenBase(Unseen):
    def open(self, ctx):
        while True:
            self.req = ctx.socket(zmq.REP)
            try:
                self.req.bind("tcp://*:5555")
            except Exception:
                self.shut()
                self.req = None

    def close(self):
        self.req.close()


class WasGivenBefore:
    def open(self, ctx):
        give(self)
        self.req = ctx.socket(zmq.REP)
        try:
            self.req.bind("tcp://*:5555")
        except zmq.ZMQError:
            self.req = None

    def close(self):
        self.req.close()


class KeepsAnotherName:
    def open(self, ctx):
        req = self.req = ctx.socket(zmq.REP)
        try:
            self.req.bind("tcp://*:5555")
        except zmq.ZMQError:
            self.req = None
            req.close()

    def close(self):
        self.req.close()


class EndsItsContext:
    def open(self):
        self.ctx = zmq.Context()
        self.req = self.ctx.socket(zmq.REP)
        try:
            self.req.bind("tcp://*:5555")
        except zmq.ZMQError:
            self.ctx.destroy()
            self.req = None

    def close(self):
        self.ctx.destroy()


class FoundByName:
    def open(self, ctx):
        self.reply = ctx.socket(zmq.REP)
        try:
            self.reply.bind("tcp://*:5555")
        except zmq.ZMQError:
            for name in ("reply",):
                getattr(self, name).close()
            self.reply = None

    def close(self):
        self.reply.close()
