"""Programs that a fix once broke, made as small as they go, and run before and after."""

from __future__ import annotations

import pytest

from fixes.mending import mended
from fixes.proof import prove
from oracle.marked import program

PROGRAMS = {
    "a close that is behind the block needs the name": """
        def f(ctx):
            t = ctx.socket(zmq.REQ)
            work()
            t.close()
            t.close()
    """,
    "a test that guards a close may call something": """
        def f(ctx):
            t = ctx.socket(zmq.PULL)
            work()
            if t and cond():
                t.close()
            t.close()
    """,
    "a function that closes it is given away": """
        def f(ctx):
            t = ctx.socket(zmq.SUB)
            work()
            def g():
                t.close()
            keep(g)
            t = ctx.socket(zmq.DEALER)
            work()
    """,
    "what is given away is closed where the name is left": """
        def f(ctx):
            s = t = None
            s, t = t, s
            s, t = ctx.socket(zmq.PUSH), ctx.socket(zmq.REQ)
            while cond():
                box.sock = t
                work()
            t.close()
    """,
    "a function that closes it has been given away": """
        def f(ctx):
            with ctx.socket(zmq.PUSH) as s:
                for x in (1, 2):
                    def g():
                        s.close()
                    keep(g)
                else:
                    try:
                        s, t = ctx.socket(zmq.PULL), ctx.socket(zmq.REQ)
                    except Boom:
                        raise
                del registry["k"]
                t = s
            t.close()
    """,
    "a finally that does more than close runs no earlier": """
        def f(ctx):
            t = ctx.socket(zmq.PUSH)
            work()
            try:
                t.send(b"x")
            finally:
                t.close()
                fetch()
    """,
    "a finally that closes what others see runs no earlier": """
        def f(ctx):
            s = ctx.socket(zmq.SUB)
            try:
                t = ctx.socket(zmq.PUSH)
                work()
                try:
                    t.send(b"x")
                finally:
                    t.close()
                    s.close()
            except Exception:
                s.recv()
                s.close()
    """,
    "a function that was given away in the round before has it": """
        def f(ctx):
            while True:
                t = ctx.socket(zmq.PULL)
                with manager():
                    def g():
                        t.close()
                    keep(g)
                    t.bind("tcp://*:1")
                if cond():
                    break
    """,
    "so has one that reads the name of a manager": """
        def f(ctx):
            while True:
                with nullcontext(ctx.socket(zmq.DEALER)) as s:
                    if cond():
                        work()
                    elif cond():
                        def g():
                            s.close()
                        keep(g)
                    else:
                        s.close()
    """,
    "of two creations with one text, the one in a comprehension is given away": """
        def f(ctx, items):
            with ctx.socket(zmq.DEALER) as s:
                work()
            xs = [ctx.socket(zmq.DEALER) for _ in items]
            keep(xs)
    """,
    "del needs the name": """
        def make(ctx):
            return ctx.socket(zmq.PUSH)

        def f(ctx):
            t = make(ctx)
            a, *b = parts()
            del t
    """,
    "what is used behind the end of its context stays open until then": """
        def f():
            c = zmq.Context()
            s = t = c.socket(zmq.DEALER)
            c.term()
            keep(t)
            s.close()
    """,
    "a name has given something else away before": """
        def f(ctx):
            t = ctx.socket(zmq.SUB)
            try:
                work()
                keep(t)
            finally:
                t = ctx.socket(zmq.PULL)
            keep(late=t)
    """,
    "who makes it may have kept it": """
        def make(ctx):
            s = ctx.socket(zmq.PUSH)
            if cond():
                box.s = s
            return s

        def f(ctx):
            s = make(ctx)
            s.send(b"x")
            work()
    """,
    "who makes it may give what others have": """
        def make(ctx):
            if cond():
                return registry["k"]
            return ctx.socket(zmq.PUSH)

        def f(ctx):
            s = make(ctx)
            work()
            s.send(b"x")
    """,
    "a function that is called somewhere gives it away": """
        def run(g):
            g()

        def f(ctx):
            s = ctx.socket(zmq.PUSH)
            work()
            run(lambda: keep(s))
            work()
    """,
    "a socket tells its context": """
        def f(ctx):
            c = zmq.Context()
            s = c.socket(zmq.PUB)
            work()
            keep(s.context)
            work()
            s.close()
            c.term()
    """,
    "what is returned early is on no stack": """
        def f():
            c = zmq.Context()
            if cond():
                return c
            s = c.socket(zmq.PULL)
            s.connect("tcp://a:1")
            work()
            box.c = c
            box.s = s
    """,
    "of two that one call has made, one goes away": """
        def make():
            c = zmq.Context()
            return c, c.socket(zmq.PUB)

        def f():
            c, s = make()
            work()
            if cond():
                return s
            s.close()
            c.term()
    """,
    "of two that one call has made, one is handed over": """
        def make():
            c = zmq.Context()
            return c.socket(zmq.PUB), c

        def f():
            s, c = make()
            work()
            keep(s)
            work()
            c.destroy()
    """,
    "a later round hands it over in another way": """
        def other(s):
            box.sock = s

        def f(ctx, items):
            first = True
            for x in items:
                s = ctx.socket(zmq.PUSH)
                work()
                if first:
                    first = False
                    keep(s)
                elif cond():
                    other(s)
                else:
                    s.close()
    """,
}


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_it_does_the_same_as_before(text: str, unsafe: bool) -> None:
    verdict = prove(program(text), unsafe, most=60)
    assert verdict.found
    assert not verdict.broken, f"{verdict.broken}\n{verdict.mended}"


