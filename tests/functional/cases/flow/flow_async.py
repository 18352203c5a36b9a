"""Coroutines."""
import asyncio
from contextlib import AsyncExitStack

import zmq
import zmq.asyncio


async def never(ctx):
    sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket]
    await sock.recv()


async def managed(ctx):
    with ctx.socket(zmq.SUB) as sock:
        await sock.recv()


async def on_path(ctx, flag):
    sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-on-path]
    if flag:
        return
    sock.close()


async def cancelled(ctx):
    sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-on-error]
    await asyncio.sleep(1)
    sock.close()


async def cancelled_past_the_handler(ctx):
    sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-on-error]
    try:
        await sock.recv()
    except Exception:
        sock.close()
        raise
    sock.close()


async def closed_at_last(ctx):
    sock = ctx.socket(zmq.SUB)
    try:
        await sock.recv()
    finally:
        sock.close()


async def entered(ctx):
    async with AsyncExitStack() as stack:
        sock = stack.enter_context(ctx.socket(zmq.SUB))
        await sock.recv()


async def loops(ctx, source):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    async for item in source:
        sock.linger = item
    sock.close()


async def locked(ctx, lock):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    async with lock:
        sock.linger = 0
    sock.close()


async def generated(ctx):
    sock = ctx.socket(zmq.SUB)  # [zmq-unclosed-socket-on-error]
    yield 1
    sock.close()


async def context():
    ctx = zmq.asyncio.Context()  # [zmq-unclosed-context-on-error]
    await asyncio.sleep(1)
    ctx.term()
