"""What lives as long as the process: silence, or a report that is asked for."""

from __future__ import annotations

from pathlib import Path

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.analysis.findings import Finding
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


def lost(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(each.symbol, each.node.lineno) for each in findings if each.symbol.startswith("zmq-unclosed")]


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


THREAD = """
from threading import Thread

import zmq


class Receiver(Thread):
    def run(self):
        sock = zmq.Context.instance().socket(zmq.PULL)
        sock.recv()


class App:
    def __init__(self):
        self.receiver = Receiver()

    def run(self):
        self.receiver.start()


if __name__ == "__main__":
    App().run()
"""


def test_what_a_thread_runs_is_no_main_code_for_having_the_name_of_it() -> None:
    found = analyse(parse_text(THREAD), Settings())
    assert lost(found) == [("zmq-unclosed-socket", 9)]


BROKER = """
import zmq


class Broker:
    def serve(self):
        sock = zmq.Context.instance().socket(zmq.ROUTER)
        sock.recv()


if __name__ == "__main__":
    Broker().serve()
"""


def test_a_class_that_its_package_offers_to_others_is_no_main_code(tmp_path: Path) -> None:
    package = tmp_path / "package"
    package.mkdir()
    (package / "broker.py").write_text(BROKER)
    (package / "__init__.py").write_text("from .broker import Broker\n")
    inside = analyse(parse_file(str(package / "broker.py")), Settings())
    assert lost(inside) == []
    offering = tmp_path / "offering"
    offering.mkdir()
    (offering / "broker.py").write_text(BROKER)
    (offering / "__init__.py").write_text("from .broker import Broker\n\n__all__ = ['Broker']\n")
    offered = analyse(parse_file(str(offering / "broker.py")), Settings())
    assert lost(offered) == [("zmq-unclosed-socket", 7)]