def test_a_comment_above_a_gap_is_kept() -> None:
    done = mended("""
        def f(ctx):
            s = ctx.socket(zmq.PUB)
            s.send(b"x")

            # All is said.

            s.close()
            return 1
    """)
    assert "        # All is said.\n\n        s.close()\n" in done


def test_the_gap_above_a_close_stays_behind_the_block() -> None:
    done = mended("""
        def f(ctx):
            s = ctx.socket(zmq.PUB)
            s.send(b"x")

            s.close()
            work()
            return 1
    """)
    assert done.endswith('        s.send(b"x")\n\n    work()\n    return 1\n')


def test_a_heading_above_stays_outside_the_block() -> None:
    done = mended("""
        def f(ctx, wanted):
            work()

            ### Queues ###

            # the first
            s = ctx.socket(zmq.PUB) if wanted else None
            work()
    """)
    assert "    ### Queues ###\n\n    with ExitStack() as stack:\n        # the first\n        s = stack." in done


def test_a_field_that_one_branch_sets_to_none_may_not_be_there_in_the_other() -> None:
    done = mended(
        """
        class Connector:
            def __init__(self, ctx, wanted):
                if wanted:
                    self.sock = ctx.socket(zmq.PUB)
                elif wanted is None:
                    self.sock = None
                self.other = ctx.socket(zmq.PUB)

            def close(self):
                self.other.close()
    """,
        unsafe=True,
    )
    assert "    def __init__(self, ctx, wanted):\n        self.sock = None\n" in done
    assert "        if self.sock is not None:\n            self.sock.close()\n" in done


SERVED = """
    def f(ctx, port, client):
        {made}
        server.bind(port)
        client.connect(port)
        try:
            assert client.ask() == 1
        finally:
            client.close()
            {closed}
"""


@pytest.mark.parametrize(
    ("made", "closed", "head"),
    [
        ("server = ctx.socket(zmq.REP)", "print(1)", "with ctx.socket(zmq.REP) as server:"),
        ("ctx = zmq.Context()\n        server = ctx.socket(zmq.REP)", "server.close()", "with zmq.Context() as ctx"),
    ],
)
def test_a_socket_that_serves_others_stays_open_as_long_as_it_did(made: str, closed: str, head: str) -> None:
    lines = mended(SERVED.format(made=made, closed=closed)).splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip().startswith(head))
    assert all(line.startswith("        ") for line in lines[at + 1 :])
