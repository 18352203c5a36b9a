"""Sockets that become somebody else's to close."""
import threading
from binascii import b2a_hex
from os import urandom

import zmq
from somewhere import keep
from zmq.eventloop.zmqstream import ZMQStream


def returned(ctx):
    return ctx.socket(zmq.PUB)


def returned_in_a_tuple(ctx):
    sock = ctx.socket(zmq.PUB)
    return sock, sock.closed


def returned_in_a_dict(ctx):
    return {"out": ctx.socket(zmq.PUB)}


def returned_by_condition(ctx, flag):
    return ctx.socket(zmq.PUB) if flag else None


def given_to_a_call(ctx):
    keep(ctx.socket(zmq.PUB))


def given_by_keyword(ctx):
    sock = ctx.socket(zmq.PUB)
    keep(sock=sock)


def given_to_a_thread(ctx, work):
    sock = ctx.socket(zmq.PUB)
    threading.Thread(target=work, args=(sock,)).start()


def given_to_a_stream(ctx, loop):
    stream = ZMQStream(ctx.socket(zmq.PUB), loop)
    return stream


def stored_on_an_argument(ctx, owner):
    owner.sock = ctx.socket(zmq.PUB)


def stored_on_its_context(ctx):
    sock = ctx.socket(zmq.PUB)
    ctx.out = sock


def bound_inside_the_process(ctx):
    pipe = ctx.socket(zmq.PULL)
    where = "inproc://%s" % b2a_hex(urandom(16)).decode("ascii")
    pipe.bind(where)
    return pipe
