"""A loop that is closed with all its descriptors closes the sockets of the streams on it."""

import zmq
from zmq.eventloop.zmqstream import ZMQStream


def kept_by_the_loop(ctx, loop):
    stream = ZMQStream(ctx.socket(zmq.ROUTER), loop)
    work(loop)


def lost_before_the_loop_has_it(ctx, loop):
    sock = ctx.socket(zmq.ROUTER)  # [zmq-unclosed-socket-on-error]
    work(loop)
    stream = ZMQStream(sock, loop)
    work(loop)


def end(loop):
    loop.close(all_fds=True)


class Nanny:
    def start(self, ctx):
        self.sock = ctx.socket(zmq.ROUTER)
        self.stream = ZMQStream(self.sock)
        work(self)
