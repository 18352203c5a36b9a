"""A tree that Pylint built gives the same answers as a bare one."""

from pathlib import Path

import pytest
from astroid import builder, nodes
from astroid.manager import AstroidManager

import pylint_zmq
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.names.scopes import captured_names, free_names, local_names
from pylint_zmq.program.trees import parse_text

CODE = """
import zmq, zmq.asyncio
from zmq import *
from os.path import *
from zmq.green import Context as Green
from collections import namedtuple
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Optional
Point = namedtuple("Point", "x y")
class Colour(Enum):
    RED = 1
class Row(NamedTuple):
    sock: zmq.Socket
@dataclass
class Box:
    ctx: Optional[zmq.Context] = None
    kind: int = zmq.PUSH
    def open(self):
        self.sock = self.ctx.socket(self.kind)
        with self.sock.bind("tcp://*:1") as self.bound:
            return [s for s in (self.sock, self.bound) if s]
    @property
    def shared(self):
        global counter
        counter = 1
        return zmq.asyncio.Context.instance()
class Sub(Box):
    def open(self):
        other = Green()
        def later():
            nonlocal other
            other = None
            return self.shared
        try:
            super().open()
        except (OSError, zmq.Again) as error:
            raise error
        finally:
            del other
        return later, Sub().shared.socket(SUB)
Box.extra = zmq.Context()
if (found := Sub()).open(): print(found.extra, join, DEALER, RED)
"""
SOURCES = [CODE, *(path.read_text() for path in sorted(Path(pylint_zmq.__file__).with_name("names").glob("*.py")))]


@pytest.mark.parametrize("text", SOURCES, ids=range(len(SOURCES)))
def test_both_trees_give_the_same_answers(text: str) -> None:
    full = builder.AstroidBuilder(AstroidManager()).string_build(text, modname="mod")
    assert answers(full) == answers(parse_text(text, modname="mod"))


def answers(module: nodes.Module) -> list[object]:
    names = ModuleNames(module, None)
    found: list[object] = []
    pending: list[nodes.NodeNG] = [module]
    while pending:
        node = pending.pop()
        pending += node.get_children()
        if isinstance(node, (nodes.Name, nodes.Attribute, nodes.Call)):
            callee = names.definition(node)
            candidates = [each.qualname for each in callee.candidates] if callee is not None else []
            found.append((names.qualify(node), names.declared(node), names.socket_type(node), candidates))
        elif isinstance(node, (nodes.FunctionDef, nodes.Lambda)):
            found.append((sorted(free_names(node)), sorted(captured_names(node)), sorted(local_names(node))))
        elif isinstance(node, nodes.ClassDef):
            found.append(names.bases(node))
    return found
