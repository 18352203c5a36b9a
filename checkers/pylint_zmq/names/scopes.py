"""The scopes of one module: which name is bound where, and by what. One pass over the tree, no inference.

Astroid's own tables (`locals`, `instance_attrs`) differ between a tree that Pylint built and a bare one, so they are
not used: the same source gives the same scopes either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Union

from astroid import nodes

#: A node that opens a scope.
ScopeNode = Union[nodes.Module, nodes.ClassDef, nodes.FunctionDef, nodes.Lambda, nodes.ComprehensionScope]

_COMPREHENSIONS = (nodes.ListComp, nodes.SetComp, nodes.DictComp, nodes.GeneratorExp)
_SCOPES = (nodes.Module, nodes.ClassDef, nodes.FunctionDef, nodes.Lambda, *_COMPREHENSIONS)


class Kind(Enum):
    """How a name gets its value."""

    IMPORT = "import"
    DEFINITION = "def or class"
    PARAMETER = "parameter"
    #: `name = value`, also annotated and with several targets.
    VALUE = "value"
    #: Anything else: a loop, a with, an unpacking, an except clause, a match, an augmented assignment.
    OTHER = "other"


@dataclass(frozen=True)
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
        return isinstance(self.node, _COMPREHENSIONS)

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
        """The scope and the bindings that `name` refers to when read here; None if no scope binds it."""
        scope: Scope | None = self
        first = True
        while scope is not None:
            if name in scope.globals:
                scope = scope.module
            if (first or not scope.is_class) and name in scope.bindings:
                return scope, scope.bindings[name]
            first = first and scope.is_comprehension
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
    #: `x.attr` read, by attribute name.
    reads: dict[str, list[nodes.Attribute]] = field(default_factory=dict)
    #: `x.attr = ...`, by attribute name.
    stores: dict[str, list[nodes.AssignAttr]] = field(default_factory=dict)
    #: Calls by the last name of what is called.
    calls: dict[str, list[nodes.Call]] = field(default_factory=dict)
    classes: list[nodes.ClassDef] = field(default_factory=list)

    def scope_of(self, node: nodes.NodeNG) -> Scope:
        """The scope that the names in `node` are looked up in."""
        child, parent = node, node.parent
        while parent is not None:
            if isinstance(parent, _SCOPES) and _runs_inside(parent, child, node):
                return self.by_node[parent]
            child, parent = parent, parent.parent
        return self.module


def _runs_inside(scope: nodes.NodeNG, child: nodes.NodeNG, node: nodes.NodeNG) -> bool:
    """`node`, which lies in the part `child` of `scope`, is evaluated in that scope and not in the one round it."""
    match scope:
        case nodes.ClassDef():
            return child not in (scope.decorators, *scope.bases, *(scope.keywords or ()))
        case nodes.FunctionDef():
            if child is scope.args:
                return node.parent is child and isinstance(node, nodes.AssignName)
            return child is not scope.decorators and child is not scope.returns
        case nodes.Lambda():
            return child is scope.body or (node.parent is child and isinstance(node, nodes.AssignName))
        case nodes.Module():
            return True
    first = scope.generators[0]
    return child is not first or not _lies_in(node, first.iter)


def _lies_in(node: nodes.NodeNG, outer: nodes.NodeNG) -> bool:
    inner: nodes.NodeNG | None = node
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is outer


def build(module: nodes.Module) -> ModuleScopes:
    """Collect the scopes of a module."""
    collector = _Collector(Scope(module, None))
    collector.body(module.body)
    collector.settle()
    return collector.found


def free_names(node: nodes.NodeNG) -> frozenset[str]:
    """Names that a function, lambda, class or comprehension takes from outside, globals and builtins included."""
    return _alone(node).free_names()


def captured_names(node: nodes.NodeNG) -> frozenset[str]:
    """Names of a function (or module) that its nested functions, lambdas and class bodies hold on to."""
    return _alone(node).captured_names()


def local_names(node: nodes.NodeNG) -> frozenset[str]:
    """Names that belong to a function, parameters included; those declared global or nonlocal do not."""
    return _alone(node).local_names()


def _alone(node: nodes.NodeNG) -> Scope:
    """The scope that `node` opens, whatever is round it."""
    if isinstance(node, nodes.Module):
        return build(node).module
    collector = _Collector(Scope(node.root(), None))
    collector.visit(node)
    return collector.found.by_node[node]


class _Collector:
    """Walks a module once. `scope` is the scope that the node at hand is evaluated in."""

    def __init__(self, top: Scope) -> None:
        self.found = ModuleScopes(top)
        self.found.by_node[top.node] = top
        self.scope = top
        self.delayed: list[tuple[str, Binding, Scope]] = []

    def body(self, statements: list[nodes.NodeNG]) -> None:
        for statement in statements:
            self.visit(statement)

    def visit(self, node: nodes.NodeNG) -> None:
        handler = _HANDLERS.get(type(node))
        if handler is not None:
            handler(self, node)
        else:
            self.inside(node)

    def inside(self, node: nodes.NodeNG) -> None:
        for name in node._astroid_fields:
            value = getattr(node, name)
            if not value:
                continue
            if isinstance(value, (list, tuple)):
                self.several(value)
            else:
                self.visit(value)

    def several(self, values: list[nodes.NodeNG] | tuple[nodes.NodeNG, ...]) -> None:
        for value in values:
            if isinstance(value, tuple):
                self.several(value)
            elif isinstance(value, nodes.NodeNG):
                self.visit(value)

    def bind(self, name: str, binding: Binding, scope: Scope | None = None) -> None:
        scope = self.scope if scope is None else scope
        if name in scope.nonlocals:
            # The function that owns the name may bind it only further down.
            self.delayed.append((name, binding, scope))
            return
        if name in scope.globals:
            scope = scope.module
        scope.bindings.setdefault(name, []).append(binding)

    def settle(self) -> None:
        """Hand the bindings of `nonlocal` names to the functions that own them."""
        for name, binding, scope in self.delayed:
            outer = scope.parent
            while outer is not None and (outer.is_class or name not in outer.bindings):
                outer = outer.parent
            if outer is not None:
                outer.bindings[name].append(binding)

    def enter(self, node: nodes.NodeNG) -> Scope:
        """Open a scope; returns the one to go back to."""
        outer = self.scope
        self.scope = Scope(node, outer)
        outer.children.append(self.scope)
        self.found.by_node[node] = self.scope
        return outer

    def name(self, node: nodes.Name) -> None:
        self.scope.uses.add(node.name)

    def deletion(self, node: nodes.DelName) -> None:
        self.scope.uses.add(node.name)

    def assignment(self, node: nodes.AssignName) -> None:
        scope = self.scope.function if isinstance(node.parent, nodes.NamedExpr) else None
        value = assigned_value(node)
        if value is None and isinstance(node.parent, nodes.AnnAssign):
            # A bare annotation declares the name and gives it no value.
            self.bind(node.name, Binding(Kind.VALUE, node), scope)
            return
        self.bind(node.name, Binding(Kind.OTHER if value is None else Kind.VALUE, node, value), scope)

    def attribute(self, node: nodes.Attribute) -> None:
        self.found.reads.setdefault(node.attrname, []).append(node)
        self.visit(node.expr)

    def attribute_store(self, node: nodes.AssignAttr) -> None:
        self.found.stores.setdefault(node.attrname, []).append(node)
        self.visit(node.expr)

    def call(self, node: nodes.Call) -> None:
        match node.func:
            case nodes.Name(name=name) | nodes.Attribute(attrname=name):
                self.found.calls.setdefault(name, []).append(node)
        self.inside(node)

    def imports(self, node: nodes.Import) -> None:
        for name, alias in node.names:
            self.bind(alias or name.partition(".")[0], Binding(Kind.IMPORT, node))

    def imports_from(self, node: nodes.ImportFrom) -> None:
        for name, alias in node.names:
            if name == "*":
                self.found.stars.append(node)
            else:
                self.bind(alias or name, Binding(Kind.IMPORT, node))

    def elsewhere(self, node: nodes.Global | nodes.Nonlocal) -> None:
        (self.scope.globals if isinstance(node, nodes.Global) else self.scope.nonlocals).update(node.names)

    def function(self, node: nodes.FunctionDef) -> None:
        self.bind(node.name, Binding(Kind.DEFINITION, node))
        for part in (node.decorators, node.returns):
            if part is not None:
                self.visit(part)
        self.arguments_outside(node.args)
        outer = self.enter(node)
        self.several(getattr(node, "type_params", None) or [])
        self.arguments_inside(node.args)
        self.body(node.body)
        self.scope = outer

    def anonymous(self, node: nodes.Lambda) -> None:
        self.arguments_outside(node.args)
        outer = self.enter(node)
        self.arguments_inside(node.args)
        self.visit(node.body)
        self.scope = outer

    def arguments_outside(self, args: nodes.Arguments) -> None:
        """Defaults and annotations belong to the scope round the function."""
        for name in args._astroid_fields:
            if name in _PARAMETER_FIELDS:
                continue
            value = getattr(args, name)
            if isinstance(value, list):
                self.several(value)
            elif isinstance(value, nodes.NodeNG):
                self.visit(value)

    def arguments_inside(self, args: nodes.Arguments) -> None:
        for parameter in parameters(args):
            self.bind(parameter.name, Binding(Kind.PARAMETER, parameter))
        for name in (args.vararg, args.kwarg):
            if name:
                self.bind(name, Binding(Kind.PARAMETER, args))

    def class_(self, node: nodes.ClassDef) -> None:
        self.bind(node.name, Binding(Kind.DEFINITION, node))
        self.found.classes.append(node)
        if node.decorators is not None:
            self.visit(node.decorators)
        self.several(node.bases)
        self.several(list(node.keywords or ()))
        outer = self.enter(node)
        self.several(getattr(node, "type_params", None) or [])
        self.body(node.body)
        self.scope = outer

    def comprehension(self, node: nodes.ListComp) -> None:
        self.visit(node.generators[0].iter)
        outer = self.enter(node)
        for number, generator in enumerate(node.generators):
            self.visit(generator.target)
            if number:
                self.visit(generator.iter)
            self.several(generator.ifs)
        for part in ("elt", "key", "value"):
            if (value := getattr(node, part, None)) is not None:
                self.visit(value)
        self.scope = outer

    def constant(self, node: nodes.Const) -> None:
        """Nothing in it."""


_Handler = Callable[[_Collector, "nodes.NodeNG"], None]

_HANDLERS: dict[type[nodes.NodeNG], _Handler] = {
    nodes.Name: _Collector.name,
    nodes.DelName: _Collector.deletion,
    nodes.AssignName: _Collector.assignment,
    nodes.Attribute: _Collector.attribute,
    nodes.AssignAttr: _Collector.attribute_store,
    nodes.Call: _Collector.call,
    nodes.Const: _Collector.constant,
    nodes.Import: _Collector.imports,
    nodes.ImportFrom: _Collector.imports_from,
    nodes.Global: _Collector.elsewhere,
    nodes.Nonlocal: _Collector.elsewhere,
    nodes.FunctionDef: _Collector.function,
    nodes.AsyncFunctionDef: _Collector.function,
    nodes.Lambda: _Collector.anonymous,
    nodes.ClassDef: _Collector.class_,
    nodes.ListComp: _Collector.comprehension,
    nodes.SetComp: _Collector.comprehension,
    nodes.DictComp: _Collector.comprehension,
    nodes.GeneratorExp: _Collector.comprehension,
}

_PARAMETER_FIELDS = frozenset({"args", "posonlyargs", "kwonlyargs", "vararg_node", "kwarg_node"})


def assigned_value(node: nodes.AssignName | nodes.AssignAttr) -> nodes.NodeNG | None:
    """The expression that a plain assignment gives to its target as a whole, or the part of a tuple display that an
    unpacking gives to it; None for every other way of binding."""
    match node.parent:
        case nodes.Assign(value=value) | nodes.NamedExpr(value=value) | nodes.AnnAssign(value=value) | nodes.TypeAlias(value=value):
            return value
        case nodes.Tuple() | nodes.List() as target:
            return _unpacked_part(node, target)
    return None


def _unpacked_part(node: nodes.NodeNG, target: nodes.Tuple | nodes.List) -> nodes.NodeNG | None:
    """`b` in `x, y = a, b` for the target y."""
    match target.parent:
        case nodes.Assign(value=(nodes.Tuple() | nodes.List()) as value):
            whole = [*target.elts, *value.elts]
            if len(target.elts) == len(value.elts) and not any(isinstance(each, nodes.Starred) for each in whole):
                return value.elts[target.elts.index(node)]
    return None


def parameters(args: nodes.Arguments) -> Iterator[nodes.AssignName]:
    """The named parameters in order, `*args` and `**kwargs` left out."""
    yield from args.posonlyargs or ()
    yield from args.args or ()
    yield from args.kwonlyargs or ()
