"""Which names of a function may hold a resource, and what is done with them. Says too much rather than too little."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import Function, own_nodes
from pylint_zmq.model.methods import CONTEXT_METHODS, SOCKET_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Methods whose result keeps the socket or the context in sight.
_PASSING = frozenset({"__enter__", "bind", "connect", "socket", "shadow", "from_socket"})
#: Attributes that hold another zmq thing.
_KEEPING = frozenset({"context", "underlying"})
_METHODS = SOCKET_METHODS | CONTEXT_METHODS


class Holding:
    """The names that may hold what one call creates: by assignment, in a container, in a closure."""

    def __init__(self, function: Function, creation: nodes.Call) -> None:
        self.function = function
        self.creation = creation
        #: Names that the function assigns: a container by another name is somebody else's.
        self.local = {
            node.name for node in function.nodes_of_class(nodes.AssignName) if node.statement() is not function
        }
        #: Names that hold the resource itself.
        self.direct: set[str] = set()
        #: Those, and names of what holds it in turn.
        self.names: set[str] = set()
        self._collect()

    # -- what carries the resource -----------------------------------------------------------------------------------
    def carries(self, node: nodes.NodeNG | None) -> bool:
        """Whether the value of an expression may be, or hold, the resource."""
        match node:
            case None | nodes.Compare() | nodes.JoinedStr() | nodes.Const():
                return False
            case nodes.Name(name=name):
                return name in self.names
            case nodes.Call():
                return node is self.creation or self._call_carries(node)
            case nodes.Attribute(expr=of, attrname=attr):
                return self.carries(of) and (attr in _METHODS or attr in _KEEPING or not self._is_direct(of))
            case nodes.UnaryOp(op="not"):
                return False
            case nodes.ListComp(elt=element) | nodes.SetComp(elt=element):
                return self.carries(element)
            case nodes.Lambda():
                return any(inner.name in self.names for inner in node.nodes_of_class(nodes.Name))
            case nodes.IfExp(body=body, orelse=orelse):
                return self.carries(body) or self.carries(orelse)
            case _:
                return any(self.carries(child) for child in node.get_children())

    def _call_carries(self, call: nodes.Call) -> bool:
        given = any(self.carries(argument) for argument in arguments(call))
        match call.func:
            case nodes.Attribute(expr=of, attrname=attr) if self.carries(of):
                return given or attr in _PASSING or not (self._is_direct(of) and attr in _METHODS)
            case func:
                return given or (isinstance(func, nodes.Name) and func.name in self.names)

    def _is_direct(self, node: nodes.NodeNG) -> bool:
        match node:
            case nodes.Name(name=name):
                return name in self.direct
            case nodes.NamedExpr(value=value) | nodes.Await(value=value):
                return self._is_direct(value)
            case nodes.IfExp(body=body, orelse=orelse):
                return self._is_direct(body) or self._is_direct(orelse)
            case nodes.BoolOp(values=values):
                return any(self._is_direct(value) for value in values)
            case nodes.Call(func=nodes.Attribute(expr=of, attrname=attr)) if node is not self.creation:
                # What a context makes, and what bind() returns, has no methods that hand it on either.
                return attr in _PASSING and self._is_direct(of)
            case _:
                return node is self.creation

    # -- the names -----------------------------------------------------------------------------------------------------
    def _collect(self) -> None:
        before = -1
        while before != len(self.names) + len(self.direct):
            before = len(self.names) + len(self.direct)
            for statement in self.function.body:
                for node in own_nodes(statement):
                    self._learn(node)

    def _learn(self, node: nodes.NodeNG) -> None:
        """Learn from one statement or expression which names it makes hold the resource."""
        match node:
            case nodes.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, value)
            case nodes.AnnAssign(target=target, value=value) | nodes.AugAssign(target=target, value=value):
                self._bind(target, value)
            case nodes.NamedExpr(target=target, value=value):
                self._bind(target, value)
            case nodes.For() | nodes.Comprehension():
                if self.carries(node.iter):
                    self._add(node.target, direct=True)
            case nodes.With(items=items):
                for manager, bound in items:
                    self._bind(bound, manager)
            case nodes.Call() | nodes.FunctionDef() | nodes.ClassDef() | nodes.Match():
                self._learn_indirect(node)

    def _learn_indirect(self, node: nodes.NodeNG) -> None:
        """What is put into a container, captured by a function, or bound by a pattern."""
        match node:
            case nodes.Match(subject=subject) if self.carries(subject):
                for captured in node.nodes_of_class(nodes.MatchAs):
                    if captured.name is not None:
                        self._add(captured.name, direct=True)
            case nodes.Call(func=nodes.Attribute(expr=nodes.Name(name=name), attrname=attr)):
                kept = name in self.local and (name not in self.direct or attr not in _METHODS)
                if kept and any(self.carries(argument) for argument in arguments(node)):
                    self.names.add(name)
            case nodes.FunctionDef() | nodes.ClassDef():
                if any(inner.name in self.names for inner in node.nodes_of_class(nodes.Name)):
                    self.names.add(node.name)

    def _bind(self, target: nodes.NodeNG | None, value: nodes.NodeNG | None) -> None:
        parts = pairs(target, value)
        for one, other in parts:
            self._bind(one, other)
        if parts:
            return
        if target is not None and self.carries(value):
            self._add(target, direct=value is not None and self._is_direct(value))

    def _add(self, target: nodes.NodeNG, *, direct: bool) -> None:
        match target:
            case nodes.AssignName(name=name):
                self.names.add(name)
                if direct:
                    self.direct.add(name)
            case nodes.Tuple() | nodes.List():
                for element in parts_of(target):
                    self._add(element, direct=True)
            case nodes.Starred(value=value):
                self._add(value, direct=False)
            case nodes.Subscript(value=nodes.Name(name=name)):
                self.names.add(name)


def pairs(target: nodes.NodeNG | None, value: nodes.NodeNG | None) -> list[tuple[nodes.NodeNG, nodes.NodeNG]]:
    """What `a, b = x, y` gives to what; empty for all that is not of that form."""
    if not isinstance(target, (nodes.Tuple, nodes.List)) or not isinstance(value, (nodes.Tuple, nodes.List)):
        return []
    names, values = parts_of(target), parts_of(value)
    if len(names) != len(values) or any(isinstance(name, nodes.Starred) for name in names):
        return []
    return list(zip(names, values, strict=True))


def parts_of(display: nodes.Tuple | nodes.List) -> list[nodes.NodeNG]:
    """The elements of a tuple or list as it is written."""
    return [element for element in display.elts if isinstance(element, nodes.NodeNG)]


def arguments(call: nodes.Call) -> list[nodes.NodeNG]:
    """All argument expressions of a call."""
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def is_close(node: nodes.NodeNG, names: set[str] | frozenset[str], methods: tuple[str, ...] = ("close",)) -> bool:
    """Whether a statement or expression is `name.close(...)`, on one of the names."""
    match node:
        case nodes.Expr(value=value) | nodes.Await(value=value):
            return is_close(value, names, methods)
        case nodes.Call(func=nodes.Attribute(expr=nodes.Name(name=name), attrname=attr)):
            return name in names and attr in methods
        case _:
            return False


def harmful_uses(node: nodes.NodeNG, names: frozenset[str]) -> Iterator[str]:
    """The names that an expression or simple statement reads in a way that a closed resource does not bear.

    Closing it again, comparing it, testing its truth does no harm.
    """
    for name in node.nodes_of_class(nodes.Name):
        if name.name in names and (_is_nested(name, node) or not _harmless(name)):
            yield name.name


def _is_nested(name: nodes.NodeNG, outer: nodes.NodeNG) -> bool:
    """Whether a name stands in a function within a node: who gets that function, gets what the name holds."""
    current: nodes.NodeNG | None = name
    while current is not None and current is not outer.parent:
        if isinstance(current, (nodes.FunctionDef, nodes.Lambda)):
            return True
        current = current.parent
    return False


def _harmless(name: nodes.Name) -> bool:
    parent = name.parent
    match parent:
        case nodes.Attribute(attrname="close" | "term" | "destroy"):
            return isinstance(parent.parent, nodes.Call) and parent.parent.func is parent
        case nodes.Attribute(attrname="closed"):
            return _only_guards_close(parent, name.name)
        case nodes.Compare(ops=[(operator, _)]):
            return operator in ("is", "is not", "==", "!=")
        case _:
            return _is_test(name)


def _is_test(name: nodes.NodeNG) -> bool:
    child: nodes.NodeNG = name
    parent: nodes.NodeNG | None = name.parent
    while (isinstance(parent, nodes.UnaryOp) and parent.op == "not") or isinstance(parent, nodes.BoolOp):
        if (
            isinstance(parent, nodes.BoolOp)
            and child is parent.values[-1]
            and not isinstance(parent.parent, (nodes.If, nodes.While))
        ):
            return False
        child, parent = parent, parent.parent
    return isinstance(parent, (nodes.If, nodes.While, nodes.IfExp)) and parent.test is child


def _only_guards_close(attribute: nodes.NodeNG, name: str) -> bool:
    """`if not s.closed: s.close()`, with whatever else stands in the condition."""
    node = attribute.statement()
    return isinstance(node, nodes.If) and not node.orelse and all(is_close(inner, {name}) for inner in node.body)
