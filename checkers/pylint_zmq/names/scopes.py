"""The scopes of one module: which name is bound where, and by what. One pass over the tree, no inference.

Astroid's own tables (`locals`, `instance_attrs`) differ between a tree that Pylint built and a bare one, so they are
not used: the same source gives the same scopes either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from astroid import nodes
from astroid.const import Context

from pylint_zmq.names.bindings import Binding, Kind, ModuleScopes, Scope


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
    """Return the scope that `node` opens, whatever is round it."""
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
        self.found.add_name(node, self.scope)

    def deletion(self, node: nodes.DelName) -> None:
        self.scope.uses.add(node.name)
        if node.name not in self.scope.globals | self.scope.nonlocals:
            # To Python a deletion is a binding; here it makes the name local and gives it no value.
            self.scope.bindings.setdefault(node.name, [])

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

    def subscript(self, node: nodes.Subscript) -> None:
        name = last_name(node.value)
        if name is not None and node.ctx is Context.Store:
            self.found.item_stores.setdefault(name, []).append(node)
        self.inside(node)

    def call(self, node: nodes.Call) -> None:
        name = last_name(node.func)
        if name is not None:
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
        for base in node.bases:
            if isinstance(base, nodes.NodeNG):
                self.visit(base)
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


_Handler = Callable[[_Collector, Any], None]

_HANDLERS: dict[type[nodes.NodeNG], _Handler] = {
    nodes.Name: _Collector.name,
    nodes.DelName: _Collector.deletion,
    nodes.AssignName: _Collector.assignment,
    nodes.Attribute: _Collector.attribute,
    nodes.AssignAttr: _Collector.attribute_store,
    nodes.Subscript: _Collector.subscript,
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


def last_name(expr: nodes.NodeNG) -> str | None:
    """Return `c` of `a.b.c`; None for what ends in no name."""
    match expr:
        case nodes.Name(name=str(name)) | nodes.Attribute(attrname=str(name)):
            return name
    return None


def assigned_value(node: nodes.AssignName | nodes.AssignAttr | nodes.Subscript) -> nodes.NodeNG | None:
    """Return the expression that an assignment gives to a target; None for every other way of binding.

    For a target in a tuple it is the part of the tuple display that it is unpacked from.
    """
    match node.parent:
        case (
            nodes.Assign(value=value)
            | nodes.NamedExpr(value=value)
            | nodes.AnnAssign(value=value)
            | nodes.TypeAlias(value=value)
        ):
            return value
        case nodes.Tuple() | nodes.List() as target:
            return _unpacked_part(node, target)
    return None


def _unpacked_part(node: nodes.NodeNG, target: nodes.Tuple | nodes.List) -> nodes.NodeNG | None:
    """`b` in `x, y = a, b` for the target y."""
    match target.parent:
        case nodes.Assign(value=(nodes.Tuple() | nodes.List()) as value):
            targets, values = elements(target), elements(value)
            starred = any(isinstance(each, nodes.Starred) for each in (*targets, *values))
            return values[targets.index(node)] if len(targets) == len(values) and not starred else None
    return None


def elements(display: nodes.Tuple | nodes.List | nodes.Set) -> list[nodes.NodeNG]:
    """Return the expressions in a container display."""
    return [each for each in display.elts if isinstance(each, nodes.NodeNG)]


def plain_decorators(function: nodes.FunctionDef) -> list[nodes.NodeNG]:
    """Return what the decorators of a function are: of one that is called, what is called."""
    listed = function.decorators.nodes if function.decorators is not None else ()
    return [each.func if isinstance(each, nodes.Call) else each for each in listed]


def parameters(args: nodes.Arguments) -> Iterator[nodes.AssignName]:
    """Yield the named parameters in order, `*args` and `**kwargs` left out."""
    yield from args.posonlyargs or ()
    yield from args.args or ()
    yield from args.kwonlyargs or ()
