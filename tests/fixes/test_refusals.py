"""What must not be rewritten is not, and the reason is told by a code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import libcst_zmq
from fixes.mending import mend, mended, reasons
from libcst_zmq.reasons import REASONS

HANGS = """
    def send_all(endpoint, messages):
        ctx = zmq.Context()
        with ctx.socket(zmq.PUSH) as sock:
            sock.connect(endpoint)
            for message in messages:
                sock.send(message)
"""


def test_a_context_that_could_hang_is_only_offered() -> None:
    outcome = mend(HANGS).outcomes[0]
    assert (outcome.status, outcome.reason) == ("offered", "linger-unbounded")
    assert "with zmq.Context() as ctx" not in mended(HANGS)
    assert "with zmq.Context() as ctx" in mended(HANGS, unsafe=True)


@pytest.mark.parametrize("bound", ["sock.linger = 500", "sock.setsockopt(zmq.LINGER, 500)"])
def test_a_bounded_linger_makes_it_safe(bound: str) -> None:
    text = HANGS.replace("sock.connect", f"{bound}\n            sock.connect")
    assert [outcome.status for outcome in mend(text).outcomes] == ["fixed"]


def test_linger_zero_is_never_added() -> None:
    assert "linger" not in mended(HANGS, unsafe=True)


@pytest.mark.parametrize(
    "text",
    [
        "SOCK = zmq.Context.instance().socket(zmq.PUB)\nfor _ in range(3):\n    SOCK = zmq.Context().socket(zmq.PUB)\n",
        "class A:\n    for _ in range(3):\n        sock = zmq.Context.instance().socket(zmq.PUB)\n",
    ],
)
def test_names_of_modules_and_classes_stay(text: str) -> None:
    assert not [outcome for outcome in mend(text).outcomes if outcome.status == "fixed"]


def test_a_context_whose_socket_lives_on_is_left() -> None:
    text = """
        def make(box):
            ctx = zmq.Context()
            box.sock = ctx.socket(zmq.PUB)
            box.work()
            ctx.term()
    """
    assert "socket-outlives-context" in reasons(text)


def test_every_reason_that_is_given_is_explained() -> None:
    texts = [HANGS, HANGS.replace("ctx = zmq.Context()", "ctx = zmq.Context(); x = 1")]
    given = {outcome.reason for text in texts for outcome in mend(text).outcomes} - {""}
    assert given
    assert given <= REASONS.keys()


def test_the_documentation_lists_every_reason() -> None:
    text = (Path(__file__).parents[2] / "docs" / "fixes.md").read_text()
    assert re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", text, re.MULTILINE) == sorted(REASONS.items())


def test_every_reason_is_given_somewhere() -> None:
    sources = [path.read_text() for path in Path(libcst_zmq.__file__).parent.glob("*.py") if path.stem != "reasons"]
    assert [code for code in REASONS if not any(f'"{code}"' in source for source in sources)] == []


def test_what_comes_along_with_a_socket_and_is_none_gets_into_no_block() -> None:
    text = """
        def make(ctx):
            sock = ctx.socket(zmq.PUB)
            return sock, name()


        def use(ctx):
            sock, label = make(ctx)
            sock.bind(label)
            sock.close()
    """
    done = mended(text, unsafe=True)
    assert "    with sock:\n        sock.bind(label)\n" in done


def test_a_context_that_goes_away_with_its_socket_is_ended_if_that_fails() -> None:
    text = """
        def make(endpoint):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.PUB)
            sock.bind(endpoint)
            return ctx, sock
    """
    assert mended(text).endswith(
        """\
def make(endpoint):
    with ExitStack() as stack:
        ctx = stack.enter_context(zmq.Context())
        sock = stack.enter_context(ctx.socket(zmq.PUB))
        sock.bind(endpoint)
        stack.pop_all()
    return ctx, sock
"""
    )


def test_a_stack_gives_up_what_it_has_before_either_is_handed_over() -> None:
    text = """
        def connect(box, endpoint):
            ctx = zmq.Context()
            sock = ctx.socket(zmq.PULL)
            sock.connect(endpoint)
            box.ctx = ctx
            box.sock = sock
    """
    assert "        stack.pop_all()\n    box.ctx = ctx\n    box.sock = sock\n" in mended(text)


TWO_OF_ONE_CALL = """
        def make():
            return zmq.Context(), zmq.Context.instance().socket(zmq.PUB)


        def use():
            ctx, sock = make()
            {work}
            sock.close()
            ctx.term()
    """


def test_what_one_call_has_made_is_closed_by_one_block() -> None:
    done = mended(TWO_OF_ONE_CALL.format(work='sock.send(b"x")'), unsafe=True)
    assert done.endswith('    ctx, sock = make()\n    with ctx, sock:\n        sock.send(b"x")\n')


def test_the_context_is_outside_even_if_it_comes_second() -> None:
    text = TWO_OF_ONE_CALL.replace("zmq.Context(), zmq.Context.instance().socket(zmq.PUB)", "a_pair()")
    text = text.replace("return a_pair()", "ctx = zmq.Context()\n            return ctx.socket(zmq.PUB), ctx")
    text = text.replace("ctx, sock = make()", "sock, ctx = make()")
    assert "    with ctx, sock:\n" in mended(text.format(work='sock.send(b"x")'), unsafe=True)


def test_or_by_a_stack_if_a_name_gets_something_else() -> None:
    done = mended(TWO_OF_ONE_CALL.format(work='sock.send(b"x")\n            sock = sock.again()'), unsafe=True)
    assert "        stack.push(ctx)\n        stack.push(sock)\n" in done
