"""Programs that a fix once broke, made as small as they go, and run before and after."""

from __future__ import annotations

import pytest

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
}


@pytest.mark.parametrize("unsafe", [False, True])
@pytest.mark.parametrize("text", PROGRAMS.values(), ids=PROGRAMS)
def test_it_does_the_same_as_before(text: str, unsafe: bool) -> None:
    verdict = prove(program(text), unsafe, most=60)
    assert verdict.found
    assert not verdict.broken, f"{verdict.broken}\n{verdict.mended}"
