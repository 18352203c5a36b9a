"""What calls give: of classes, of zmq's own methods, of visible functions, of containers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as model
from pylint_zmq.names import canonical, classes, definitions, hints
from pylint_zmq.names.hints import Type
from pylint_zmq.names.scopes import plain_decorators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.resolution import ModuleNames

_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
_CLOSING = frozenset({"contextlib.closing", "contextlib.aclosing"})
_COPIES = frozenset({"copy.copy", "copy.deepcopy"})
#: The method that `with` calls, by whether it is an `async with`.
_ENTER = {False: "__enter__", True: "__aenter__"}
#: Methods of an ExitStack that enter a manager, by whether they enter an asynchronous one.
_ENTERING = {"enter_context": False, "enter_async_context": True}
#: Methods of a mapping that give its values, or one of them.
_MAPPING_VIEW = "values"
_MAPPING_PAIRS = "items"
_MAPPING_READS = frozenset({"get", "pop", "setdefault"})
#: Methods of a list, set or deque that give one element.
_SEQUENCE_READS = frozenset({"pop", "popleft"})
#: Classes of the standard library that are spelt like functions.
_LOWER_CASE_CLASSES = frozenset({"socket.socket", "collections.deque", "collections.defaultdict", "threading.local"})


def of_call(names: ModuleNames, call: nodes.Call, *, awaited: bool = False) -> Type | None:
    """Return the type of what a call gives; `awaited` if it stands under an await."""
    function = call.func
    if isinstance(function, nodes.Attribute):
        found = _of_zmq_method(names, call, function)
        if found is not None:
            return found
    qualified = names.qualify(function)
    if qualified in _COPIES and call.args:
        return names.type_of(call.args[0])
    definition = names.definition(function)
    if definition is not None:
        if isinstance(definition.node, nodes.ClassDef):
            return Type(definition.qualname)
        return hints.either(names, [_called(each, awaited=awaited) for each in definition.candidates])
    if qualified is not None:
        return Type(qualified) if is_class_name(qualified) else None
    return _of_container_method(names, function) if isinstance(function, nodes.Attribute) else None


def _called(function: Definition, *, awaited: bool) -> Type | None:
    """Return what a call gives: of a generator that a decorator makes a manager of, nothing that is known."""
    return None if _is_manager(function) else returned(function, awaited=awaited)


def is_class_name(qualified: str) -> bool:
    """Tell whether a dotted name that cannot be looked into names a class, by its spelling."""
    if qualified in _LOWER_CASE_CLASSES:
        return True
    module, _, last = qualified.rpartition(".")
    if module == canonical.BUILTINS:
        return canonical.is_builtin_class(last)
    return last.lstrip("_")[:1].isupper() and not last.isupper()


def _of_zmq_method(names: ModuleNames, call: nodes.Call, function: nodes.Attribute) -> Type | None:
    """Return the type of what the methods of contexts and sockets give, and those that enter a manager."""
    if function.attrname == model.MAKE_SOCKET:
        return _of_new_socket(names, call, function)
    if function.attrname in model.RETURNING_OWN_CLASS:
        cls = names.qualify(function.expr)
        if cls is not None and any(names.is_subclass(cls, base) for base in (model.CONTEXT, model.SOCKET)):
            return Type(cls)
    if function.attrname == model.MAKE_MONITOR:
        holder = names.type_of(function.expr)
        if holder is None:
            # Nothing else has a method of this name.
            return Type(model.SOCKET)
        return holder if names.is_subclass(holder.name, model.SOCKET) else None
    if function.attrname in _ENTERING and call.args:
        return entered(names, call.args[0], is_async=_ENTERING[function.attrname])
    return None


def _of_new_socket(names: ModuleNames, call: nodes.Call, function: nodes.Attribute) -> Type | None:
    """Type `ctx.socket(T)` by the context's class, and on an unknown receiver by T being a socket type."""
    holder = names.type_of(function.expr)
    family = of_family(names, holder.name, model.SOCKET_OF_CONTEXT) if holder is not None else None
    if family is not None:
        given = _keyword(call, model.SOCKET_CLASS_ARGUMENT)
        named = names.qualify(given) if given is not None else None
        return Type(named) if named is not None else family
    kind = call.args[0] if call.args else _keyword(call, model.SOCKET_TYPE_ARGUMENT)
    if kind is not None and names.qualify(function) is None and names.socket_type(kind) is not None:
        return Type(model.SOCKET)
    return None


