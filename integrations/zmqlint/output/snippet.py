"""Lines of code with stretches of them underlined."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pylint_zmq.checkers.stories import Place
    from zmqlint.output.paint import Paint

_TAB = 4
#: Longer lines are cut: they are data, not code, and would flood the terminal.
_WIDEST = 160


@dataclass(frozen=True)
class Mark:
    """A stretch of code to underline, and what to say about it."""

    place: Place
    text: str


def snippet(lines: Sequence[str], marks: Sequence[Mark], paint: Paint) -> str:
    """Return the lines out of the file's `lines` that `marks` stand on, each followed by its underlining.

    Lines that the file does not have (it changed meanwhile, or cannot be read) are left out.
    """
    wanted = sorted({mark.place.line for mark in marks if mark.place.line <= len(lines)})
    if not wanted:
        return ""
    gutter = len(str(wanted[-1])) + 1
    bar = paint.dim("|")
    parts = []
    previous = None
    for line in wanted:
        if previous is not None and line > previous + 1:
            parts.append(f"{' ' * (gutter - 2)}{paint.dim('...')}\n")
        previous = line
        text = lines[line - 1]
        parts.append(f"{paint.dim(f'{line:>{gutter}}')} {bar} {_cut(_visible(text))}\n")
        here = _merged(mark for mark in marks if mark.place.line == line)
        parts.extend(f"{' ' * gutter} {bar} {_underlining(text, mark, paint)}\n" for mark in here)
    return "".join(parts)


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """Return `marks` with one for each stretch, which says what all of them say."""
    texts: dict[Place, list[str]] = {}
    for mark in marks:
        texts.setdefault(mark.place, []).extend([mark.text] if mark.text else [])
    return [Mark(place, "; ".join(said)) for place, said in texts.items()]


def _underlining(text: str, mark: Mark, paint: Paint) -> str:
    place = mark.place
    on_this_line = place.end_line in (None, place.line) and place.end_column is not None
    end = place.end_column if on_this_line else len(text.rstrip())
    before = _cells(_visible(text[: place.column]))
    length = _cells(_visible(text[:end])) - before
    before, length = min(before, _WIDEST), max(1, min(length, _WIDEST - before))
    return " " * before + paint.mark("^" * length + (f" {mark.text}" if mark.text else ""))


def _visible(text: str) -> str:
    """Return `text` with tabs as spaces and nothing in it that could steer a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text.expandtabs(_TAB))


def _cells(text: str) -> int:
    """Return how wide `text` is on a terminal."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    combining = sum(unicodedata.combining(character) != 0 for character in text)
    return len(text) + wide - combining


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
