"""A parameter that its annotation makes a context."""
from typing import Annotated, Optional, Union

import zmq
import zmq.asyncio


def plain(ctx: zmq.Context, kind):
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def quoted(ctx: "zmq.Context", kind):
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def optional(ctx: Optional[zmq.Context], kind):
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def united(ctx: Union[zmq.Context, zmq.asyncio.Context], kind):
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def united_by_bar(ctx: zmq.Context | None, kind):
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def parametrised(ctx: "zmq.Context[zmq.Socket]", kind):
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def annotated(ctx: Annotated[zmq.Context, "shared"], kind):
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def local(owner, kind):
    ctx: zmq.Context = owner.context
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def unknown(ctx, kind):
    sock = ctx.socket(kind)
    return sock.closed


def other(ctx: int, kind):
    sock = ctx.socket(kind)
    return sock.closed