def _keyword(call: nodes.Call, name: str) -> nodes.NodeNG | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


def of_family(names: ModuleNames, qualified: str, table: dict[str, str]) -> Type | None:
    """Return the table's entry for a class of zmq, or for the nearest such base of a class of the program."""
    if qualified in table:
        return Type(table[qualified])
    cls = classes.class_named(names, qualified)
    if cls is None:
        return None
    return next((Type(table[base]) for base in classes.bases(cls) if base in table), None)


def _of_container_method(names: ModuleNames, function: nodes.Attribute) -> Type | None:
    """Type `d.values()`, `d.get(k)`, `q.popleft()` of a container with known elements."""
    container = names.type_of(function.expr)
    item = container.item() if container is not None else None
    if container is None or item is None:
        return None
    if function.attrname == _MAPPING_VIEW:
        return Type(hints.SEQUENCE, (item,))
    if function.attrname == _MAPPING_PAIRS:
        return Type(hints.SEQUENCE, (Type(hints.TUPLE, (container.element(), item)),))
    return item if function.attrname in _MAPPING_READS | _SEQUENCE_READS else None


# Visible functions


def returned(function: Definition, *, awaited: bool = False) -> Type | None:
    """Return what a call of a visible function gives: by its annotation, else by what all its returns give."""
    node = function.node
    if not isinstance(node, nodes.FunctionDef) or isinstance(node, nodes.AsyncFunctionDef) is not awaited:
        return None
    if node.returns is not None:
        return _return_annotation(function)
    if any(True for _ in _values(node, nodes.Yield)):
        return None
    values = [each for each in _values(node, nodes.Return) if each is not None]
    return hints.either(function.names, [function.names.type_of(each) for each in values])


def _return_annotation(function: Definition) -> Type | None:
    node = function.node
    if not isinstance(node, nodes.FunctionDef) or node.returns is None:
        return None
    scope = function.names.scopes.by_node[node].parent or function.names.scopes.module
    return hints.read(function.names, node.returns, scope)


def _values(function: nodes.FunctionDef, kind: type[nodes.Return | nodes.Yield]) -> Iterator[nodes.NodeNG | None]:
    """Yield what the returns, or the yields, in the body of a function give, those of nested functions left out."""
    pending: list[nodes.NodeNG] = list(reversed(function.body))
    while pending:
        node = pending.pop()
        if isinstance(node, kind):
            yield node.value
        if not isinstance(node, (nodes.FunctionDef, nodes.ClassDef, nodes.Lambda)):
            pending += reversed(list(node.get_children()))


def decorated(names: ModuleNames, function: nodes.FunctionDef, wanted: frozenset[str]) -> bool:
    """Tell whether one of the decorators of a function, called or not, is among `wanted`."""
    return any(names.qualify(each) in wanted for each in plain_decorators(function))


# Context managers


def entered(names: ModuleNames, manager: nodes.NodeNG, *, is_async: bool) -> Type | None:
    """Return the type of what `with manager as x` gives to x."""
    if isinstance(manager, nodes.Call):
        found = names.definition(manager.func)
        if found is not None and _is_manager(found):
            return _yielded(found)
        if names.qualify(manager.func) in _CLOSING and manager.args:
            return names.type_of(manager.args[0])
    kind = names.type_of(manager)
    if kind is None or canonical.is_zmq(kind.name):
        return kind
    cls = classes.class_named(names, kind.name)
    enter = definitions.find_method(cls, _ENTER[is_async]) if cls is not None else None
    if enter is None or enter.owner_class is None:
        return None
    result = returned(enter, awaited=is_async)
    return kind if result is not None and result.name == enter.names.qualname(enter.owner_class) else result


def _is_manager(function: Definition) -> bool:
    node = function.node
    return isinstance(node, nodes.FunctionDef) and decorated(function.names, node, _MANAGERS)


def _yielded(function: Definition) -> Type | None:
    """Return what a generator function yields, by its annotation, else by what all its yields give."""
    annotated = _return_annotation(function)
    if annotated is not None:
        return annotated.element()
    if not isinstance(function.node, nodes.FunctionDef):
        return None
    values = [each for each in _values(function.node, nodes.Yield) if each is not None]
    return hints.either(function.names, [function.names.type_of(each) for each in values])
