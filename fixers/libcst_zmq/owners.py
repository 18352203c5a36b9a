"""Instances of classes that own sockets: in a `with`, or in `contextlib.closing`, or closed when a factory fails."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq import factories, managed
from libcst_zmq.edits import Applicability, Edit, Enclose, Import, Item, Plan, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case


def plans(case: Case) -> Iterator[Plan]:
    """The plans for a socket, with what the class offers; never unasked, since a release method may do anything."""
    methods = _methods(case)
    if "close" not in methods:
        raise RefusedError("no-close-method")
    manages = {"__enter__", "__exit__"} <= methods
    for plan in chain(managed.plans(case), factories.plans(case)):
        edits = plan.edits
        if not manages and any(isinstance(edit, Item) for edit in edits):
            continue
        if not manages:
            edits = tuple(_closing(edit) for edit in edits)
            if any(isinstance(edit, Enclose) and "closing(" in edit.head for edit in edits):
                edits = (*edits, Import("contextlib", "closing"))
        yield replace(plan, edits=edits, applicability=Applicability.UNSAFE, reason="release-may-do-more")


def _closing(edit: Edit) -> Edit:
    if isinstance(edit, Enclose) and edit.swallow:
        return replace(edit, head=edit.head.replace("{}", "closing({})"))
    return edit


def _methods(case: Case) -> set[str]:
    """The names of the methods of the class, bases in sight included."""
    definition = case.version.names.definition(case.call.func)
    found: set[str] = set()
    waiting = [definition] if definition is not None else []
    for _ in range(10):
        if not waiting:
            break
        current = waiting.pop()
        if not isinstance(current.node, nodes.ClassDef):
            continue
        found |= {node.name for node in current.node.body if isinstance(node, nodes.FunctionDef)}
        bases = (current.names.definition(b) for b in current.node.bases if isinstance(b, nodes.NodeNG))
        waiting += [base for base in bases if base is not None]
    return found
