"""Scopes, and what binds names in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from astroid import nodes

from pylint_zmq.frozen import frozen

COMPREHENSIONS = (nodes.ListComp, nodes.SetComp, nodes.DictComp, nodes.GeneratorExp)


class Kind(Enum):
    """How a name gets its value."""

    IMPORT = "import"
    DEFINITION = "def or class"
    PARAMETER = "parameter"
    #: `name = value`, also annotated and with several targets.
    VALUE = "value"
    #: Anything else: a loop, a with, an unpacking, an except clause, a match, an augmented assignment.
    OTHER = "other"


@frozen
class Binding:
    """One place that binds a name. `value` is what an IMPORT names, or the expression of a VALUE."""

    kind: Kind
    #: The Import, FunctionDef, ClassDef, AssignName, or (for what has no node of its own) the statement.
    node: nodes.NodeNG
    value: nodes.NodeNG | None = None


@dataclass(eq=False)
class Scope:
    """The names of one scope."""

    node: nodes.NodeNG
    parent: Scope | None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    #: Names that are read or deleted here, in nested scopes not counted.
    uses: set[str] = field(default_factory=set)
    #: Names that `global` and `nonlocal` send elsewhere.
    globals: set[str] = field(default_factory=set)
    nonlocals: set[str] = field(default_factory=set)
    children: list[Scope] = field(default_factory=list)

    @property
    def is_class(self) -> bool:
        """Methods do not see the names of this scope."""
        return isinstance(self.node, nodes.ClassDef)

    @property
    def is_comprehension(self) -> bool:
        """The scope runs where it stands."""
        return isinstance(self.node, COMPREHENSIONS)

    def local_names(self) -> frozenset[str]:
        """Names that belong to this scope."""
        return frozenset(self.bindings)

    def free_names(self) -> frozenset[str]:
        """Names that this scope and those in it take from outside, globals and builtins included."""
        inner = frozenset().union(*(child.free_names() for child in self.children))
        if not self.is_class:
            inner -= self.local_names()
        return inner | (self.uses - self.bindings.keys()) | self.globals | self.nonlocals

    def captured_names(self) -> frozenset[str]:
        """Names of this scope that a nested function, lambda or class body holds on to."""
        return self._taken_by_functions() & self.local_names()

    def _taken_by_functions(self) -> frozenset[str]:
        taken: frozenset[str] = frozenset()
        for child in self.children:
            if child.is_comprehension:
                taken |= child._taken_by_functions() - child.local_names()
            else:
                taken |= child.free_names()
        return taken

    def lookup(self, name: str) -> tuple[Scope, list[Binding]] | None:
        """Return the scope and the bindings that `name` refers to when read here; None if no scope binds it."""
        scope: Scope | None = self
        first = True
        while scope is not None:
            if name in scope.globals:
                scope = scope.module
            if (first or not scope.is_class) and name in scope.bindings:
                return scope, scope.bindings[name]
            first = False
            scope = scope.parent
        return None

    @property
    def module(self) -> Scope:
        """The outermost scope."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    @property
    def function(self) -> Scope:
        """The scope itself, or for a comprehension the one that it stands in."""
        scope = self
        while scope.is_comprehension and scope.parent is not None:
            scope = scope.parent
        return scope


@dataclass(eq=False)
class ModuleScopes:
    """What one pass over a module collects."""

    module: Scope
    by_node: dict[nodes.NodeNG, Scope] = field(default_factory=dict)
    #: Star imports at module level, in order.
    stars: list[nodes.ImportFrom] = field(default_factory=list)
    #: Names that are read, by name.
    names: dict[str, list[nodes.Name]] = field(default_factory=dict)
    #: `x.attr` read, by attribute name.
    reads: dict[str, list[nodes.Attribute]] = field(default_factory=dict)
    #: `x.attr = ...`, by attribute name.
    stores: dict[str, list[nodes.AssignAttr]] = field(default_factory=dict)
    #: `x[key] = ...`, by the last name of x.
    item_stores: dict[str, list[nodes.Subscript]] = field(default_factory=dict)
    #: Calls by the last name of what is called.
    calls: dict[str, list[nodes.Call]] = field(default_factory=dict)
    classes: list[nodes.ClassDef] = field(default_factory=list)
    _scope_of: dict[nodes.NodeNG, Scope] = field(default_factory=dict)

    def add_name(self, node: nodes.Name, scope: Scope) -> None:
        """Take up a name that is read, and looked up in a scope."""
        self.names.setdefault(node.name, []).append(node)
        self._scope_of[node] = scope

    def scope_of(self, node: nodes.NodeNG) -> Scope:
        """Return the scope that the names in `node` are looked up in."""
        found = self._scope_of.get(node)
        if found is None:
            found = self._scope_of[node] = self._find_scope_of(node)
        return found

    def _find_scope_of(self, node: nodes.NodeNG) -> Scope:
        child, parent = node, node.parent
        while parent is not None:
            if parent in self.by_node and _runs_inside(parent, child, node):
                return self.by_node[parent]
            child, parent = parent, parent.parent
        return self.module


def _runs_inside(scope: nodes.NodeNG, child: nodes.NodeNG, node: nodes.NodeNG) -> bool:
    """`node`, which lies in the part `child` of `scope`, is evaluated in that scope and not in the one round it."""
    match scope:
        case nodes.ClassDef():
            return child is not scope.decorators and child not in scope.bases and not isinstance(child, nodes.Keyword)
        case nodes.FunctionDef():
            if child is scope.args:
                return node.parent is child and isinstance(node, nodes.AssignName)
            return child is not scope.decorators and child is not scope.returns
        case nodes.Lambda():
            return child is scope.body or (node.parent is child and isinstance(node, nodes.AssignName))
        case nodes.ListComp() | nodes.SetComp() | nodes.DictComp() | nodes.GeneratorExp():
            first = scope.generators[0]
            return child is not first or not _lies_in(node, first.iter)
    return True


def _lies_in(node: nodes.NodeNG, outer: nodes.NodeNG) -> bool:
    inner: nodes.NodeNG | None = node
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is outer
