"""Contexts that end before their sockets."""

import zmq


class TermFirst:
    def __init__(self, endpoint):
        self.context = zmq.Context()
        self.sock = self.context.socket(zmq.PUB)

    def close(self):
        self.context.term()  # [zmq-term-with-open-socket]
        self.sock.close()


class Unregistered:
    def __init__(self, endpoint):
        self.context = zmq.Context()
        self.sock = zmq.Socket(self.context, zmq.PUB)

    def close(self):
        self.context.destroy()  # [zmq-term-with-open-socket]
        self.sock.close()


class RightOrder:
    def __init__(self, endpoint):
        self.context = zmq.Context()
        self.sock = self.context.socket(zmq.PUB)

    def close(self):
        self.sock.close()
        self.context.term()


def on_error(endpoint):
    ctx = zmq.Context()  # [zmq-unclosed-context-on-error]
    sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-error]
    try:
        sock.connect(endpoint)
        sock.close()
    finally:
        ctx.term()  # [zmq-term-with-open-socket]


def destroyed(endpoint):
    with zmq.Context() as ctx:
        sock = ctx.socket(zmq.PUSH)
        sock.connect(endpoint)
