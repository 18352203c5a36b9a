"""What the map knows about each socket and context."""

from __future__ import annotations

from pathlib import Path

import pytest

from map.drawing import drawn, only
from pylint_zmq.settings import Settings
from zmqlint.map.records import Creation
from zmqlint.map.wording import Aspect, Tone, statements


def told(creation: Creation, aspect: Aspect) -> list[str]:
    return [each.text for each in statements(creation, aspect, "/")]


CLOSED = {
    "with ctx.socket(zmq.PUSH) as sock:\n        sock.send(b'')": ["with, work(), line 6"],
    "sock = ctx.socket(zmq.PUSH)\n    sock.close()": ["close(), work(), line 7"],
    "sock = ctx.socket(zmq.PUSH)\n    shut(sock)": ["close(), shut(), line 4"],
    "own = zmq.Context()\n    sock = own.socket(zmq.PUSH)\n    own.destroy()": [
        "the end of its context, work(), line 8"
    ],
    "own = zmq.Context()\n    sock = own.socket(zmq.PUSH)\n    own.term()": ["nobody in sight"],
    "sock = ctx.socket(zmq.PUSH)\n    stack.enter_context(sock)": ["with, work(), line 7"],
    "sock = ctx.socket(zmq.PUSH)\n    stream = ZMQStream(sock)\n    stream.close()": ["close(), work(), line 8"],
    "return ctx.socket(zmq.PUSH)": ["handed over to code that is not seen"],
    "ctx.socket(zmq.PUSH).connect('inproc://x')": ["nobody in sight"],
}


@pytest.mark.parametrize("body", CLOSED)
def test_who_closes_it(body: str, tmp_path: Path) -> None:
    head = "import zmq\nfrom zmq.eventloop.zmqstream import ZMQStream\ndef shut(it):\n    it.close()\n"
    code = f"{head}def work(ctx, stack):\n    {body}\n"
    assert told(only(drawn(tmp_path, {"code.py": code})), Aspect.CLOSED) == CLOSED[body]


def test_a_field_is_closed_by_the_methods_that_the_analysis_knows(tmp_path: Path) -> None:
    code = """
        import zmq

        class Client:
            def __init__(self, ctx):
                self.sock = ctx.socket(zmq.PUSH)

            def stop(self):
                for name in ("sock",):
                    getattr(self, name).close()

            def shut(self):
                sock, self.sock = self.sock, None
                sock.close()
        """
    (found,) = told(only(drawn(tmp_path, {"code.py": code})), Aspect.CLOSED)
    assert found.startswith("close(), Client.shut(), line ")


def test_the_main_code_of_a_process_ends_with_it(tmp_path: Path) -> None:
    code = "import zmq\nsock = zmq.Context.instance().socket(zmq.SUB)\nwhile True:\n    sock.recv()\n"
    found = only(drawn(tmp_path, {"code.py": code}))
    assert told(found, Aspect.CLOSED) == ["the end of the process"]
    assert found.threads == ("main",)


def test_options_of_the_socket_and_of_its_context(tmp_path: Path) -> None:
    code = """
        import zmq
        SECOND = 1000

        def work(timeout):
            with zmq.Context(4) as ctx:
                ctx.linger = 0
                ctx.set(zmq.MAX_SOCKETS, 2048)
                with ctx.socket(zmq.DEALER) as sock:
                    sock.setsockopt(zmq.RCVTIMEO, 5 * SECOND)
                    sock.sndhwm = 10
                    sock.set(zmq.SNDTIMEO, timeout)
                    sock.send(b"x")
                    sock.recv()
        """
    context, sock = drawn(tmp_path, {"code.py": code}).creations
    assert told(context, Aspect.LIMITS) == ["MAX_SOCKETS 2048", "IO_THREADS 4"]
    assert told(sock, Aspect.TIMEOUTS) == ["receive 5000 ms", "send {timeout} ms"]
    assert told(sock, Aspect.LINGER) == ["0 ms"]
    assert told(sock, Aspect.LIMITS) == ["SNDHWM 10"]
    assert sock.context == context.number


def test_what_is_not_set_is_told(tmp_path: Path) -> None:
    code = """
        import zmq

        def work(ctx):
            with ctx.socket(zmq.PUSH) as sock:
                sock.send(b"x")
        """
    found = only(drawn(tmp_path, {"code.py": code}))
    (linger,) = statements(found, Aspect.LINGER, "/")
    assert (linger.text, linger.tone) == ("not set: waits for ever", Tone.NOTE)
    (timeout,) = statements(found, Aspect.TIMEOUTS, "/")
    assert (timeout.text, timeout.tone) == ("send none", Tone.QUIET)


def test_linger_may_be_given_with_the_close(tmp_path: Path) -> None:
    code = "import zmq\ndef work(ctx):\n    sock = ctx.socket(zmq.PUSH)\n    sock.close(linger=100)\n"
    assert told(only(drawn(tmp_path, {"code.py": code})), Aspect.LINGER) == ["100 ms"]


