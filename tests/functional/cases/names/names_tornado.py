"""The tornado flavour."""
import zmq
import zmq.eventloop.future
from zmq.eventloop import future
from zmq.eventloop.future import Context


async def lost_by_dots():
    ctx = zmq.eventloop.future.Context()  # [zmq-unclosed-context]
    return ctx.closed


async def lost_by_module(kind):
    with future.Context() as ctx:
        ctx.socket(kind)  # [zmq-unclosed-socket]


async def lost_by_name():
    ctx = Context()  # [zmq-unclosed-context]
    return ctx.closed
