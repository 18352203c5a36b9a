"""Sends and receives over zmq with what other modules of the package define."""

import fleet
from fleet import links as ln
from fleet.links import Base, open_pair, quiet, shut
from fleet.shared import context, register


class Puller(Base):
    def __init__(self, ctx):
        self.sock = ln.open_push(ctx, "tcp://127.0.0.1:1")
        self.extra = fleet.open_push(ctx, "tcp://127.0.0.1:2")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


class Crew:
    def __init__(self, ctx):
        self.members = [Puller(ctx) for _ in range(3)]
        self.link = fleet.Link(ctx)

    def stop(self):
        for member in self.members:
            member.close()


def once(message):
    sock = fleet.open_push(context(), "tcp://127.0.0.1:3")
    quiet(sock)
    sock.send(message)


def often(messages):
    for message in messages:
        sock = fleet.open_push(context(), "tcp://127.0.0.1:3")
        sock.send(message)
        sock.close()


def both(flag):
    one, two = open_pair(context())
    if flag:
        shut(one, two)


def kept():
    register(ln.open_push(context(), "inproc://b"))


def entered(ctx):
    with Puller(ctx) as puller:
        return puller.sock.recv()


def left(ctx):
    puller = Puller(ctx)
    return puller.sock.recv()


def ended(ctx):
    link = ln.Link(ctx)
    try:
        link.out.send(b"x")
    finally:
        link.close()
