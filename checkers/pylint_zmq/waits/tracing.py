"""Follows an expression back to the calls that make what it denotes, through names, fields, containers and callers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import constants, methods
from pylint_zmq.names import callers, classes
from pylint_zmq.names.bindings import Binding, Kind
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.containers import container_of, puts
from pylint_zmq.names.scopes import assigned_value, elements

if TYPE_CHECKING:
    from pylint_zmq.names.bindings import Scope
    from pylint_zmq.names.resolution import ModuleNames

_DEEPEST = 8
_MOST = 60

#: A variable of a scope, or a field of a class.
Carrier = tuple[object, str]
_CONTAINER_READS = frozenset({"get", "pop", "popleft", "values", "items", "setdefault"})
_PASSING_ON = frozenset({"enter_context", "closing", "enter_async_context", "cast", "copy"})


@dataclass
class Trace:
    """What an expression can be."""

    #: Calls that make it, with the names of their module.
    creations: list[tuple[ModuleNames, nodes.Call]] = field(default_factory=list)
    carriers: dict[Carrier, ModuleNames] = field(default_factory=dict)
    #: Some of it comes from where nobody can look.
    is_unseen: bool = False
    #: Functions that get it as a parameter, and whose callers were looked at.
    is_passed: bool = False

    def types(self) -> frozenset[str]:
        """Return the socket types that it can be of; empty if nothing says so."""
        return frozenset(_type_of(names, call) for names, call in self.creations)


def _type_of(names: ModuleNames, call: nodes.Call) -> str:
    """Return the socket type that a creation names, or a question mark."""
    by_class = not isinstance(call.func, nodes.Attribute) or call.func.attrname != zmq_classes.MAKE_SOCKET
    position = 1 if by_class else 0
    return (names.socket_type(call.args[position]) if position < len(call.args) else None) or "?"


def makes_socket(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a call makes a socket, and not a context."""
    if isinstance(call.func, nodes.Attribute) and call.func.attrname == zmq_classes.MAKE_SOCKET:
        return True
    return names.is_subclass(names.qualify(call.func) or "", zmq_classes.SOCKET)


