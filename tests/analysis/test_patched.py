"""Tests that put something else in the place of pyzmq."""

from __future__ import annotations

from pathlib import Path

import pytest

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.program.trees import parse_file
from pylint_zmq.settings import Settings

HEAD = """
from unittest import mock

import pytest
import zmq


@pytest.fixture
def replaced(mocker):
    return mocker.patch("zmq.Context")


@pytest.fixture
def other(mocker):
    return mocker.patch("time.time")


"""
MADE = "    zmq.Context().socket(zmq.PUB)\n"
REPLACED = {
    "a fixture": f"def test_it(replaced):\n{MADE}",
    "mocker": f"def test_it(mocker):\n    mocker.patch('zmq.asyncio.Context')\n{MADE}",
    "with": f"def test_it():\n    with mock.patch('package.module.zmq'):\n    {MADE}",
    "a decorator": f"@mock.patch('zmq.Context')\ndef test_it(context):\n{MADE}",
    "an object": f"@mock.patch.object(zmq, 'Context')\ndef test_it(context):\n{MADE}",
    "monkeypatch": f"def test_it(monkeypatch):\n    monkeypatch.setattr(zmq, 'Context', None)\n{MADE}",
    "a module's own": f"def test_it(monkeypatch, module):\n    monkeypatch.setattr(module, 'zmq', None)\n{MADE}",
    "a class": f"@mock.patch('zmq.Context')\nclass Test:\n    def test_it(self, context):\n    {MADE}",
}
KEPT = {
    "nothing": f"def test_it():\n{MADE}",
    "another thing": f"def test_it(other, mocker):\n    mocker.patch('package.zmq_things.Context')\n{MADE}",
    "something else of pyzmq": f"@mock.patch('zmq.utils.z85.encode')\ndef test_it(encode):\n{MADE}",
}


def found(folder: Path, text: str, name: str = "test_it.py") -> set[str]:
    path = folder / name
    path.write_text(HEAD + text)
    return {each.symbol for each in analyse(parse_file(str(path)), Settings())}


@pytest.mark.parametrize("text", REPLACED.values(), ids=REPLACED)
def test_what_is_made_of_a_stand_in_is_no_resource(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) == set()


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_all_else_is_one(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, text) >= {"zmq-unclosed-context", "zmq-unclosed-socket"}


def test_in_no_test_nothing_is_replaced(tmp_path: Path) -> None:
    assert found(tmp_path, REPLACED["mocker"], "module.py") >= {"zmq-unclosed-context", "zmq-unclosed-socket"}
