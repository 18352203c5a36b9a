"""A report: a message of Pylint joined with the story behind it. What every output format is made from."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pylint_zmq.checkers.stories import Place, Story, StoryStep, excerpt, fingerprint, in_characters
from pylint_zmq.model.repetition import OFTEN
from pylint_zmq.reading import SourceError, decode_source, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pylint.message import Message

    from pylint_zmq.analysis.findings import Impact


@dataclass(frozen=True)
class Report:
    """One message with all that is known about it."""

    symbol: str
    #: Pylint's id, e.g. W8701.
    id: str
    text: str
    place: Place
    confidence: str
    scope: str
    subject: str
    steps: tuple[StoryStep, ...]
    fingerprint: str
    #: How often it can happen, and what it costs; of reports about lifetimes.
    impact: Impact | None = None

    @property
    def category(self) -> str:
        """Pylint's letter: F, E, W, R, C or I."""
        return self.id[0]

    @property
    def often(self) -> str:
        """How often it can happen, in words; "" where that is not known."""
        return ", ".join(filter(None, (OFTEN[self.impact.often], self.impact.by))) if self.impact else ""

    @property
    def notes(self) -> tuple[str, ...]:
        """How bad it is, as lines to go below the text."""
        return (f"How often: {self.often}", f"Costs: {self.impact.cost}") if self.impact else ()


def join(messages: Iterable[Message], stories: Iterable[Story]) -> list[Report]:
    """Return a report for each of the `messages`, sorted by place, with its story if it has one."""
    told = {story.key: story for story in stories}
    placed = sorted(messages, key=lambda m: (m.abspath, m.line, m.column, m.msg_id, m.msg))
    seen: Counter[tuple[str, str]] = Counter()
    reports = []
    for message in placed:
        story = told.get((message.abspath, message.symbol, message.line, message.column))
        reports.append(_with_story(message, story) if story else _alone(message, seen))
    return reports


def _with_story(message: Message, story: Story) -> Report:
    return Report(
        message.symbol,
        message.msg_id,
        message.msg,
        story.place,
        story.confidence,
        story.scope,
        story.subject,
        story.steps,
        story.fingerprint,
        story.impact,
    )


def _alone(message: Message, seen: Counter[tuple[str, str]]) -> Report:
    """Return the report of another plugin's message; its fingerprint comes from the code that it marks."""
    # Where there is no tree, Pylint gives the path as it was asked for.
    path = os.path.abspath(message.abspath)
    lines = _lines(path)
    place = in_characters(Place(path, message.line, message.column, message.end_line, message.end_column), lines)
    digest = fingerprint(message.symbol, message.obj, excerpt(lines, place))
    number = seen[place.path, digest]
    seen[place.path, digest] += 1
    confidence = message.confidence.name
    return Report(
        message.symbol, message.msg_id, message.msg, place, confidence, message.obj, "", (), f"{digest}:{number}"
    )


def _lines(path: str) -> Sequence[str]:
    try:
        return decode_source(read_source(path))[0].split("\n")
    except SourceError:
        return ()
