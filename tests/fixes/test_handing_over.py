"""A socket that may be lost while it is handed over: asked for, it is closed when what takes it over raises."""

from __future__ import annotations

from fixes.mending import mend, mended
from fixes.proof import prove
from oracle.marked import program

REGISTERED = """
    class Agent:
        def attach(self, address, handler):
            sock = self.ctx.socket(zmq.PUSH)
            sock.connect(address)
            self.register(sock, handler)
            self.count()
            return address

        def register(self, sock, handler):
            self.check(handler)
            self.socks.append(sock)

        def close(self):
            for sock in self.socks:
                sock.close()
"""


def test_what_hands_it_over_is_guarded_as_well() -> None:
    lines = mended(REGISTERED, unsafe=True).splitlines()
    start = lines.index("        try:")
    assert [line.strip() for line in lines[start : start + 7]] == [
        "try:",
        "sock.connect(address)",
        "self.register(sock, handler)",
        "except BaseException:",
        "sock.close()",
        "raise",
        "self.count()",
    ]


def test_it_is_only_offered_unasked() -> None:
    outcome = mend(REGISTERED).outcomes[0]
    assert (outcome.status, outcome.reason) == ("offered", "closed-on-error")
    assert "except" not in mended(REGISTERED)


def test_what_surely_takes_it_over_ends_the_guard() -> None:
    text = REGISTERED.replace("self.register(sock, handler)\n            self.count()", "self.add(sock)")
    assert "            sock.connect(address)\n        except BaseException:" in mended(text)


GIVEN = """
    def register(sock):
        work()
        box.sock = sock
        work()

    def f(ctx):
        s = ctx.socket(zmq.PUSH)
        register(s)
        {then}
"""


def test_the_program_does_the_same_until_it_raises() -> None:
    verdict = prove(program(GIVEN.format(then="return 1")), unsafe=True)
    assert verdict.plans == {"factory": 1}
    assert verdict.revoked
    assert not verdict.broken


def test_a_handler_that_goes_on_with_it_keeps_it() -> None:
    used = """
        def register(sock):
            work()
            box.sock = sock
            work()

        def f(ctx):
            s = None
            try:
                s = ctx.socket(zmq.PUSH)
                register(s)
            except Exception:
                if s is not None:
                    s.send(b"x")
            work()
    """
    verdict = prove(program(used), unsafe=True)
    assert not verdict.revoked
    assert not verdict.broken


SHARED_OUT = """
    def f(ctx, items):
        s = ctx.socket(zmq.PUSH)
        work()
        kept = [keep(s) for _ in items]
        work()
        try:
            s.recv()
        except Boom:
            work()
        finally:
            s.close()
        return 1
"""


def test_what_is_closed_in_the_end_is_closed_by_a_block_though_others_have_it() -> None:
    verdict = prove(program(SHARED_OUT), unsafe=True)
    assert verdict.plans == {"with": 1}
    assert not verdict.broken
    assert "s.close()" not in verdict.mended


def test_what_is_not_closed_on_every_way_is_left_to_the_others() -> None:
    text = SHARED_OUT.replace("work()\n        try", "if work():\n            return 0\n        try")
    verdict = prove(program(text), unsafe=True)
    assert "with" not in verdict.plans
    assert not verdict.broken


def test_that_is_only_offered_unasked() -> None:
    assert [(o.status, o.reason) for o in mend(SHARED_OUT).outcomes] == [("offered", "closed-on-error")]


SENT = """
    def f(ctx):
        s = ctx.socket(zmq.PUSH)
        s.connect("tcp://a:1")
        work()
        keep(s)
        s.close()
"""


def test_asked_for_a_block_guards_all_of_it() -> None:
    assert prove(program(SENT), unsafe=False).plans == {"factory": 1}
    verdict = prove(program(SENT), unsafe=True)
    assert verdict.plans == {"with": 1}
    assert not verdict.broken
