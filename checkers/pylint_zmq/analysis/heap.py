"""Heap objects: what has an identity. All are immutable; a state replaces them."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, TypeVar

from pylint_zmq.analysis.values import UNKNOWN, Value, references
from pylint_zmq.frozen import frozen

if TYPE_CHECKING:
    from astroid import nodes

T = TypeVar("T", bound="Immutable")

OPEN = "open"
CLOSED = "closed"
HANDED = "handed over"

SOCKET = "socket"
CONTEXT = "context"
OWNER = "owner"


class Immutable:
    """Remembers its hash: states are compared all the time, and share most of what they hold."""

    __slots__ = ("_hash",)
    _hash: int


def hashed_once(cls: type[T]) -> type[T]:
    """Let the instances of a frozen dataclass work out their hash once."""
    by_fields = cls.__hash__

    def remembered(self: T) -> int:
        try:
            return self._hash
        except AttributeError:
            found = by_fields(self)
            self._hash = found
            return found

    cls.__hash__ = remembered  # type: ignore[method-assign, assignment]
    return cls


@hashed_once
@frozen
class Site(Immutable):
    """An allocation site: the call that creates a resource, as the function under analysis sees it."""

    node: nodes.NodeNG = field(compare=False)
    line: int
    column: int
    kind: str
    #: Tells apart several resources that one call creates (a factory that returns a pair), and sites of a caller.
    part: str = ""


class Object(Immutable):
    """Base of all heap objects."""

    __slots__ = ("_links",)
    _links: tuple[int, ...]

    def links(self) -> tuple[int, ...]:
        """Heap ids that this object keeps alive directly, in the order of its edges."""
        try:
            return self._links
        except AttributeError:
            found = tuple(number for edge in self.edges() for number in references(edge))
            self._links = found
            return found

    def edges(self) -> tuple[Value, ...]:
        """Values that this object keeps alive."""
        return ()

    def with_edges(self, edges: tuple[Value, ...]) -> Object:
        """The same object around other values, in the order of `edges()`."""
        return self


@hashed_once
@frozen
class Resource(Object):
    """A socket or a context, or several equal ones that one container holds (`many`)."""

    kind: str
    site: Site | None
    status: str = OPEN
    #: An exception was raised while it was open (design: the by-error mark belongs to each resource).
    erred: bool = False
    #: The doubt about that exception, where there is one: "option" or "attach" (model/setup.py).
    doubt: str = ""
    many: bool = False
    #: The context of a socket: a Ref, a Sym, the shared instance by name.
    context: Value = UNKNOWN
    #: Made by ctx.socket(), so destroy() knows it (pyzmq: Context._sockets).
    registered: bool = True
    #: A class of the project: its own methods may do anything.
    derived: str = ""
    #: The PAIR of get_monitor_socket(), which the socket keeps alive.
    monitor: Value = UNKNOWN
    #: Where the exception came from that set `erred`; tells the story, never tells states apart.
    cause: nodes.NodeNG | None = field(default=None, compare=False)

    def is_due(self) -> bool:
        """Whether it is to be released, or is an owner that can be filled again."""
        return self.status == OPEN or (self.kind == OWNER and self.site is not None)

    def edges(self) -> tuple[Value, ...]:
        return (self.context, self.monitor)

    def with_edges(self, edges: tuple[Value, ...]) -> Object:
        context, monitor = edges
        return (
            self
            if context is self.context and monitor is self.monitor
            # Written out, as are those below: `replace` takes several times as long, and this is done all the time.
            else Resource(
                self.kind,
                self.site,
                self.status,
                self.erred,
                self.doubt,
                self.many,
                context,
                self.registered,
                self.derived,
                monitor,
                self.cause,
            )
        )


@hashed_once
@frozen
class Items(Object):
    """A container, an ExitStack, a Poller: something that holds values in order."""

    kind: str
    #: (constant key or position-less None, value); adjacent equal resources are merged into one `many`.
    items: tuple[tuple[str | int | None, Value], ...] = ()
    #: It may hold more, of no interest.
    others: bool = False
    #: It is known to somebody else: what goes in is handed over.
    foreign: bool = False

    def edges(self) -> tuple[Value, ...]:
        return tuple(value for _, value in self.items)

    def with_edges(self, edges: tuple[Value, ...]) -> Object:
        items = tuple((key, edge) for (key, _), edge in zip(self.items, edges, strict=False))
        return Items(self.kind, items, self.others, self.foreign)


@hashed_once
@frozen
class Instance(Object):
    """An object of a visible class, with the fields that hold something of interest."""

    cls: nodes.ClassDef
    #: What its other fields go by: `self` makes `self.ctx` of `ctx`.
    path: str
    fields: tuple[tuple[str, Value], ...] = ()
    foreign: bool = False
    #: The run asks what a method does with the fields of this object: they are followed whoever gets the object, too.
    asked: bool = False

    def is_followed(self) -> bool:
        """Whether what is stored in a field stays known."""
        return self.asked or not self.foreign

    def edges(self) -> tuple[Value, ...]:
        return tuple(value for _, value in self.fields)

    def with_edges(self, edges: tuple[Value, ...]) -> Object:
        fields = tuple((name, edge) for (name, _), edge in zip(self.fields, edges, strict=False))
        return Instance(self.cls, self.path, fields, self.foreign, self.asked)