def test_which_thread_makes_and_uses_it(tmp_path: Path) -> None:
    code = """
        import threading
        import zmq

        class Reader(threading.Thread):
            def __init__(self, ctx):
                super().__init__()
                self.sock = ctx.socket(zmq.PULL)

            def run(self):
                self.sock.recv()
                self.sock.close()

        def pump(ctx):
            with ctx.socket(zmq.PUSH) as sock:
                sock.send(b"x")

        async def serve(ctx):
            with ctx.socket(zmq.REP) as sock:
                await sock.recv()

        def helper(ctx):
            return ctx.socket(zmq.PUB)

        def main():
            ctx = zmq.Context.instance()
            threading.Thread(target=pump, args=(ctx,)).start()
            Reader(ctx).start()
            helper(ctx).close()

        if __name__ == "__main__":
            main()
        """
    threads = {each.kind: each.threads for each in drawn(tmp_path, {"code.py": code}).creations}
    assert threads == {
        "PULL": ("main", "thread Reader.run"),
        "PUSH": ("thread pump",),
        "REP": ("event loop",),
        "PUB": ("main",),
    }


def test_decorators_factories_and_flavours(tmp_path: Path) -> None:
    code = """
        import zmq
        import zmq.asyncio
        from zmq.decorators import context, socket
        from tools import make

        @context()
        @socket(zmq.PUSH)
        def work(ctx, sender):
            sender.connect("tcp://localhost:1")

        def own():
            sock = make()
            sock.connect("tcp://localhost:2")

        async def later():
            with zmq.asyncio.Context() as ctx, ctx.socket(zmq.SUB) as sub:
                await sub.recv()
        """
    whole = drawn(tmp_path, {"code.py": code}, Settings(socket_factories=frozenset({"tools.make"})))
    assert [(each.kind, each.flavour, each.owner, len(each.attachments)) for each in whole.creations] == [
        ("context", "", "work(): ctx", 0),
        ("PUSH", "", "work(): sender", 1),
        ("?", "", "own(): sock", 1),
        ("context", "asyncio", "later(): ctx", 0),
        ("SUB", "asyncio", "later(): sub", 0),
    ]


MADE = """
    import zmq

    def make(ctx, kind, address, *, linger=0):
        sock = ctx.socket(kind)
        sock.linger = linger
        sock.connect(address)
        return sock
    """
USED = """
    import zmq
    from app.made import make

    class Client:
        def __init__(self, ctx):
            self.requests = make(ctx, zmq.REQ, "tcp://localhost:1")
            self.events = self._subscribed(ctx, "tcp://localhost:2")

        def _subscribed(self, ctx, address):
            return make(ctx, zmq.SUB, address, linger=7)

        def close(self):
            self.requests.close()
            self.events.close()

    def own(ctx):
        ctx.socket(zmq.PULL).close()
    """


def test_what_a_function_makes_for_its_callers_is_told_at_each_call(tmp_path: Path) -> None:
    files = {"app/__init__.py": "", "app/made.py": MADE, "app/used.py": USED}
    whole = drawn(tmp_path, files)
    assert [
        (each.owner, each.kind, [a.endpoint for a in each.attachments], told(each, Aspect.LINGER), len(each.releases))
        for each in whole.creations
    ] == [
        ("Client.requests", "REQ", ["tcp://localhost:1"], ["0 ms"], 1),
        ("Client.events", "SUB", ["tcp://localhost:2"], ["7 ms"], 1),
        ("own(): (unnamed)", "PULL", [], ["not set"], 1),
    ]


def test_a_maker_binds_or_connects_as_its_caller_says(tmp_path: Path) -> None:
    code = """
        import zmq

        def make(ctx, kind, address, bind=None, server=False):
            sock = ctx.socket(kind)
            if bind is None:
                bind = kind not in (zmq.PUSH, zmq.SUB)
            if bind:
                sock.bind(address)
            elif not server:
                sock.connect(address)
            return sock

        def work(ctx, flag):
            a = make(ctx, zmq.PUSH, "inproc://a")
            b = make(ctx, zmq.PULL, "inproc://b")
            c = make(ctx, zmq.PULL, "inproc://c", bind=False)
            d = make(ctx, zmq.PUSH, "inproc://d", bind=False, server=True)
            e = make(ctx, zmq.PUSH, "inproc://e", bind=flag)
            return a, b, c, d, e
        """
    found = {each.owner[-1]: {a.action for a in each.attachments} for each in drawn(tmp_path, {"m.py": code}).creations}
    assert found == {"a": {"connect"}, "b": {"bind"}, "c": {"connect"}, "d": set(), "e": {"bind", "connect"}}


def test_who_asks_for_the_maker_gets_what_it_makes_and_nothing_else_of_other_files(tmp_path: Path) -> None:
    files = {"app/__init__.py": "", "app/made.py": MADE, "app/used.py": USED}
    whole = drawn(tmp_path, files, asked=["app/made.py"])
    assert [each.owner for each in whole.creations] == ["Client.requests", "Client.events"]


def test_a_call_that_gives_several_things_is_not_told_apart(tmp_path: Path) -> None:
    code = """
        import zmq

        def make():
            ctx = zmq.Context()
            return ctx, ctx.socket(zmq.PUSH)

        def work():
            ctx, sock = make()
            sock.close()
            ctx.term()
        """
    whole = drawn(tmp_path, {"code.py": code})
    assert [(each.kind, each.place.line, [r.how for r in each.releases]) for each in whole.creations] == [
        ("context", 5, ["term"]),
        ("PUSH", 6, ["close"]),
    ]
