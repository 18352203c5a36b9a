"""Methods that are too long to be run on an instance: what their text tells."""

from __future__ import annotations

import pytest

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings

#: Every choice doubles the situations that are kept apart.
CHOICES = "".join(
    f"""
        if not p{number}:
            p{number} = make()
        self.f{number} = p{number}
        if self.f{number}:
            self.g{number} = make()
        else:
            self.g{number} = None"""
    for number in range(12)
)
PARAMETERS = ", ".join(f"p{number}=None" for number in range(12))
KEEPS = f"""
import zmq
from elsewhere import make, register


def set_up(ctx):
    ctx.set(zmq.IO_THREADS, 2)


class Keeps:
    def __init__(self, {PARAMETERS}, ctx=None):{CHOICES}
        if not ctx:
            self.ctx = zmq.Context()
        else:
            self.ctx = ctx
        WITH(self.ctx)
        self.sock = self.ctx.socket(zmq.PUB)

    def close(self):
        self.sock.close()
"""


@pytest.mark.parametrize(("call", "expected"), [("set_up", ["zmq-unclosed-context-attribute"]), ("register", [])])
def test_a_long_constructor_ends_nothing_but_may_give_it_away(call: str, expected: list[str]) -> None:
    found = analyse(parse_text(KEEPS.replace("WITH", call)), Settings())
    assert [each.symbol for each in found if each.symbol.startswith("zmq-unclosed-context")] == expected
