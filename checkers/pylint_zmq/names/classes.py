"""The visible classes: their bases, their order of look-up, and which class `self` is of."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.frozen import frozen
from pylint_zmq.model import classes as model
from pylint_zmq.names import canonical, mro
from pylint_zmq.names.bindings import Binding, Kind
from pylint_zmq.names.scopes import parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames

_STATIC = "builtins.staticmethod"


@frozen
class VisibleClass:
    """A class whose code can be read, and the names of the module that it stands in."""

    node: nodes.ClassDef
    names: ModuleNames

    @property
    def qualname(self) -> str:
        """The full dotted name."""
        return self.names.qualname(self.node)

    def bindings(self, attribute: str) -> list[Binding]:
        """Return what the class body binds `attribute` to."""
        return self.names.scopes.by_node[self.node].bindings.get(attribute, [])

    def stores(self, attribute: str) -> list[nodes.AssignAttr]:
        """Return every `self.attribute = ...` in the methods of the class, and every `Class.attribute = ...`."""
        return [store for store in self.names.scopes.stores.get(attribute, ()) if self.is_holder(store.expr)]

    def is_holder(self, expr: nodes.NodeNG) -> bool:
        """Tell whether an expression is `self` or `cls` in a method of the class, or the class by its name."""
        own = receiver_class(self.names, expr)
        return own is self.node if own is not None else self.names.qualify(expr) == self.qualname


# Which class


def class_at(names: ModuleNames, path: str) -> VisibleClass | None:
    """Return the class that a module has under `path`; None if there is none, or more than one."""
    match names.by_qualname.get(path):
        case [nodes.ClassDef() as node]:
            return VisibleClass(node, names)
    return None


def class_named(names: ModuleNames, qualified: str | None) -> VisibleClass | None:
    """Return the visible class with a canonical name: of this module, or of one that the program has."""
    if qualified is None or canonical.is_zmq(qualified):
        return None
    if names.program is not None:
        found = names.program.module_and_rest(qualified, names)
        return class_at(*found) if found is not None else None
    if qualified.startswith(names.modname + "."):
        return class_at(names, qualified[len(names.modname) + 1 :])
    return None


def receiver_class(names: ModuleNames, expr: nodes.NodeNG) -> nodes.ClassDef | None:
    """Return the class of the method whose first parameter (`self`, `cls`) the expression is."""
    if not isinstance(expr, nodes.Name):
        return None
    found = names.scopes.scope_of(expr).lookup(expr.name)
    if found is None:
        return None
    scope, bindings = found
    match bindings:
        case [Binding(kind=Kind.PARAMETER, node=parameter)]:
            return method_class(names, scope.node) if _is_first(parameter, scope.node) else None
    return None


def _is_first(parameter: nodes.NodeNG, function: nodes.NodeNG) -> bool:
    return isinstance(function, nodes.FunctionDef) and next(parameters(function.args), None) is parameter


def method_class(names: ModuleNames, function: nodes.NodeNG) -> nodes.ClassDef | None:
    """Return the class that a function is a method of; None for a static method and for any other function."""
    if not isinstance(function, nodes.FunctionDef):
        return None
    outer = names.scopes.by_node[function].parent
    if outer is None or not isinstance(outer.node, nodes.ClassDef):
        return None
    decorators = function.decorators.nodes if function.decorators is not None else ()
    return None if any(names.qualify(each) == _STATIC for each in decorators) else outer.node


# Bases


def lineage(cls: VisibleClass) -> list[VisibleClass]:
    """Return the visible classes that an attribute of an instance is looked up in, in Python's order."""
    return cls.names.memory.answer(cls, _lineage, [cls])


def _lineage(cls: VisibleClass) -> list[VisibleClass]:
    direct = [each for each in (class_named(cls.names, name) for name in base_names(cls)) if each is not None]
    return mro.merge(cls, [lineage(each) for each in direct], direct)


def base_names(cls: VisibleClass) -> list[str]:
    """Return the canonical names of the direct bases, type arguments and what has no name left out."""
    found: list[str] = []
    for base in cls.node.bases:
        plain = base.value if isinstance(base, nodes.Subscript) else base
        qualified = cls.names.qualify(plain) if isinstance(plain, nodes.NodeNG) else None
        if qualified is not None:
            found.append(qualified)
    return found


def bases(cls: VisibleClass) -> tuple[str, ...]:
    """Return all canonical names of bases, nearest first, through visible classes and those of zmq and of Python."""
    return cls.names.memory.answer(cls, _bases, ())


def _bases(cls: VisibleClass) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for each in lineage(cls):
        if each != cls:
            found.setdefault(each.qualname)
        for base in base_names(each):
            found.setdefault(base)
            found.update(dict.fromkeys(_library_bases(base)))
    found.pop(cls.qualname, None)
    return tuple(found)


def is_subclass(names: ModuleNames, qualified: str, of: str) -> bool:
    """Tell whether the class `qualified` is `of`, or derives from it as far as can be seen."""
    if qualified == of or of in _library_bases(qualified):
        return True
    found = class_named(names, qualified)
    return found is not None and of in bases(found)


def _library_bases(qualified: str) -> Iterator[str]:
    """Yield the bases of a class of zmq, or of a builtin one, at any distance."""
    for base in model.BASES.get(qualified, ()):
        yield base
        yield from _library_bases(base)
    module, _, name = qualified.rpartition(".")
    found = getattr(builtins, name, None) if module == canonical.BUILTINS else None
    if isinstance(found, type):
        yield from (f"{canonical.BUILTINS}.{base.__name__}" for base in found.__mro__[1:])


def subclasses(cls: VisibleClass) -> tuple[VisibleClass, ...]:
    """Return the visible classes that derive from a class."""
    names = cls.names
    if names.program is not None:
        return names.program.subclasses(cls.qualname, names)
    every = (VisibleClass(node, names) for node in names.scopes.classes)
    return tuple(each for each in every if cls.qualname in bases(each) and each != cls)


# Constants of classes


def constant(cls: VisibleClass, attribute: str) -> str | None:
    """Return the canonical name that a class body gives to an attribute (`context_class = zmq.Context`).

    The nearest class that has the attribute counts; None if instances get a value of their own.
    """
    for each in lineage(cls):
        match each.bindings(attribute):
            case []:
                continue
            case [Binding(kind=Kind.VALUE, value=nodes.Name() | nodes.Attribute())] if not is_stored(cls, attribute):
                return each.names.qualify_name(attribute, each.names.scopes.by_node[each.node])
        return None
    return None


def is_stored(cls: VisibleClass, attribute: str) -> bool:
    """Tell whether instances get a value of their own under the attribute's name: `self.attribute = ...`."""
    return any(each.stores(attribute) for each in lineage(cls))
