import zmq
from elsewhere import work


def shut_all(socks):
    for sock in socks:
        sock.close()


def shut_some(socks):
    for sock in socks:
        sock.close()
        work()


def f(ctx, n):
    xs = [ctx.socket(zmq.PUSH) for _ in range(n)]
    shut_all(xs)


def g(ctx, n):
    xs = [ctx.socket(zmq.PUSH) for _ in range(n)]
    shut_some(xs)


def h(ctx, n):
    xs = []
    while n():
        xs.append(ctx.socket(zmq.PUSH))
        xs.append(ctx.socket(zmq.PUSH))
    shut_all(xs)
    for x in xs:
        x.close()


def k(ctx):
    xs = [ctx.socket(zmq.PUSH), ctx.socket(zmq.PULL)]
    shut_some(xs)
    xs.pop()
