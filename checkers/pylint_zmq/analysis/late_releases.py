"""Releases at the end of long work: a field that only the method which runs the show closes, after it, unprotected.

`def start(self): ...; self.loop.start(); self.sock.close()`: what the loop raises skips the `close()`, and nobody else
closes the field. A method whose work is the release itself can be called again, and is not meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import own_nodes, parameters
from pylint_zmq.analysis.method_texts import methods_called
from pylint_zmq.analysis.protection import runs_after_errors
from pylint_zmq.analysis.shapes import line_of
from pylint_zmq.model.harmless import RELEASING_METHODS

if TYPE_CHECKING:
    from pylint_zmq.analysis.ownership import Acquisition, Releases
    from pylint_zmq.names.classes import VisibleClass

#: Methods that return when the work of an event loop or a server is over.
_RUNS = frozenset({"start", "run_forever", "serve_forever"})


def late_release(cls: VisibleClass, each: Acquisition, releases: Releases) -> nodes.Call | None:
    """The only release of a field, if it stands behind long work of its method, where an exception skips it."""
    methods = methods_called(cls, releases.of(each))
    if len(methods) != 1 or not parameters(methods[0]):
        return None
    calls = [node for node in own_nodes(methods[0]) if isinstance(node, nodes.Call)]
    ends = [call for call in calls if _is_release(call, each.field)]
    if len(ends) != 1 or runs_after_errors(ends[0]) or _condition(ends[0], methods[0]):
        return None
    return ends[0] if any(_is_long(node, ends[0]) for node in own_nodes(methods[0])) else None


def _is_release(call: nodes.Call, field: str) -> bool:
    match call.func:
        case nodes.Attribute(attrname=attr, expr=nodes.Attribute(attrname=name)):
            return attr in RELEASING_METHODS and name == field
        case _:
            return False


def _condition(call: nodes.Call, method: nodes.FunctionDef) -> bool:
    """Whether the release is not a step of the method itself, but of a branch or a loop."""
    return call.statement().parent is not method


def _is_long(node: nodes.NodeNG, end: nodes.Call) -> bool:
    """Whether a node is a loop without an end of its own, or runs an event loop, before the release."""
    if line_of(node) >= line_of(end):
        return False
    match node:
        case nodes.While():
            return True
        case nodes.Call(func=nodes.Attribute(attrname=attr, expr=nodes.Attribute())):
            return attr in _RUNS
        case _:
            return False
