"""Which visible function or class a callee is."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from astroid import nodes

from pylint_zmq.frozen import frozen
from pylint_zmq.names import classes
from pylint_zmq.names.bindings import Binding, Kind
from pylint_zmq.names.classes import VisibleClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.bindings import Scope
    from pylint_zmq.names.resolution import ModuleNames

#: What a name can be the definition of.
Defined: TypeAlias = nodes.FunctionDef | nodes.ClassDef

_SUPER = "builtins.super"
_OVERLOADS = frozenset({"typing.overload", "typing_extensions.overload"})
#: `@name.setter` and `@name.deleter` define another part of the property, not what reading it runs.
_PROPERTY_PARTS = frozenset({"setter", "deleter"})


@frozen
class Definition:
    """A visible function or class, and the names of the module that it stands in."""

    node: Defined
    names: ModuleNames
    #: The class whose body holds a method.
    owner_class: nodes.ClassDef | None = None
    #: What may be meant instead: overrides in visible subclasses, further definitions under one name. Whoever asks
    #: has to allow for all of them.
    alternatives: tuple[Definition, ...] = ()

    @property
    def candidates(self) -> tuple[Definition, ...]:
        """The definition itself and all its alternatives."""
        return (self, *self.alternatives)

    @property
    def qualname(self) -> str:
        """The full dotted name."""
        return self.names.qualname(self.node)


def definition(names: ModuleNames, expr: nodes.NodeNG) -> Definition | None:
    """Return the visible function or class that a callee expression denotes.

    None for what cannot be seen and for a name that is rebound to something else. A method looked up on an instance
    (`self.m`, or a variable of a known class) has the overrides of visible subclasses as alternatives; one looked up
    through super(), on a class, or on `Class(...)` itself has none.
    """
    match expr:
        case nodes.Name(name=name):
            found = names.scopes.scope_of(expr).lookup(name)
            if found is not None and all(binding.kind is Kind.DEFINITION for binding in found[1]):
                return _of_bindings(names, found[1], found[0])
        case nodes.Attribute(expr=nodes.Call(func=function) as call, attrname=attribute):
            if names.qualify(function) == _SUPER:
                return _above(names, call, attribute)
    qualified = names.qualify(expr)
    if qualified is not None:
        return locate(names, qualified)
    return _on_receiver(names, expr) if isinstance(expr, nodes.Attribute) else None


def _of_bindings(names: ModuleNames, bindings: list[Binding], scope: Scope) -> Definition | None:
    """Return the definition that a name has from its bindings, all of them `def` or `class`."""
    owner = scope.node if isinstance(scope.node, nodes.ClassDef) else None
    return _one_of([Definition(node, names, owner) for node in _bodies(names, bindings)])


def _one_of(candidates: list[Definition]) -> Definition | None:
    """Return the first candidate, the others as its alternatives."""
    if not candidates:
        return None
    first, *rest = candidates
    return Definition(first.node, first.names, first.owner_class, tuple(rest))


def _bodies(names: ModuleNames, bindings: list[Binding]) -> Iterator[Defined]:
    """Yield the definitions among the bindings that a call may run."""
    for binding in bindings:
        node = binding.node
        if isinstance(node, (nodes.FunctionDef, nodes.ClassDef)) and not _is_part(names, node):
            yield node


def _is_part(names: ModuleNames, node: Defined) -> bool:
    """Tell whether a definition is only a signature for type checkers, or the setter of a property."""
    for decorator in node.decorators.nodes if node.decorators is not None else ():
        if isinstance(decorator, nodes.Attribute) and decorator.attrname in _PROPERTY_PARTS:
            return True
        if names.qualify(decorator) in _OVERLOADS:
            return True
    return False


# By name


def locate(names: ModuleNames, qualified: str) -> Definition | None:
    """Return the function or class with a canonical name: of this module, or of one that the program has."""
    if names.program is not None:
        found = names.program.module_and_rest(qualified, names)
        return located(*found) if found is not None else None
    if qualified.startswith(names.modname + "."):
        return located(names, qualified[len(names.modname) + 1 :])
    return None


def located(names: ModuleNames, path: str) -> Definition | None:
    """Return the function or class that a module has under `path` (`Class.method`), inherited methods included."""
    found = names.by_qualname.get(path)
    if found:
        scope = names.scopes.by_node[found[0]].parent or names.scopes.module
        return _of_bindings(names, scope.bindings[found[0].name], scope) if _only_defined(scope, found[0]) else None
    head, _, method = path.rpartition(".")
    cls = classes.class_at(names, head)
    return find_method(cls, method) if cls is not None else None


def _only_defined(scope: Scope, node: Defined) -> bool:
    """Tell whether nothing but definitions gives the name of `node` its value."""
    return all(binding.kind is Kind.DEFINITION for binding in scope.bindings[node.name])


# Methods


def _on_receiver(names: ModuleNames, expr: nodes.Attribute) -> Definition | None:
    """Return the method that is looked up on an instance of a known class, or on the class of the method itself."""
    own = classes.receiver_class(names, expr.expr)
    cls = VisibleClass(own, names) if own is not None else classes.class_named(names, names.declared(expr.expr))
    if cls is None or classes.is_stored(cls, expr.attrname):
        return None
    found = find_method(cls, expr.attrname)
    if isinstance(expr.expr, nodes.Call) and names.qualify(expr.expr.func) == cls.qualname:
        return found
    return _one_of([*(found.candidates if found is not None else ()), *_overrides(cls, expr.attrname)])


def find_method(cls: VisibleClass, name: str, *, after: nodes.ClassDef | None = None) -> Definition | None:
    """Return the method that a class has under `name`, by Python's order; `after` starts behind that class."""
    line = classes.lineage(cls)
    start = next((at + 1 for at, each in enumerate(line) if each.node is after), 0)
    holder = next((each for each in line[start:] if each.bindings(name)), None)
    return own_method(holder, name) if holder is not None else None


def own_method(cls: VisibleClass, name: str) -> Definition | None:
    """Return the method that a class body itself defines; an alias (`stop = close`) is what it stands for."""
    bindings = cls.bindings(name)
    if bindings and all(each.kind is Kind.DEFINITION for each in bindings):
        return _of_bindings(cls.names, bindings, cls.names.scopes.by_node[cls.node])
    match bindings:
        case [Binding(kind=Kind.VALUE, value=nodes.Name() as value)]:
            return definition(cls.names, value)
    return None


def _above(names: ModuleNames, call: nodes.Call, method: str) -> Definition | None:
    """Return the method that super() finds for an instance of the very class that the call stands in."""
    scope = names.scopes.scope_of(call)
    while scope.parent is not None and not scope.parent.is_class:
        scope = scope.parent
    owner = scope.parent.node if scope.parent is not None else None
    return find_method(VisibleClass(owner, names), method, after=owner) if isinstance(owner, nodes.ClassDef) else None


def _overrides(cls: VisibleClass, method: str) -> Iterator[Definition]:
    """Yield what visible subclasses have under the method's name."""
    for each in classes.subclasses(cls):
        found = own_method(each, method)
        if found is not None:
            yield from found.candidates
