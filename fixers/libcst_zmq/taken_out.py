"""What a method takes out of a container of its object, and closes nowhere: closed where it is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, line_of
from libcst_zmq.edits import Applicability, Plan, RefusedError, Replace
from libcst_zmq.field_release import field_named
from libcst_zmq.holding import arguments
from libcst_zmq.liveness import Liveness

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
    if _is_had_elsewhere(field, statement):
        raise RefusedError("escapes")
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


def _is_had_elsewhere(field: str, taking: nodes.NodeNG) -> bool:
    """Whether a method that takes out may have given it to somebody before, or goes on using it."""
    function = taking.scope()
    assert isinstance(function, nodes.FunctionDef)
    names: set[str] = set()
    for container in function.nodes_of_class(nodes.Attribute):
        if container.as_string() == field and container.statement() is not taking:
            element = _element(container)
            if element is None or _is_only_used(element):
                continue
            match element.parent:
                case nodes.Assign(targets=[nodes.AssignName(name=name)]):
                    names.add(name)
                case _:
                    return True
    uses = [name for name in function.nodes_of_class(nodes.Name) if name.name in names]
    given = any(not (_is_only_used(name) or _is_put_in(name, field)) for name in uses)
    return given or bool(Liveness(function, names).after[taking])


def _is_put_in(name: nodes.NodeNG, field: str) -> bool:
    """Whether a name is the value of `self.socks[key] = name`."""
    match name.parent:
        case nodes.Assign(targets=[nodes.Subscript(value=of)], value=value):
            return value is name and of.as_string() == field
        case _:
            return False


def _element(container: nodes.NodeNG) -> nodes.NodeNG | None:
    """What is read out of a container, as far as that can be told; None if nothing is."""
    parent = container.parent
    match parent:
        case nodes.Compare() | nodes.Delete():
            return None
        case nodes.Subscript() if isinstance(parent.parent, (nodes.Assign, nodes.Delete)) and (
            parent.parent.as_string().startswith((parent.as_string() + " =", "del "))
        ):
            return None
        case nodes.Attribute(attrname="get", parent=nodes.Call() as call):
            return call
        case _:
            return parent


def _is_only_used(element: nodes.NodeNG) -> bool:
    """Whether all that is done with a socket is a call of one of its methods, or a test."""
    parent = element.parent
    if isinstance(parent, nodes.Attribute):
        return isinstance(parent.parent, nodes.Call) and parent.parent.func is parent
    return isinstance(parent, (nodes.Compare, nodes.UnaryOp))
