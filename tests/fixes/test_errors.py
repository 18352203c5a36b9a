"""Unsafe fixes of creation errors."""

from __future__ import annotations

import pytest

from fixes.mending import mend, mended

HIDDEN = """
    def first(ctx, endpoint):
        # What comes first.
        try:
            sock = ctx.socket(zmq.PULL)
            # Where it comes from.
            sock.bind(endpoint)
            return sock.poll(1000)
        finally:
            sock.close()
"""


def test_a_creation_moves_before_the_try_whose_finally_needs_it() -> None:
    assert "zmq-creation-error-masked" in [outcome.symbol for outcome in mend(HIDDEN).outcomes]
    assert mended(HIDDEN, unsafe=True) == (
        "def first(ctx, endpoint):\n"
        "    # What comes first.\n"
        "    sock = ctx.socket(zmq.PULL)\n"
        "    try:\n"
        "        # Where it comes from.\n"
        "        sock.bind(endpoint)\n"
        "        return sock.poll(1000)\n"
        "    finally:\n"
        "        sock.close()\n"
    )


def test_it_stays_where_handlers_see_it() -> None:
    text = HIDDEN.replace("        finally:", "        except ValueError:\n            return 0\n        finally:")
    assert [o.reason for o in mend(text, unsafe=True).outcomes if o.status != "fixed"] == ["has-handlers"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("OSError", "(OSError, zmq.ZMQError)"),
        ("(OSError, IOError)", "(OSError, IOError, zmq.ZMQError)"),
        ("OSError as error", "(OSError, zmq.ZMQError) as error"),
    ],
)
def test_a_handler_that_cannot_match_gets_the_right_exception_beside_its_own(old: str, new: str) -> None:
    text = f"""
    def listen(sock: zmq.Socket, endpoint):
        try:
            sock.bind(endpoint)
        except {old}:  # in use
            sock.bind("tcp://*:*")
    """
    assert f"    except {new}:  # in use\n" in mended(text, unsafe=True)
    assert f"    except {old}:  # in use\n" in mended(text)


def test_a_timeout_is_caught_as_what_it_is() -> None:
    text = """
    def answer(sock: zmq.Socket):
        sock.rcvtimeo = 1000
        try:
            return sock.recv()
        except TimeoutError:
            return None
    """
    assert "except (TimeoutError, zmq.Again):" in mended(text, unsafe=True)
