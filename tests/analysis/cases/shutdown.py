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
    ctx = zmq.Context()
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


class ForgetsOneOfTwo:
    def __init__(self):
        self.ctx = zmq.Context()
        self.sub = self.ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-on-init-error]
        self.rep = self.ctx.socket(zmq.REP)  # [zmq-unclosed-socket-attribute]

    def stop(self):
        self.sub.close()
        self.ctx.term()  # [zmq-term-with-open-socket]


def closes_when_the_context_has_ended(ctx):
    sock = ctx.socket(zmq.PULL)  # [zmq-unclosed-socket-on-error]
    try:
        sock.bind("tcp://*:5555")
        while True:
            sock.recv()
    except zmq.ContextTerminated:
        sock.close()


def joins(ctx):
    front = ctx.socket(zmq.PULL)  # [zmq-unclosed-socket-on-error]
    back = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket]
    try:
        front.bind("tcp://*:5555")
        zmq.proxy(front, back)
        back.close()
    except zmq.ContextTerminated:
        front.close()
