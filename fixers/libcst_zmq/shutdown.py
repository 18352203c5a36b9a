"""Contexts that are ended before their sockets: what closes the sockets moves before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import Position, alone, line_of, position
from libcst_zmq.edits import Applicability, Edit, Insert, Plan, RefusedError, Replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case

_NAMES = (nodes.Name, nodes.Attribute)


def plans(case: Case) -> Iterator[Plan]:
    """The close of the one socket that is told, and then those of all that are closed too late."""
    place = position(case.finding.node.statement())
    if not isinstance(place.statement, nodes.Expr) or not alone(place.statement):
        raise RefusedError("shared-line")
    late = [s for s in place.block[place.index + 1 :] if _closes(s)]
    subject = case.finding.subject
    told = [s for s in late if not subject or any(n.as_string() == subject for n in s.nodes_of_class(_NAMES))]
    if not told:
        raise RefusedError("not-closed-behind")
    for moved in (told, late) if told != late else (told,):
        if _used_between(case, place, moved):
            raise RefusedError("closed-earlier")
        yield Plan("order", _moved(case, place, moved), Applicability.UNSAFE, "closed-earlier", local=False)


def _moved(case: Case, place: Position, closes: list[nodes.NodeNG]) -> tuple[Edit, ...]:
    """The statements taken out behind the end of the context, and put before it in the order that they have."""
    lines: list[str] = []
    for statement in closes:
        if not alone(statement) or not case.text.plain(statement):
            raise RefusedError("comments" if alone(statement) else "shared-line")
        lines += statement.as_string().split("\n")
    gone = [Replace(line_of(statement)) for statement in closes]
    return (Insert(line_of(place.statement), tuple(lines)), *gone)


def _used_between(case: Case, place: Position, moved: list[nodes.NodeNG]) -> bool:
    """Whether something between the end of the context and what closes the sockets still has to do with them."""
    between = place.block[place.index + 1 : place.block.index(moved[-1])]
    names = {name.name for statement in moved for name in statement.nodes_of_class(nodes.Name)} - {"self"}
    for statement in place.block[: place.index]:
        for given in statement.nodes_of_class(nodes.Assign):
            held = {name.name for name in given.nodes_of_class((nodes.Name, nodes.AssignName))}
            if held & names and not isinstance(given.value, nodes.Call):
                names |= held
            elif (targets := {t.name for t in given.targets if isinstance(t, nodes.AssignName)}) & names:
                names |= targets
    return any(
        name.name in names
        for statement in between
        if statement not in moved and not _closes(statement)
        for name in statement.nodes_of_class(nodes.Name)
    )


def _closes(statement: nodes.NodeNG) -> bool:
    """Whether a statement does nothing but close: by itself, under a test, in a loop."""
    match statement:
        case nodes.Expr():
            return _is_close(statement)
        case nodes.If(orelse=[], body=body) | nodes.For(orelse=[], body=body):
            return all(_is_close(inner) for inner in body)
        case _:
            return False


def _is_close(statement: nodes.NodeNG) -> bool:
    match statement:
        case nodes.Expr(value=nodes.Call(func=nodes.Attribute(attrname="close"))):
            return True
        case _:
            return False
