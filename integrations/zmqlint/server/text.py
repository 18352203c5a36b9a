"""Text as an editor has it: lines, positions in the units of the client, changes to it and edits of it.

Lines end at what ends them in the protocol and in Python, and at nothing else: a form feed is within its line.
"""

from __future__ import annotations

import io
import re
from difflib import SequenceMatcher
from tokenize import detect_encoding
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The units in which a client can count the characters of a line.
UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")


class Position(NamedTuple):
    """A place between two characters: the line from 0, and how many units of it lie before."""

    line: int
    column: int


class Span(NamedTuple):
    """A stretch of text, its end exclusive."""

    start: Position
    end: Position

    def moved(self, lines: int) -> Span:
        """Return the same stretch so many lines further down."""
        return Span(*(Position(place.line + lines, place.column) for place in self))


class Edit(NamedTuple):
    """The text of `span` becomes `text`."""

    span: Span
    text: str


def lines_of(text: str) -> list[str]:
    """Return the lines with what ends them; the last one has no end, and may be empty."""
    lines = _LINE.findall(text)
    # The pattern finds the empty text at the end once more, unless it is the last line itself.
    if len(lines) > 1 and not lines[-2].endswith(("\n", "\r")):
        lines.pop()
    return lines


def units(text: str, encoding: str) -> int:
    """Return how many units of `encoding` the text has."""
    if encoding == UTF32 or text.isascii():
        return len(text)
    if encoding == UTF8:
        return len(text.encode("utf-8", "surrogatepass"))
    return len(text) + sum(character > "\uffff" for character in text)


def characters(line: str, column: int, encoding: str) -> int:
    """Return how many characters of the line its first `column` units are; those of its end do not count."""
    line = line.rstrip("\r\n")
    if encoding == UTF32 or line.isascii():
        return min(column, len(line))
    passed = 0
    for index, character in enumerate(line):
        if passed >= column:
            return index
        passed += units(character, encoding)
    return len(line)


def changed(text: str, span: Span, replacement: str, encoding: str) -> str:
    """Return the text after a change that a client tells of; a place beyond the end is the end."""
    lines = lines_of(text)
    start, end = (_offset(lines, place, encoding) for place in span)
    return text[:start] + replacement + text[max(start, end) :]


def _offset(lines: Sequence[str], place: Position, encoding: str) -> int:
    if place.line >= len(lines):
        return sum(map(len, lines))
    return sum(map(len, lines[: place.line])) + characters(lines[place.line], place.column, encoding)


def edits(before: str, after: str, encoding: str) -> list[Edit]:
    """Return what turns one text into the other, whole lines at a time, from the top."""
    old, new = lines_of(before), lines_of(after)

    def place(line: int) -> Position:
        return Position(line, 0) if line < len(old) else Position(len(old) - 1, units(old[-1], encoding))

    return [
        Edit(Span(place(first), place(last)), "".join(new[new_first:new_last]))
        for first, last, new_first, new_last in _differences(old, new)
    ]


def kept_lines(before: str, after: str) -> dict[int, int]:
    """Return where the lines that both texts have stand in them: from the number before to the number after."""
    old, new = lines_of(before), lines_of(after)
    kept: dict[int, int] = {}
    done = new_done = 0
    for first, last, new_first, new_last in [*_differences(old, new), (len(old), len(old), len(new), len(new))]:
        kept.update(zip(range(done, first), range(new_done, new_first), strict=True))
        done, new_done = last, new_last
    return kept


def _differences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Yield which lines of `old` become which of `new`. What both begin and end with is not compared line by line."""
    shorter = min(len(old), len(new))
    head = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    most = shorter - head
    tail = next((index for index in range(most) if old[-1 - index] != new[-1 - index]), most)
    middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    for kind, first, last, new_first, new_last in SequenceMatcher(None, middle, new_middle, False).get_opcodes():
        if kind != "equal":
            yield head + first, head + last, head + new_first, head + new_last


def encoded(text: str) -> bytes:
    """Return the bytes that the editor will write: in the encoding that the text itself declares, or in UTF-8.

    Raises UnicodeEncodeError if that cannot hold it. An encoding that nobody knows is left for the parser to name.
    """
    data = text.encode("utf-8", "surrogatepass")
    try:
        encoding, _ = detect_encoding(io.BytesIO(data).readline)
    except SyntaxError:
        return data
    return data if encoding.startswith("utf-8") else text.encode(encoding)
