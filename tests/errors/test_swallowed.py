"""A handler that does nothing about a failed creation is reported if nothing else can tell that it failed."""

from __future__ import annotations

import pytest

from errors.reporting import marked, reported

SWALLOWED = {
    "pass": """
        def listen(sock: zmq.Socket, endpoint):
            try:
                sock.bind(endpoint)
            except zmq.ZMQError:  # [zmq-swallowed-creation-error]
                pass
            return sock
        """,
    "everything caught": """
        def listen(ctx, endpoint):
            try:
                sock = ctx.socket(zmq.PUB)
                sock.bind(endpoint)
                sock.send(b"hello")
            except:  # [zmq-swallowed-creation-error]
                '''Nothing to be done.'''
        """,
    "return of a function that returns nothing": """
        def listen(sock: zmq.Socket, endpoint):
            try:
                sock.bind(endpoint)
            except Exception:  # [zmq-swallowed-creation-error]
                return
            sock.send(b"hello")
        """,
    "error that no caller looks at": """
        def listen(sock: zmq.Socket, endpoint):
            try:
                sock.bind(endpoint)
            except zmq.ZMQError:  # [zmq-swallowed-creation-error]
                return False
            return True

        def start(sock):
            listen(sock, "tcp://*:5555")
        """,
    "server that goes on without": """
        def serve(ctx, inbox):
            while True:
                peer = inbox.get()
                try:
                    out = ctx.socket(zmq.PUSH)
                    out.send(peer)
                except zmq.ZMQError:  # [zmq-swallowed-creation-error]
                    continue
        """,
    "one endpoint of many": """
        def attach(sock: zmq.Socket, endpoints):
            for endpoint in endpoints:
                try:
                    sock.connect(endpoint)
                except zmq.ZMQError:  # [zmq-swallowed-creation-error]
                    pass
        """,
    "attempts without a bound or a pause": """
        def listen(sock: zmq.Socket, endpoint):
            while True:
                try:
                    sock.bind(endpoint)
                    break
                except zmq.ZMQError:  # [zmq-swallowed-creation-error]
                    pass
        """,
}

DEALT_WITH = {
    "logged": """
        def listen(sock: zmq.Socket, endpoint):
            try:
                sock.bind(endpoint)
            except zmq.ZMQError:
                LOG.exception("cannot bind")
        """,
    "something else tried": """
        def listen(sock: zmq.Socket, endpoint):
            try:
                sock.bind(endpoint)
            except zmq.ZMQError:
                sock.bind("tcp://*:*")
        """,
    "exception used": """
        def listen(sock: zmq.Socket, endpoint):
            error = None
            try:
                sock.bind(endpoint)
            except zmq.ZMQError as reason:
                error = reason
            return error
        """,
    "error that callers may look at": """
        def listen(sock: zmq.Socket, endpoint):
            try:
                sock.bind(endpoint)
            except zmq.ZMQError:
                return False
            return True

        def start(sock):
            if not listen(sock, "tcp://*:5555"):
                raise SystemExit(1)
        """,
    "attempts with a pause": """
        import time

        def listen(sock: zmq.Socket, endpoint):
            while True:
                try:
                    sock.bind(endpoint)
                    break
                except zmq.ZMQError:
                    pass
                time.sleep(1)
        """,
    "attempts with a bound": """
        def listen(sock: zmq.Socket, ports):
            for port in ports:
                try:
                    sock.bind(f"tcp://*:{port}")
                    return port
                except zmq.ZMQError:
                    continue
            raise RuntimeError("no port left")
        """,
    "success leaves, failure goes on below": """
        def listen(sock: zmq.Socket, endpoint):
            try:
                sock.bind(endpoint)
                return True
            except zmq.ZMQError:
                pass
            LOG.warning("cannot bind")
            return False
        """,
    "result tested later": """
        def listen(sock: zmq.Socket, endpoint):
            port = None
            try:
                port = sock.bind_to_random_port(endpoint)
            except zmq.ZMQBaseError:
                pass
            if port is None:
                raise RuntimeError("no port left")
            return port
        """,
    "state kept by the object": """
        class Server:
            def listen(self, sock: zmq.Socket, endpoint):
                try:
                    sock.bind(endpoint)
                    self.is_bound = True
                except zmq.ZMQError:
                    pass
        """,
    "handler that does not match": """
        def hello(sock: zmq.Socket, endpoint):
            try:
                sock.bind(endpoint)
                sock.send(b"hello", zmq.NOBLOCK)
            except zmq.Again:
                pass
        """,
    "nothing is created": """
        def drain(sock: zmq.Socket):
            try:
                sock.recv(zmq.NOBLOCK)
            except zmq.ZMQError:
                pass
        """,
}


@pytest.mark.parametrize("case", SWALLOWED)
def test_a_handler_that_does_nothing_is_reported(case: str) -> None:
    assert reported(SWALLOWED[case]) == marked(SWALLOWED[case]) != []


@pytest.mark.parametrize("case", DEALT_WITH)
def test_a_handler_that_does_something_is_not_reported(case: str) -> None:
    assert reported(DEALT_WITH[case]) == []
