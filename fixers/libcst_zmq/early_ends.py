"""Methods that end early with a field still open, by a `raise` or by a `return` for a flag: released right before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, line_of
from libcst_zmq.edits import Applicability, Insert, Plan, RefusedError
from libcst_zmq.field_release import class_of, field_named, field_release, release_of_what_is_there
from pylint_zmq.names.classes import VisibleClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case


def plans(case: Case) -> Iterator[Plan]:
    """The release before the statement that leaves too early."""
    last = case.finding.steps[-1].node.statement()
    if isinstance(last, nodes.Raise) and last.scope() is case.function and not _may_be_caught(last):
        there = _before(last, release_of_what_is_there(case))
        yield Plan("before", (there,), Applicability.UNSAFE, "closed-for-users", local=False)
        return
    release = field_release(case)
    for statement in _returns(case):
        edits = (_before(statement, release.lines), *release.set_up)
        yield Plan("before", edits, Applicability.UNSAFE, "closed-for-users", local=False)


def _before(statement: nodes.NodeNG, lines: tuple[str, ...]) -> Insert:
    if not alone(statement):
        raise RefusedError("shared-line")
    return Insert(line_of(statement), lines)


def _may_be_caught(statement: nodes.Raise) -> bool:
    """Whether the function itself may go on behind the error, with the field in use."""
    child: nodes.NodeNG = statement
    parent = statement.parent
    while parent is not None and parent is not statement.scope():
        if isinstance(parent, (nodes.Try, nodes.TryStar)) and child in parent.body and parent.handlers:
            return True
        if isinstance(parent, nodes.With):
            return True
        child, parent = parent, parent.parent
    return False


def _returns(case: Case) -> Iterator[nodes.Return]:
    """Where a method that releases the field does not, for a flag that never changes: `if self.keep: return`."""
    field = field_named(case.finding.subject)
    owner = VisibleClass(class_of(case), case.version.names)
    closers = case.version.engine.ownership.releases(owner).by_field.get(field, set())
    for method in owner.node.body:
        if not isinstance(method, nodes.FunctionDef) or method.name not in closers:
            continue
        for statement in method.body:
            match statement:
                case nodes.If(test=test, body=[*_, nodes.Return(value=None) as last], orelse=[]):
                    if (flag := _flag(test)) and len(owner.stores(flag)) == 1:
                        yield last


def _flag(test: nodes.NodeNG) -> str:
    """The field that a test is about; "" if it is about anything else."""
    match test:
        case nodes.UnaryOp(op="not", operand=operand):
            return _flag(operand)
        case nodes.Attribute(expr=nodes.Name(name="self"), attrname=name):
            return str(name)
        case _:
            return ""
