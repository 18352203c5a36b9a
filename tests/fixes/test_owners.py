"""Unsafe fixes: fields that a class forgets, classes without a release method, instances that nobody releases."""

from __future__ import annotations

import pytest

from fixes.mending import mend, mended

MANAGED = "    def __enter__(self):\n        return self\n\n    def __exit__(self, *exc):\n        self.close()\n"
FORGOTTEN = """
    class Client:
        def __init__(self, ctx):
            self.one = ctx.socket(zmq.PUB)
            self.two = ctx.socket(zmq.PUB)
            self.ctx = zmq.Context()

        def close(self):
            self.one.close()
            self.ctx.term()
"""


def test_a_forgotten_field_is_closed_beside_its_siblings_in_reverse_order() -> None:
    assert "        self.two.close()\n        self.one.close()\n        self.ctx.term()\n" in mended(
        FORGOTTEN, unsafe=True
    )


def test_it_is_only_offered_unasked() -> None:
    outcome = mend(FORGOTTEN).outcomes[0]
    assert (outcome.status, outcome.reason) == ("offered", "closed-for-users")
    assert mend(FORGOTTEN).source.count(b"close()") == 1


def test_a_field_that_may_be_none_is_tested_first() -> None:
    text = FORGOTTEN.replace(
        "self.two = ctx.socket(zmq.PUB)\n            self.ctx = zmq.Context()",
        "self.two = None\n            self.ctx = zmq.Context()\n\n"
        "        def open(self, ctx):\n            self.two = ctx.socket(zmq.PUB)",
    )
    assert "        if self.two is not None:\n            self.two.close()\n" in mended(text, unsafe=True)


def test_a_field_that_may_not_be_there_is_none_at_first() -> None:
    text = FORGOTTEN.replace("            self.two = ctx.socket(zmq.PUB)\n", "").replace(
        "        def close",
        "        def open(self, ctx):\n            self.two = ctx.socket(zmq.PUB)\n\n        def close",
    )
    done = mended(text, unsafe=True)
    assert "    def __init__(self, ctx):\n        self.two = None\n" in done
    assert "        if self.two is not None:\n            self.two.close()\n" in done


def test_without_a_constructor_a_field_that_may_not_be_there_is_left() -> None:
    text = """
        class Client:
            def open(self, ctx):
                self.one = ctx.socket(zmq.PUB)
    """
    assert [o.reason for o in mend(text, unsafe=True).outcomes] == ["may-be-unset"]


@pytest.mark.parametrize(
    ("made", "lines"),
    [
        ("self.all = [ctx.socket(zmq.PUB) for _ in range(3)]", "for socket in self.all:\n            socket.close()"),
        ("self.all = {n: ctx.socket(zmq.PUB) for n in 'ab'}", "for socket in self.all.values():\n            socket"),
    ],
)
def test_what_a_field_holds_is_closed_one_by_one(made: str, lines: str) -> None:
    text = f"class Client:\n    def __init__(self, ctx):\n        {made}\n"
    assert f"    def close(self):\n        {lines}" in mended(text, unsafe=True)


def test_a_close_that_closes_nothing_gets_it() -> None:
    text = FORGOTTEN.replace("            self.one.close()\n            self.ctx.term()\n", "            print(1)\n")
    text = text.replace("            self.one = ctx.socket(zmq.PUB)\n", "").replace(
        "            self.ctx = zmq.Context()\n", ""
    )
    assert mended(text, unsafe=True).endswith("    def close(self):\n        print(1)\n        self.two.close()\n")


def test_a_class_of_unknown_bases_gets_no_methods() -> None:
    text = """
        from elsewhere import Unknown


        class Client(Unknown):
            def __init__(self, ctx):
                self.one = ctx.socket(zmq.PUB)
    """
    assert [o.reason for o in mend(text, unsafe=True).outcomes] == ["has-bases"]


def test_new_methods_are_typed_and_documented_as_the_others() -> None:
    text = """
        import functools


        class Client:
            def __init__(self, ctx: zmq.Context) -> None:
                \"\"\"Connect.\"\"\"
                self.one = ctx.socket(zmq.PUB)

            @functools.cache
            def name(self) -> str:
                \"\"\"Return the name.\"\"\"
                return "x"
    """
    done = mended(text, unsafe=True)
    assert '    def __enter__(self) -> "Client":\n        """Return the object' in done
    assert "    def __exit__(self, *exc_info: object) -> None:\n" in done


OVERWRITTEN = """
    class Client:
        def __init__(self, ctx):
            self.ctx = ctx
            self.sock = ctx.socket(zmq.REQ)

        def reset(self):
            self.sock = self.ctx.socket(zmq.REQ)

        def close(self):
            self.sock.close()
"""


def test_a_field_is_closed_before_it_is_overwritten() -> None:
    expected = "    def reset(self):\n        self.sock.close()\n        self.sock = self.ctx.socket(zmq.REQ)\n"
    assert expected in mended(OVERWRITTEN, unsafe=True)
    assert {o.status for o in mend(OVERWRITTEN).outcomes} == {"offered"}


