"""The asyncio flavour, in every way to import it."""
import zmq
import zmq.asyncio
import zmq.asyncio as zio
from zmq import asyncio as azmq
from zmq.asyncio import Context, Socket


async def lost_by_dots():
    ctx = zmq.asyncio.Context()  # [zmq-unclosed-context]
    return ctx.closed


async def lost_by_alias():
    ctx = zio.Context()  # [zmq-unclosed-context]
    return ctx.closed


async def lost_by_from_module():
    ctx = azmq.Context()  # [zmq-unclosed-context]
    return ctx.closed


async def lost_by_from_name(kind):
    with Context() as ctx:
        ctx.socket(kind)  # [zmq-unclosed-socket]


async def lost_by_class(ctx):
    sock = Socket(ctx, zmq.DEALER)  # [zmq-unclosed-socket]
    return sock.closed


async def closed():
    with zmq.asyncio.Context() as ctx, ctx.socket(zmq.DEALER) as sock:
        await sock.send(b"")


def shared():
    ctx = zmq.asyncio.Context.instance()
    return ctx.closed
