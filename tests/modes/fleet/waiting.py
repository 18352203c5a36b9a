"""Timeouts, errors and what is made again and again."""

import asyncio

import zmq
import zmq.asyncio
from fleet import open_push

ENDPOINT = "tcp://127.0.0.1:9"


def ask(ctx, question):
    sock = ctx.socket(zmq.REQ)
    sock.connect(ENDPOINT)
    try:
        sock.send(question)
        return sock.recv()
    except OSError:
        return None
    finally:
        sock.close()


def ask_often(ctx, questions):
    return [ask(ctx, question) for question in questions]


async def listen():
    ctx = zmq.asyncio.Context()
    sock = ctx.socket(zmq.SUB)
    sock.rcvtimeo = 2
    while True:
        await asyncio.sleep(1)
        try:
            await sock.recv()
        except zmq.error.Again:
            break
    ctx.term()


def retry(ctx):
    while True:
        try:
            return open_push(ctx, ENDPOINT)
        except zmq.ZMQError:
            pass


if __name__ == "__main__":
    asyncio.run(listen())
