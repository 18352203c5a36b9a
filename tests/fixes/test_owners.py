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


def test_a_field_that_may_not_be_there_is_left() -> None:
    text = FORGOTTEN.replace("            self.two = ctx.socket(zmq.PUB)\n", "").replace(
        "        def close",
        "        def open(self, ctx):\n            self.two = ctx.socket(zmq.PUB)\n\n        def close",
    )
    assert [o.reason for o in mend(text, unsafe=True).outcomes] == ["may-be-unset"]


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
