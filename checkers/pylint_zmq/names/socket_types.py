"""Which socket type an expression is by the imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as model
from pylint_zmq.model import constants
from pylint_zmq.names import callers, canonical, classes, declarations
from pylint_zmq.names.bindings import Binding, Kind
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.scopes import assigned_value, elements

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames

_ENUM = f"zmq.{constants.SOCKET_TYPE_ENUM}"
#: What has the socket types as attributes.
_HOLDERS = frozenset({_ENUM, *model.STAR_MODULES})
_GETATTR = "builtins.getattr"
_ENUM_VALUE = "value"
_LOOKUPS = frozenset({"get", "pop"})

#: The socket types that an expression may be.
Types = frozenset[str]
_NONE: Types = frozenset()
_ANY: Types = frozenset({constants.ANY_SOCKET_TYPE})


def socket_type(names: ModuleNames, expr: nodes.NodeNG) -> str | None:
    """`PUSH` for an expression that is that type, `ANY` for one that may be several; None if nothing says so.

    A number is no socket type, and neither is what is never seen to be one.
    """
    found = _types(names, expr)
    if not found:
        return None
    return next(iter(found)) if len(found) == 1 else constants.ANY_SOCKET_TYPE


def _types(names: ModuleNames, expr: nodes.NodeNG) -> Types:
    return names.memory.answer((names, expr), _work_out, _NONE)


def _work_out(question: tuple[ModuleNames, nodes.NodeNG]) -> Types:
    names, expr = question
    match expr:
        case nodes.Name() | nodes.Attribute():
            return _of_reference(names, expr)
        case nodes.IfExp(body=first, orelse=second):
            return _types(names, first) | _types(names, second)
        case nodes.BoolOp(values=values):
            return _all(names, values)
        case nodes.NamedExpr(value=value) | nodes.Starred(value=value):
            return _types(names, value)
        case nodes.Subscript(value=container):
            return _ANY if names.qualify(container) == _ENUM else _members(names, container)
        case nodes.Call():
            return _of_call(names, expr)
    return _NONE


def _all(names: ModuleNames, values: list[nodes.NodeNG]) -> Types:
    return _NONE.union(*(_types(names, value) for value in values))


def _of_reference(names: ModuleNames, expr: nodes.Name | nodes.Attribute) -> Types:
    named = canonical.socket_type_of(names.qualify(expr))
    if named is not None:
        return frozenset({named})
    if isinstance(expr, nodes.Name):
        return _of_variable(names, expr.name, expr)
    if expr.attrname == _ENUM_VALUE:
        return _types(names, expr.expr)
    variable = _module_variable(names, names.qualify(expr))
    if variable is not None:
        other, name = variable
        return _of_bindings(other, other.scopes.module.bindings[name])
    return _of_field(names, expr)


def _module_variable(names: ModuleNames, qualified: str | None) -> tuple[ModuleNames, str] | None:
    if qualified is None or names.program is None:
        return None
    return names.program.variable(qualified, names)


def _of_variable(names: ModuleNames, name: str, expr: nodes.NodeNG) -> Types:
    found = names.scopes.scope_of(expr).lookup(name)
    if found is None:
        return _NONE
    scope, bindings = found
    if any(binding.kind is Kind.IMPORT for binding in bindings):
        variable = _module_variable(names, names.qualify_name(name, scope))
        if variable is not None and variable[0] is not names:
            other, original = variable
            return _of_bindings(other, other.scopes.module.bindings[original])
    return _of_bindings(names, bindings)


def _of_bindings(names: ModuleNames, bindings: list[Binding]) -> Types:
    return _NONE.union(*(_of_binding(names, binding) for binding in bindings))


def _of_binding(names: ModuleNames, binding: Binding) -> Types:
    match binding:
        case Binding(kind=Kind.VALUE, value=nodes.NodeNG() as value):
            return _types(names, value)
        case Binding(kind=Kind.PARAMETER, node=nodes.AssignName() as parameter):
            return _of_parameter(names, parameter)
        case Binding(kind=Kind.OTHER, node=nodes.AssignName(parent=parent) as node):
            match parent:
                case nodes.For(target=target, iter=source) | nodes.Comprehension(target=target, iter=source):
                    return _members(names, source) if target is node else _NONE
                case nodes.Tuple(parent=nodes.For(iter=source) | nodes.Comprehension(iter=source)) as target:
                    return _column(names, source, target.elts.index(node))
    return _NONE


def _of_parameter(names: ModuleNames, parameter: nodes.AssignName) -> Types:
    """Work out by the annotation, by the default, and by what visible callers pass."""
    if names.declared(parameter) == _ENUM:
        return _ANY
    if not isinstance(parameter.parent, nodes.Arguments):
        return _NONE
    default = declarations.default_of(parameter.parent, parameter)
    found = _types(names, default) if default is not None else _NONE
    return found | _passed(names, parameter.parent.parent, parameter.name)


def _passed(names: ModuleNames, function: nodes.NodeNG | None, parameter: str) -> Types:
    if not isinstance(function, nodes.FunctionDef):
        return _NONE
    return _NONE.union(*(_types(*argument) for argument in callers.passed(names, function, parameter)))


def _of_field(names: ModuleNames, expr: nodes.Attribute) -> Types:
    """Return what the attribute is anywhere in the class, its visible bases, and the subclasses that fill it in."""
    own = classes.receiver_class(names, expr.expr)
    if own is not None:
        cls: VisibleClass | None = VisibleClass(own, names)
    else:
        holder = expr.expr
        cls = classes.class_named(names, names.qualify(holder)) or classes.class_named(names, names.declared(holder))
    if cls is None:
        return _NONE
    found = _NONE
    for each in [*classes.lineage(cls), *classes.subclasses(cls)]:
        found |= _of_bindings(each.names, each.bindings(expr.attrname))
        values = [value for value in map(assigned_value, each.stores(expr.attrname)) if value is not None]
        found |= _all(each.names, values)
    return found


def _members(names: ModuleNames, container: nodes.NodeNG) -> Types:
    """Return the socket types that a container display holds, directly or through a name."""
    return names.memory.answer((names, container), _find_members, _NONE)


def _find_members(question: tuple[ModuleNames, nodes.NodeNG]) -> Types:
    names, container = question
    match container:
        case nodes.List() | nodes.Tuple() | nodes.Set():
            return _all(names, elements(container))
        case nodes.Dict(items=items):
            return _all(names, [value for _, value in items if isinstance(value, nodes.NodeNG)])
        case nodes.Call(func=nodes.Attribute(expr=inner, attrname="values")):
            return _members(names, inner)
    if isinstance(container, nodes.Name):
        found = names.scopes.scope_of(container).lookup(container.name)
        match found:
            case (_, [Binding(kind=Kind.PARAMETER, node=nodes.Arguments() as args)]) if args.vararg == container.name:
                return _passed(names, args.parent, container.name)
    value = _single_value(names, container)
    return _members(value[0], value[1]) if value is not None else _NONE


def _column(names: ModuleNames, source: nodes.NodeNG, index: int) -> Types:
    """Return the socket types in one place of iterated tuples: `for name, kind in (("a", zmq.PUB), ...)`."""
    value = _single_value(names, source)
    if value is not None:
        names, source = value
    match source:
        case nodes.Call(func=nodes.Attribute(expr=inner, attrname="items")) if index == 1:
            return _members(names, inner)
        case nodes.List() | nodes.Tuple() | nodes.Set():
            tuples = [elements(row) for row in elements(source) if isinstance(row, (nodes.Tuple, nodes.List))]
            return _all(names, [row[index] for row in tuples if index < len(row)])
    return _NONE


def _single_value(names: ModuleNames, expr: nodes.NodeNG) -> tuple[ModuleNames, nodes.NodeNG] | None:
    """Return the only value that a variable, or a field of the own class, is ever given."""
    match expr:
        case nodes.Name(name=name):
            found = names.scopes.scope_of(expr).lookup(name)
            bindings = found[1] if found is not None else []
            variable = _module_variable(names, names.qualify(expr))
        case nodes.Attribute(attrname=name):
            own = classes.receiver_class(names, expr.expr)
            bindings = names.scopes.by_node[own].bindings.get(name, []) if own is not None else []
            variable = _module_variable(names, names.qualify(expr))
            if own is not None and not bindings:
                stores = [assigned_value(each) for each in VisibleClass(own, names).stores(name)]
                return (names, stores[0]) if len(stores) == 1 and stores[0] is not None else None
        case _:
            return None
    if variable is not None:
        names, name = variable
        bindings = names.scopes.module.bindings[name]
    match bindings:
        case [Binding(kind=Kind.VALUE, value=nodes.NodeNG() as value)]:
            return names, value
    return None


def _of_call(names: ModuleNames, call: nodes.Call) -> Types:
    qualified = names.qualify(call.func)
    if qualified == _ENUM:
        return _ANY
    if qualified == _GETATTR and call.args:
        return _of_getattr(names, call)
    match call:
        case nodes.Call(func=nodes.Attribute(expr=container, attrname=method), args=[_, *rest]) if method in _LOOKUPS:
            return _members(names, container) | _all(names, rest)
    return _NONE


def _of_getattr(names: ModuleNames, call: nodes.Call) -> Types:
    """`getattr(zmq, "PUSH")`, `getattr(zmq, kind)`."""
    holder = names.qualify(call.args[0])
    if holder is None or holder not in _HOLDERS:
        return _NONE
    match call.args[1:]:
        case [nodes.Const(value=str(name)), *_]:
            named = canonical.socket_type_of(canonical.canonical(f"{holder}.{name}"))
            return frozenset({named}) if named is not None else _NONE
    return _ANY
