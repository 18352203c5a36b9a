"""Ways out of the process."""
import os
import sys

import zmq


def exits(ctx, flag):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    if flag:
        sys.exit(1)
    sock.close()


def raises_the_exit(ctx, flag):
    sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
    if flag:
        raise SystemExit(1)
    sock.close()


def dies(ctx, flag):
    sock = ctx.socket(zmq.PUB)
    if flag:
        os._exit(1)
    sock.close()


def aborts(ctx, flag):
    sock = ctx.socket(zmq.PUB)
    if flag:
        os.abort()
    sock.close()
