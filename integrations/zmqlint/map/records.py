"""What the map knows, as plain data: no nodes, so that every format can be made from it."""

from __future__ import annotations

from dataclasses import dataclass, field

CONTEXT = "context"
#: The kind of a socket whose type cannot be told.
UNKNOWN_KIND = "?"

BIND = "bind"
CONNECT = "connect"


@dataclass(frozen=True, order=True)
class Place:
    """A line of code; it counts from 1."""

    path: str
    line: int
    #: Qualified name of the function or class in its module, empty at module level.
    scope: str = ""


@dataclass(frozen=True, order=True)
class Attachment:
    """A socket is bound or connected."""

    action: str
    #: The endpoint, with what is only known when the program runs in braces: `tcp://*:{port}`.
    endpoint: str
    place: Place
    #: Where the socket is bound whose endpoint, or port, this is: the system chose it there.
    origin: Place | None = None

    @property
    def is_known(self) -> bool:
        """Nothing in the endpoint is left open."""
        return "{" not in self.endpoint


@dataclass(frozen=True, order=True)
class Setting:
    """An option is set, on the socket itself or on the context that it is made by."""

    option: str
    value: str
    place: Place
    on_context: bool = False


@dataclass(frozen=True, order=True)
class Release:
    """What ends a socket or context: `close`, `term`, `destroy`, `with`, or `context` for the end of its context."""

    how: str
    place: Place


@dataclass(frozen=True)
class Problem:
    """A report of `zmqlint check` about a creation or what is done with it."""

    symbol: str
    id: str
    text: str
    checker: str
    place: Place


@dataclass(frozen=True)
class Creation:
    """One socket or context, by the call that makes it."""

    #: Unique in the map, and the same while nothing is added before it.
    number: int
    place: Place
    column: int
    #: `PUSH`, `context`, ...
    kind: str
    #: `asyncio`, `green`, `tornado`, or empty for a plain one.
    flavour: str
    #: What holds it: `Client.sock`, `main(): sock`.
    owner: str
    attachments: tuple[Attachment, ...] = ()
    settings: tuple[Setting, ...] = ()
    releases: tuple[Release, ...] = ()
    #: If nothing is seen to release it: `handed over` to code that is not seen, `process` if it is made by the main
    #: code of a process and ends with that, else empty.
    fate: str = ""
    sends: bool = False
    receives: bool = False
    #: Where it is made and used: `thread Worker.run`, `event loop`, `main`.
    threads: tuple[str, ...] = ()
    #: Number of the context that makes it, if that is on the map.
    context: int | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def is_context(self) -> bool:
        """It is no socket."""
        return self.kind == CONTEXT

    def values(self, *options: str) -> tuple[Setting, ...]:
        """Return what is set of the `options`."""
        return tuple(each for each in self.settings if each.option in options)


@dataclass(frozen=True)
class Meeting:
    """An endpoint where sockets meet, or where one waits for somebody whom nobody has seen."""

    #: The endpoint in all its spellings.
    endpoints: tuple[str, ...]
    #: `pub-sub`, `pipeline`, ...: only sockets that can talk to each other meet.
    pattern: str
    #: It is only known by its name, which may stand for something else on the other side.
    by_name: bool
    #: Numbers of creations.
    binding: tuple[int, ...] = ()
    connecting: tuple[int, ...] = ()


@dataclass(frozen=True)
class SocketMap:
    """The whole map."""

    creations: tuple[Creation, ...] = ()
    meetings: tuple[Meeting, ...] = field(default=())
    #: How many files were looked at.
    files: int = 0

    def creation(self, number: int) -> Creation:
        """Return the creation with a number."""
        return self.creations[number]
