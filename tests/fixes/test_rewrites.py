"""Each form of a rewrite, before and after. A second run over the result changes nothing."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from fixes.mending import SETTINGS
from libcst_zmq.makers import MANAGED
from libcst_zmq.repairing import Terms, repair

CASES = sorted((Path(__file__).parent / "cases").glob("*.txt"))
ARROW = "# ==>\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_becomes_what_it_should(path: Path) -> None:
    before, after = path.read_text(encoding="utf-8").split(ARROW)
    done = repair(before.encode(), "", "case", Terms(SETTINGS, MANAGED))
    assert done.source.decode().rstrip() == after.strip()
    assert [outcome.status for outcome in done.outcomes] == ["fixed"] * len(done.outcomes)
    assert done.outcomes


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_second_run_changes_nothing(path: Path) -> None:
    after = path.read_text(encoding="utf-8").split(ARROW)[1].strip() + "\n"
    done = repair(after.encode(), "", "case", Terms(SETTINGS, MANAGED, unsafe=True))
    assert done.source.decode() == after
    assert not done.outcomes


def test_a_target_before_parentheses_gets_nested_blocks() -> None:
    text = textwrap.dedent("""
        import zmq


        def relay(the_context_of_the_application):
            incoming_requests = the_context_of_the_application.socket(zmq.PULL)
            outgoing_requests = the_context_of_the_application.socket(zmq.PUSH)
            outgoing_requests.send(incoming_requests.recv())
    """)
    done = repair(text.encode(), "", "case", Terms(SETTINGS, MANAGED, target=(3, 8)))
    assert done.source.count(b"with ") == 2
    assert b"with (" not in done.source
