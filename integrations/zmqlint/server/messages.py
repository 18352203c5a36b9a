"""What the server and its worker say to each other: plain values, which can be pickled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zmqlint.server.text import Span


@dataclass(frozen=True)
class Subject:
    """A text, and where it belongs."""

    #: Absolute path; a text that is no file yet has a name in angle brackets.
    path: str
    text: str
    #: The folder whose configuration holds, as if the command were run there.
    root: str


@dataclass(frozen=True)
class Check:
    """What is there to report? Answered by an Answer."""

    subject: Subject


@dataclass(frozen=True)
class Mend:
    """How can the finding with this fingerprint be fixed or silenced? Answered by a tuple of Proposals."""

    subject: Subject
    fingerprint: str


@dataclass(frozen=True)
class MendAll:
    """How can all be fixed that can be fixed safely? Answered by a tuple of at most one Proposal."""

    subject: Subject


@dataclass(frozen=True)
class Changed:
    """These files have changed on disk; if none is named, any may have. Answered by None."""

    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Closed:
    """A file is no longer open, and is again what it is on disk. Answered by None."""

    path: str


Request = Check | Mend | MendAll | Changed | Closed


@dataclass(frozen=True)
class Trouble:
    """Answers a request that came to grief: the traceback."""

    traceback: str


@dataclass(frozen=True)
class Step:
    """One step from the creation to the loss."""

    path: str
    span: Span
    text: str


@dataclass(frozen=True)
class Note:
    """One finding, as an editor shows it."""

    symbol: str
    #: Pylint's id, whose first letter is the category.
    id: str
    text: str
    span: Span
    fingerprint: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Answer:
    """What came out of a check."""

    notes: tuple[Note, ...] = ()
    #: Why the text could not be checked; most often it is half typed.
    failure: str = ""
    #: The other open files that it depends on, as far as there was anything to look at in them.
    reads: frozenset[str] = frozenset()
    #: What is wrong with the configuration; what held before holds on.
    complaint: str = ""


class Kind(Enum):
    """What a proposal does."""

    FIX = "fix"
    UNSAFE_FIX = "unsafe fix"
    SUPPRESSION = "suppression"
    FIX_ALL = "fix all"


@dataclass(frozen=True)
class Proposal:
    """A text that may take the place of the one asked about, and why it may."""

    kind: Kind
    #: Symbol of the finding; empty if it is about several.
    symbol: str
    text: str
    #: Why a fix is unsafe.
    reason: str = ""
