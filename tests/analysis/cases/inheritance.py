"""What the class of an object does with what its bases do, and the other way round."""

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
