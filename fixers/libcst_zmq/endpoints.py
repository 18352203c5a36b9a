"""`with ctx.socket(T).bind(address) as s:`, which takes back the bind and closes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import line_of
from libcst_zmq.edits import Item, Plan
from libcst_zmq.regions import Case, regions

if TYPE_CHECKING:
    from collections.abc import Iterator


def plans(case: Case) -> Iterator[Plan]:
    """The socket becomes an item of its own, before the endpoint's."""
    call = case.finding.node
    match call.parent:
        case nodes.Attribute(
            parent=nodes.Call(parent=nodes.With() as holder) as bound, attrname="bind" | "connect" as method
        ):
            region = next(regions(case), None)
            if (
                region is None
                or region.statements[-1] is not holder
                or bound.lineno != bound.end_lineno
                or isinstance(holder, nodes.AsyncWith)
            ):
                return
            for index, (expression, target) in enumerate(holder.items):
                if expression is bound and isinstance(target, nodes.AssignName):
                    given = ", ".join(case.text.all_of(argument) for argument in bound.args)
                    given = ", ".join([given, *(f"{k.arg}={case.text.all_of(k.value)}" for k in bound.keywords)]).strip(
                        ", "
                    )
                    items = (case.text.all_of(call), target.name), (f"{target.name}.{method}({given})", "")
                    yield Plan("with", (Item(line_of(holder), items, instead=index),))
