"""The map for a terminal: the sockets file by file, and then who meets whom."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pylint_zmq.reporters.paths import shown
from zmqlint.map.wording import Aspect, Tone, statements
from zmqlint.output.paint import Paint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zmqlint.map.output import MapView
    from zmqlint.map.records import Creation, Meeting, SocketMap

_WIDTH = max(len(aspect.value) for aspect in Aspect)


def render(view: MapView) -> str:
    """Return the text."""
    return "".join(f"{line}\n" for line in _lines(view))


def _lines(view: MapView) -> Iterator[str]:
    paint = Paint(view.colour)
    for path, creations in groupby(view.map.creations, key=lambda each: each.place.path):
        yield paint.place(shown(path, view.root))
        for creation in creations:
            yield from _creation(creation, view.root, paint)
        yield ""
    if view.map.meetings:
        yield paint.place("Who talks to whom")
        for meeting in view.map.meetings:
            yield from _meeting(meeting, view.map, view.root, paint)
        yield ""


def _creation(creation: Creation, root: str, paint: Paint) -> Iterator[str]:
    flavour = f" ({creation.flavour})" if creation.flavour else ""
    kind = paint.severity("I", f"{creation.kind}{flavour}")
    yield f"  {creation.place.line}:{creation.column}  {kind}  {creation.owner}"
    for aspect in Aspect:
        said = statements(creation, aspect, root)
        if aspect is Aspect.LIMITS and all(each.tone is Tone.QUIET for each in said):
            # Nearly always so: for the page, not for a terminal.
            continue
        told = [_painted(each.text, each.tone, paint) for each in said]
        if told:
            yield f"      {aspect.value:<{_WIDTH}}  {'; '.join(told)}"
    for problem in creation.problems:
        where = f"{shown(problem.place.path, root)}:{problem.place.line}"
        yield f"      {paint.mark('!')} {where}: {paint.severity(problem.id[0], problem.symbol)}: {problem.text}"


def _painted(text: str, tone: Tone, paint: Paint) -> str:
    match tone:
        case Tone.MISSING:
            return paint.mark(text)
        case Tone.NOTE:
            return paint.severity("W", text)
        case Tone.QUIET:
            return paint.dim(text)
    return text


def _meeting(meeting: Meeting, whole: SocketMap, root: str, paint: Paint) -> Iterator[str]:
    by_name = "  (the same name; the values are not known)" if meeting.by_name and _sides(meeting) == 2 else ""
    yield f"  {paint.severity('I', meeting.pattern)}  {'  or  '.join(meeting.endpoints)}{paint.dim(by_name)}"
    for word, numbers in (("binds", meeting.binding), ("connects", meeting.connecting)):
        yield from _side(word, (whole.creation(number) for number in numbers), root, paint)


def _side(word: str, creations: Iterable[Creation], root: str, paint: Paint) -> Iterator[str]:
    empty = True
    for creation in creations:
        empty = False
        where = f"{shown(creation.place.path, root)}:{creation.place.line}"
        yield f"      {word:<8}  {creation.kind}  {creation.owner}  {paint.dim(where)}"
    if empty:
        yield f"      {word:<8}  {paint.dim('nobody in sight')}"


def _sides(meeting: Meeting) -> int:
    return bool(meeting.binding) + bool(meeting.connecting)
