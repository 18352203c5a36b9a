"""Fields that a class never releases: closed beside their siblings, or by methods that the class did not have."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, edges, line_of, own_nodes, statements_in
from libcst_zmq.edits import Applicability, Edit, Insert, Plan, RefusedError, Replace
from libcst_zmq.field_release import class_of, field_named, field_release
from libcst_zmq.release_methods import fills_again
from pylint_zmq.names.classes import VisibleClass, base_names, lineage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case

_FIELD = re.compile(r"self\.(\w+)")
_ENDS = ("close", "term", "destroy")
#: Methods that end an object for good. What `stop` stops may be started again.
_FINAL = ("close", "shutdown", "terminate", "destroy", "cleanup", "release")
_METHODS = frozenset({"close", "__enter__", "__exit__"})
#: Bases that bring no methods of their own.
_BARE_BASES = frozenset({"builtins.object", "abc.ABC", "typing.Protocol", "typing.Generic"})
#: The class becomes one whose instances must be closed: what forgets to is found from now on.
_EXPECTED = ("zmq-unclosed-owner",)


def plans(case: Case) -> Iterator[Plan]:
    """One way for each class: beside the siblings, at the end of its close(), or a release method and its `with`."""
    owner, field = class_of(case), field_named(case.finding.subject)
    ends = {f"self.{name}.{how}" for name in _names(owner, field) for how in (*_ENDS, *case.releases)}
    methods = [method for method in _methods(owner) if method.name != "__init__"]
    if any(call.func.as_string() in ends for method in methods for call in method.nodes_of_class(nodes.Call)):
        raise RefusedError("released-elsewhere")
    release = field_release(case)
    for name, edit in chain(
        _beside(owner, field, "term" if case.is_context else "close", release.lines),
        _at_the_end(owner, release.lines),
        _new_methods(case, owner, release.lines),
    ):
        edits = (edit, *release.set_up)
        yield Plan(name, edits, Applicability.UNSAFE, "closed-for-users", local=False, expected=_EXPECTED)


def _names(owner: nodes.ClassDef, field: str) -> Iterator[str]:
    """The name of a field, and of what gives it when it is read."""
    yield field
    for method in _methods(owner):
        gives = any(
            isinstance(node.value, nodes.Attribute) and node.value.as_string() == f"self.{field}"
            for node in method.nodes_of_class(nodes.Return)
        )
        if gives and method.decorators is not None and "property" in method.decorators.as_string():
            yield method.name


# -- beside what is released already ---------------------------------------------------------------------------------
def _beside(owner: nodes.ClassDef, field: str, release: str, lines: tuple[str, ...]) -> Iterator[tuple[str, Edit]]:
    """By the statements that release siblings: what was made first goes last, the context after its sockets."""
    made = {name: line for line, name in reversed(_creations(owner))}
    methods = {method.name: method for method in _methods(owner)}
    for method in _methods(owner):
        closes = [(s, n, how) for s in method.body for n, how in [_released(s)] if n and alone(s)]
        names = {name for _, name, _ in closes}
        if method.name == "__init__" or fills_again(methods, method.name, names):
            continue
        if release != "close" and not _closed_in(method) >= _sockets(owner):
            # The end of the context would wait for them.
            continue
        for statement, name, how in closes:
            later = how == "close" and (release != "close" or made.get(name, 0) >= made.get(field, 0))
            if not later and release == "close":
                yield "sibling", Insert(line_of(statement), lines)
                break
        if closes:
            yield "sibling", Insert(line_of(closes[-1][0]), lines, after=True)


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


def _sockets(owner: nodes.ClassDef) -> set[str]:
    """The fields that a class sets to what a method `socket` gives."""
    made = owner.nodes_of_class(nodes.AssignAttr)
    values = ((target.attrname, getattr(target.statement(), "value", None)) for target in made)
    return {
        name for name, value in values if isinstance(value, nodes.Call) and value.func.as_string().endswith(".socket")
    }


def _closed_in(method: nodes.FunctionDef) -> set[str]:
    """The fields on which a method calls `close`."""
    calls = (call.func.as_string() for call in method.nodes_of_class(nodes.Call))
    return {name.removeprefix("self.").removesuffix(".close") for name in calls if name.endswith(".close")}


def _creations(owner: nodes.ClassDef) -> list[tuple[int, str]]:
    """Lines where fields are first set to the value of a call, in order."""
    return sorted(
        (edges(target)[0], target.attrname)
        for target in owner.nodes_of_class(nodes.AssignAttr)
        if isinstance(target.parent, nodes.Assign) and isinstance(target.parent.value, nodes.Call)
    )


# -- in a method that is there, or in new ones -----------------------------------------------------------------------
def _at_the_end(owner: nodes.ClassDef, lines: tuple[str, ...]) -> Iterator[tuple[str, Edit]]:
    """At the end of a method that ends the object and closes nothing yet in a plain way."""
    for method in _methods(owner):
        last = method.body[-1]
        leaves = any(
            isinstance(node, (nodes.Return, nodes.Yield, nodes.Raise)) for s in method.body for node in own_nodes(s)
        )
        if method.name not in _FINAL or leaves or not alone(last):
            continue
        if len(method.body) == 1 and isinstance(last, nodes.Pass):
            yield "sibling", Replace(line_of(last), lines)
        else:
            yield "sibling", Insert(line_of(last), lines, after=True)
        return


def _new_methods(case: Case, owner: nodes.ClassDef, lines: tuple[str, ...]) -> Iterator[tuple[str, Edit]]:
    """close(), __enter__() and __exit__(). Raises RefusedError where they might be in the way of others."""
    family = lineage(VisibleClass(owner, case.version.names))
    names = {name for member in family for name in base_names(member)}
    if owner.keywords or len(names - {member.qualname for member in family} - _BARE_BASES) or _unnamed(case, owner):
        raise RefusedError("has-bases")
    if any(method.name in _METHODS for member in family for method in _methods(member.node)):
        raise RefusedError("no-place")
    if case.is_context and _sockets(owner):
        raise RefusedError("socket-still-lost")
    yield "release", Insert(line_of(owner.body[-1]), ("", *_written(owner, lines)), after=True)


def _unnamed(case: Case, owner: nodes.ClassDef) -> bool:
    """Whether the class has a base that no name can be found for."""
    return any(case.version.names.qualify(base) is None for base in owner.bases if isinstance(base, nodes.NodeNG))


def _written(owner: nodes.ClassDef, lines: tuple[str, ...]) -> list[str]:
    """The text of the three methods, with types and docstrings where the other methods have them."""
    others = _methods(owner)
    typed = any(method.returns is not None for method in others)
    told = len(others) > 1 and all(method.doc_node is not None for method in others)
    none, itself = (" -> None", f' -> "{owner.name}"') if typed else ("", "")
    heads = (
        (f"def close(self){none}:", '"""Close what this object has opened."""', lines),
        (
            f"def __enter__(self){itself}:",
            '"""Return the object, which the end of the block closes."""',
            ["return self"],
        ),
        (
            f"def __exit__(self, *exc_info{': object' if typed else ''}){none}:",
            '"""Close the object."""',
            ["self.close()"],
        ),
    )
    text: list[str] = []
    for head, doc, body in heads:
        inside = [doc, *body] if told else list(body)
        text += [head, *(f"    {line}" for line in inside), ""]
    return text[:-1]


def _methods(owner: nodes.ClassDef) -> list[nodes.FunctionDef]:
    return [node for node in owner.body if isinstance(node, nodes.FunctionDef)]
