"""What the text of one function tells before it is run: which of its names are worth keeping in a state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.shapes import name_of
from pylint_zmq.analysis.values import Routine, Value
from pylint_zmq.model.harmless import RELEASING_METHODS
from pylint_zmq.model.methods import SOCKET_USES
from pylint_zmq.names.declarations import annotated_parameters, default_of
from pylint_zmq.names.once import once
from pylint_zmq.names.scopes import free_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pylint_zmq.names.resolution import ModuleNames

Scope = nodes.FunctionDef | nodes.Lambda | nodes.Module

#: Attributes whose receiver's identity matters: a context that makes sockets and is destroyed.
_IDENTITY_ATTRIBUTES = frozenset({"socket", "term", "destroy", "context", "underlying"})

#: Classes whose instances are never None, and are declared by their plain name.
_PLAIN_CLASSES = frozenset({"str", "bytes", "int", "float"})

#: Last parts of the names of classes whose first argument is a context.
_SOCKET_CLASSES = ("Socket",)


@dataclass(frozen=True)
class FunctionFacts:
    """Facts about the names of one function (or module), its nested functions left out."""

    locals: frozenset[str]
    parameters: frozenset[str]
    #: Those that cannot be None by their declaration.
    given: frozenset[str]
    #: Locals that nested functions, lambdas or classes use.
    captured: frozenset[str]
    #: Those among them that nested functions only use.
    only_used: frozenset[str]
    #: And among these, those that the function closes itself.
    lent: frozenset[str]
    #: Names declared global or nonlocal: what is stored there is kept by somebody else.
    outer: frozenset[str]
    #: Names whose identity matters though nothing is known of them.
    receivers: frozenset[str]
    #: Locals that are gone through and never used in any other way: what they hold does not change.
    unchanging: frozenset[str]
    #: How many statements and expressions it has.
    size: int
    is_generator: bool


def own_nodes(scope: nodes.NodeNG) -> Iterable[nodes.NodeNG]:
    """All nodes of a scope, without those of nested functions and classes (comprehensions belong to their scope)."""
    if isinstance(scope, (nodes.FunctionDef, nodes.Lambda, nodes.Module)):
        return once(scope, _all_walked)
    return _walked(scope)


def _all_walked(scope: Scope) -> tuple[nodes.NodeNG, ...]:
    return tuple(_walked(scope))


def _walked(scope: nodes.NodeNG) -> Iterator[nodes.NodeNG]:
    stack = list(scope.get_children())
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, (nodes.FunctionDef, nodes.Lambda, nodes.ClassDef)):
            continue
        stack.extend(node.get_children())


def parameters(function: Scope) -> list[str]:
    """All parameter names of a function in order, the starred ones last; none for a module."""
    if isinstance(function, nodes.Module):
        return []
    args = function.args
    named = [*(args.posonlyargs or []), *(args.args or []), *(args.kwonlyargs or [])]
    names = [arg.name for arg in named]
    return names + [name for name in (args.vararg, args.kwarg) if name]


def test_atoms(test: nodes.NodeNG) -> Iterator[nodes.NodeNG]:
    """A test taken apart at `and`, `or`, `not`."""
    match test:
        case nodes.BoolOp():
            for value in test.values:
                yield from test_atoms(value)
        case nodes.UnaryOp(op="not"):
            yield from test_atoms(test.operand)
        case _:
            yield test


def tested_path(node: nodes.NodeNG) -> str | None:
    """`name` or `self.name` of a plain name or attribute chain, None for anything else."""
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Attribute():
            base = tested_path(node.expr)
            return None if base is None else f"{base}.{node.attrname}"
        case nodes.NamedExpr():
            return name_of(node.target)
        case _:
            return None


def comparison_names(test: nodes.NodeNG) -> frozenset[str] | None:
    """The names of a comparison that holds nothing but names and constants; None for any other expression."""
    if not isinstance(test, nodes.Compare) or any(op in ("in", "not in") for op, _ in test.ops):
        return None
    names: set[str] = set()
    for part in (test.left, *(value for _, value in test.ops)):
        match part:
            case nodes.Name():
                names.add(part.name)
            case nodes.Const():
                pass
            case _:
                return None
    return frozenset(names)


def comparison_text(test: nodes.NodeNG) -> str:
    """The text that the outcome of a comparison goes by, put together once."""
    return once(test, _text)


def _text(test: nodes.NodeNG) -> str:
    return str(test.as_string())


def last_line(scope: Scope, wanted: Callable[[nodes.NodeNG], bool]) -> int:
    """The last line of the scope that a wanted node can run on, to the end of the outermost loop round it.

    0 if there is none.
    """
    last = 0
    for node in own_nodes(scope):
        if wanted(node):
            last = max(last, node.tolineno or 0)
            above = node.parent
            while above is not None and above is not scope:
                if isinstance(above, (nodes.For, nodes.While)):
                    last = max(last, above.tolineno or 0)
                above = above.parent
    return last


def facts_of(scope: Scope, names: ModuleNames) -> FunctionFacts:
    """The facts of one function or module."""
    return once(scope, _collected, names)


def _collected(scope: Scope, names: ModuleNames) -> FunctionFacts:
    outer: set[str] = set()
    receivers: set[str] = set()
    closed: set[str] = set()
    generator = False
    size = 0
    for node in own_nodes(scope):
        size += 1
        if isinstance(node, nodes.Name) and _is_called(node, RELEASING_METHODS):
            closed.add(node.name)
        match node:
            case nodes.Global() | nodes.Nonlocal():
                outer.update(node.names)
            case nodes.Attribute(expr=nodes.Name(name=name), attrname=attr) if attr in _IDENTITY_ATTRIBUTES:
                receivers.add(name)
            case nodes.Call(
                func=nodes.Name(name=called) | nodes.Attribute(attrname=called), args=[nodes.Name(name=name), *_]
            ):
                if called.endswith(_SOCKET_CLASSES):
                    receivers.add(name)
            case nodes.With():
                receivers.update(item.name for item, _ in node.items if isinstance(item, nodes.Name))
            case nodes.Yield() | nodes.YieldFrom():
                generator = True
    own = names.scopes.by_node[scope]
    only_used = _only_used(scope, own.captured_names())
    used = own.captured_names() | outer | set(_names_used(scope))
    return FunctionFacts(
        locals=own.local_names(),
        parameters=frozenset(parameters(scope)),
        given=frozenset(_given(scope)),
        captured=own.captured_names(),
        only_used=only_used,
        lent=only_used & closed,
        outer=frozenset(outer),
        receivers=frozenset(receivers),
        unchanging=own.local_names() - used,
        size=size,
        is_generator=generator and not isinstance(scope, nodes.Module),
    )


def _given(scope: Scope) -> Iterator[str]:
    """The parameters that are declared to be a text or a number, and are never bound to anything else."""
    if isinstance(scope, nodes.Module):
        return
    plain = [
        parameter
        for parameter, annotation in annotated_parameters(scope.args)
        if isinstance(annotation, nodes.Name) and annotation.name in _PLAIN_CLASSES
    ]
    bound = [node for node in own_nodes(scope) if isinstance(node, nodes.AssignName)] if plain else []
    anew = {node.name for node in bound if not isinstance(node.parent, nodes.Arguments)}
    for parameter in plain:
        match default_of(scope.args, parameter):
            case nodes.Const(value=None):
                pass
            case _ if parameter.name not in anew:
                yield parameter.name


def _only_used(scope: Scope, captured: frozenset[str]) -> frozenset[str]:
    """The names among the captured ones on which nested functions only call what leaves them open."""
    if not captured:
        return captured
    own = set(own_nodes(scope))
    nested = (node for node in scope.nodes_of_class((nodes.Name, nodes.AssignName)) if node not in own)
    return captured - {node.name for node in nested if not _is_called(node, SOCKET_USES)}


def _is_called(node: nodes.NodeNG, methods: frozenset[str]) -> bool:
    parent = node.parent
    return (
        isinstance(parent, nodes.Attribute)
        and parent.attrname in methods
        and isinstance(parent.parent, nodes.Call)
        and parent.parent.func is parent
    )


def _names_used(scope: Scope) -> Iterator[str]:
    """The names that a scope reads or changes, what loops go through and what is only tested left out."""
    for node in own_nodes(scope):
        match node:
            case nodes.Name(name=name) if not _is_gone_through(node) and not _is_tested(node):
                yield name
            case nodes.AssignName(name=name) if isinstance(node.parent, nodes.AugAssign):
                yield name


def _is_gone_through(node: nodes.Name) -> bool:
    return isinstance(node.parent, (nodes.For, nodes.Comprehension)) and node.parent.iter is node


def _is_tested(node: nodes.Name) -> bool:
    """Whether only the truth of a name is asked for."""
    child: nodes.NodeNG = node
    while isinstance(child.parent, nodes.BoolOp) or (
        isinstance(child.parent, nodes.UnaryOp) and child.parent.op == "not"
    ):
        child = child.parent
    return isinstance(child.parent, (nodes.If, nodes.While, nodes.IfExp, nodes.Assert)) and child.parent.test is child


def closure_names(scope: Scope, local: frozenset[str], values: Iterable[Value]) -> set[str]:
    """The locals of `scope` that the functions nested in it, which the values hold, take from it."""
    names: set[str] = set()
    stack = list(values)
    while stack:
        value = stack.pop()
        if isinstance(value, Routine) and value.node is not scope and scope.parent_of(value.node):
            names |= free_names(value.node) & local
        stack.extend(value.parts())
    return names
