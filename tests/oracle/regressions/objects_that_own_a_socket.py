import zmq


class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUSH)

    def send(self, data):
        self.sock.send(data)

    def recv(self):
        return self.sock.recv()

    def bind(self, endpoint):
        self.sock.bind(endpoint)

    def setsockopt(self, option, value):
        self.sock.setsockopt(option, value)

    @property
    def closed(self):
        return self.sock.closed

    def close(self, linger=None):
        self.sock.close(linger)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def f(ctx):
    s = Client(ctx)
    try:
        s.send(b"x")
    except zmq.ZMQError:
        s.close()
        raise
    s.close()


def g(ctx):
    s = Client(ctx)
    return s.sock.recv()


def h(ctx):
    s = None
    try:
        t = ctx.socket(zmq.PULL)
        s = Client(ctx)
        s.close()
        t.close()
    except zmq.ZMQError:
        if s is not None:
            s.close()


def k(ctx):
    s = Client(ctx)
    s.sock.context.term()
    s.linger = 0
    s.close()
