"""What a method takes out of a container of its object, and closes nowhere: closed where it is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, line_of
from libcst_zmq.edits import Applicability, Plan, RefusedError, Replace
from libcst_zmq.field_release import field_named
from libcst_zmq.holding import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case

#: What is taken out, where it may not be there.
_POPPED = "popped"
_FILLING = ("append", "appendleft", "add", "insert", "setdefault")


def plans(case: Case) -> Iterator[Plan]:
    """`self.socks.pop(key).close()`, with a test between if there may be nothing under the key."""
    field = f"self.{field_named(case.finding.subject)}"
    statement = case.finding.steps[-1].node.statement()
    if statement.root() is not case.version.module:
        raise RefusedError("in-another-file")
    lines = _lines(case, field, statement)
    if not alone(statement):
        raise RefusedError("shared-line")
    if not lines or not _goes_in_alone(case, field):
        raise RefusedError("not-a-plain-field")
    yield Plan("before", (Replace(line_of(statement), lines),), Applicability.UNSAFE, "closed-for-users", local=False)


def _lines(case: Case, field: str, statement: nodes.NodeNG) -> tuple[str, ...]:
    """The statements instead of one that takes out; none if it is no plain one."""
    match statement:
        case nodes.Delete(targets=[nodes.Subscript(value=of, slice=key)]) if of.as_string() == field:
            return () if isinstance(key, nodes.Slice) else (case.release(f"{field}.pop({case.text.all_of(key)})"),)
        case nodes.Expr(value=nodes.Call(func=nodes.Attribute(expr=of, attrname="pop" | "popleft"), args=args) as call):
            if of.as_string() != field or call.keywords:
                return ()
            match args:
                case [] | [_]:
                    return (case.release(case.text.all_of(call)),)
                case [_, nodes.Const(value=None)]:
                    return _tested(case, call)
    return ()


def _tested(case: Case, call: nodes.Call) -> tuple[str, ...]:
    if any(name.name == _POPPED for name in call.scope().nodes_of_class((nodes.Name, nodes.AssignName))):
        raise RefusedError("name-taken")
    return f"{_POPPED} = {case.text.all_of(call)}", f"if {_POPPED} is not None:", f"    {case.release(_POPPED)}"


def _goes_in_alone(case: Case, field: str) -> bool:
    """Whether the resource itself is put into the container, and not a tuple or object that holds it."""
    for node in case.function.nodes_of_class((nodes.Assign, nodes.Call)):
        match node:
            case nodes.Assign(targets=targets, value=value):
                into = any(isinstance(t, nodes.Subscript) and t.value.as_string() == field for t in targets)
            case nodes.Call(func=nodes.Attribute(expr=of, attrname=how)) if how in _FILLING and arguments(node):
                into, value = of.as_string() == field, arguments(node)[-1]
            case _:
                continue
        if into and (value is case.call or (isinstance(value, nodes.Name) and value.name in _names(case))):
            return True
    return False


def _names(case: Case) -> set[str]:
    """The names that the creating statement gives the resource itself."""
    match case.statement:
        case nodes.Assign(targets=targets, value=value) if value is case.call:
            return {target.name for target in targets if isinstance(target, nodes.AssignName)}
        case _:
            return set()
