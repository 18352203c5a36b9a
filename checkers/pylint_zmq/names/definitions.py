"""Which visible function or class a callee is, and which classes a class derives from."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from astroid import nodes

from pylint_zmq.model import classes as model
from pylint_zmq.names import mro as linear
from pylint_zmq.names.scopes import Binding, Kind, parameters

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.names.scopes import Scope

#: What a name can be the definition of.
Defined = Union[nodes.FunctionDef, nodes.ClassDef]

_STATIC = "builtins.staticmethod"
_SUPER = "builtins.super"
_OVERLOADS = frozenset({"typing.overload", "typing_extensions.overload"})
#: `@name.setter` and `@name.deleter` define another part of the property, not what reading it runs.
_PROPERTY_PARTS = frozenset({"setter", "deleter"})


@dataclass(frozen=True)
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
    """The visible function or class that a callee expression denotes.

    None for what cannot be seen and for a name that is rebound to something else. A method looked up on an instance
    (`self.m`, or a variable of a known class) has the overrides of visible subclasses as alternatives; one looked up
    through super(), on a class, or on `Class(...)` itself has none.
    """
    match expr:
        case nodes.Name(name=name):
            found = names.scopes.scope_of(expr).lookup(name)
            if found is not None:
                scope, bindings = found
                if all(binding.kind is Kind.DEFINITION for binding in bindings):
                    return _of_bindings(names, bindings, scope)
        case nodes.Attribute(expr=nodes.Call(func=function) as call, attrname=attribute):
            if names.qualify(function) == _SUPER:
                return _above(names, call, attribute)
    qualified = names.qualify(expr)
    if qualified is not None:
        return locate(names, qualified)
    if isinstance(expr, nodes.Attribute):
        return _on_receiver(names, expr)
    return None


def _of_bindings(names: ModuleNames, bindings: list[Binding], scope: Scope) -> Definition | None:
    """The definition that a name has from its bindings, all of them `def` or `class`."""
    owner = scope.node if isinstance(scope.node, nodes.ClassDef) else None
    found = [Definition(each, names, owner) for each in _bodies(names, bindings)]
    if not found:
        return None
    return Definition(found[0].node, names, owner, tuple(found[1:]))


def _bodies(names: ModuleNames, bindings: list[Binding]) -> list[Defined]:
    """The definitions among the bindings that a call may run."""
    return [each.node for each in bindings if each.kind is Kind.DEFINITION and not _is_part(names, each.node)]


def _is_part(names: ModuleNames, node: nodes.NodeNG) -> bool:
    """The definition is only a signature for type checkers, or the setter of a property."""
    for decorator in node.decorators.nodes if node.decorators is not None else ():
        if isinstance(decorator, nodes.Attribute) and decorator.attrname in _PROPERTY_PARTS:
            return True
        if names.qualify(decorator) in _OVERLOADS:
            return True
    return False


# By name


def locate(names: ModuleNames, qualified: str) -> Definition | None:
    """The function or class with a canonical name: of this module, or of one that the program has."""
    if names.program is not None:
        return names.program.locate(qualified, names)
    if qualified.startswith(names.modname + "."):
        return located(names, qualified[len(names.modname) + 1 :])
    return None


def located(names: ModuleNames, path: str) -> Definition | None:
    """The function or class that a module has under `path` (`Class.method`), inherited methods included."""
    found = names.by_qualname.get(path)
    if found:
        return _of_bindings(names, [Binding(Kind.DEFINITION, node) for node in found], _scope_round(names, found[0]))
    head, _, method = path.rpartition(".")
    cls = class_at(names, head)
    return find_method(Definition(cls, names), method) if cls is not None else None


def _scope_round(names: ModuleNames, node: Defined) -> Scope:
    return names.scopes.by_node[node].parent or names.scopes.module


def class_at(names: ModuleNames, path: str) -> nodes.ClassDef | None:
    """The class that a module has under `path`; None if there is none, or more than one."""
    found = names.by_qualname.get(path, [])
    return found[0] if len(found) == 1 and isinstance(found[0], nodes.ClassDef) else None


def class_named(names: ModuleNames, qualified: str | None) -> Definition | None:
    """The visible class with a canonical name."""
    found = locate(names, qualified) if qualified is not None else None
    return found if found is not None and isinstance(found.node, nodes.ClassDef) else None


# Methods


def receiver_class(names: ModuleNames, expr: nodes.NodeNG) -> nodes.ClassDef | None:
    """The class of the method whose first parameter (`self`, `cls`) the expression is."""
    if not isinstance(expr, nodes.Name):
        return None
    found = names.scopes.scope_of(expr).lookup(expr.name)
    if found is None or len(found[1]) != 1 or found[1][0].kind is not Kind.PARAMETER:
        return None
    function = found[0].node
    owner = method_class(names, function)
    if owner is None or next(parameters(function.args), None) is not found[1][0].node:
        return None
    return owner


def method_class(names: ModuleNames, function: nodes.NodeNG) -> nodes.ClassDef | None:
    """The class that a function is a method of; None for a static method and for any other function."""
    if not isinstance(function, nodes.FunctionDef):
        return None
    owner = _scope_round(names, function).node
    if not isinstance(owner, nodes.ClassDef):
        return None
    decorators = function.decorators.nodes if function.decorators is not None else ()
    return None if any(names.qualify(each) == _STATIC for each in decorators) else owner


def _on_receiver(names: ModuleNames, expr: nodes.Attribute) -> Definition | None:
    """A method looked up on an instance or class of a known kind."""
    own = receiver_class(names, expr.expr)
    cls = Definition(own, names) if own is not None else class_named(names, names.declared(expr.expr))
    if cls is None or _is_stored(cls, expr.attrname):
        return None
    found = find_method(cls, expr.attrname)
    if isinstance(expr.expr, nodes.Call):
        created = names.qualify(expr.expr.func)
        if created is not None and created == cls.qualname:
            return found
    every = [*(found.candidates if found is not None else ()), *_overrides(cls, expr.attrname)]
    if not every:
        return None
    first = every[0]
    return Definition(first.node, first.names, first.owner_class, tuple(every[1:]))


def _is_stored(cls: Definition, attribute: str) -> bool:
    """An instance may carry something else under the method's name: `self.attribute = ...` in one of its classes."""
    return any(
        receiver_class(each.names, store.expr) is each.node
        for each in lineage(cls)
        for store in each.names.scopes.stores.get(attribute, ())
    )


