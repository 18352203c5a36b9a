"""Which class an expression is an instance of, by annotations and assignments.

Annotations count before assignments. Assignments of something unknown, and of None, do not contradict a known one; two
classes of which neither derives from the other do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as model
from pylint_zmq.names import classes, containers, definitions, hints, results
from pylint_zmq.names.bindings import Binding, Kind, Scope
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.hints import Type
from pylint_zmq.names.scopes import assigned_value, elements, parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames

_DISPLAYS: dict[type[nodes.NodeNG], str] = {
    nodes.List: "builtins.list",
    nodes.ListComp: "builtins.list",
    nodes.Dict: "builtins.dict",
    nodes.DictComp: "builtins.dict",
    nodes.Set: "builtins.set",
    nodes.SetComp: "builtins.set",
    nodes.Tuple: "builtins.tuple",
}
_PROPERTIES = frozenset({"builtins.property", "functools.cached_property"})
_CLASS_METHOD = frozenset({"builtins.classmethod"})
_NEW = "__new__"


def type_of(names: ModuleNames, expr: nodes.NodeNG) -> Type | None:
    """Work out the type that an expression is declared, or assigned, to have. Parts are asked for by `names`."""
    match expr:
        case nodes.Name(name=name):
            return _of_name(names, name, names.scopes.scope_of(expr))
        case nodes.AssignName(name=name):
            return _of_name(names, name, names.scopes.scope_of(expr))
        case nodes.Attribute() | nodes.AssignAttr():
            return _of_attribute(names, expr)
        case nodes.Call():
            return results.of_call(names, expr)
        case nodes.Await(value=nodes.Call() as call):
            return results.of_call(names, call, awaited=True)
        case nodes.NamedExpr(value=value) | nodes.Starred(value=value):
            return names.type_of(value)
        case nodes.IfExp(body=first, orelse=second):
            return hints.either(names, [names.type_of(first), names.type_of(second)])
        case nodes.BoolOp(values=values):
            return hints.either(names, [names.type_of(value) for value in values])
        case nodes.Subscript(value=value, slice=index):
            container = names.type_of(value)
            return container.item(_constant_index(index)) if container is not None else None
    display = _DISPLAYS.get(type(expr))
    return Type(display, _elements(names, expr)) if display is not None else None


def _constant_index(node: nodes.NodeNG) -> int | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, int) else None


def _elements(names: ModuleNames, display: nodes.NodeNG) -> tuple[Type | None, ...]:
    """Return the type arguments of a container display or comprehension."""
    match display:
        case nodes.Tuple():
            return tuple(names.type_of(each) for each in elements(display))
        case nodes.List() | nodes.Set():
            return (hints.either(names, [names.type_of(each) for each in elements(display)]),)
        case nodes.Dict(items=items):
            values = [value for _, value in items if isinstance(value, nodes.NodeNG)]
            return (None, hints.either(names, [names.type_of(value) for value in values]))
        case nodes.ListComp(elt=element) | nodes.SetComp(elt=element):
            return (names.type_of(element),)
        case nodes.DictComp(value=value):
            return (None, names.type_of(value))
    return ()


# Names


def _of_name(names: ModuleNames, name: str, scope: Scope) -> Type | None:
    found = scope.lookup(name)
    if found is None:
        return None
    owner, bindings = found
    for binding in bindings:
        note = _annotation(binding)
        if note is not None:
            return hints.read(names, note, _scope_of_annotation(names, binding, owner))
    kind = hints.either(names, [_of_binding(names, each, name, owner) for each in bindings])
    return containers.filled(names, kind, name, lambda expr: _is_variable(names, expr, name, owner))


def _is_variable(names: ModuleNames, expr: nodes.NodeNG, name: str, owner: Scope) -> bool:
    if not isinstance(expr, nodes.Name) or expr.name != name:
        return False
    found = names.scopes.scope_of(expr).lookup(name)
    return found is not None and found[0] is owner


def _annotation(binding: Binding) -> nodes.NodeNG | None:
    """Return the annotation of a variable or parameter where it is bound."""
    match binding:
        case Binding(kind=Kind.PARAMETER, node=nodes.AssignName(parent=nodes.Arguments() as args) as node):
            return dict(annotated_parameters(args)).get(node)
        case Binding(node=nodes.AssignName(parent=nodes.AnnAssign(annotation=annotation))):
            return annotation
    return None


def annotated_parameters(args: nodes.Arguments) -> Iterator[tuple[nodes.AssignName, nodes.NodeNG | None]]:
    """Yield the named parameters with their annotations."""
    yield from zip(args.posonlyargs or (), args.posonlyargs_annotations or (), strict=False)
    yield from zip(args.args or (), args.annotations or (), strict=False)
    yield from zip(args.kwonlyargs or (), args.kwonlyargs_annotations or (), strict=False)


def _scope_of_annotation(names: ModuleNames, binding: Binding, owner: Scope) -> Scope:
    if binding.kind is Kind.PARAMETER and owner.parent is not None:
        return owner.parent
    return owner


def _of_binding(names: ModuleNames, binding: Binding, name: str, owner: Scope) -> Type | None:
    match binding:
        case Binding(kind=Kind.PARAMETER, node=nodes.AssignName() as node):
            return _of_parameter(names, node, owner)
        case Binding(kind=Kind.VALUE, value=nodes.NodeNG() as value):
            return names.type_of(value)
        case Binding(kind=Kind.IMPORT):
            return _of_module_variable(names, names.qualify_name(name, owner))
        case Binding(kind=Kind.OTHER, node=nodes.AssignName() as node):
            return _of_target(names, node)
    return None


def _of_parameter(names: ModuleNames, node: nodes.AssignName, owner: Scope) -> Type | None:
    """Return the class of `self`; for any other parameter that of its default."""
    if not isinstance(node.parent, nodes.Arguments):
        return None
    cls = classes.method_class(names, owner.node)
    if cls is not None and next(parameters(node.parent), None) is node:
        return Type(names.qualname(cls)) if not _is_class_method(names, owner.node) else None
    default = default_of(node.parent, node)
    return names.type_of(default) if default is not None else None


def _is_class_method(names: ModuleNames, node: nodes.NodeNG) -> bool:
    if not isinstance(node, nodes.FunctionDef):
        return False
    return node.name == _NEW or results.decorated(names, node, _CLASS_METHOD)


def default_of(args: nodes.Arguments, parameter: nodes.AssignName) -> nodes.NodeNG | None:
    """Return the default value of a parameter."""
    positional = [*(args.posonlyargs or ()), *(args.args or ())]
    defaults = list(args.defaults or ())
    if parameter in positional:
        at = positional.index(parameter) - (len(positional) - len(defaults))
        return defaults[at] if at >= 0 else None
    by_keyword = zip(args.kwonlyargs or (), args.kw_defaults or (), strict=False)
    return next((default for each, default in by_keyword if each is parameter), None)


def _of_module_variable(names: ModuleNames, qualified: str | None) -> Type | None:
    """Return a variable that another module of the program has at its top."""
    if qualified is None or names.program is None:
        return None
    found = names.program.variable(qualified, names)
    if found is None:
        return None
    other, name = found
    return _of_name(other, name, other.scopes.module) if other is not names else None


def _of_target(names: ModuleNames, node: nodes.NodeNG) -> Type | None:
    """Return what a loop, a with, an except clause or an unpacking gives to its target."""
    match node.parent:
        case nodes.For(target=target, iter=source) | nodes.Comprehension(target=target, iter=source) if target is node:
            container = names.type_of(source)
            return container.element() if container is not None else None
        case nodes.With(items=items) as statement:
            manager = next((manager for manager, target in items if target is node), None)
            is_async = isinstance(statement, nodes.AsyncWith)
            return results.entered(names, manager, is_async=is_async) if manager is not None else None
        case nodes.ExceptHandler(type=(nodes.Name() | nodes.Attribute()) as caught):
            qualified = names.qualify(caught)
            return Type(qualified) if qualified is not None else None
        case nodes.Assign(value=value):
            return names.type_of(value)
        case nodes.Tuple() | nodes.List() as targets:
            whole = _of_target(names, targets)
            return whole.element(_place(targets, node)) if whole is not None else None
    return None


def _place(targets: nodes.Tuple | nodes.List, node: nodes.NodeNG) -> int | None:
    """Return which element of what is unpacked a target gets; None if a starred one may shift it."""
    every = elements(targets)
    return every.index(node) if not any(isinstance(each, nodes.Starred) for each in every) else None


# Attributes


def _of_attribute(names: ModuleNames, expr: nodes.Attribute | nodes.AssignAttr) -> Type | None:
    qualified = names.qualify(expr) if isinstance(expr, nodes.Attribute) else None
    if qualified is not None:
        cls = classes.class_named(names, names.qualify(expr.expr))
        return field_type(cls, expr.attrname) if cls is not None else _of_module_variable(names, qualified)
    own = classes.receiver_class(names, expr.expr)
    if own is not None:
        return field_type(VisibleClass(own, names), expr.attrname)
    holder = names.type_of(expr.expr)
    if holder is None:
        return None
    if expr.attrname == model.CONTEXT_FIELD:
        context = results.of_family(names, holder.name, model.CONTEXT_OF_SOCKET)
        if context is not None:
            return context
    cls = classes.class_named(names, holder.name)
    return field_type(cls, expr.attrname) if cls is not None else None


def field_type(cls: VisibleClass, attribute: str) -> Type | None:
    """Return what an attribute of a visible class holds: annotated, assigned in its body or methods, or a property."""
    for each in classes.lineage(cls):
        found = _own_field_type(each, attribute)
        if found is not None:
            return found
    return None


def _own_field_type(cls: VisibleClass, attribute: str) -> Type | None:
    names = cls.names
    scope = names.scopes.by_node[cls.node]
    bindings = cls.bindings(attribute)
    stores = cls.stores(attribute)
    for binding in bindings:
        note = _annotation(binding)
        if note is not None:
            return hints.read(names, note, scope)
    for store in stores:
        if isinstance(store.parent, nodes.AnnAssign):
            return hints.read(names, store.parent.annotation, names.scopes.scope_of(store))
    method = definitions.own_method(cls, attribute)
    if method is not None and isinstance(method.node, nodes.FunctionDef):
        return results.returned(method) if results.decorated(method.names, method.node, _PROPERTIES) else None
    values = [each.value for each in bindings if each.value is not None]
    found = hints.either(
        names, [names.type_of(value) for value in values] + [_of_store(names, store) for store in stores]
    )
    return containers.filled(names, found, attribute, lambda expr: _is_field(cls, expr, attribute))


def _is_field(cls: VisibleClass, expr: nodes.NodeNG, attribute: str) -> bool:
    return isinstance(expr, nodes.Attribute) and expr.attrname == attribute and cls.is_holder(expr.expr)


def _of_store(names: ModuleNames, store: nodes.AssignAttr) -> Type | None:
    value = assigned_value(store)
    return names.type_of(value) if value is not None else _of_target(names, store)
