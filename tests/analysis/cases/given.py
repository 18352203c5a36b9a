"""What is known of what a function is given, and so which ways through the functions that it calls are impossible."""

from typing import Optional

import zmq


def connected(context, kind, endpoint: Optional[str] = None):
    sock = context.socket(kind)
    try:
        if endpoint is None:
            port = sock.bind_to_random_port("tcp://127.0.0.1")
            return port, sock
        sock.connect(endpoint)
        return sock
    except BaseException:
        sock.close()
        raise


def asks_one_that_is_given(context, endpoint: str, question):
    sock = connected(context, zmq.REQ, endpoint)
    try:
        sock.send(question)
    finally:
        sock.close()


def asks_one_on_a_port(context, port: int, question):
    sock = connected(context, zmq.REQ, f"tcp://127.0.0.1:{port}")
    try:
        sock.send(question)
    finally:
        sock.close()


def asks_one_that_may_be_missing(context, question, endpoint: str = None):
    sock = connected(context, zmq.REQ, endpoint)  # [zmq-unclosed-socket-on-path]
    try:
        sock.send(question)
    finally:
        sock.close()


def asks_one_that_is_bound_anew(context, question, endpoint: str):
    endpoint = question.find(endpoint)
    sock = connected(context, zmq.REQ, endpoint)  # [zmq-unclosed-socket-on-path]
    try:
        sock.send(question)
    finally:
        sock.close()


def configure(sock, kind):
    if kind == zmq.PUSH:
        sock.sndhwm = 5
    elif kind != zmq.PULL:
        raise ValueError(kind)


def of_a_known_kind(context):
    sock = context.socket(zmq.PUSH)
    configure(sock, zmq.PUSH)
    try:
        sock.send(b"")
    finally:
        sock.close()


def of_another_known_kind(context):
    sock = context.socket(zmq.PULL)
    configure(sock, zmq.PULL)
    try:
        sock.recv()
    finally:
        sock.close()


def of_a_wrong_kind(context):
    sock = context.socket(zmq.PUB)  # [zmq-unclosed-socket]
    configure(sock, zmq.PUB)
    try:
        sock.send(b"")
    finally:
        sock.close()


class Publisher:
    def __init__(self, context):
        self.socket = context.socket(zmq.PUB)

    def sign_in(self):
        self.socket.send(b"hello")

    def close(self):
        self.socket.close(0)


def asks_whether_it_is_closed(context):
    publisher = Publisher(context)
    try:
        assert not publisher.socket.closed
        if publisher.socket is None:
            return
    finally:
        publisher.close()


def returns_if_it_is_open(context):
    publisher = Publisher(context)  # [zmq-unclosed-owner]
    if not publisher.socket.closed:
        return
    publisher.close()


class Director:
    def __init__(self, context):
        publisher = Publisher(context)
        publisher.sign_in()
        self.publisher = publisher

    def close(self):
        self.publisher.close()


class Forgetful:
    def __init__(self, context):
        publisher = Publisher(context)  # [zmq-unclosed-owner]
        publisher.sign_in()


class Collected:
    def __init__(self, context):
        self.socket = context.socket(zmq.PUB)

    def __del__(self):
        self.socket.close()


def leaves_it_to_the_collector(context):
    return Collected(context).socket.getsockopt(zmq.FD)


def hands_over_two_functions(receive):
    context = zmq.Context()
    return [lambda: receive(context), lambda: receive(context=context)]
