"""Which class an expression is an instance of, by annotations and assignments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as model
from pylint_zmq.names import canonical, definitions, hints
from pylint_zmq.names.hints import Type
from pylint_zmq.names.definitions import Definition
from pylint_zmq.names.scopes import Binding, Kind, Scope, assigned_value, parameters

if TYPE_CHECKING:
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
_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
_CLOSING = frozenset({"contextlib.closing", "contextlib.aclosing"})
_COPIES = frozenset({"copy.copy", "copy.deepcopy"})
_ENTER = {False: "__enter__", True: "__aenter__"}
#: Methods of a mapping, and which part of it an element of the result is.
_MAPPING_VIEWS = frozenset({"values"})
_MAPPING_READS = frozenset({"get", "pop", "setdefault"})
#: Methods of a list, set or deque that give one element.
_SEQUENCE_READS = frozenset({"pop", "popleft"})
#: Classes of the standard library that are spelt like functions.
_LOWER_CASE_CLASSES = frozenset({"socket.socket", "collections.deque", "collections.defaultdict", "threading.local"})


def declared(names: ModuleNames, expr: nodes.NodeNG) -> str | None:
    """The canonical name of the class that an expression is declared, or assigned, to be an instance of.

    Annotations count before assignments. Assignments of something unknown, and of None, do not contradict a known
    one; two classes of which neither derives from the other do.
    """
    found = type_of(names, expr)
    return found.name if found is not None else None


def type_of(names: ModuleNames, expr: nodes.NodeNG) -> Type | None:
    """The type that an expression is declared, or assigned, to have."""
    if expr not in names.types:
        # What depends on itself is unknown while it is being worked out.
        names.types[expr] = None
        names.types[expr] = _type_of(names, expr)
    return names.types[expr]


def _type_of(names: ModuleNames, expr: nodes.NodeNG) -> Type | None:
    match expr:
        case nodes.Name(name=name):
            return _of_name(names, name, names.scopes.scope_of(expr))
        case nodes.AssignName(name=name):
            return _of_name(names, name, names.scopes.scope_of(expr))
        case nodes.Attribute() | nodes.AssignAttr():
            return _of_attribute(names, expr)
        case nodes.Call():
            return _of_call(names, expr)
        case nodes.Await(value=nodes.Call() as call):
            return _of_call(names, call, awaited=True)
        case nodes.NamedExpr(value=value) | nodes.Starred(value=value):
            return type_of(names, value)
        case nodes.IfExp(body=first, orelse=second):
            return hints.either(names, [type_of(names, first), type_of(names, second)])
        case nodes.BoolOp(values=values):
            return hints.either(names, [type_of(names, value) for value in values])
        case nodes.Subscript(value=value, slice=index):
            container = type_of(names, value)
            return container.item(_constant_index(index)) if container is not None else None
    display = _DISPLAYS.get(type(expr))
    return Type(display, _elements(names, expr)) if display is not None else None


def _constant_index(node: nodes.NodeNG) -> int | None:
    return node.value if isinstance(node, nodes.Const) and isinstance(node.value, int) else None


def _elements(names: ModuleNames, display: nodes.NodeNG) -> tuple[Type | None, ...]:
    """The type arguments of a container display or comprehension."""
    match display:
        case nodes.Tuple(elts=elements):
            return tuple(type_of(names, each) for each in elements)
        case nodes.List(elts=elements) | nodes.Set(elts=elements):
            return (hints.either(names, [type_of(names, each) for each in elements]),)
        case nodes.Dict(items=items):
            values = hints.either(names, [type_of(names, value) for _, value in items])
            return (None, values)
        case nodes.ListComp(elt=element) | nodes.SetComp(elt=element):
            return (type_of(names, element),)
        case nodes.DictComp(value=value):
            return (None, type_of(names, value))
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
    return hints.either(names, [_of_binding(names, each, name, owner) for each in bindings])


def _annotation(binding: Binding) -> nodes.NodeNG | None:
    """The annotation of a variable or parameter where it is bound."""
    match binding:
        case Binding(kind=Kind.PARAMETER, node=nodes.AssignName(parent=nodes.Arguments() as args) as node):
            return dict(_annotated_parameters(args)).get(node)
        case Binding(node=nodes.AssignName(parent=nodes.AnnAssign(annotation=annotation))):
            return annotation
    return None


def _annotated_parameters(args: nodes.Arguments) -> Iterator[tuple[nodes.AssignName, nodes.NodeNG | None]]:
    yield from zip(args.posonlyargs or (), args.posonlyargs_annotations or ())
    yield from zip(args.args or (), args.annotations or ())
    yield from zip(args.kwonlyargs or (), args.kwonlyargs_annotations or ())


def _scope_of_annotation(names: ModuleNames, binding: Binding, owner: Scope) -> Scope:
    if binding.kind is Kind.PARAMETER and owner.parent is not None:
        return owner.parent
    return owner


def _of_binding(names: ModuleNames, binding: Binding, name: str, owner: Scope) -> Type | None:
    match binding:
        case Binding(kind=Kind.PARAMETER, node=nodes.AssignName() as node):
            return _of_parameter(names, node, owner)
        case Binding(kind=Kind.VALUE, value=nodes.NodeNG() as value):
            return type_of(names, value)
        case Binding(kind=Kind.IMPORT):
            return _of_module_variable(names, names.qualify_name(name, owner))
        case Binding(kind=Kind.OTHER, node=nodes.AssignName() as node):
            return _of_target(names, node)
    return None


def _of_parameter(names: ModuleNames, node: nodes.AssignName, owner: Scope) -> Type | None:
    """The class of `self`; for any other parameter that of its default."""
    cls = definitions.method_class(names, owner.node)
    if cls is not None and next(parameters(owner.node.args), None) is node:
        return Type(names.qualname(cls)) if not _is_class_method(names, owner.node) else None
    default = default_of(owner.node.args, node)
    return type_of(names, default) if default is not None else None


def _is_class_method(names: ModuleNames, function: nodes.FunctionDef) -> bool:
    return _decorated(names, function, frozenset({"builtins.classmethod"})) or function.name == "__new__"


def _decorated(names: ModuleNames, function: nodes.FunctionDef, wanted: frozenset[str]) -> bool:
    decorators = function.decorators.nodes if function.decorators is not None else ()
    return any(names.qualify(each) in wanted for each in decorators)


def default_of(args: nodes.Arguments, parameter: nodes.AssignName) -> nodes.NodeNG | None:
    """The default value of a parameter."""
    positional = [*(args.posonlyargs or ()), *(args.args or ())]
    defaults = list(args.defaults or ())
    if parameter in positional:
        at = positional.index(parameter) - (len(positional) - len(defaults))
        return defaults[at] if at >= 0 else None
    if parameter in (args.kwonlyargs or ()):
        return args.kw_defaults[args.kwonlyargs.index(parameter)]
    return None


def _of_module_variable(names: ModuleNames, qualified: str | None) -> Type | None:
    """A variable that another module of the program has at its top."""
    if qualified is None or names.program is None:
        return None
    found = names.program.variable(qualified, names)
    if found is None:
        return None
    other, name = found
    return _of_name(other, name, other.scopes.module) if other is not names else None


def _of_target(names: ModuleNames, node: nodes.AssignName | nodes.AssignAttr) -> Type | None:
    """What a loop, a with or an except clause gives to its target."""
    match node.parent:
        case nodes.For(target=target, iter=source) | nodes.Comprehension(target=target, iter=source) if target is node:
            container = type_of(names, source)
            return container.element() if container is not None else None
        case nodes.With(items=items) as statement:
            manager = next((manager for manager, target in items if target is node), None)
            return _entered(names, manager, isinstance(statement, nodes.AsyncWith)) if manager is not None else None
        case nodes.ExceptHandler(type=(nodes.Name() | nodes.Attribute()) as caught):
            qualified = names.qualify(caught)
            return Type(qualified) if qualified is not None else None
    return None


def _entered(names: ModuleNames, manager: nodes.NodeNG, is_async: bool) -> Type | None:
    """What `with manager as x` gives to x."""
    if isinstance(manager, nodes.Call):
        found = names.definition(manager.func)
        if found is not None and isinstance(found.node, nodes.FunctionDef):
            if _decorated(found.names, found.node, _MANAGERS):
                return _yielded(found)
        if names.qualify(manager.func) in _CLOSING and manager.args:
            return type_of(names, manager.args[0])
    kind = type_of(names, manager)
    if kind is None or canonical.is_zmq(kind.name):
        return kind
    cls = definitions.class_named(names, kind.name)
    enter = definitions.find_method(cls, _ENTER[is_async]) if cls is not None else None
    if enter is None:
        return None
    returned = _returned(enter, awaited=is_async)
    return kind if returned is not None and returned.name == enter.names.qualname(enter.owner_class) else returned


def _yielded(function: Definition) -> Type | None:
    """What a generator function yields, by its annotation or by its only yield."""
    annotated = _return_annotation(function)
    if annotated is not None:
        return annotated.element()
    yields = [each.value for each in _own(function, nodes.Yield) if each.value is not None]
    return hints.either(function.names, [type_of(function.names, each) for each in yields])


# Attributes


def _of_attribute(names: ModuleNames, expr: nodes.Attribute | nodes.AssignAttr) -> Type | None:
    qualified = names.qualify(expr) if isinstance(expr, nodes.Attribute) else None
    if qualified is not None:
        return _of_module_variable(names, qualified)
    own = definitions.receiver_class(names, expr.expr)
    if own is not None:
        return field_type(Definition(own, names), expr.attrname)
    holder = type_of(names, expr.expr)
    if holder is None:
        return None
    if expr.attrname == model.CONTEXT_FIELD:
        context = _of_family(names, holder.name, model.CONTEXT_OF_SOCKET)
        if context is not None:
            return context
    cls = definitions.class_named(names, holder.name)
    return field_type(cls, expr.attrname) if cls is not None else None


def _of_family(names: ModuleNames, qualified: str, table: dict[str, str]) -> Type | None:
    """The entry of a class of zmq, or of the nearest such base of a class of the program."""
    if qualified in table:
        return Type(table[qualified])
    cls = definitions.class_named(names, qualified)
    if cls is None or not isinstance(cls.node, nodes.ClassDef):
        return None
    return next((Type(table[base]) for base in cls.names.bases(cls.node) if base in table), None)


def field_type(cls: Definition, attribute: str) -> Type | None:
    """What an attribute of a visible class holds: annotated, assigned in its body or methods, or a property."""
    for each in definitions.lineage(cls):
        found = _own_field_type(each, attribute)
        if found is not None:
            return found
    return None


def _own_field_type(cls: Definition, attribute: str) -> Type | None:
    names = cls.names
    scope = names.scopes.by_node[cls.node]
    bindings = scope.bindings.get(attribute, [])
    stores = field_stores(cls, attribute)
    for binding in bindings:
        note = _annotation(binding)
        if note is not None:
            return hints.read(names, note, scope)
    for store in stores:
        if isinstance(store.parent, nodes.AnnAssign):
            return hints.read(names, store.parent.annotation, names.scopes.scope_of(store))
    method = definitions.own_method(cls, attribute)
    if method is not None and isinstance(method.node, nodes.FunctionDef):
        return _returned(method) if _decorated(method.names, method.node, _PROPERTIES) else None
    values = [each.value for each in bindings if each.value is not None]
    found = [type_of(names, value) for value in values] + [_of_store(names, store) for store in stores]
    return hints.either(names, found)


def field_stores(cls: Definition, attribute: str) -> list[nodes.AssignAttr]:
    """Every `self.attribute = ...` in the methods of a class."""
    stores = cls.names.scopes.stores.get(attribute, [])
    return [store for store in stores if definitions.receiver_class(cls.names, store.expr) is cls.node]


def _of_store(names: ModuleNames, store: nodes.AssignAttr) -> Type | None:
    value = assigned_value(store)
    return type_of(names, value) if value is not None else _of_target(names, store)


# Calls


def _of_call(names: ModuleNames, call: nodes.Call, *, awaited: bool = False) -> Type | None:
    function = call.func
    qualified = names.qualify(function)
    if isinstance(function, nodes.Attribute):
        found = _of_zmq_method(names, call, function)
        if found is not None:
            return found
    if qualified in _COPIES and call.args:
        return type_of(names, call.args[0])
    definition = names.definition(function)
    if definition is not None:
        if isinstance(definition.node, nodes.ClassDef):
            return Type(definition.qualname)
        return hints.either(names, [_returned(each, awaited=awaited) for each in definition.candidates])
    if qualified is not None:
        return Type(qualified) if is_class_name(qualified) else None
    return _of_container_method(names, function) if isinstance(function, nodes.Attribute) else None


def is_class_name(qualified: str) -> bool:
    """A dotted name that cannot be looked into names a class, by its spelling."""
    if qualified in _LOWER_CASE_CLASSES:
        return True
    module, _, last = qualified.rpartition(".")
    if module == "builtins":
        return canonical.is_builtin_class(last)
    return last.lstrip("_")[:1].isupper() and not last.isupper()


def _of_zmq_method(names: ModuleNames, call: nodes.Call, function: nodes.Attribute) -> Type | None:
    """The results of the methods of contexts and sockets."""
    if function.attrname == model.MAKE_SOCKET:
        return _of_new_socket(names, call, function)
    if function.attrname in model.RETURNING_OWN_CLASS:
        cls = names.qualify(function.expr)
        if cls is not None and any(names.is_subclass(cls, base) for base in (model.CONTEXT, model.SOCKET)):
            return Type(cls)
    if function.attrname == model.MAKE_MONITOR:
        holder = type_of(names, function.expr)
        if holder is not None and names.is_subclass(holder.name, model.SOCKET):
            return holder
    return None


def _of_new_socket(names: ModuleNames, call: nodes.Call, function: nodes.Attribute) -> Type | None:
    """`ctx.socket(T)`: by the context's class; on an unknown receiver by T being a socket type."""
    holder = type_of(names, function.expr)
    family = _of_family(names, holder.name, model.SOCKET_OF_CONTEXT) if holder is not None else None
    if family is not None:
        given = next((each.value for each in call.keywords if each.arg == model.SOCKET_CLASS_ARGUMENT), None)
        named = names.qualify(given) if given is not None else None
        return Type(named) if named is not None else family
    if names.qualify(function) is None and call.args and names.socket_type(call.args[0]) is not None:
        return Type(model.SOCKET)
    return None


