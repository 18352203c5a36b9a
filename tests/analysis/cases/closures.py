"""A nested function that goes to code which cannot be seen: whose is the socket that it uses?"""

import zmq
from elsewhere import spawn, work


def closes_it_itself(ctx):
    sock = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket-on-path]

    def ask():
        sock.send(b"")
        return sock.recv()

    spawn(ask)
    if work():
        return
    sock.close()


def leaves_it_to_the_other(ctx):
    sock = ctx.socket(zmq.REQ)

    def serve():
        sock.recv()
        sock.close()

    spawn(serve)


def may_close_it_by_the_other(ctx):
    sock = ctx.socket(zmq.REQ)

    def stop():
        sock.close()

    spawn(stop)
    if work():
        return
    sock.close()


def gives_it_by_the_other(ctx):
    sock = ctx.socket(zmq.REQ)
    spawn(lambda: sock)
    if work():
        return
    sock.close()


def run(function):
    return function()


def is_closed_by_what_another_function_calls(ctx):
    sock = ctx.socket(zmq.REQ)

    def end():
        sock.close()

    run(end)


def is_given_away_by_what_another_function_calls(ctx):
    sock = ctx.socket(zmq.REQ)
    run(lambda: work(sock))


def is_only_used_by_what_another_function_calls(ctx):
    sock = ctx.socket(zmq.REQ)  # [zmq-unclosed-socket]
    run(lambda: sock.send(b""))
