"""What lives as long as its process is not lost."""

from multiprocessing import Process
from threading import Thread

import zmq


def library(ctx):
    sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket]
    sock.send(b"")


def worker():
    ctx = zmq.Context()
    sock = ctx.socket(zmq.PULL)
    while True:
        sock.recv()


class Worker(Process):
    def run(self):
        ctx = zmq.Context()
        ctx.socket(zmq.PULL).recv()  # [zmq-unclosed-socket]


def main():
    ctx = zmq.Context()
    for endpoint in ("a", "b"):
        sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket]
        sock.connect(endpoint)
    Process(target=worker).start()



def set_up(ctx, endpoint):
    first = ctx.socket(zmq.PUSH)
    first.bind(endpoint)
    second = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket]
    second.bind(endpoint)
    return first


def used_here_and_there(ctx, endpoint):
    sock = ctx.socket(zmq.PUSH)
    sock.bind(endpoint)
    return sock


def serve(endpoint):
    ctx = zmq.Context()
    sock = set_up(ctx, endpoint)
    other = used_here_and_there(ctx, endpoint)
    while True:
        sock.send(other.recv())


def caught(ctx, endpoint):
    sock = ctx.socket(zmq.PUSH)  # [zmq-unclosed-socket-on-error]
    sock.bind(endpoint)
    return sock


def serve_on(endpoint):
    ctx = zmq.Context()
    while True:
        try:
            caught(ctx, endpoint).close()
        except zmq.ZMQError:
            pass


class Timer(Thread):
    def run(self):
        sock = zmq.Context.instance().socket(zmq.PUSH)  # [zmq-unclosed-socket]
        sock.send(b"")


class Server:
    def run(self):
        sock = zmq.Context.instance().socket(zmq.PULL)
        sock.recv()

    def start(self):
        Process(target=self.run).start()


class Broker:
    @classmethod
    def serve(cls):
        sock = zmq.Context.instance().socket(zmq.PULL)
        sock.recv()


def on_command(options):
    sock = zmq.Context.instance().socket(zmq.PULL)
    print(sock.recv())


def commands(parser):
    parser.set_defaults(action=on_command)
    Process(target=Broker.serve).start()


def start(endpoint, in_process):
    if in_process:
        Process(target=serve, args=(endpoint,)).start()
        Process(target=serve_on, args=(endpoint,)).start()
    else:
        serve(endpoint)


if __name__ == "__main__":
    main()
