"""Who talks to whom, as SVG: sockets in the boxes of their holders, and lines to the endpoints at which they meet."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from pylint_zmq.reporters.paths import shown
from zmqlint.map.layout import (
    BOX_WIDTH,
    HEAD,
    LEFT,
    LINE,
    MIDDLE,
    PILL_WIDTH,
    RIGHT,
    ROW,
    WIDTH,
    Box,
    Pill,
    holder,
    laid_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zmqlint.map.records import Creation, SocketMap

#: Which way messages go: from the sender to the endpoint, from the endpoint to the receiver, or both.
_SENDERS = frozenset({"PUB", "PUSH", "RADIO", "SCATTER"})
_RECEIVERS = frozenset({"SUB", "PULL", "DISH", "GATHER"})
_CAPTIONS = 30
#: Characters that fit into a box and into a pill.
_BOX_FITS = 40
_PILL_FITS = 40
_KIND_WIDTH = 66

_MARKER = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" class="head"/></marker></defs>'
)


def draw(whole: SocketMap, root: str) -> str:
    """Return the picture; empty if no socket has an endpoint."""
    picture = laid_out(whole)
    if not picture.pills:
        return ""
    height = round(picture.height + _CAPTIONS + 10)
    parts = [
        f'<svg class="picture" viewBox="-4 0 {WIDTH + 8} {height}" role="img" aria-label="Who talks to whom">',
        _MARKER,
        *_captions(),
        f'<g transform="translate(0 {_CAPTIONS})">',
    ]
    lines = [line for pill in picture.pills for line in _lines(pill, picture.connecting, picture.binding)]
    # What is written goes over what is drawn.
    parts += sorted(lines, key=lambda line: "<text" in line)
    parts += [_pill(pill) for pill in picture.pills]
    parts += [_box(box, LEFT, root) for box in picture.connecting]
    parts += [_box(box, RIGHT, root) for box in picture.binding]
    return "\n".join([*parts, "</g>", "</svg>"])


def _captions() -> Iterator[str]:
    for x, width, text in (
        (LEFT, BOX_WIDTH, "connects"),
        (MIDDLE, PILL_WIDTH, "endpoint"),
        (RIGHT, BOX_WIDTH, "binds"),
    ):
        yield f'<text class="caption" x="{x + width / 2:g}" y="16" text-anchor="middle">{text}</text>'


def _lines(pill: Pill, connecting: list[Box], binding: list[Box]) -> Iterator[str]:
    for boxes, numbers, edge, end in (
        (connecting, pill.meeting.connecting, LEFT + BOX_WIDTH, MIDDLE),
        (binding, pill.meeting.binding, RIGHT, MIDDLE + PILL_WIDTH),
    ):
        found = [(box, row) for box in boxes for row in box.rows if row.number in numbers]
        for box, row in found:
            yield _line(edge, box.middle(row), end, pill.middle, row, by_name=pill.meeting.by_name)
        if not found:
            yield _nobody(edge, end, pill)


def _line(x: float, y: float, to_x: float, to_y: float, creation: Creation, *, by_name: bool) -> str:
    sends = creation.kind not in _RECEIVERS
    receives = creation.kind not in _SENDERS
    ends = ' marker-end="url(#arrow)"' * sends + ' marker-start="url(#arrow)"' * receives
    bend = (x + to_x) / 2
    name = "line bad" if creation.problems else "line"
    dashed = " guess" if by_name else ""
    curve = f"M{x:g} {y:.1f}C{bend:g} {y:.1f} {bend:g} {to_y:.1f} {to_x:g} {to_y:.1f}"
    return f'<path class="{name}{dashed}" d="{curve}"{ends}/>'


def _nobody(edge: float, end: float, pill: Pill) -> str:
    """A loose end, where nobody is seen on one side."""
    away = end + (edge - end) * 0.35
    anchor = "end" if away < end else "start"
    text = away - 4 if away < end else away + 4
    return (
        f'<path class="line loose" d="M{end:g} {pill.middle:.1f}L{away:g} {pill.middle:.1f}"/>'
        f'<text class="loose" x="{text:g}" y="{pill.middle + 4:.1f}" text-anchor="{anchor}">nobody</text>'
    )


def _pill(pill: Pill) -> str:
    meeting = pill.meeting
    title = f"{meeting.pattern}: {' or '.join(meeting.endpoints)}"
    if meeting.by_name:
        title += " (joined by the name; the values are only known when the program runs)"
    texts = "".join(
        f'<text x="{MIDDLE + PILL_WIDTH / 2:g}" y="{pill.y + LINE * at + 18:.1f}" text-anchor="middle">'
        f"{escape(_cut(text, _PILL_FITS))}</text>"
        for at, text in enumerate(pill.lines)
    )
    loose = "" if meeting.binding and meeting.connecting else " alone"
    return (
        f'<g class="pill {escape(meeting.pattern)}{loose}"><title>{escape(title)}</title>'
        f'<rect x="{MIDDLE}" y="{pill.y:.1f}" width="{PILL_WIDTH}" height="{pill.height:g}" rx="14"/>{texts}</g>'
    )


def _box(box: Box, x: float, root: str) -> str:
    path = shown(box.path, root)
    return (
        f'<g class="box" transform="translate({x:g} {box.y:.1f})">'
        f'<rect width="{BOX_WIDTH}" height="{box.height:g}" rx="6"/>'
        f'<text class="title" x="10" y="17">{escape(_cut(box.title, _BOX_FITS))}</text>'
        f'<text class="file" x="10" y="32">{escape(_tail(path, _BOX_FITS + 4))}</text>'
        + "".join(_row(row, HEAD + ROW * at) for at, row in enumerate(box.rows))
        + "</g>"
    )


def _row(creation: Creation, y: float) -> str:
    bad = " bad" if creation.problems else ""
    mark = f'<text class="mark" x="{BOX_WIDTH - 16}" y="{y + 16:g}">!</text>' if bad else ""
    title = "; ".join(problem.text for problem in creation.problems) or f"{creation.kind} {creation.owner}"
    return (
        f'<a href="#c{creation.number}" class="row{bad}"><title>{escape(title)}</title>'
        f'<rect x="4" y="{y + 1:g}" width="{BOX_WIDTH - 8}" height="{ROW - 2}" rx="4"/>'
        f'<text class="kind" x="10" y="{y + 16:g}">{escape(creation.kind)}</text>'
        f'<text x="{10 + _KIND_WIDTH}" y="{y + 16:g}">{escape(_cut(holder(creation)[1], _BOX_FITS - 12))}</text>'
        f"{mark}</a>"
    )


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _tail(text: str, length: int) -> str:
    return text if len(text) <= length else "…" + text[1 - length :]
