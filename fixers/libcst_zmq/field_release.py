"""How a field of an object is released: by which lines, and whether it is there, or None, when that happens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import line_of, position
from libcst_zmq.edits import Edit, Insert, RefusedError

if TYPE_CHECKING:
    from libcst_zmq.regions import Case

_FIELD = re.compile(r"self\.(\w+)")
_LISTS = ("list", "set", "deque")
_DICTS = ("dict", "defaultdict", "OrderedDict", "WeakValueDictionary")


@dataclass(frozen=True)
class FieldRelease:
    """The lines that release a field, and what must be done so that it is there."""

    lines: tuple[str, ...]
    set_up: tuple[Edit, ...] = ()


def field_named(text: str) -> str:
    """The field of `self.field`. Raises RefusedError for anything else."""
    found = _FIELD.fullmatch(text)
    if found is None:
        raise RefusedError("not-a-plain-field")
    return found[1]


def class_of(case: Case) -> nodes.ClassDef:
    """The class whose method creates the resource. Raises RefusedError."""
    if not isinstance(case.function.parent, nodes.ClassDef):
        raise RefusedError("no-class")
    return case.function.parent


def field_release(case: Case) -> FieldRelease:
    """How the field that the finding is about is released. Raises RefusedError where that cannot be told."""
    owner, field = class_of(case), field_named(case.finding.subject)
    lines = _lines(case, owner, field)
    if _may_be_none(owner, field) and is_there(owner, field):
        return FieldRelease(_if_set(field, lines))
    if not _may_be_none(owner, field) and _surely_set(case, owner):
        return FieldRelease(lines)
    if _box(owner, field):
        raise RefusedError("may-be-unset")
    return FieldRelease(_if_set(field, lines), (none_first(owner, field),))


def release_of_what_is_there(case: Case) -> tuple[str, ...]:
    """The lines that release the field where it is there for certain. Raises RefusedError."""
    owner, field = class_of(case), field_named(case.finding.subject)
    lines = _lines(case, owner, field)
    return _if_set(field, lines) if _may_be_none(owner, field) else lines


def _if_set(field: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    return f"if self.{field} is not None:", *(f"    {line}" for line in lines)


def _lines(case: Case, owner: nodes.ClassDef, field: str) -> tuple[str, ...]:
    box = _box(owner, field)
    if case.is_owner and case.release_method is None:
        raise RefusedError("no-release-method")
    if case.release_method is not None and case.release_method.awaited:
        raise RefusedError("release-is-awaited")
    if not box:
        return (case.release(f"self.{field}"),)
    kind = "context" if "context" in case.finding.symbol else "owner" if case.is_owner else "socket"
    every = f"self.{field}.values()" if box == "dict" else f"self.{field}"
    return f"for {kind} in {every}:", f"    {case.release(kind)}"


def _box(owner: nodes.ClassDef, field: str) -> str:
    """Whether the field holds a "list" or a "dict" by what it is set to; "" if it holds neither."""
    for value in _values(owner, field):
        match value:
            case nodes.Dict() | nodes.DictComp():
                return "dict"
            case nodes.List() | nodes.ListComp() | nodes.Set() | nodes.SetComp() | nodes.Tuple():
                return "list"
            case nodes.Call(func=func):
                name = func.as_string().rpartition(".")[2]
                if name in _LISTS + _DICTS:
                    return "list" if name in _LISTS else "dict"
    return ""


def _values(owner: nodes.ClassDef, field: str) -> list[nodes.NodeNG | None]:
    """What the class sets a field to, at its own level and in its methods."""
    found = []
    for assign in owner.nodes_of_class((nodes.Assign, nodes.AnnAssign)):
        targets = assign.targets if isinstance(assign, nodes.Assign) else [assign.target]
        if any(target.as_string() in (f"self.{field}", field) for target in targets):
            found.append(assign.value)
    return found


def _may_be_none(owner: nodes.ClassDef, field: str) -> bool:
    return any(isinstance(value, nodes.Const) and value.value is None for value in _values(owner, field))


def is_there(owner: nodes.ClassDef, field: str) -> bool:
    """Whether an object that has been made has the field, by its class or by every way through the constructor."""
    constructor = constructor_of(owner)
    return _sets(owner.body, field) or (constructor is not None and _sets(constructor.body, f"self.{field}"))


def _sets(block: list[nodes.NodeNG], name: str) -> bool:
    """Whether every way through a block sets a name, or a field that is written as `self.field`."""
    for statement in block:
        match statement:
            case nodes.Assign(targets=targets):
                done = any(target.as_string() == name for target in targets)
            case nodes.AnnAssign(target=target, value=value):
                done = value is not None and target.as_string() == name
            case nodes.If(body=body, orelse=orelse):
                done = _sets(body, name) and _sets(orelse, name)
            case nodes.With(body=body):
                done = _sets(body, name)
            case _:
                done = False
        if done:
            return True
    return False


def constructor_of(owner: nodes.ClassDef) -> nodes.FunctionDef | None:
    """The constructor that the class itself has."""
    return next((node for node in owner.body if isinstance(node, nodes.FunctionDef) and node.name == "__init__"), None)


def _surely_set(case: Case, owner: nodes.ClassDef) -> bool:
    """Whether an object that has been made has the field: its constructor sets it, or calls what does."""
    statement: nodes.NodeNG = case.statement
    while isinstance(statement.parent, nodes.With):
        statement = statement.parent
    if statement.parent is not case.function or case.function.args.is_argument(case.finding.subject):
        return False
    if case.function.name == "__init__":
        return True
    constructor = constructor_of(owner)
    call = f"self.{case.function.name}"
    return constructor is not None and any(
        isinstance(s, nodes.Expr) and isinstance(s.value, nodes.Call) and s.value.func.as_string() == call
        for s in constructor.body
    )


def _asks_for(owner: nodes.ClassDef, field: str) -> bool:
    """Whether the class looks whether the field is there, and would take None for something."""
    if f"self.{field}" in (node.as_string() for node in owner.nodes_of_class(nodes.DelAttr)):
        return True
    return any(
        isinstance(argument, nodes.Const) and argument.value == field
        for call in owner.nodes_of_class(nodes.Call)
        for argument in call.args
    )


def none_first(owner: nodes.ClassDef, field: str) -> Edit:
    """`self.field = None` at the beginning of the constructor. Raises RefusedError if there is none."""
    constructor = constructor_of(owner)
    if constructor is None or _asks_for(owner, field):
        raise RefusedError("may-be-unset")
    for statement in constructor.body:
        if "__init__" not in statement.as_string() and position(statement).owner is constructor:
            return Insert(line_of(statement), (f"self.{field} = None",))
    raise RefusedError("may-be-unset")
