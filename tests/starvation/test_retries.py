"""A request that is given up keeps the descriptor of its socket unless LINGER is set: retries are reported."""

from __future__ import annotations

import pytest

from errors.reporting import marked
from starvation.test_churn import findings, reported

COSTLY = {
    "return in the loop": """
        def ask(ctx, endpoint, message):
            while True:
                with ctx.socket(zmq.REQ) as sock:  # [zmq-socket-churn]
                    sock.rcvtimeo = 1000
                    sock.connect(endpoint)
                    sock.send(message)
                    try:
                        return sock.recv()
                    except zmq.Again:
                        continue
        """,
    "endpoint of each turn": """
        def ask(ctx, endpoints, message):
            for endpoint in endpoints:
                sock = ctx.socket(zmq.REQ)  # [zmq-socket-churn]
                sock.connect(endpoint)
                sock.send(message)
                answer = sock.recv() if sock.poll(1000) else None
                sock.close()
                if answer is not None:
                    return answer
        """,
    "called from a loop": """
        def ask(ctx, endpoint):
            with ctx.socket(zmq.REQ) as sock:  # [zmq-socket-churn]
                sock.rcvtimeo = 1000
                sock.connect(endpoint)
                sock.send(b"")
                return sock.recv()

        def watch(ctx, queue):
            while True:
                try:
                    ask(ctx, queue.get())
                except zmq.Again:
                    print("dead")
        """,
}

CHEAP = {
    "linger": """
        def ask(ctx, endpoint, message):
            while True:
                with ctx.socket(zmq.REQ) as sock:
                    sock.linger = 0
                    sock.rcvtimeo = 1000
                    sock.connect(endpoint)
                    sock.send(message)
                    try:
                        return sock.recv()
                    except zmq.Again:
                        continue
        """,
    "closed with linger": """
        def ask(ctx, endpoints, message):
            for endpoint in endpoints:
                sock = ctx.socket(zmq.REQ)
                sock.connect(endpoint)
                sock.send(message)
                answer = sock.recv() if sock.poll(1000) else None
                sock.close(linger=0)
                if answer is not None:
                    return answer
        """,
    "never given up": """
        def ask(ctx, endpoints, message):
            for endpoint in endpoints:
                with ctx.socket(zmq.REQ) as sock:
                    sock.connect(endpoint)
                    sock.send(message)
                    print(sock.recv())
        """,
    "once": """
        def ask(ctx, endpoint):
            with ctx.socket(zmq.REQ) as sock:
                sock.rcvtimeo = 1000
                sock.connect(endpoint)
                sock.send(b"")
                return sock.recv()
        """,
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_retry_that_keeps_a_descriptor_is_reported(name: str) -> None:
    assert reported(COSTLY[name]) == marked(COSTLY[name])


@pytest.mark.parametrize("name", CHEAP)
def test_a_retry_that_keeps_nothing_is_silent(name: str) -> None:
    assert reported(CHEAP[name]) == []


def test_the_message_says_what_it_keeps() -> None:
    [found] = findings(COSTLY["return in the loop"])
    assert found.args[1].endswith("without a LINGER, one that is given up keeps its descriptor")
