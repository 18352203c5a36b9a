"""What pyzmq's own helpers hold: authenticators, devices in threads, log handlers."""

from __future__ import annotations

from textwrap import dedent

import pytest

from errors.reporting import PRELUDE, marked
from pylint_zmq import shutdown
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings


def reported(code: str, min_version: tuple[int, int] = (24, 0)) -> list[tuple[int, str]]:
    names = ModuleNames(parse_text(PRELUDE + dedent(code), modname="mod"))
    found = shutdown.findings(names, Settings(min_version=min_version))
    return [(each.node.lineno, each.symbol) for each in found]


HELD = {
    "an authenticator that is never stopped": """
        from zmq.auth.thread import ThreadAuthenticator

        def serve():
            ctx = zmq.Context()
            auth = ThreadAuthenticator(ctx)
            auth.start()
            ctx.term()  # [zmq-term-with-open-socket]
        """,
    "an authenticator that is stopped too late": """
        from zmq.auth.thread import ThreadAuthenticator

        class Server:
            def __init__(self):
                self.ctx = zmq.Context()
                self.auth = ThreadAuthenticator(self.ctx)
                self.auth.start()

            def close(self):
                self.ctx.term()  # [zmq-term-with-open-socket]
                self.auth.stop()
        """,
    "a log handler for each request": """
        from zmq.log.handlers import PUBHandler

        def serve(queue):
            while True:
                job = queue.get()
                log = logging.getLogger(job)
                log.addHandler(PUBHandler("tcp://127.0.0.1:5558"))  # [zmq-unclosed-owner]
        """,
}

FREE = {
    "an authenticator that is stopped": """
        from zmq.auth.thread import ThreadAuthenticator

        class Server:
            def __init__(self):
                self.ctx = zmq.Context()
                self.auth = ThreadAuthenticator(self.ctx)
                self.auth.start()

            def close(self):
                self.auth.stop()
                self.ctx.term()
        """,
    "an authenticator that another method stops": """
        from zmq.auth.thread import ThreadAuthenticator

        class Server:
            def __init__(self):
                self.ctx = zmq.Context()
                self.auth = ThreadAuthenticator(self.ctx)
                self.auth.start()

            def stop(self):
                self.auth.stop()

            def close(self):
                self.stop()
                self.ctx.term()
        """,
    "an authenticator that is handed out": """
        from zmq.auth.thread import ThreadAuthenticator

        def protect(ctx):
            auth = ThreadAuthenticator(ctx)
            auth.start()
            return auth

        def serve():
            ctx = zmq.Context()
            auth = protect(ctx)
            ctx.term()
        """,
    "an authenticator that is not started yet": """
        from zmq.auth.thread import ThreadAuthenticator

        def serve(config):
            ctx = zmq.Context()
            auth = ThreadAuthenticator(ctx)
            if not config:
                ctx.term()
                return
            auth.start()
            auth.stop()
            ctx.term()
        """,
    "one log handler": """
        from zmq.log.handlers import PUBHandler

        def set_up():
            logging.getLogger().addHandler(PUBHandler("tcp://127.0.0.1:5558"))
        """,
    "a log handler of a socket that is borrowed": """
        from zmq.log.handlers import PUBHandler

        def serve(queue, sock):
            while True:
                logging.getLogger(queue.get()).addHandler(PUBHandler(sock))
        """,
}

DEVICE = """
    from zmq.devices import ThreadProxy

    def forward():
        device = ThreadProxy(zmq.PULL, zmq.PUSH)
        device.start()
        zmq.Context.instance().term()  # [zmq-term-with-open-socket]
    """


@pytest.mark.parametrize("name", HELD)
def test_what_a_helper_holds_is_reported(name: str) -> None:
    assert reported(HELD[name]) == marked(HELD[name])


@pytest.mark.parametrize("name", FREE)
def test_a_helper_in_order_is_silent(name: str) -> None:
    assert reported(FREE[name]) == []


def test_devices_held_their_context_before_pyzmq_24() -> None:
    assert reported(DEVICE, (23, 0)) == marked(DEVICE)
    assert reported(DEVICE) == []