def test_a_release_that_an_exception_skips_goes_into_a_finally() -> None:
    text = """
        class Plugin:
            def __init__(self, work):
                self.work = work
                self.ctx = zmq.Context()
                self.sock = self.ctx.socket(zmq.SUB)

            def start(self):
                while self.work:
                    self.work.pop()()

                self.sock.close()
                self.ctx.term()
    """
    done = mended(text, unsafe=True)
    assert "        try:\n            while self.work:\n                self.work.pop()()\n" in done
    assert done.endswith("        finally:\n            self.sock.close()\n            self.ctx.term()\n")
    assert done.count("self.sock.close()") == 1


INIT = frozenset({"zmq-unclosed-socket-on-init-error"})


def test_a_constructor_of_several_sockets_collects_them() -> None:
    text = """
        class Relay:
            def __init__(self, ctx, a, b):
                self.a = ctx.socket(zmq.PULL)
                self.a.bind(a)
                self.b = ctx.socket(zmq.PUSH)
                self.b.bind(b)

            def close(self):
                self.b.close()
                self.a.close()
    """
    assert """
    def __init__(self, ctx, a, b):
        with ExitStack() as stack:
            self.a = stack.enter_context(ctx.socket(zmq.PULL))
            self.a.bind(a)
            self.b = stack.enter_context(ctx.socket(zmq.PUSH))
            self.b.bind(b)
            stack.pop_all()
""" in mended(text, unsafe=True, symbols=INIT)


def test_a_single_socket_is_closed_by_a_handler_round_what_can_raise() -> None:
    text = """
        class Sender:
            def __init__(self, endpoint):
                self.ctx = zmq.Context()
                self.sock = self.ctx.socket(zmq.PUSH)
                self.sock.connect(endpoint)
                self.endpoint = endpoint

            def close(self):
                self.sock.close()
                self.ctx.term()
    """
    handled = "            self.sock.close()\n            raise\n        self.endpoint = endpoint\n"
    assert handled in mended(text, unsafe=True, symbols=INIT)


def test_so_is_one_whose_type_is_written_down() -> None:
    text = """
        class Sender:
            def __init__(self, ctx, endpoint):
                self.sock: zmq.Socket = ctx.socket(zmq.PUSH)
                self.sock.connect(endpoint)

            def close(self):
                self.sock.close()
    """
    assert "except BaseException:\n            self.sock.close()\n" in mended(text, unsafe=True, symbols=INIT)


def test_a_class_without_a_release_method_gets_one() -> None:
    text = """
        class Client:
            def __init__(self, ctx):
                self.one = ctx.socket(zmq.PUB)
                self.two = ctx.socket(zmq.PUB)
    """
    assert mended(text, unsafe=True).endswith(
        """
    def close(self):
        self.two.close()
        self.one.close()

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()
"""
    )


@pytest.mark.parametrize(
    ("methods", "head"),
    [
        ("", "with closing(Client(ctx)) as client:"),
        (MANAGED, "with Client(ctx) as client:"),
    ],
)
def test_an_instance_goes_into_a_block(methods: str, head: str) -> None:
    text = f"""\
class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUB)

    def close(self):
        self.sock.close()

    def send(self):
        self.sock.send(b"x")

{methods}

def announce(ctx):
    client = Client(ctx)
    client.send()
    client.close()
"""
    done = mended(text, unsafe=True)
    assert f"    {head}\n        client.send()\n" in done
    assert done.rstrip().endswith("client.send()")


STOPPED = """\
class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUB)

    {stop}
        self.sock.close()

    def send(self):
        self.sock.send(b"x")


{define} announce(ctx):
    client = Client(ctx)
    client.send()
    {call}
"""


@pytest.mark.parametrize(
    ("stop", "define", "call"),
    [("def stop(self):", "def", "client.stop()"), ("async def stop(self):", "async def", "await client.stop()")],
)
def test_a_release_method_of_another_name_is_called_in_a_finally(stop: str, define: str, call: str) -> None:
    done = mended(STOPPED.format(stop=stop, define=define, call=call), unsafe=True)
    assert done.endswith(f"    client = Client(ctx)\n    try:\n        client.send()\n    finally:\n        {call}\n")


def test_a_coroutine_cannot_release_in_a_plain_function() -> None:
    text = STOPPED.format(stop="async def stop(self):", define="def", call="client.send()")
    assert [o.reason for o in mend(text, unsafe=True).outcomes] == ["release-is-awaited"]


def test_no_release_method_is_called_twice() -> None:
    text = STOPPED.format(stop="def stop(self):", define="def", call="if ctx.ready():\n        client.stop()")
    text = text.replace("    if ctx.ready()", "    if ctx.ready()", 1) + "    client.send()\n"
    assert [o.reason for o in mend(text, unsafe=True).outcomes] == ["released-twice"]


def test_a_release_in_a_block_at_the_end_counts_as_well() -> None:
    text = STOPPED.format(stop="def stop(self):", define="def", call="with ctx.lock:\n        client.stop()")
    assert mended(text, unsafe=True).count("client.stop()") == 1


def test_a_class_whose_with_does_more_is_not_entered() -> None:
    text = STOPPED.format(stop="def close(self):", define="def", call="client.close()")
    enter = "    def __enter__(self):\n        self.send()\n        return self\n\n"
    more = enter + "    def __exit__(self, *exc):\n        self.close()\n\n    def send"
    assert "with closing(Client(ctx)) as client:" in mended(text.replace("    def send", more), unsafe=True)
