"""Calls that spread out what they were given: the other arguments meet their parameters all the same."""

import zmq
from elsewhere import give


def send(socket, fno=0, *, flags=0):
    socket.send_pyobj(fno, flags)


def finish(socket, linger=0):
    socket.close(linger)


def keep(socket, where=None):
    give(socket)


async def send_later(socket, fno=0):
    await socket.send_pyobj(fno)


class ByKeyword:
    def __init__(self, endpoint):
        self.push = zmq.Context.instance().socket(zmq.PUSH)  # [zmq-unclosed-socket-attribute]

    def send(self, data):
        send(socket=self.push, flags=zmq.NOBLOCK, **data)


class ByPosition:
    def __init__(self, endpoint):
        self.push = zmq.Context.instance().socket(zmq.PUSH)  # [zmq-unclosed-socket-attribute]

    def send(self, *args, **kwargs):
        send(self.push, *args, **kwargs)


class Closes:
    def __init__(self, endpoint):
        self.push = zmq.Context.instance().socket(zmq.PUSH)

    def close(self, *args):
        finish(self.push, *args)


class IsKept:
    def __init__(self, endpoint):
        self.push = zmq.Context.instance().socket(zmq.PUSH)

    def give(self, *args):
        keep(self.push, *args)


def by_keyword(frames):
    push = zmq.Context.instance().socket(zmq.PUSH)  # [zmq-unclosed-socket]
    for data in frames:
        send(socket=push, **data)


def by_position(frames):
    push = zmq.Context.instance().socket(zmq.PUSH)  # [zmq-unclosed-socket]
    for data in frames:
        send(push, *data)


def closed(frames):
    push = zmq.Context.instance().socket(zmq.PUSH)
    finish(push, **{"linger": 0})


def behind_what_is_spread(frames):
    push = zmq.Context.instance().socket(zmq.PUSH)  # [zmq-unclosed-socket-on-error]
    send(*frames, push)


def in_what_is_spread(frames):
    push = zmq.Context.instance().socket(zmq.PUSH)
    given = {"socket": push}
    send(**given)


def in_a_list(frames):
    given = [zmq.Context.instance().socket(zmq.PUSH)]
    given.extend(frames)
    send(*given)


def kept(frames):
    push = zmq.Context.instance().socket(zmq.PUSH)  # [zmq-unclosed-socket-on-error]
    keep(push, *frames)


async def later(frames):
    push = zmq.Context.instance().socket(zmq.PUSH)  # [zmq-unclosed-socket]
    for data in frames:
        await send_later(push, *data)


def spread_elsewhere(options):
    push = zmq.Context.instance().socket(zmq.PUSH)
    give(push, **options)


def only_options(**options):
    push = zmq.Context.instance().socket(zmq.PUSH)  # [zmq-unclosed-socket]
    named = {"x": 1}
    give(**named)
    push.send(b"")