def find_method(cls: Definition, name: str, *, after: nodes.ClassDef | None = None) -> Definition | None:
    """The method that a class has under `name`, by its method resolution order; `after` starts behind that class."""
    line = lineage(cls)
    if after is not None:
        line = line[next((at + 1 for at, each in enumerate(line) if each.node is after), 0) :]
    for each in line:
        found = own_method(each, name)
        if found is not None or name in each.names.scopes.by_node[each.node].bindings:
            return found
    return None


def own_method(cls: Definition, name: str) -> Definition | None:
    """The method that the body of a class itself defines; an alias (`stop = close`) counts as what it stands for."""
    scope = cls.names.scopes.by_node[cls.node]
    bindings = scope.bindings.get(name, [])
    if bindings and all(each.kind is Kind.DEFINITION for each in bindings):
        return _of_bindings(cls.names, bindings, scope)
    match bindings:
        case [Binding(kind=Kind.VALUE, value=nodes.Name() as value)]:
            return definition(cls.names, value)
    return None


def _above(names: ModuleNames, call: nodes.Call, method: str) -> Definition | None:
    """The method that super() finds, for an instance of the very class that the call stands in."""
    scope = names.scopes.scope_of(call)
    while scope.parent is not None and not scope.parent.is_class:
        scope = scope.parent
    if scope.parent is None:
        return None
    owner = scope.parent.node
    return find_method(Definition(owner, names), method, after=owner)


