"""A field and what other modules have under its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.program.trees import parse_file
from pylint_zmq.settings import Settings

SERVER = """
import zmq


class Event:
    def __init__(self, context):
        self.sub = context.socket(zmq.SUB)


event = Event(zmq.Context.instance())


def another():
    return Event(zmq.Context.instance())
"""
USE = """
import zmq
from elsewhere import go
from pkg import data, server


def show():
    go(READ)
"""


@pytest.mark.parametrize(("read", "told"), [("data.sub", 1), ("server.sub", 1), ("server.event.sub", 0)])
def test_what_a_module_has_is_no_field_but_what_its_objects_have_may_be(tmp_path: Path, read: str, told: int) -> None:
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__init__.py").write_text("")
    (tmp_path / "pkg" / "data.py").write_text("import zmq\n\nsub = zmq.SUB\n")
    (tmp_path / "pkg" / "server.py").write_text(SERVER)
    (tmp_path / "pkg" / "use.py").write_text(USE.replace("READ", read))
    found = analyse(parse_file(str(tmp_path / "pkg" / "server.py")), Settings())
    assert [each.symbol for each in found].count("zmq-unclosed-socket-attribute") == told
