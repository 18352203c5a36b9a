"""Constructors that can raise after they created something."""

import zmq


class Connects:
    def __init__(self, ctx, endpoint):
        self.sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-init-error]
        self.sock.connect(endpoint)

    def close(self):
        self.sock.close()


class Careful:
    def __init__(self, ctx, endpoint):
        self.sock = ctx.socket(zmq.PUSH)
        try:
            self.sock.connect(endpoint)
        except BaseException:
            self.sock.close()
            raise

    def close(self):
        self.sock.close()


class KeepsItAtLast:
    def __init__(self, ctx, endpoint):
        own = zmq.Context()
        sock = ctx.socket(zmq.REP)  # [zmq-unclosed-socket-on-init-error]
        sock.bind(endpoint)
        self.sock, self.own = sock, own

    def close(self):
        self.sock.close()
        self.own.term()


class ClosesItInBetween:
    def __init__(self, ctx, endpoint):
        sock = ctx.socket(zmq.REP)  # [zmq-unclosed-socket-on-error]
        sock.bind(endpoint)
        sock.close()
