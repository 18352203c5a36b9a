"""What a message says beside the symbol and the place."""

from __future__ import annotations

from pathlib import Path

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.analysis.findings import Finding
from pylint_zmq.program.trees import parse_file
from pylint_zmq.settings import Settings

REGISTRY = """
import zmq


def name_of(sock):
    if sock.last_endpoint is None:
        raise LookupError
"""
USER = """
import zmq

from registry import name_of


def announce(ctx):
    sock = ctx.socket(zmq.PUB)
    name_of(sock)
    sock.close()


class Announcer:
    def __init__(self, ctx):
        self.sock = ctx.socket(zmq.PUB)
        name_of(self.sock)

    def close(self):
        self.sock.close()
"""
DISPATCHER = """
import zmq


class Node:
    def __init__(self, ctx):
        self.inbox = ctx.socket(zmq.PULL)

    def run(self):
        while True:
            ready = dict(self.poller.poll())
            if ready[self.inbox] and self.inbox in ready and ready.get(self.inbox):
                word = self.inbox.recv_string()
BRANCHES
"""


def found(folder: Path, files: dict[str, str]) -> list[Finding]:
    """The findings in the last of the files."""
    for name, text in files.items():
        (folder / name).write_text(text)
    return analyse(parse_file(str(folder / list(files)[-1])), Settings())


def test_a_line_of_another_file_comes_with_its_name(tmp_path: Path) -> None:
    texts = {each.node.lineno: each.args for each in found(tmp_path, {"registry.py": REGISTRY, "user.py": USER})}
    assert texts[8] == ("'sock'", "not released when line 7 of registry.py raises; still open when line 9 raises")
    assert texts[15] == ("'self.sock'", "nobody gets the Announcer when line 7 of registry.py raises")


def test_a_method_of_too_many_ways_hides_no_field_that_it_only_looks_up(tmp_path: Path) -> None:
    branches = [
        f"                {'el' if at else ''}if word == '{at}':\n                    self.a{at} = True"
        for at in range(12)
    ]
    text = DISPATCHER.replace("BRANCHES", "\n".join(branches))
    assert [each.symbol for each in found(tmp_path, {"node.py": text})] == ["zmq-unclosed-socket-attribute"]
    text = text.replace("                word =", "                self.work(self.inbox)\n                word =")
    assert found(tmp_path, {"other.py": text}) == []
