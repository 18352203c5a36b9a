"""Releases at the end of a method that an exception of its work skips: in a `finally` round that work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, line_of
from libcst_zmq.edits import Applicability, Edit, Enclose, Plan, RefusedError, Replace
from libcst_zmq.field_release import class_of, field_named, is_there, none_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case

_ENDS = ("close", "term", "destroy")


def plans(case: Case) -> Iterator[Plan]:
    """`try: ... finally:` in each method whose last statements release the field."""
    field = field_named(case.finding.subject)
    methods = (node for node in class_of(case).body if isinstance(node, nodes.FunctionDef) and node.name != "__init__")
    for method in methods:
        closes = _last(method, (*_ENDS, *case.releases))
        if any(_released(statement) == f"self.{field}" for statement in closes):
            whole = method.body[: len(method.body) - len(closes)]
            for work in _parts(whole):
                edits = _edits(case, work, closes)
                yield Plan("finally", edits, Applicability.UNSAFE, "closed-for-users", local=False)


def _parts(work: list[nodes.NodeNG]) -> Iterator[list[nodes.NodeNG]]:
    """The work without what is checked before it begins, and all of it."""
    start = next((index for index, statement in enumerate(work) if not _checks(statement)), 0)
    if start:
        yield work[start:]
    yield work


def _last(method: nodes.FunctionDef, ends: tuple[str, ...]) -> list[nodes.NodeNG]:
    """The releases that a method ends with, in order."""
    found: list[nodes.NodeNG] = []
    for statement in reversed(method.body):
        match statement:
            case nodes.Expr(value=nodes.Call(func=nodes.Attribute(attrname=how))) if how in ends:
                found.insert(0, statement)
            case _:
                break
    return found


def _released(statement: nodes.NodeNG) -> str:
    match statement:
        case nodes.Expr(value=nodes.Call(func=nodes.Attribute(expr=of))):
            return str(of.as_string())
        case _:
            return ""


def _checks(statement: nodes.NodeNG) -> bool:
    match statement:
        case nodes.Assert():
            return True
        case nodes.If(orelse=[], body=[nodes.Raise()]):
            return True
        case _:
            return False


def _edits(case: Case, work: list[nodes.NodeNG], closes: list[nodes.NodeNG]) -> tuple[Edit, ...]:
    if not work or not all(alone(statement) for statement in (work[0], work[-1], *closes)):
        raise RefusedError("shared-line")
    if not all(case.text.plain(statement) for statement in closes):
        raise RefusedError("comments")
    tail, set_up = ["finally:"], []
    for statement in closes:
        released, text = _released(statement), case.text.all_of(statement)
        if released.startswith("self.") and not is_there(class_of(case), field_named(released)):
            # What sets it may not have come so far.
            set_up.append(none_first(class_of(case), field_named(released)))
            tail += [f"    if {released} is not None:", f"        {text}"]
        else:
            tail.append(f"    {text}")
    gone = [Replace(line_of(statement)) for statement in closes]
    return (Enclose(line_of(work[0]), line_of(work[-1]), "try:", "\n".join(tail)), *gone, *set_up)
