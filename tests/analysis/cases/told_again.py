"""What a test has told is still known where it is made again, and to whatever else reads it."""

import zmq


def an_attribute(ctx, given):
    sock = ctx.socket(zmq.PUSH)
    if given.mine:
        sock.close()
    name = 1
    if not given.mine:
        sock.close()


def by_getattr(ctx, given):
    sock = ctx.socket(zmq.PUSH)
    if given.mine:
        sock.close()
    if given.mine:
        return
    mine = getattr(given, "mine", None)
    if mine:
        return
    sock.close()


def a_comparison(ctx, number):
    sock = ctx.socket(zmq.PUSH)
    if number > 1:
        sock.close()
    name = 1
    if number > 1:
        return
    sock.close()
