"""Creation errors that do not come through: a handler that cannot match, a `finally` that needs what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, line_of, position
from libcst_zmq.edits import Applicability, Catch, Hoist, Plan, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case

_RIGHT = ("ZMQError", "ZMQBindError")


def masked(case: Case) -> Iterator[Plan]:
    """The creation before the `try`, if it is the first thing in it."""
    place = position(case.statement)
    holder = place.owner
    if not isinstance(holder, nodes.Try) or place.block is not holder.body or place.index or len(holder.body) < 2:
        raise RefusedError("not-first")
    if holder.handlers or holder.orelse or not alone(case.statement):
        raise RefusedError("has-handlers")
    edit = Hoist(line_of(holder), line_of(case.statement))
    yield Plan("hoist", (edit,), Applicability.UNSAFE, "error-changes", local=False)


def uncaught(case: Case) -> Iterator[Plan]:
    """The right exception beside the handler's own."""
    handler: nodes.NodeNG | None = case.finding.node
    while handler is not None and not isinstance(handler, nodes.ExceptHandler):
        handler = handler.parent
    if not isinstance(handler, nodes.ExceptHandler) or handler.type is None:
        raise RefusedError("no-fix-known")
    imported = any(("zmq", None) in node.names for node in handler.root().nodes_of_class(nodes.Import))
    if not imported:
        raise RefusedError("not-imported")
    named = handler.type.as_string()
    for name in ("Again", *_RIGHT) if "TimeoutError" in named else _RIGHT:
        if f"zmq.{name}" not in named:
            edit = Catch(line_of(handler), f"zmq.{name}")
            yield Plan("catch", (edit,), Applicability.UNSAFE, "error-changes", local=False)
