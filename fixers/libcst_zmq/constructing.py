"""A constructor that fails after it made sockets: it closes them itself, since nobody else can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, line_of, own_nodes, position, risky
from libcst_zmq.edits import Applicability, Edit, Enclose, Insert, Pass, Plan, RefusedError
from libcst_zmq.stacked import IMPORT, fresh_stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case


def plans(case: Case) -> Iterator[Plan]:
    """A `try` for a single socket, one stack for several."""
    for edits in (_handled(case), _stacked(case)):
        if edits:
            yield Plan("constructor", edits, Applicability.UNSAFE, "closed-on-error", local=False)


def _handled(case: Case) -> tuple[Edit, ...]:
    """`try: ... except BaseException: self.sock.close(); raise` round what stands behind the creation."""
    place = position(case.statement)
    rest = risky(place.block[place.index + 1 :])
    several = any(other.symbol == case.finding.symbol for other in case.others)
    if place.owner is not case.function or not rest or several:
        return ()
    match case.statement:
        case nodes.Assign(targets=[nodes.AssignAttr() as target], value=value) if value is case.finding.node:
            pass
        case nodes.AnnAssign(target=nodes.AssignAttr() as target, value=value) if value is case.finding.node:
            pass
        case _:
            return ()
    if not (alone(case.statement) and alone(rest[0]) and alone(rest[-1])):
        raise RefusedError("shared-line")
    tail = f"except BaseException:\n    {target.as_string()}.close()\n    raise"
    return (Enclose(line_of(rest[0]), line_of(rest[-1]), "try:", tail),)


def _stacked(case: Case) -> tuple[Edit, ...]:
    """The sockets on a stack that gives them up as the last step of the constructor."""
    entered = "{}.enter_context"
    body = risky(case.function.body)
    last = body[-1]
    if (
        isinstance(last, nodes.With)
        and (stack := _stack_of(last))
        and any(n is case.finding.node for n in own_nodes(last))
    ):
        return (Pass(case.text.span(case.call), entered.format(stack)),)
    first = next(s for s in body if any(node is case.finding.node for node in own_nodes(s)))
    if not alone(first) or not alone(last):
        raise RefusedError("shared-line")
    if any(isinstance(node, nodes.Return) for s in body for node in own_nodes(s)):
        raise RefusedError("returns")
    stack = fresh_stack(case)
    edits: tuple[Edit, ...] = (Pass(case.text.span(case.call), entered.format(stack)), IMPORT)
    frame = Enclose(line_of(first), line_of(last), f"with ExitStack() as {stack}:")
    return (*edits, Insert(line_of(last), (f"{stack}.pop_all()",), after=True), frame)


def _stack_of(holder: nodes.With) -> str:
    """The name of the stack that a `with` opens and gives up at its end."""
    match holder.items, holder.body[-1]:
        case [(nodes.Call(func=func), nodes.AssignName(name=name))], nodes.Expr() as end:
            if func.as_string().rpartition(".")[2] == "ExitStack" and end.as_string() == f"{name}.pop_all()":
                return str(name)
    return ""