def _overrides(cls: Definition, method: str) -> Iterator[Definition]:
    """What visible subclasses have under the method's name."""
    for each in subclasses(cls):
        found = own_method(each, method)
        if found is not None:
            yield from found.candidates


def subclasses(cls: Definition) -> tuple[Definition, ...]:
    """The visible classes that derive from a class."""
    names = cls.names
    if names.program is not None:
        return names.program.subclasses(cls.qualname)
    return tuple(Definition(each, names) for each in names.scopes.classes if cls.qualname in bases(names, each))


# Class constants


def class_constant(names: ModuleNames, receiver: nodes.NodeNG, attribute: str) -> str | None:
    """The canonical name that `self.attribute` has from a class body (`context_class = zmq.Context`)."""
    cls = receiver_class(names, receiver)
    return constant_of_class(names, cls, attribute) if cls is not None else None


def constant_of_class(names: ModuleNames, cls: nodes.ClassDef, attribute: str) -> str | None:
    """The canonical name that the body of a class, or of a base, gives to an attribute; None if instances change it."""
    definition_of_class = Definition(cls, names)
    for each in lineage(definition_of_class):
        scope = each.names.scopes.by_node[each.node]
        match scope.bindings.get(attribute, []):
            case []:
                continue
            case [Binding(kind=Kind.VALUE, value=nodes.Name() | nodes.Attribute())]:
                if _is_stored(definition_of_class, attribute):
                    return None
                return each.names.qualify_name(attribute, scope)
        return None
    return None


# Base classes


def lineage(cls: Definition) -> list[Definition]:
    """The visible classes that an attribute of an instance is looked up in, in Python's order."""
    known = cls.names.lineages.get(cls.node)
    if known is None:
        # A class that derives from itself has nothing but itself while this is being worked out.
        cls.names.lineages[cls.node] = [cls]
        direct = [each for each in (class_named(cls.names, name) for name in base_names(cls)) if each is not None]
        known = cls.names.lineages[cls.node] = linear.merge(cls, [lineage(each) for each in direct], direct, _identity)
    return known


def _identity(cls: Definition) -> nodes.NodeNG:
    return cls.node


def base_names(cls: Definition) -> list[str]:
    """The canonical names of the direct bases, type arguments left out; those that cannot be named are left out."""
    found: list[str] = []
    for base in cls.node.bases if isinstance(cls.node, nodes.ClassDef) else ():
        while isinstance(base, nodes.Subscript):
            base = base.value
        qualified = cls.names.qualify(base)
        if qualified is not None:
            found.append(qualified)
    return found


def bases(names: ModuleNames, cls: nodes.ClassDef) -> tuple[str, ...]:
    """All canonical names of bases, nearest first, through visible classes and those of zmq and of Python."""
    known = names.base_names.get(cls)
    if known is None:
        found: dict[str, None] = {}
        for each in lineage(Definition(cls, names)):
            if each.node is not cls:
                found.setdefault(each.qualname)
            for base in base_names(each):
                found.setdefault(base)
                for further in _library_bases(base):
                    found.setdefault(further)
        known = names.base_names[cls] = tuple(found)
    return known


def is_subclass(names: ModuleNames, qualified: str, of: str) -> bool:
    """The class `qualified` is `of`, or derives from it as far as can be seen."""
    if qualified == of or of in _library_bases(qualified):
        return True
    found = class_named(names, qualified)
    return found is not None and isinstance(found.node, nodes.ClassDef) and of in bases(found.names, found.node)


def _library_bases(qualified: str) -> Iterator[str]:
    """The bases of a class of zmq, or of a builtin one, at any distance."""
    for base in model.BASES.get(qualified, ()):
        yield base
        yield from _library_bases(base)
    module, _, name = qualified.rpartition(".")
    found = getattr(builtins, name, None) if module == "builtins" else None
    if isinstance(found, type):
        yield from (f"builtins.{base.__name__}" for base in found.__mro__[1:])
