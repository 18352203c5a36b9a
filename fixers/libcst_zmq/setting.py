"""Options set where a socket or context is made, in the manner in which the code sets its other options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, line_of
from libcst_zmq.edits import Insert, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from libcst_zmq.regions import Case

_SETTERS = ("setsockopt", "set")
#: ctx.setsockopt() sets the default of its sockets, which this is not (pyzmq: Context.setsockopt).
_OF_THE_CONTEXT = "MAX_SOCKETS"


def setting(case: Case, made: nodes.Call, options: Mapping[str, int | None], key: str) -> tuple[Insert]:
    """Options on what a call makes, before anything else is done with it.

    Without a value, a RefusedError that suggests the line, and to configure `key`.
    """
    receiver, statement, after = _place(made)
    if not alone(statement):
        raise RefusedError("shared-line")
    lines = tuple(_line(made, receiver, option, value) for option, value in options.items())
    if None in options.values():
        where = "after" if after else "before"
        told = f"insert `{lines[0]}` {where} line {line_of(statement)}, or set {key} in [tool.zmqlint]"
        raise RefusedError("no-value", told)
    return (Insert(line_of(statement), lines, after=after),)


def context_of(made: nodes.Call) -> nodes.Call | None:
    """The call that makes the context of the socket that `made` makes, in the same function or class."""
    if not isinstance(made.func, nodes.Attribute) or made.func.attrname != "socket":
        return None
    name = made.func.expr.as_string()
    scope = made.scope().parent if name.startswith("self.") else made.scope()
    for node in scope.nodes_of_class((nodes.Assign, nodes.AnnAssign)) if scope is not None else ():
        targets = node.targets if isinstance(node, nodes.Assign) else [node.target]
        if any(target.as_string() == name for target in targets) and isinstance(node.value, nodes.Call):
            return node.value
    return None


def _place(made: nodes.Call) -> tuple[str, nodes.NodeNG, bool]:
    """What the thing is called, a statement, and whether the options go after it. Raises RefusedError."""
    statement: nodes.NodeNG = made.statement()
    if isinstance(made.parent, nodes.Call) and made.parent.func.as_string().endswith(".enter_context"):
        made = made.parent
    match statement:
        case nodes.Assign(targets=[nodes.AssignName() | nodes.AssignAttr() as target], value=given) if given is made:
            return target.as_string(), statement, True
        case nodes.AnnAssign(target=nodes.AssignName() | nodes.AssignAttr() as target, value=given) if given is made:
            return target.as_string(), statement, True
        case nodes.With(items=items, body=[first, *_]):
            for expression, name in items:
                if expression is made and isinstance(name, nodes.AssignName):
                    return name.name, first, False
    raise RefusedError("not-a-plain-assignment")


def _line(made: nodes.Call, receiver: str, option: str, value: int | None) -> str:
    """The statement that sets an option, as others for the same thing are written."""
    written = "..." if value is None else str(value)
    for node in made.scope().nodes_of_class(nodes.Call):
        match node:
            case nodes.Call(func=nodes.Attribute(expr=of, attrname=setter), args=[nodes.Attribute(expr=module), *_]):
                if setter in _SETTERS and of.as_string() == receiver and option != _OF_THE_CONTEXT:
                    return f"{receiver}.{setter}({module.as_string()}.{option}, {written})"
    return f"{receiver}.{option.lower()} = {written}"
