"""Shadows and copies borrow what belongs to somebody else."""
import copy

import zmq
import zmq.asyncio


def shadow_of_a_context(ctx):
    shadow = zmq.asyncio.Context.shadow(ctx.underlying)
    return shadow.closed


def shadow_by_constructor(ctx: zmq.Context):
    shadow = zmq.asyncio.Context(ctx)
    return shadow.closed


def shadow_by_keyword(ctx):
    shadow = zmq.Context(shadow=ctx.underlying)
    return shadow.closed


def shadow_of_a_socket(sock):
    shadow = zmq.Socket.shadow(sock.underlying)
    return shadow.closed


def shadow_by_from_socket(sock):
    shadow = zmq.asyncio.Socket.from_socket(sock)
    return shadow.closed


def shadow_by_socket_class(sock):
    shadow = zmq.asyncio.Socket(sock)
    return shadow.closed


def copied(sock):
    twin = copy.copy(sock)
    return twin.closed


def socket_through_a_shadow(ctx):
    with zmq.asyncio.Context.shadow(ctx.underlying).socket(zmq.PUB) as sock:
        return sock.closed