def _names_type(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a call is `<anything>.socket(T)` with a socket type that the imports name."""
    if not isinstance(call.func, nodes.Attribute) or call.func.attrname != zmq_classes.MAKE_SOCKET or not call.args:
        return False
    return names.socket_type(call.args[0]) not in (None, constants.ANY_SOCKET_TYPE)


def carrier_of(names: ModuleNames, expr: nodes.NodeNG) -> Carrier | None:
    """Return the variable or field that an expression denotes; an element counts as its container."""
    match expr:
        case nodes.Name(name=name) | nodes.AssignName(name=name):
            found = names.scopes.scope_of(expr).lookup(name)
            return (found[0], name) if found is not None else None
        case nodes.Attribute(expr=holder, attrname=attribute) | nodes.AssignAttr(expr=holder, attrname=attribute):
            cls = holder_class(names, holder)
            return _field_carrier(cls, attribute) if cls is not None else None
        case nodes.Subscript():
            return carrier_of(names, container_of(expr))
    return None


def holder_class(names: ModuleNames, holder: nodes.NodeNG) -> VisibleClass | None:
    """Return the visible class of what an attribute is looked up on."""
    own = classes.receiver_class(names, holder)
    if own is not None:
        return VisibleClass(own, names)
    declared = names.declared(holder) or names.qualify(holder)
    return classes.class_named(names, declared) if declared is not None else None


def _field_carrier(cls: VisibleClass, attribute: str) -> Carrier:
    """A field belongs to the furthest base that fills it."""
    owner = cls
    for each in classes.lineage(cls):
        if each.stores(attribute) or each.bindings(attribute):
            owner = each
    return (owner.qualname, attribute)


def traced(names: ModuleNames, expr: nodes.NodeNG) -> Trace:
    """Return where what an expression denotes comes from."""
    trace = Trace()
    _Tracer(trace).follow(names, expr, 0)
    return trace


def _parts(expr: nodes.NodeNG) -> list[nodes.NodeNG] | None:
    """Return the expressions one of which an expression, or an element of it, is; None if nobody can tell."""
    match expr:
        case nodes.Subscript() | nodes.Starred() | nodes.Await() | nodes.NamedExpr() | nodes.DictComp():
            return [expr.value]
        case nodes.ListComp() | nodes.SetComp() | nodes.GeneratorExp():
            return [expr.elt]
        case nodes.IfExp():
            return [expr.body, expr.orelse]
        case nodes.BoolOp():
            return list(expr.values)
        case nodes.List() | nodes.Tuple() | nodes.Set():
            return elements(expr)
        case nodes.Dict():
            return [value for _, value in expr.items if isinstance(value, nodes.NodeNG)]
    return None


class _Tracer:
    """Follows one expression back to where it is made."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._seen: set[object] = set()

    def follow(self, names: ModuleNames, expr: nodes.NodeNG, depth: int) -> None:
        if expr in self._seen:
            return
        if depth > _DEEPEST or len(self._seen) > _MOST:
            self._trace.is_unseen = True
            return
        self._seen.add(expr)
        match expr:
            case nodes.Name():
                self._name(names, expr, depth + 1)
            case nodes.Attribute():
                self._attribute(names, expr, depth + 1)
            case nodes.Call():
                self._call(names, expr, depth + 1)
            case nodes.Const():
                pass
            case _:
                parts = _parts(expr)
                self._trace.is_unseen = self._trace.is_unseen or parts is None
                self._all(names, parts or [], depth + 1)

    def _all(self, names: ModuleNames, values: list[nodes.NodeNG], depth: int) -> None:
        for value in values:
            self.follow(names, value, depth)

    def _name(self, names: ModuleNames, expr: nodes.Name, depth: int) -> None:
        found = names.scopes.scope_of(expr).lookup(expr.name)
        if found is None:
            self._trace.is_unseen = True
            return
        scope, bindings = found
        self._trace.carriers[(scope, expr.name)] = names
        for binding in bindings:
            self._binding(names, scope, expr.name, binding, depth)
        self._puts(names, expr.name, (scope, expr.name), depth)

    def _binding(self, names: ModuleNames, scope: Scope, name: str, binding: Binding, depth: int) -> None:
        match binding:
            case Binding(kind=Kind.VALUE, value=nodes.NodeNG() as value):
                self.follow(names, value, depth)
            case Binding(kind=Kind.PARAMETER):
                self._parameter(names, scope, name, depth)
            case Binding(kind=Kind.OTHER, node=nodes.AssignName() as target):
                self._target(names, target, depth)
            case Binding(kind=Kind.IMPORT):
                variable = (
                    names.program.variable(names.qualify_name(name, scope) or "", names) if names.program else None
                )
                if variable is None or variable[0] is names:
                    self._trace.is_unseen = True
                    return
                other, original = variable
                self._trace.carriers[(other.scopes.module, original)] = other
                for each in other.scopes.module.bindings[original]:
                    self._binding(other, other.scopes.module, original, each, depth)

    def _parameter(self, names: ModuleNames, scope: Scope, name: str, depth: int) -> None:
        function = scope.node
        if isinstance(function, nodes.FunctionDef):
            made = decorated(names, function, name)
            if made is not None:
                self._trace.creations.append((names, made))
                return
            if classes.method_class(names, function) is not None and name in ("self", "cls"):
                return
            passed = list(callers.passed(names, function, name))
            self._trace.is_passed = self._trace.is_passed or bool(passed)
            for caller, value in passed:
                self.follow(caller, value, depth)
            if passed:
                return
        self._trace.is_unseen = True

    def _target(self, names: ModuleNames, target: nodes.NodeNG, depth: int) -> None:
        match target.parent:
            case nodes.With(items=items):
                managers = [manager for manager, each in items if each is target]
                self._all(names, managers, depth)
            case nodes.For(iter=source) | nodes.Comprehension(iter=source) | nodes.Assign(value=source):
                self.follow(names, source, depth)
            case nodes.Tuple(parent=nodes.For(iter=source) | nodes.Comprehension(iter=source)):
                self.follow(names, source, depth)
            case _:
                self._trace.is_unseen = True

    def _puts(self, names: ModuleNames, name: str, carrier: Carrier, depth: int) -> None:
        """Follow what is put into a container under this name."""
        for container, value in puts(names, name):
            if carrier_of(names, container) == carrier:
                self.follow(names, value, depth)

    def _attribute(self, names: ModuleNames, expr: nodes.Attribute, depth: int) -> None:
        cls = holder_class(names, expr.expr)
        if cls is None:
            self._trace.is_unseen = True
            return
        carrier = _field_carrier(cls, expr.attrname)
        self._trace.carriers[carrier] = cls.names
        found = False
        for each in dict.fromkeys([*classes.lineage(cls), *classes.subclasses(cls)]):
            for store in each.stores(expr.attrname):
                found = True
                value = assigned_value(store)
                if value is not None:
                    self.follow(each.names, value, depth)
                else:
                    self._target(each.names, store, depth)
            for binding in each.bindings(expr.attrname):
                match binding:
                    case Binding(kind=Kind.DEFINITION, node=nodes.FunctionDef() as function):
                        found = True
                        self._returns(each.names, function, depth)
                    case Binding(value=nodes.NodeNG() as value):
                        found = True
                        self.follow(each.names, value, depth)
            self._puts(each.names, expr.attrname, carrier, depth)
        self._trace.is_unseen = self._trace.is_unseen or not found

    def _call(self, names: ModuleNames, call: nodes.Call, depth: int) -> None:
        function = call.func
        if _names_type(names, call):
            self._trace.creations.append((names, call))
            return
        definition = names.definition(function)
        if definition is not None:
            for each in definition.candidates:
                if isinstance(each.node, nodes.FunctionDef):
                    self._returns(each.names, each.node, depth)
            return
        method = function.attrname if isinstance(function, nodes.Attribute) else names.qualify(function) or ""
        if method == zmq_classes.MAKE_SOCKET or names.is_subclass(method, zmq_classes.SOCKET):
            self._trace.creations.append((names, call))
        elif isinstance(function, nodes.Attribute) and (
            method in _CONTAINER_READS or method in methods.BORROWING_METHODS or method == "__enter__"
        ):
            self._all(names, [function.expr, *call.args], depth)
        elif method.rpartition(".")[2] in _PASSING_ON and call.args:
            self.follow(names, call.args[-1], depth)
        elif names.is_subclass(names.qualify(function) or "", zmq_classes.CONTEXT):
            self._trace.creations.append((names, call))
        elif isinstance(function, nodes.Name) and function.name in ("list", "tuple", "dict", "zip") and call.args:
            self._all(names, call.args, depth)
        else:
            self._trace.is_unseen = True

    def _returns(self, names: ModuleNames, function: nodes.FunctionDef, depth: int) -> None:
        for result in function.nodes_of_class((nodes.Return, nodes.Yield)):
            if result.value is not None and result.scope() is function:
                self.follow(names, result.value, depth)


def decorated(names: ModuleNames, function: nodes.FunctionDef, name: str) -> nodes.Call | None:
    """Return the decorator of pyzmq that makes a parameter: by the name that it says, else in order."""
    decorators = function.decorators.nodes if function.decorators is not None else []
    made = [
        each
        for each in decorators
        if isinstance(each, nodes.Call) and (names.qualify(each.func) or "").startswith("zmq.decorators.")
    ]
    positional = [parameter.name for parameter in (*(function.args.posonlyargs or ()), *(function.args.args or ()))]
    if classes.method_class(names, function) is not None:
        positional = positional[1:]
    for each in made:
        said = [keyword.value for keyword in each.keywords if keyword.arg == "name"]
        said += [given for given in each.args if isinstance(given, nodes.Const) and isinstance(given.value, str)]
        if said:
            if isinstance(said[0], nodes.Const) and said[0].value == name:
                return each
        elif positional and positional.pop(0) == name:
            return each
    return None
