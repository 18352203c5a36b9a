"""What a fix does to a file, as data: typed edits, each at a place of the text as it is before any of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Applicability(Enum):
    """Whether a fix may be made unasked."""

    #: It keeps what the program does, and only releases what was lost.
    SAFE = "safe"
    #: It may change what the program does.
    UNSAFE = "unsafe"


@dataclass(frozen=True)
class Span:
    """The place of an expression: lines from 1, columns in characters from 0, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Enclose:
    """The statements of one block from line `first` to line `last` become the body of a compound statement.

    `head` is its first line, `tail` the clauses after its body. With `swallow`, the first statement is not in the body:
    the head stands for it, takes over its comments, and finds its value in place of `{}`.
    """

    first: int
    last: int
    head: str
    tail: str = ""
    swallow: bool = False


@dataclass(frozen=True)
class Replace:
    """The simple statement at `line` becomes these lines; none removes it."""

    line: int
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Insert:
    """These lines come before the statement at `line`, or after it."""

    line: int
    lines: tuple[str, ...]
    after: bool = False


@dataclass(frozen=True)
class Pass:
    """The call at a place becomes the one argument of a call of `function`."""

    span: Span
    function: str


@dataclass(frozen=True)
class Give:
    """The call at a place gets this one argument, instead of any that it has."""

    span: Span
    argument: str


@dataclass(frozen=True)
class Item:
    """The `with` at `line` gets more items: after its last one, or in place of the one with number `instead`.

    An item is the text of an expression and a name, or no name. With `creation`, the statement at that line goes, and
    its value is the expression.
    """

    line: int
    items: tuple[tuple[str, str], ...]
    instead: int | None = None
    creation: int | None = None


@dataclass(frozen=True)
class Dissolve:
    """The `finally` of the `try` at `line` goes, and if it has no handlers the `try` becomes its body."""

    line: int


@dataclass(frozen=True)
class Draw:
    """The statements from line `first` up to the `try` or `with` at `line` move to the beginning of its body."""

    line: int
    first: int


@dataclass(frozen=True)
class Hoist:
    """The first statement of the body of the `try` at `line`, which is at line `first`, moves before the `try`."""

    line: int
    first: int


@dataclass(frozen=True)
class Catch:
    """The handler at `line` catches one more exception."""

    line: int
    name: str


@dataclass(frozen=True)
class Import:
    """`from module import name` at the top of the module, unless it is there."""

    module: str
    name: str


Edit = Enclose | Replace | Insert | Pass | Give | Item | Dissolve | Draw | Hoist | Catch | Import


@dataclass(frozen=True)
class Plan:
    """One way to mend one finding."""

    #: What it is called in reports: "with", "try", "stack", "factory" ...
    name: str
    edits: tuple[Edit, ...]
    applicability: Applicability = Applicability.SAFE
    #: Why it is unsafe; a stable code.
    reason: str = ""
    #: The same, every path ended where it hands the resource over on purpose: what is left may hand over nothing.
    probe: tuple[Edit, ...] | None = None
    #: It may be closed after it was handed over, where an error ends what hands it over.
    revokes: bool = False
    #: It mends a local resource, whose fate one function decides.
    local: bool = True
    #: Messages that may come up elsewhere because of it.
    expected: tuple[str, ...] = ()


class RefusedError(Exception):
    """There is no such fix here; `code` is the stable reason, `suggestion` what people can do instead."""

    def __init__(self, code: str, suggestion: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.suggestion = suggestion
