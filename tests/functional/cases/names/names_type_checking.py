"""Imports that only the type checker runs."""
from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zmq
    from zmq import Context


def lost(ctx: zmq.Context, kind: int):
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed


def lost_by_name(ctx: Context, kind: int):
    sock = ctx.socket(kind)  # [zmq-unclosed-socket]
    return sock.closed
