"""What a type annotation says a value is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.frozen import frozen
from pylint_zmq.model.classes import BASES
from pylint_zmq.names import canonical
from pylint_zmq.names.bindings import Binding, Kind
from pylint_zmq.names.scopes import elements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pylint_zmq.names.bindings import Scope
    from pylint_zmq.names.resolution import ModuleNames

_TYPING = ("typing.", "typing_extensions.")
_UNION = "Union"
#: The first argument is the type, the others say something about it, or there are none.
_WRAPPERS = frozenset({"Optional", "Annotated", "ClassVar", "Final", "Required", "NotRequired", "ReadOnly"})
_INIT_VAR = "dataclasses.InitVar"
_SELF = "Self"
#: The class itself, not an instance of it.
_CLASS_OBJECTS = frozenset({"typing.Type", "builtins.type"})

SEQUENCE = "builtins.list"
MAPPING = "builtins.dict"
TUPLE = "builtins.tuple"
_ABSTRACT = (
    *("Iterable", "Iterator", "Sequence", "MutableSequence", "Collection", "Container", "MutableSet", "Generator"),
    *("AsyncIterator", "AsyncIterable", "AsyncGenerator", "Mapping", "MutableMapping"),
)
#: The names of generics in the typing module, by what they are.
_GENERICS: dict[str, str] = {
    "List": SEQUENCE,
    "Set": "builtins.set",
    "FrozenSet": "builtins.frozenset",
    "Dict": MAPPING,
    "Tuple": TUPLE,
    "Deque": "collections.deque",
    "DefaultDict": "collections.defaultdict",
    "OrderedDict": "collections.OrderedDict",
    "AbstractSet": "collections.abc.Set",
    **{name: f"collections.abc.{name}" for name in _ABSTRACT},
}

_MAPPINGS = frozenset(
    {
        MAPPING,
        "collections.defaultdict",
        "collections.OrderedDict",
        "collections.abc.Mapping",
        "collections.abc.MutableMapping",
    }
)
#: Whoever takes an element out of these gets their first type argument.
_SEQUENCES = frozenset({*_GENERICS.values(), "asyncio.Queue", "queue.Queue"}) - _MAPPINGS - {TUPLE}


@frozen
class Type:
    """A class by its canonical name, and what its type arguments are; None for one that is unknown."""

    name: str
    args: tuple[Type | None, ...] = ()

    @property
    def is_mapping(self) -> bool:
        """What iterating gives are keys."""
        return self.name in _MAPPINGS

    @property
    def is_container(self) -> bool:
        """The first type argument, or the second of a mapping, is what it holds."""
        return self.is_mapping or self.name in _SEQUENCES

    def element(self, index: int | None = None) -> Type | None:
        """Return what iterating gives; or, with an index, what the tuple holds there."""
        if self is CONFLICT:
            return self
        if self.name == TUPLE:
            if index is not None and -len(self.args) <= index < len(self.args):
                return self.args[index]
            return join(self.args)
        return self.args[0] if self.args and self.is_container else None

    def item(self, index: int | None = None) -> Type | None:
        """Return what a subscript read gives; `index` is its constant, if it is one."""
        if self.is_mapping:
            return self.args[1] if len(self.args) > 1 else None
        return self.element(index)


#: What is two things that have nothing in common, and stays so whatever else is added.
CONFLICT = Type("")


def join(found: Iterable[Type | None]) -> Type | None:
    """Return the type that all of them are; None if one is unknown or two contradict each other."""
    each = tuple(found)
    first = each[0] if each else None
    return first if all(other == first for other in each) else None


def either(names: ModuleNames, found: Iterable[Type | None]) -> Type | None:
    """Return the type that all the known ones are: the same class, or a base of both; unknown ones do not count.

    CONFLICT if two have nothing in common.
    """
    result: Type | None = None
    for each in found:
        if each is None:
            continue
        result = each if result is None else _common(names, result, each) or CONFLICT
    return result


def _common(names: ModuleNames, one: Type, other: Type) -> Type | None:
    if CONFLICT in (one, other):
        return None
    if one.name == other.name:
        return one if one.args else other
    if names.is_subclass(one.name, other.name):
        return other
    if names.is_subclass(other.name, one.name):
        return one
    if canonical.is_zmq(one.name) and canonical.is_zmq(other.name):
        shared = (base for base in BASES.get(one.name, ()) if names.is_subclass(other.name, base))
        return next((Type(base) for base in shared if canonical.is_zmq(base)), None)
    return None


def read(names: ModuleNames, node: nodes.NodeNG, scope: Scope) -> Type | None:
    """Return the type that an annotation gives, its names looked up in `scope`; None if that is not certain."""
    match node:
        case nodes.Const(value=str(text)):
            parsed = _parsed(text)
            return read(names, parsed, scope) if parsed is not None else None
        case nodes.Name() | nodes.Attribute():
            return _plain(names, node, scope)
        case nodes.Subscript(value=generic, slice=argument):
            arguments = elements(argument) if isinstance(argument, nodes.Tuple) else [argument]
            return _generic(names, generic, arguments, scope)
        case nodes.BinOp(op="|", left=left, right=right):
            return _union(names, [left, right], scope)
    return None


def _parsed(text: str) -> nodes.NodeNG | None:
    """Return the expression in a string annotation."""
    # The program is built on top of names; only the parser is needed from there, and only here.
    from pylint_zmq.program.trees import SourceError, parse_text

    try:
        body = parse_text(f"({text})").body
    except SourceError:
        return None
    return body[0].value if len(body) == 1 and isinstance(body[0], nodes.Expr) else None


def _typing_name(qualified: str) -> str:
    """`typing.Optional` as `Optional`; anything outside the typing modules is empty."""
    return next((qualified[len(prefix) :] for prefix in _TYPING if qualified.startswith(prefix)), "")


def _plain(names: ModuleNames, node: nodes.NodeNG, scope: Scope) -> Type | None:
    alias = _alias(names, node, scope)
    if alias is not None:
        return alias
    qualified = names.qualify(node, scope)
    if qualified is None or qualified in _CLASS_OBJECTS:
        return None
    special = _typing_name(qualified)
    if special == _SELF:
        return _own_class(names, scope)
    if special and special not in _GENERICS:
        return None
    return Type(_GENERICS.get(special, qualified))


def _own_class(names: ModuleNames, scope: Scope | None) -> Type | None:
    while scope is not None:
        if isinstance(scope.node, nodes.ClassDef):
            return Type(names.qualname(scope.node))
        scope = scope.parent
    return None


def _alias(names: ModuleNames, node: nodes.NodeNG, scope: Scope) -> Type | None:
    """Return what a name stands for that was assigned a type expression: `Ctx = Optional[zmq.Context]`."""
    match node:
        case nodes.Name(name=name):
            found = scope.lookup(name)
            bindings = found[1] if found is not None else []
        case _:
            bindings = []
    match bindings:
        case [Binding(kind=Kind.VALUE, value=nodes.Subscript() | nodes.BinOp() as value)]:
            return _aliased(names, value)
        case [Binding(kind=Kind.IMPORT)] if names.program is not None:
            variable = names.program.variable(names.qualify(node, scope) or "", names)
            if variable is not None:
                return _alias_elsewhere(*variable)
    return None


def _alias_elsewhere(names: ModuleNames, name: str) -> Type | None:
    match names.scopes.module.bindings.get(name):
        case [Binding(kind=Kind.VALUE, value=nodes.Subscript() | nodes.BinOp() as value)]:
            return _aliased(names, value)
    return None


def _aliased(names: ModuleNames, value: nodes.NodeNG) -> Type | None:
    """Read a type expression that has a name, which may come up in it again."""
    return names.memory.answer((names, value), _read_aliased, None)


def _read_aliased(question: tuple[ModuleNames, nodes.NodeNG]) -> Type | None:
    names, value = question
    return read(names, value, names.scopes.scope_of(value))


def _generic(names: ModuleNames, generic: nodes.NodeNG, arguments: list[nodes.NodeNG], scope: Scope) -> Type | None:
    qualified = names.qualify(generic, scope)
    if qualified is None or qualified in _CLASS_OBJECTS:
        return None
    special = _typing_name(qualified)
    if special == _UNION:
        return _union(names, arguments, scope)
    if special in _WRAPPERS or qualified == _INIT_VAR:
        return read(names, arguments[0], scope)
    if special and special not in _GENERICS:
        return None
    name = _GENERICS.get(special, qualified)
    return Type(name, tuple(read(names, each, scope) for each in arguments if not _is_ellipsis(each)))


def _is_ellipsis(node: nodes.NodeNG) -> bool:
    return isinstance(node, nodes.Const) and node.value is Ellipsis


def _is_none(node: nodes.NodeNG) -> bool:
    return isinstance(node, nodes.Const) and node.value is None


def _union(names: ModuleNames, members: list[nodes.NodeNG], scope: Scope) -> Type | None:
    """Return what the members other than None are; a member that is not known makes the whole unknown."""
    found = [read(names, member, scope) for member in members if not _is_none(member)]
    return None if None in found else either(names, found)
