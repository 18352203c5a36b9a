"""From reports to what an editor shows: places in the units of the client, in the texts that are open."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pylint_zmq.reading import SourceError, decode_source, read_source
from zmqlint.server.messages import Note, Step
from zmqlint.server.text import Position, Span, kept_lines, lines_of, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pylint_zmq.checkers.stories import Place
    from pylint_zmq.reporters.reports import Report


class Notes:
    """Makes notes of reports."""

    def __init__(self, texts: Mapping[str, str], encoding: str) -> None:
        """Take the texts that are open, by their paths, and the units in which the client counts."""
        self._texts = texts
        self._encoding = encoding
        self._lines = lru_cache(maxsize=64)(self._read_lines)

    def note(self, report: Report) -> Note:
        """Return the note of a report."""
        steps = tuple(Step(step.place.path, self._span(step.place), step.text) for step in report.steps)
        return Note(report.symbol, report.id, report.text, self._span(report.place), report.fingerprint, steps)

    def _span(self, place: Place) -> Span:
        last = place.line if place.end_line is None else place.end_line
        return Span(
            self._position(place.path, place.line, place.column), self._position(place.path, last, place.end_column)
        )

    def _position(self, path: str, line: int, column: int | None) -> Position:
        """Return a position; without a column that of the end of the line."""
        lines = self._lines(path)
        text = lines[line - 1].rstrip("\r\n") if line <= len(lines) else ""
        return Position(line - 1, units(text[:column], self._encoding))

    def _read_lines(self, path: str) -> list[str]:
        """Return the lines of a file; none if it cannot be read."""
        if path in self._texts:
            return lines_of(self._texts[path])
        try:
            return lines_of(decode_source(read_source(path), path)[0])
        except SourceError:
            return []


def still_true(notes: Iterable[Note], path: str, before: str, after: str) -> tuple[Note, ...]:
    """Return those of the `notes` on a text whose lines a later text still has, where it has them."""
    kept = kept_lines(before, after)
    moved = (_moved(note, path, kept) for note in notes)
    return tuple(note for note in moved if note is not None)


def _moved(note: Note, path: str, kept: Mapping[int, int]) -> Note | None:
    span = _moved_span(note.span, kept)
    if span is None:
        return None
    places = [(step, _moved_span(step.span, kept) if step.path == path else step.span) for step in note.steps]
    steps = tuple(Step(step.path, place, step.text) for step, place in places if place is not None)
    return Note(note.symbol, note.id, note.text, span, note.fingerprint, steps)


def _moved_span(span: Span, kept: Mapping[int, int]) -> Span | None:
    """Return where the lines of a span are now; None unless they are all there, and together."""
    lines = range(span.start.line, span.end.line + 1)
    shifts = {kept[line] - line if line in kept else None for line in lines}
    shift = shifts.pop()
    return span.moved(shift) if not shifts and shift is not None else None
