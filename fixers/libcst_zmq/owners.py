"""Instances of classes that own sockets: in a `with`, in `contextlib.closing`, in a `try`, in a factory that fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq import factories, managed
from libcst_zmq.blocks import alone, line_of, statements_in
from libcst_zmq.edits import Applicability, Dissolve, Draw, Edit, Enclose, Import, Item, Plan, RefusedError, Replace
from libcst_zmq.holding import is_close

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case
    from libcst_zmq.release_methods import ReleaseMethod

_CLOSING = Import("contextlib", "closing")


def plans(case: Case) -> Iterator[Plan]:
    """The plans for a socket, with what the class offers; never unasked, since a release method may do anything."""
    method = case.release_method
    if method is None:
        raise RefusedError("no-release-method")
    if method.awaited and not isinstance(case.function, nodes.AsyncFunctionDef):
        raise RefusedError("release-is-awaited")
    reason = RefusedError("no-fix-known")
    for maker in (managed.plans, factories.plans):
        try:
            for plan in maker(case):
                if _releases_again(case, plan.edits):
                    raise RefusedError("released-twice")
                edits = plan.edits if method.manages else tuple(_own(case, method, plan.edits))
                if edits:
                    yield replace(plan, edits=edits, applicability=Applicability.UNSAFE, reason="release-may-do-more")
        except RefusedError as error:
            reason = error if reason.code != "released-twice" else reason
    raise reason


def _own(case: Case, method: ReleaseMethod, edits: tuple[Edit, ...]) -> Iterator[Edit]:
    """Edits with the block that a class needs which is no context manager; none if they do not allow that."""
    if any(isinstance(edit, Item) for edit in edits):
        return
    for edit in edits:
        if not isinstance(edit, Enclose) or not edit.swallow:
            yield edit
        elif method.name == "close" and not method.awaited:
            yield replace(edit, head=edit.head.replace("{}", "closing({})"))
            yield _CLOSING
        else:
            yield _with_finally(case, method, edit)


def _with_finally(case: Case, method: ReleaseMethod, edit: Enclose) -> Enclose:
    region = managed.own_region(case)
    first = region.start.block[region.start.index + 1]
    if not alone(first) or line_of(first) > edit.last:
        raise RefusedError("shared-line")
    tail = f"finally:\n    {method.call(managed.named(case))}"
    return Enclose(line_of(first), edit.last, "try:", tail)


def _releases_again(case: Case, edits: tuple[Edit, ...]) -> bool:
    """Whether a release that is written out would stay, beside the one that the block makes."""
    if any(isinstance(edit, (Draw, Dissolve)) for edit in edits) or not any(isinstance(e, Enclose) for e in edits):
        return False
    gone = {edit.line for edit in edits if isinstance(edit, Replace)}
    within = next(edit for edit in edits if isinstance(edit, Enclose))
    return any(
        is_close(statement, case.holding.direct, case.releases)
        and line_of(statement) not in gone
        and any(within.first <= line_of(outer) <= within.last for outer in managed.statements_round(statement))
        for statement in statements_in(case.function.body)
    )
