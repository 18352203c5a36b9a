"""The context of the process."""
import zmq
import zmq.asyncio
import zmq.green


def plain():
    ctx = zmq.Context.instance()
    return ctx.closed


def flavours():
    return zmq.asyncio.Context.instance().closed, zmq.green.Context.instance().closed


def given_or_shared(context=None):
    ctx = context or zmq.Context.instance()
    with ctx.socket(zmq.PUB) as sock:
        sock.send(b"")


def socket_on_it():
    with zmq.Context.instance().socket(zmq.PUB) as sock:
        sock.send(b"")
