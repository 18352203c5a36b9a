"""What goes into code that cannot be seen: silence, or a guess that is asked for."""

from __future__ import annotations

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.analysis.findings import INFERENCE_FAILURE
from pylint_zmq.program.trees import parse_text
from pylint_zmq.settings import Settings

PROGRAM = """
import zmq
from elsewhere import use


def f(ctx):
    sock = ctx.socket(zmq.PUSH)
    use(sock)
"""


def test_unseen_code_takes_over() -> None:
    assert analyse(parse_text(PROGRAM), Settings()) == []


def test_a_guess_is_made_only_when_asked_for_and_says_so() -> None:
    (finding,) = analyse(parse_text(PROGRAM), Settings(report_unseen=True))
    assert (finding.symbol, finding.node.lineno) == ("zmq-unclosed-socket", 7)
    assert finding.confidence == INFERENCE_FAILURE
