"""Heads of `with` that lose something: `with ctx.socket(T).bind(a) as s:`, `with zmq.Context().socket(T) as s:`.

The first takes back the bind and closes nothing; the second closes the socket and forgets the context.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import line_of
from libcst_zmq.edits import Item, Plan
from libcst_zmq.regions import Case, regions

if TYPE_CHECKING:
    from collections.abc import Iterator


def plans(case: Case) -> Iterator[Plan]:
    """The socket or context becomes an item of its own, before what is made from it."""
    call = case.finding.node
    match call.parent:
        case nodes.Attribute(parent=nodes.Call(parent=nodes.With() as holder) as made, attrname=method):
            if method not in ("bind", "connect", "socket") or isinstance(holder, nodes.AsyncWith):
                return
            region = next(regions(case), None)
            if region is None or region.statements[-1] is not holder or made.lineno != made.end_lineno:
                return
            for index, (expression, target) in enumerate(holder.items):
                if expression is made and isinstance(target, nodes.AssignName):
                    yield Plan("with", (Item(line_of(holder), _items(case, made, method, target.name), instead=index),))


def _items(case: Case, made: nodes.Call, method: str, name: str) -> tuple[tuple[str, str], ...]:
    positional = [case.text.all_of(argument) for argument in made.args]
    given = ", ".join([*positional, *(f"{k.arg}={case.text.all_of(k.value)}" for k in made.keywords)])
    creation = case.text.all_of(case.finding.node)
    if method == "socket":
        context = _unused(case, ("ctx", "context", "own_context"))
        return (creation, context), (f"{context}.socket({given})", name)
    return (creation, name), (f"{name}.{method}({given})", "")


def _unused(case: Case, names: tuple[str, ...]) -> str:
    """The first of some names that the module does not use."""
    used = {node.name for node in case.function.root().nodes_of_class((nodes.Name, nodes.AssignName))}
    return next((name for name in names if name not in used), f"{names[-1]}_")
