"""What lives as long as its process is not lost."""

from multiprocessing import Process

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


if __name__ == "__main__":
    main()
