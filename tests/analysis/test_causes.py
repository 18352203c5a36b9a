"""Which line is told to have raised first, where two raise in states that are otherwise equal."""

from __future__ import annotations

from astroid import nodes

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.analysis.heap import SOCKET, Resource
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import Ref
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings

GUARDED_ONCE = """
import zmq


class Client:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.REQ)
        try:
            first()
        except BaseException:
            self.sock.close()
            raise
        second()

    def close(self):
        self.sock.close()
"""


def test_what_raises_outside_of_the_handler_is_told() -> None:
    (finding,) = [each for each in analyse(parse_text(GUARDED_ONCE), Settings()) if "init" in each.symbol]
    assert [step.node.lineno for step in finding.steps if step.role == "raised"] == [13]


def test_states_have_one_canonical_form_only_if_the_same_raised() -> None:
    first, second = parse_text("first()\nsecond()\n").body

    def met(cause: nodes.NodeNG) -> State:
        return State({"sock": Ref(7)}, {7: Resource(SOCKET, None, erred=True, cause=cause)})

    known = {}
    form = met(first).canonical(known)
    assert form.heap[0].cause is first
    assert met(first).canonical(known) is form
    assert met(second).canonical(known).heap[0].cause is second
