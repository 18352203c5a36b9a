"""What lives as long as the process: silence, or a report that is asked for."""

from __future__ import annotations

from pathlib import Path

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.program.trees import parse_file, parse_text
from pylint_zmq.settings import Settings

GLOBALS = """
import zmq

kept = None
ended = None


def get(ctx):
    global kept
    if kept is None:
        kept = ctx.socket(zmq.REQ)
    return kept


def other(ctx):
    global ended
    ended = ctx.socket(zmq.REQ)


def end():
    ended.close()
"""

TIMER = """
import zmq


class Timer:
    def run(self):
        sock = zmq.Context.instance().socket(zmq.PUSH)
        sock.send(b"")
"""

START = """
from multiprocessing import Process


class Other:
    def run(self):
        print(self)

    def start(self):
        Process(target=self.run).start()
"""


def reported(setting: str) -> list[tuple[str, int]]:
    found = analyse(parse_text(GLOBALS), Settings(process_lifetime=setting))
    return [(finding.symbol, finding.node.lineno) for finding in found]


def test_a_global_lives_as_long_as_the_process() -> None:
    assert reported("ignore") == []


def test_a_global_that_nothing_closes_is_told_when_that_is_asked_for() -> None:
    assert reported("report") == [("zmq-unclosed-socket-attribute", 11)]


def test_a_target_in_another_file_is_a_target_of_that_file(tmp_path: Path) -> None:
    (tmp_path / "timer.py").write_text(TIMER)
    (tmp_path / "start.py").write_text(START)
    found = analyse(parse_file(str(tmp_path / "timer.py")), Settings())
    assert [(finding.symbol, finding.node.lineno) for finding in found] == [("zmq-unclosed-socket", 7)]
