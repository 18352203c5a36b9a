"""Fields that a class never releases: closed beside their siblings, or by methods that the class did not have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, edges, line_of, statements_in
from libcst_zmq.edits import Applicability, Insert, Plan, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case

_FIELD = re.compile(r"self\.(\w+)")
_ENDS = ("close", "term", "destroy")
#: The class becomes one whose instances must be closed: what forgets to is found from now on.
_EXPECTED = ("zmq-unclosed-owner",)


def plans(case: Case) -> Iterator[Plan]:
    """One way for each class: beside the siblings, or a release method and its `with`."""
    field = _field(case)
    function = case.function
    owner = function.parent
    if not isinstance(owner, nodes.ClassDef):
        raise RefusedError("no-class")
    release = "term" if "context" in case.finding.symbol else "close"
    lines = _lines(case, owner, field, release)
    sibling = _beside(owner, field, release)
    if sibling is not None:
        edit = Insert(line_of(sibling[0]), lines, after=sibling[1])
        yield Plan("sibling", (edit,), Applicability.UNSAFE, "closed-for-users", local=False, expected=_EXPECTED)
    elif any(base.as_string() != "object" for base in owner.bases) or owner.keywords:
        raise RefusedError("has-bases")
    elif any(
        isinstance(node, nodes.FunctionDef) and node.name in ("close", "__enter__", "__exit__") for node in owner.body
    ):
        raise RefusedError("no-place")
    else:
        added = (
            "",
            "def close(self):",
            *(f"    {line}" for line in lines),
            "",
            "def __enter__(self):",
            "    return self",
        )
        added = (*added, "", "def __exit__(self, *exc_info):", "    self.close()")
        edit = Insert(line_of(owner.body[-1]), added, after=True)
        yield Plan("release", (edit,), Applicability.UNSAFE, "closed-for-users", local=False, expected=_EXPECTED)


def _field(case: Case) -> str:
    found = _FIELD.fullmatch(case.finding.subject)
    if found is None:
        raise RefusedError("not-a-plain-field")
    return found[1]


def _lines(case: Case, owner: nodes.ClassDef, field: str, release: str) -> tuple[str, ...]:
    """The release of a field; with a test where it may be None. Raises RefusedError where it may not be there."""
    call = f"self.{field}.{release}()"
    if _may_be_none(owner, field):
        return f"if self.{field} is not None:", f"    {call}"
    if case.function.name == "__init__" and case.statement in case.function.body:
        return (call,)
    raise RefusedError("may-be-unset")


def _may_be_none(owner: nodes.ClassDef, field: str) -> bool:
    """Whether the class sets the field to None, at its own level or in its constructor or a release method."""
    for assign in owner.nodes_of_class((nodes.Assign, nodes.AnnAssign)):
        if isinstance(assign.value, nodes.Const) and assign.value.value is None:
            for target in assign.targets if isinstance(assign, nodes.Assign) else [assign.target]:
                if target.as_string() in (f"self.{field}", field):
                    return True
    return False


def _beside(owner: nodes.ClassDef, field: str, release: str) -> tuple[nodes.NodeNG, bool] | None:
    """The statement that releases a sibling, and whether ours comes after it: what was made first goes last."""
    made = {name: line for line, name in reversed(_creations(owner))}
    for method in owner.body:
        if not isinstance(method, nodes.FunctionDef) or method.name == "__init__":
            continue
        closes = [(s, n, m) for s in method.body for n, m in [_released(s)] if n and alone(s)]
        for statement, name, how in closes:
            if how != "close" and release == "close":
                return statement, False
            if release == "close" and made.get(name, 0) < made.get(field, 0):
                return statement, False
        if closes:
            return closes[-1][0], True
    return None


def _released(statement: nodes.NodeNG) -> tuple[str, str]:
    """Field and method of `self.x.close()`, also under a test; empty for any other statement."""
    inner: list[nodes.NodeNG] = [statement] if isinstance(statement, nodes.Expr) else []
    if isinstance(statement, nodes.If) and not statement.orelse:
        inner = list(statements_in(statement.body))
    for candidate in inner:
        match candidate:
            case nodes.Expr(value=nodes.Call(func=nodes.Attribute(expr=nodes.Attribute() as of, attrname=how))):
                if how in _ENDS and (found := _FIELD.fullmatch(of.as_string())):
                    return found[1], how
    return "", ""


def _creations(owner: nodes.ClassDef) -> list[tuple[int, str]]:
    """Lines where fields are first set to the value of a call, in order."""
    return sorted(
        (edges(target)[0], target.attrname)
        for target in owner.nodes_of_class(nodes.AssignAttr)
        if isinstance(target.parent, nodes.Assign) and isinstance(target.parent.value, nodes.Call)
    )
