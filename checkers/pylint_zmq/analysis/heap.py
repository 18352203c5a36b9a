"""Heap objects: what has an identity. All are immutable; a state replaces them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pylint_zmq.analysis.values import UNKNOWN, Value

if TYPE_CHECKING:
    from astroid import nodes

OPEN = "open"
CLOSED = "closed"
HANDED = "handed over"

SOCKET = "socket"
CONTEXT = "context"
OWNER = "owner"


@dataclass(frozen=True, slots=True)
class Site:
    """An allocation site: the call that creates a resource, as the function under analysis sees it."""

    node: nodes.NodeNG = field(compare=False)
    line: int
    column: int
    kind: str
    #: Tells apart several resources that one call creates (a factory that returns a pair), and sites of a caller.
    part: str = ""


@dataclass(frozen=True, slots=True)
class Object:
    """Base of all heap objects."""

    def edges(self) -> tuple[Value, ...]:
        """Values that this object keeps alive."""
        return ()

    def with_edges(self, edges: tuple[Value, ...]) -> Object:
        """The same object around other values, in the order of `edges()`."""
        return self


@dataclass(frozen=True, slots=True)
class Resource(Object):
    """A socket or a context, or several equal ones that one container holds (`many`)."""

    kind: str
    site: Site | None
    status: str = OPEN
    #: An exception was raised while it was open (design: the by-error mark belongs to each resource).
    erred: bool = False
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
        return replace(self, context=edges[0], monitor=edges[1])


@dataclass(frozen=True, slots=True)
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
        return replace(self, items=tuple((key, edge) for (key, _), edge in zip(self.items, edges, strict=False)))


@dataclass(frozen=True, slots=True)
class Instance(Object):
    """An object of a visible class, with the fields that hold something of interest."""

    cls: nodes.ClassDef
    #: What its other fields go by: `self` makes `self.ctx` of `ctx`.
    path: str
    fields: tuple[tuple[str, Value], ...] = ()
    foreign: bool = False

    def edges(self) -> tuple[Value, ...]:
        return tuple(value for _, value in self.fields)

    def with_edges(self, edges: tuple[Value, ...]) -> Object:
        return replace(self, fields=tuple((name, edge) for (name, _), edge in zip(self.fields, edges, strict=False)))
