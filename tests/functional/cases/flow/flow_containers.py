"""Containers that the function built."""
import zmq


def one_in_a_list(ctx):
    socks = [ctx.socket(zmq.PUB)]
    for sock in socks:
        sock.close()


def list_that_grows(ctx, count):
    socks = []
    try:
        while count:
            socks.append(ctx.socket(zmq.PUB))
            count -= 1
    finally:
        for sock in socks:
            sock.close()


def list_that_is_lost(ctx, count):
    socks = []
    while count:
        socks.append(ctx.socket(zmq.PUB))  # [zmq-unclosed-socket]
        count -= 1


def list_that_is_lost_when_a_creation_fails(ctx, count):
    socks = [ctx.socket(zmq.PUB) for _ in range(count)]  # [zmq-unclosed-socket-on-error]
    for sock in socks:
        sock.close()


def list_that_is_returned(ctx):
    socks = []
    socks.append(ctx.socket(zmq.PUB))
    return socks


def list_that_is_left_half_closed(ctx, done):
    socks = [ctx.socket(zmq.PUB), None]  # [zmq-unclosed-socket-on-path]
    for sock in socks:
        if done:
            break
        if sock is not None:
            sock.close()


def dict_of_one(ctx):
    socks = {"out": ctx.socket(zmq.PUB)}
    for sock in socks.values():
        sock.close()


def dict_by_items(ctx):
    socks = {}
    socks["out"] = ctx.socket(zmq.PUB)
    for name, sock in socks.items():
        print(name)
        sock.close()


def dict_that_is_lost(ctx):
    socks = {"out": ctx.socket(zmq.PUB)}  # [zmq-unclosed-socket]
    return len(socks)


def pair(ctx):
    both = (ctx.socket(zmq.PUB), None)
    sock, other = both
    sock.close()
    return other


def given_list(ctx, socks):
    socks.append(ctx.socket(zmq.PUB))


def key_of_a_dict(ctx):
    pending = {ctx.socket(zmq.PUB): "first"}
    for sock in pending:
        sock.close()


def keys_of_a_dict(ctx, count):
    pending = {}
    while count:
        sock = ctx.socket(zmq.PUB)  # [zmq-unclosed-socket-on-error]
        pending[sock] = count
        count -= 1
    for sock in pending:
        sock.close()


def set_of_one(ctx):
    socks = {ctx.socket(zmq.PUB)}
    for sock in socks:
        sock.close()


def popped(ctx):
    socks = [ctx.socket(zmq.PUB)]
    while socks:
        socks.pop().close()
