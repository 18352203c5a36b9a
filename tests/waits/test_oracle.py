"""Random programs, run every way there is, tell which waits are unbounded; the analysis has to say the same."""

from __future__ import annotations

import pytest

from waits.grammar import Grammar
from waits.linting import found_in, places
from waits.standin import truth

WAITING = {"zmq-recv-without-timeout", "zmq-serving-without-timeout"}
#: Programs in a part, and how many parts.
SIZE = 40
PARTS = 6


def said(code: str) -> set[int]:
    return {line for line, symbol in places(found_in(code)) if symbol in WAITING}


@pytest.mark.parametrize("part", range(PARTS))
def test_a_wait_that_some_run_finds_unbounded_is_reported(part: int) -> None:
    missed = {}
    for seed in range(part * SIZE, (part + 1) * SIZE):
        code = Grammar(seed).program()
        unbounded, _ = truth(code)
        if unbounded - said(code):
            missed[seed] = unbounded - said(code)
    assert missed == {}


def test_what_is_reported_is_unbounded_in_some_run() -> None:
    false = reported = 0
    for seed in range(SIZE * PARTS, SIZE * PARTS + 4 * SIZE):
        code = Grammar(seed).program()
        unbounded, is_complete = truth(code)
        if is_complete:
            reported += len(said(code))
            false += len(said(code) - unbounded)
    assert reported > SIZE
    assert false == 0


def test_the_stand_in_tells_bounded_calls_from_unbounded_ones() -> None:
    code = (
        "def run(ctx):\n"
        "    a = ctx.socket(zmq.DEALER)\n"
        "    if cond():\n"
        "        a.rcvtimeo = 100\n"
        "    a.recv_multipart()\n"
        "    a.rcvtimeo = 100\n"
        "    a.recv_multipart()\n"
        "    a.recv_multipart(zmq.NOBLOCK)\n"
    )
    assert truth(code) == ({5}, True)


def test_a_poll_speaks_of_one_message() -> None:
    code = (
        "def run(ctx):\n"
        "    a = ctx.socket(zmq.DEALER)\n"
        "    if a.poll(10):\n"
        "        a.recv_multipart()\n"
        "        a.recv_multipart()\n"
    )
    assert truth(code) == ({5}, True)


#: What random programs once got wrong, as small as they could be made.
MISSED = {
    "a name for one of several sockets, chosen anew after the timeout": """
def run(ctx):
    a = ctx.socket(zmq.DEALER)
    b = ctx.socket(zmq.DEALER)
    c = a
    if cond():
        c = b
    c.rcvtimeo = 100
    if cond():
        c = ctx.socket(zmq.DEALER)
    c.recv_multipart()
""",
    "a name for one of several sockets, chosen anew after the poll": """
def run(ctx):
    a = ctx.socket(zmq.DEALER)
    b = ctx.socket(zmq.DEALER)
    c = a
    if cond():
        c = b
    if c.poll(10):
        if cond():
            c = ctx.socket(zmq.DEALER)
        c.recv_multipart()
""",
    "a message taken from one of those that a name may stand for": """
def run(ctx):
    a = ctx.socket(zmq.DEALER)
    b = ctx.socket(zmq.DEALER)
    c = a
    if cond():
        c = b
    if c.poll(10):
        b.recv_multipart()
        c.recv_multipart()
""",
}


#: Receives that no run comes to, in programs in which others wait.
NEVER_REACHED = {
    "what was found empty is still empty": """
def run(ctx):
    a = ctx.socket(zmq.DEALER)
    b = ctx.socket(zmq.DEALER)
    if (ready := a.poll(10)):
        return
    if ready:
        b.recv_multipart()
    a.recv_multipart()
""",
    "what was found ready is still told": """
def run(ctx):
    a = ctx.socket(zmq.DEALER)
    b = ctx.socket(zmq.DEALER)
    ready = a.poll(10)
    if ready:
        if not ready:
            b.recv_multipart()
        return
    a.recv_multipart()
""",
}


@pytest.mark.parametrize("name", NEVER_REACHED)
def test_what_no_run_comes_to_is_not_reported(name: str) -> None:
    code = "import zmq\n\n" + NEVER_REACHED[name]
    unbounded, is_complete = truth(code)
    assert is_complete
    assert said(code) == unbounded == {len(code.splitlines())}


@pytest.mark.parametrize("name", MISSED)
def test_what_was_missed_once_is_reported(name: str) -> None:
    code = "import zmq\n\n" + MISSED[name]
    unbounded, is_complete = truth(code)
    assert is_complete
    assert said(code) == unbounded != set()
