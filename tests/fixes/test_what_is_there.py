"""Releases of fields that may not be there, methods that are no end, and comments that speak of what stands below."""

from __future__ import annotations

from fixes.mending import mend, mended

CLIENT = """
    class Client:
        def __init__(self):
            self.ctx = zmq.Context()
            self.sock = None

        def connect(self):
            if self.sock is not None:
                self.sock.close()
            self.open()

        def open(self):
            self.sock = self.ctx.socket(zmq.REQ)

    def announce():
        client = Client()
        client.connect()
        client.check()
"""


def test_a_method_that_opens_again_is_no_end() -> None:
    assert "finally" not in mended(CLIENT, unsafe=True)


LAZY = """
    class Lazy:
        def __init__(self, ctx):
            self.ctx = ctx
            self.open()

        @property
        def sock(self):
            if not hasattr(self, "_sock"):
                self._sock = self.ctx.socket(zmq.REQ)
            return self._sock

        def clear(self):
            if hasattr(self, "_sock"):
                del self._sock

        def close(self):
            {end}
"""


def test_a_field_that_the_class_looks_for_is_not_set_to_none() -> None:
    done = mended(LAZY.format(first="pass", end="self.ctx.count()"), unsafe=True)
    assert "self._sock = None" not in done


DELETED = """
    class Client:
        def __init__(self, ctx):
            self.sock = ctx.socket(zmq.REQ)

        def forget(self):
            del self.sock

        def close(self):
            self.sock.close()
"""


def test_what_can_be_deleted_is_there() -> None:
    assert "        self.sock.close()\n        del self.sock\n" in mended(DELETED, unsafe=True)


def test_a_release_by_its_property_is_one() -> None:
    outcomes = mend(LAZY.format(first="pass", end="self.sock.close()"), unsafe=True).outcomes
    assert "fixed" not in {o.status for o in outcomes if o.symbol.endswith("-attribute")}


LAZY_WITH_A_CONTEXT = """
    class Lazy:
        def __init__(self):
            self.ctx = zmq.Context()

        @property
        def sock(self):
            if not hasattr(self, "_sock"):
                self._sock = self.ctx.socket(zmq.SUB)
            return self._sock

        def close(self):
            self.sock.close()
            self.ctx.term()

    def ask():
        client = Lazy()
        client.sock.recv()
"""


def test_a_property_that_makes_what_is_missing_does_not_open_it_again() -> None:
    assert "    with closing(Lazy()) as client:\n" in mended(LAZY_WITH_A_CONTEXT, unsafe=True)


PLUGIN = """
    class Plugin:
        def __init__(self, work):
            self.work = work
            self.ctx = zmq.Context()
            self.sock = self.ctx.socket(zmq.SUB)

        def start(self):
            self.log = open(self.work.path)
            while self.work:
                self.work.pop()()
            self.log.close()
            self.sock.close()
            self.ctx.term()
"""


GUARDED = """
    class Pair:
        def __init__(self, ctx):
            self.one = ctx.socket(zmq.PAIR)
            self.two = ctx.socket(zmq.PAIR)
            self.cache = {}

        def close(self):
            assert ready()
            while self.cache:
                self.cache.popitem()
            self.one.close()
            self.two.close()

    def f(ctx):
        pair = Pair(ctx)
        try:
            pair.work()
        finally:
            pair.close()
"""


def test_what_is_checked_first_stays_before_the_block() -> None:
    done = mended(GUARDED, unsafe=True)
    assert "        assert ready()\n        try:\n            while self.cache:\n" in done


def test_a_field_that_may_not_be_there_yet_is_tested_in_the_finally() -> None:
    done = mended(PLUGIN, unsafe=True)
    assert (
        "finally:\n            if self.log is not None:\n                self.log.close()\n            self.sock"
        in done
    )
    assert "self.log = None\n" in done


def test_a_close_that_a_comment_names_stays() -> None:
    done = mended("""
        def ask(ctx, server):
            sock = ctx.socket(zmq.REQ)
            sock.connect(server)
            try:
                return sock.recv()
            finally:
                # Without the sock.close() below, the server waits.
                server.count()
                sock.close()
    """)
    assert "with ctx.socket(zmq.REQ) as sock:" in done
    assert done.count("sock.close()") == 2


def test_a_stack_is_shared_by_a_context_and_the_socket_of_a_stream() -> None:
    done = mended(
        """
        async def serve(uri, loop, client):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.REP)
            sock.bind(uri)
            stream = zmq.eventloop.zmqstream.ZMQStream(sock, io_loop=loop)
            await client.connect()
            sock = client.socket
            client.check(sock)
        """,
        unsafe=True,
    )
    assert done.count("ExitStack()") == 1
    assert "ctx = stack.enter_context(zmq.Context())" in done


SERVING = """
    class Server:
        def __init__(self, ctx):
            self.sock = ctx.socket(zmq.REP)

        def serve(self):
            while self.wanted():
                self.answer()
            self.sock.close()

    def prepare(ctx):
        server = Server(ctx)
        server.check()
"""


def test_a_method_that_serves_until_its_end_is_not_called_for_that() -> None:
    assert "server.serve()" not in mended(SERVING, unsafe=True)


RESTARTED = """
    class Client:
        def __init__(self, server):
            self.ctx = zmq.Context()
            self.server = server
            self.open()

        def open(self):
            self.sock = self.ctx.socket(zmq.REQ)

        def restart(self):
            self.sock.close()
            self.open()
"""


def test_what_closes_to_open_again_is_no_place_for_a_sibling() -> None:
    done = mended(RESTARTED, unsafe=True)
    assert "self.sock.close()\n        self.open()" in done
    # A context is not ended where nothing closes its socket.
    assert "term" not in done


def test_a_private_method_is_not_called_from_outside() -> None:
    private = "self._close_all()\n\n        def _close_all(self):\n            self.sock.close()"
    text = SERVING.replace("self.sock.close()", private)
    assert "server._close_all()" not in mended(text, unsafe=True)
