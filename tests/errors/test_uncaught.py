"""A handler is reported if no call in its `try` can raise what it names."""

from __future__ import annotations

import pytest

from errors.reporting import findings, reported

SYMBOL = "zmq-error-not-caught"


def handler(names: str, *body: str, before: str = "") -> str:
    """A function with `body` in a `try` and one handler."""
    lines = "\n".join(f"        {line}" for line in body)
    head = f"{before}\ndef f(sock: zmq.Socket, ctx: zmq.Context, other):\n    try:\n"
    return f"{head}{lines}\n    except {names}:\n        print()\n"


@pytest.mark.parametrize(
    ("names", "body"),
    [
        ("OSError", "sock.bind('tcp://*:1')"),
        ("IOError", "sock.recv()"),
        ("EnvironmentError", "ctx.socket(zmq.PUSH)"),
        ("TimeoutError", "sock.recv_multipart()"),
        ("ConnectionRefusedError", "sock.connect(other)"),
        ("(OSError, TimeoutError)", "sock.send(b'')"),
        ("TimeoutError", "sock.poll(1)\n        data = sock.recv().decode('utf-8')"),
        ("OSError", "sock.linger = 0\n        LOG.info('binding')\n        sock.bind(other)"),
        ("zmq.ContextTerminated", "sock = ctx.socket(zmq.PUSH)"),
        ("zmq.ContextTerminated", "zmq.Context()"),
        ("zmq.Again", "ctx.socket(zmq.PUSH).bind('tcp://*:1')"),
        ("zmq.Again", "sock.connect(other)"),
        ("zmq.ZMQBindError", "sock.bind(other)"),
        ("zmq.ZMQBindError", "sock.bind_to_random_port('tcp://*')"),
        ("zmq.ZMQError", "sock.bind_to_random_port('tcp://*', 6000, 6010)"),
        ("zmq.Error", "other()"),
        ("zmq.core.error.ZMQError", "sock.recv()"),
        ("(KeyError, zmq.Error)", "sock.recv()"),
    ],
)
def test_a_handler_that_cannot_match_is_reported(names: str, body: str) -> None:
    code = handler(names, body)
    assert [symbol for _, symbol in reported(code)] == [SYMBOL]


@pytest.mark.parametrize(
    ("names", "body"),
    [
        ("zmq.ZMQError", "sock.bind(other)"),
        ("zmq.ZMQBaseError", "sock.bind_to_random_port('tcp://*', 6000, 6010)"),
        ("zmq.ZMQBindError", "sock.bind_to_random_port('tcp://*', 6000, 6010)"),
        ("zmq.ZMQError", "sock.bind_to_random_port('tcp://*')"),
        ("Exception", "sock.bind(other)"),
        ("(OSError, zmq.ZMQError)", "sock.bind(other)"),
        ("zmq.Again", "sock.recv()"),
        ("zmq.ContextTerminated", "sock.recv()"),
        ("zmq.ContextTerminated", "ctx.socket(zmq.PUSH).bind(other)"),
        # Something else in the body may raise what the handler names.
        ("OSError", "sock.send(open('x').read())"),
        ("OSError", "other(sock.recv())"),
        ("OSError", "sock.send(b'')\n        print('sent')"),
        ("OSError", "with other:\n            sock.recv()"),
        ("OSError", "for each in other:\n            sock.send(each)"),
        ("TimeoutError", "sock.recv_pyobj()"),
        ("TimeoutError", "sock.recv()\n        raise other"),
        # Errors of other kinds are not judged, nor is a `try` without zmq, nor what an interrupted call raises.
        ("ValueError", "sock.recv()"),
        ("KeyboardInterrupt", "sock.recv()"),
        ("InterruptedError", "sock.recv()"),
        ("OSError", "len(other)"),
        ("OSError", "other.bind(1)"),
        ("Unknown", "sock.recv()"),
    ],
)
def test_a_handler_that_can_match_is_not_reported(names: str, body: str) -> None:
    assert SYMBOL not in [symbol for _, symbol in reported(handler(names, body))]


def test_a_class_of_the_project_that_is_both_is_respected() -> None:
    both = """
class Timeout(zmq.Again, TimeoutError):
    pass

def receive(sock: zmq.Socket):
    if not sock.poll(1):
        raise Timeout
    return sock.recv()
"""
    assert reported(handler("Timeout", "receive(sock)", before=both)) == []
    assert reported(handler("TimeoutError", "receive(sock)", before=both)) == []


def test_visible_functions_are_looked_into() -> None:
    before = "def receive(sock: zmq.Socket):\n    return sock.recv()\n"
    code = handler("TimeoutError", "receive(sock)", before=before)
    (found,) = findings(code)
    assert found.args == ("TimeoutError", "receive() at line 9 raises zmq.ZMQError, which is no TimeoutError")


def test_a_socket_class_of_the_project_may_raise_anything() -> None:
    before = "class Mine(zmq.Socket):\n    def recv(self):\n        raise TimeoutError\n"
    used = "def f(sock: Mine):\n    try:\n        sock.recv()\n    except OSError:\n        print()\n"
    code = f"class Mine(zmq.Socket):\n    pass\n\n{used}"
    assert reported(code) == []
    assert reported(before + code.partition("\n\n")[2]) == []


def test_an_alarm_may_raise_anything_anywhere() -> None:
    before = "import signal\n\ndef start():\n    signal.alarm(5)\n"
    assert reported(handler("TimeoutError", "sock.recv()", before=before)) == []


def test_each_handler_of_a_try_is_judged_by_itself() -> None:
    code = """
        def f(sock: zmq.Socket):
            try:
                sock.recv()
            except TimeoutError:
                return 1
            except zmq.Again:
                return 2
            except OSError:
                return 3
        """
    assert reported(code) == [(8, SYMBOL), (12, SYMBOL)]