def _of_container_method(names: ModuleNames, function: nodes.Attribute) -> Type | None:
    """`d.values()`, `d.get(k)`, `q.popleft()` of a container with a known element."""
    container = type_of(names, function.expr)
    if container is None:
        return None
    item = container.item()
    if function.attrname in _MAPPING_VIEWS:
        return Type("builtins.list", (item,)) if item is not None else None
    return item if function.attrname in _MAPPING_READS | _SEQUENCE_READS else None


def _returned(function: Definition, *, awaited: bool = False) -> Type | None:
    """What a call of a visible function gives: by its annotation, or by what all its returns give."""
    node = function.node
    if not isinstance(node, nodes.FunctionDef) or isinstance(node, nodes.AsyncFunctionDef) is not awaited:
        return None
    if node.returns is not None:
        return _return_annotation(function)
    if any(True for _ in _own(function, nodes.Yield)):
        return None
    returns = [each.value for each in _own(function, nodes.Return) if each.value is not None]
    return hints.either(function.names, [type_of(function.names, each) for each in returns])


def _return_annotation(function: Definition) -> Type | None:
    node = function.node
    if not isinstance(node, nodes.FunctionDef) or node.returns is None:
        return None
    scope = function.names.scopes.by_node[node].parent or function.names.scopes.module
    return hints.read(function.names, node.returns, scope)


def _own(function: Definition, kind: type[nodes.NodeNG]) -> Iterator[nodes.NodeNG]:
    """The nodes of a kind in the body of a function, those of nested functions left out."""
    pending: list[nodes.NodeNG] = list(reversed(function.node.body))
    while pending:
        node = pending.pop()
        if isinstance(node, kind):
            yield node
        if not isinstance(node, (nodes.FunctionDef, nodes.ClassDef, nodes.Lambda)):
            pending += reversed(list(node.get_children()))
