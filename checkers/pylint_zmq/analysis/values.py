"""Abstract values: what a name can hold, as far as the lifetime of a socket depends on it.

Values are immutable and hashable. What has an identity (a resource, a container, an instance) lives in the heap and is
held here by `Ref`. A value that wraps others answers `parts()`, so that reachability needs no list of the classes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pylint_zmq.frozen import frozen

if TYPE_CHECKING:
    from astroid import nodes

    from pylint_zmq.analysis.raising import Raised


class Value:
    """Base of all abstract values."""

    __slots__ = ()

    def parts(self) -> tuple[Value, ...]:
        """The values that this one keeps alive."""
        return ()

    def with_parts(self, parts: tuple[Value, ...]) -> Value:
        """The same value around other parts, in the order of `parts()`."""
        return self


@frozen
class Opaque(Value):
    """Something unknown; `truth` and `not_none` are what tests have told about it."""

    truth: bool | None = None
    not_none: bool = False


@frozen
class Const(Value):
    """A constant of the source: None, a bool, a number, a string."""

    value: bool | int | float | str | bytes | None


@frozen
class Sym(Value):
    """An object from outside, known only by the path it came by.

    A parameter, `self.ctx`, the result of an unseen call.
    """

    path: str
    #: "context", "socket" or "" where unknown.
    zmq: str = ""
    truth: bool | None = None
    not_none: bool = False


@frozen
class Ref(Value):
    """A reference into the heap."""

    to: int


@frozen
class Named(Value):
    """A module, class or function by its canonical dotted name."""

    name: str


@frozen
class Routine(Value):
    """A visible function or lambda; the defaults that were evaluated where it was defined are kept alive by it."""

    node: nodes.FunctionDef | nodes.Lambda
    defaults: tuple[Value, ...] = ()

    def parts(self) -> tuple[Value, ...]:
        return self.defaults

    def with_parts(self, parts: tuple[Value, ...]) -> Value:
        return replace(self, defaults=parts)


@frozen
class Bound(Value):
    """A bound method: `sock.close`, not yet called."""

    owner: Value
    attr: str

    def parts(self) -> tuple[Value, ...]:
        return (self.owner,)

    def with_parts(self, parts: tuple[Value, ...]) -> Value:
        return replace(self, owner=parts[0])


@frozen
class Partial(Value):
    """A call to be made later: functools.partial, a coroutine not yet awaited, a callback of an ExitStack."""

    function: Value
    args: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()
    #: A coroutine runs when it is awaited, a partial when it is called.
    awaited: bool = False

    def parts(self) -> tuple[Value, ...]:
        return (self.function, *self.args, *(value for _, value in self.keywords))

    def with_parts(self, parts: tuple[Value, ...]) -> Value:
        split = 1 + len(self.args)
        keywords = tuple((name, part) for (name, _), part in zip(self.keywords, parts[split:], strict=False))
        return replace(self, function=parts[0], args=parts[1:split], keywords=keywords)


@frozen
class Manager(Value):
    """A context manager that is known: how it enters and leaves is told by `kind` (see managers.py)."""

    kind: str
    of: Value
    #: Names of the exceptions that a `suppress` swallows; None stands for one that cannot be resolved.
    exceptions: tuple[str | None, ...] = ()

    def parts(self) -> tuple[Value, ...]:
        return (self.of,)

    def with_parts(self, parts: tuple[Value, ...]) -> Value:
        return replace(self, of=parts[0])


@frozen
class Plain(Value):
    """A builtin container of the function's own that holds nothing of interest, or that somebody else has, too."""

    truth: bool | None = None


@frozen
class Tup(Value):
    """A tuple: of the program, or of what a loop has still to go through, or of what a caller holds during a call."""

    items: tuple[Value, ...]

    def parts(self) -> tuple[Value, ...]:
        return self.items

    def with_parts(self, parts: tuple[Value, ...]) -> Value:
        return Tup(parts)


@frozen
class Exc(Value):
    """An exception object."""

    raised: Raised


#: What these modules export is a class, a function or a module.
_CERTAIN = ("zmq.", "builtins.", "contextlib.")

UNKNOWN = Opaque()
TRUTHY = Opaque(True, True)
FALSY = Opaque(False)
NOT_NONE = Opaque(None, True)
NONE = Const(None)
TRUE = Const(True)
FALSE = Const(False)


def narrowed(value: Value, truth: bool) -> Value:
    """The value after a truth test came out as `truth`; only unknown values have anything to learn."""
    match value:
        case Sym():
            return replace(value, truth=True, not_none=True) if truth else FALSY
        case Opaque():
            return TRUTHY if truth else replace(value, truth=False)
        case Named() if plain_truth(value) is None:
            return TRUTHY if truth else FALSY
        case Plain():
            return Plain(truth)
        case _:
            return value


def narrowed_none(value: Value, is_none: bool) -> Value:
    """The value after `is None` came out as `is_none`."""
    match value:
        case Sym() | Opaque():
            return NONE if is_none else replace(value, not_none=True)
        case Named() if plain_truth(value) is None:
            return NONE if is_none else NOT_NONE
        case _:
            return value


def plain_truth(value: Value) -> bool | None:
    """Truth of a value that needs no look into the heap; None where both are possible."""
    match value:
        case Const(value=constant):
            return bool(constant)
        case Opaque(truth=truth) | Sym(truth=truth) | Plain(truth=truth):
            return truth
        case Named(name=name) if not name.startswith(_CERTAIN):
            # An import that cannot be seen may be anything.
            return None
        case Ref() | Bound():
            # What an attribute of an object is bound to may be anything.
            return None
        case _:
            return True


#: Values that never keep anything alive. States are full of them, so they are told apart first.
LEAVES = frozenset({Opaque, Const, Sym, Named, Plain, Exc})


def references(value: Value) -> tuple[int, ...]:
    """Heap ids that the value keeps alive directly (not through the heap), in a fixed order."""
    kind = value.__class__
    if kind in LEAVES:
        return ()
    if kind is Ref:
        return (value.to,)  # type: ignore[attr-defined]  # an isinstance would cost as much as all the rest
    return tuple(number for part in value.parts() for number in references(part))


def renamed(value: Value, ids: dict[int, int]) -> Value:
    """The value with its heap ids replaced by `ids`."""
    if value.__class__ in LEAVES:
        return value
    if isinstance(value, Ref):
        new = ids[value.to]
        return value if new == value.to else Ref(new)
    parts = value.parts()
    if not parts:
        return value
    return value.with_parts(tuple(renamed(part, ids) for part in parts))
