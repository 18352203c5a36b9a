"""`zmqlint config` and the bar of long runs."""

from __future__ import annotations

import io
import json

import pytest

from cli.conftest import Project, Zmqlint
from zmqlint.progress import Progress


def test_it_shows_what_holds_and_where_it_was_said(project: Project, zmqlint: Zmqlint) -> None:
    project.write("pyproject.toml", "[tool.zmqlint]\nexclude = ['gen']\n")
    project.write("pylintrc", "[MAIN]\ndisable=no-member,W8702\nignore-patterns=.*_pb2.py\nzmq-closers=shut,end\n")
    document = json.loads(zmqlint("config", "--format", "json", "--zmq-min-version", "22").out)
    pyproject, pylintrc = str(project.root / "pyproject.toml"), str(project.root / "pylintrc")
    assert document["files"] == {"zmqlint": pyproject, "pylint": pylintrc}
    assert document["tool.zmqlint"]["exclude"] == {"value": ["gen"], "origin": pyproject}
    assert document["tool.zmqlint"]["format"] == {"value": "text", "origin": "default"}
    assert document["options"]["zmq-closers"] == {"value": ["shut", "end"], "origin": pylintrc}
    assert document["options"]["zmq-min-version"] == {"value": "22", "origin": "command line"}
    assert document["options"]["zmq-max-states"]["origin"] == "default"
    assert document["options"]["ignore-patterns"] == {"value": [".*_pb2.py"], "origin": pylintrc}
    assert document["options"]["disable"]["value"] == ["no-member,W8702"]
    assert "confidence" not in document["options"]
    assert document["messages"]["zmq-unclosed-socket"] is True
    assert document["messages"]["zmq-unclosed-socket-on-path"] is False


def test_the_text_says_the_same(project: Project, zmqlint: Zmqlint) -> None:
    project.write("pylintrc", "[MAIN]\nzmq-closers=shut\n")
    text = zmqlint("config").out
    assert "  zmqlint: none\n" in text
    assert f'  zmq-closers = ["shut"]  # {project.root / "pylintrc"}\n' in text
    assert '  zmq-min-version = "24"  # default\n' in text
    assert "messages that are on\n  zmq-unclosed-socket\n" in text


def test_it_prints_the_schema(zmqlint: Zmqlint) -> None:
    schema = json.loads(zmqlint("config", "--schema").out)
    assert schema["additionalProperties"] is False
    assert "per-file-ignores" in schema["properties"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_a_bar_appears_on_a_terminal_after_a_second_and_goes(stream: io.StringIO) -> None:
    now = iter([0.0, 0.9, 1.1, 2.0])
    progress = Progress(stream, 4, lambda: next(now))
    progress.update(1)
    assert stream.getvalue() == ""
    progress.update(2)
    progress.finish()
    shown = "\r\x1b[Kchecking [###############...............] 2/4\r\x1b[K"
    assert stream.getvalue() == (shown if stream.isatty() else "")
