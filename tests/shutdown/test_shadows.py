"""Sockets of a shadow hold the context that it is one of, and destroy() does not close them."""

from __future__ import annotations

import pytest

from errors.reporting import marked
from shutdown.test_linger import reported

HELD = {
    "shadow": """
        def serve():
            ctx = zmq.Context()
            sock = zmq.Context.shadow(ctx).socket(zmq.PULL)
            ctx.destroy()  # [zmq-term-with-open-socket]
        """,
    "by address": """
        def serve():
            ctx = zmq.Context()
            shadow = zmq.Context.shadow(ctx.underlying)
            sock = shadow.socket(zmq.PULL)
            ctx.term()  # [zmq-term-with-open-socket]
            sock.close()
        """,
    "asynchronous over synchronous": """
        import zmq.asyncio

        class Server:
            def __init__(self):
                self.ctx = zmq.Context()
                self.actx = zmq.asyncio.Context(self.ctx)
                self.sock = self.actx.socket(zmq.PULL)

            def close(self):
                self.ctx.destroy(linger=0)  # [zmq-term-with-open-socket]
                self.sock.close()
        """,
}

FREE = {
    "closed before": """
        def serve():
            ctx = zmq.Context()
            sock = zmq.Context.shadow(ctx).socket(zmq.PULL)
            sock.close()
            ctx.destroy()
        """,
    "managed": """
        def serve():
            ctx = zmq.Context()
            with zmq.Context.shadow(ctx).socket(zmq.PULL) as sock:
                sock.recv()
            ctx.destroy()
        """,
    "closed elsewhere": """
        class Server:
            def __init__(self):
                self.ctx = zmq.Context()
                self.sock = zmq.Context(self.ctx).socket(zmq.PULL)

            def stop(self):
                self.sock.close()

            def close(self):
                self.stop()
                self.ctx.destroy()
        """,
    "another context": """
        def serve(other):
            ctx = zmq.Context()
            sock = zmq.Context.shadow(other).socket(zmq.PULL)
            ctx.destroy()
            sock.close()
        """,
}


@pytest.mark.parametrize("name", HELD)
def test_an_open_socket_of_a_shadow_is_reported(name: str) -> None:
    assert reported(HELD[name]) == marked(HELD[name])


@pytest.mark.parametrize("name", FREE)
def test_a_closed_one_is_silent(name: str) -> None:
    assert reported(FREE[name]) == []
