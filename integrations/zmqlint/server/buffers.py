"""The open buffers: their texts, and what is known of them."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from zmqlint.server.notes import still_true

if TYPE_CHECKING:
    from zmqlint.server.messages import Answer, Note, Subject


@dataclass
class Buffer:
    """One open text. What is known of it may be about an earlier state of it."""

    uri: str
    subject: Subject
    version: int | None
    #: The latest text that could be checked, and what was found in it.
    checked: Subject | None = None
    notes: tuple[Note, ...] = ()
    #: The other open files that those depend on.
    reads: frozenset[str] = frozenset()
    #: Whether the text as it is now was looked at.
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    #: When it is to be checked, by the clock of the loop; None if it need not be.
    due: float | None = None
    #: Whether somebody waits for that: its own text has changed, not just another one.
    urgent: bool = False

    def change(self, subject: Subject, version: int | None) -> None:
        """Take a new text."""
        self.subject, self.version = subject, version
        self.settled.clear()

    def take(self, asked: Subject, answer: Answer) -> None:
        """Take what was found in the text that was `asked` about."""
        if not answer.failure:
            self.checked, self.notes, self.reads = asked, answer.notes, answer.reads
        if asked is self.subject:
            self.settled.set()

    @property
    def is_known(self) -> bool:
        """Whether the notes are about the text as it is now."""
        return self.checked is self.subject

    def current_notes(self) -> tuple[Note, ...]:
        """Return the notes that hold for the text as it is now, as far as that can be told without checking it."""
        if self.checked is None or self.is_known:
            return self.notes
        return still_true(self.notes, self.subject.path, self.checked.text, self.subject.text)

    def is_concerned_by(self, other: Subject) -> bool:
        """Whether a change of another text may change what is found in this one.

        It may if the analysis has looked into that text, and if it may look there now: one mentions the module that the
        other is.
        """
        if other.path in self.reads:
            return True
        own = self.subject
        return own.root == other.root and (_mentions(own, other) or _mentions(other, own))


def _mentions(one: Subject, other: Subject) -> bool:
    path = PurePath(other.path)
    name = path.parent.name if path.stem == "__init__" else path.stem
    return re.search(rf"\b{re.escape(name)}\b", one.text) is not None
