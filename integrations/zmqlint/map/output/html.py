"""The map as one page that needs nothing else: the picture, what is missing, and a table for each file. No scripts."""

from __future__ import annotations

from html import escape
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING

from pylint_zmq import __version__
from pylint_zmq.reporters.paths import shown
from zmqlint.map.output.picture import draw
from zmqlint.map.wording import Aspect, statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zmqlint.map.output import MapView
    from zmqlint.map.records import Creation, Meeting, Problem

_KEY = (
    '<p class="key"><span class="missing">red</span> <code>zmqlint check</code> reports it '
    '<span class="note">amber</span> worth a look <span class="quiet">grey</span> nothing is set '
    "<span>{name}</span> only known when the program runs; dashed lines join sockets by such a name</p>"
)


def render(view: MapView) -> str:
    """Return the page."""
    style = (resources.files("zmqlint.map.output") / "page.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Sockets of {escape(view.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        + "".join(f"{part}\n" for part in _body(view))
        + "</body>\n</html>\n"
    )


def _body(view: MapView) -> Iterator[str]:
    yield f"<header><h1>Sockets of {escape(view.title)}</h1>"
    yield f"{_counts(view)}</header>"
    yield "<main>"
    picture = draw(view.map, view.root)
    if picture:
        yield f"<section><h2>Who talks to whom</h2>\n{picture}\n{_KEY}</section>"
    problems = list(dict.fromkeys(problem for each in view.map.creations for problem in each.problems))
    if problems or view.failures:
        yield "<section><h2>What is missing</h2>"
        yield from _problems(problems, view.root)
        yield from (f'<p class="missing">{escape(str(failure))}</p>' for failure in view.failures)
        yield "</section>"
    yield "<section><h2>Every socket and context</h2>"
    for path, creations in groupby(view.map.creations, key=lambda each: each.place.path):
        yield f"<h3>{escape(shown(path, view.root))}</h3>"
        yield from _table(list(creations), view.root)
    if not view.map.creations:
        yield "<p>None was found.</p>"
    yield "</section></main>"
    yield f"<footer>Made by zmqlint {escape(__version__)}, which reads the code and runs nothing.</footer>"


def _counts(view: MapView) -> str:
    creations = view.map.creations
    sockets = [each for each in creations if not each.is_context]
    met = {number for each in view.map.meetings if each.binding and each.connecting for number in _sides(each)}
    numbers = [
        (len(sockets), "sockets", ""),
        (len(creations) - len(sockets), "contexts", ""),
        (len({each.place.path for each in creations}), f"of {view.map.files} files", ""),
        (len(met), "sockets meet another", ""),
        (sum(bool(each.problems) for each in creations), "with problems", "missing"),
    ]
    return (
        '<p class="counts">'
        + " ".join(
            f'<span class="{tone if number else ""}"><b>{number}</b> {escape(text)}</span>'
            for number, text, tone in numbers
        )
        + "</p>"
    )


def _sides(meeting: Meeting) -> tuple[int, ...]:
    return (*meeting.binding, *meeting.connecting)


def _problems(problems: Iterable[Problem], root: str) -> Iterator[str]:
    yield '<ul class="problems">'
    for each in sorted(problems, key=lambda each: each.place):
        where = f"{shown(each.place.path, root)}:{each.place.line}"
        yield f"<li><code>{escape(where)}</code> <b>{escape(each.symbol)}</b> {escape(each.text)}</li>"
    yield "</ul>"


def _table(creations: list[Creation], root: str) -> Iterator[str]:
    columns = ("line", "kind", "owner", *(aspect.name.lower() for aspect in Aspect))
    yield '<div class="wide"><table>' + "".join(f'<col class="{name}">' for name in columns)
    yield "<thead><tr><th>line</th><th>kind</th><th>owner</th>"
    yield "".join(f"<th>{aspect.value}</th>" for aspect in Aspect) + "</tr></thead>"
    for creation in creations:
        flavour = f"<br><small>{escape(creation.flavour)}</small>" if creation.flavour else ""
        bad = ' class="bad"' if creation.problems else ""
        yield f'<tbody id="c{creation.number}"{bad}><tr><td>{creation.place.line}</td>'
        yield f"<td><b>{escape(creation.kind)}</b>{flavour}</td><td><code>{_breakable(creation.owner)}</code></td>"
        yield "".join(f"<td>{_cell(creation, aspect, root)}</td>" for aspect in Aspect) + "</tr>"
        if creation.problems:
            told = "<br>".join(f"<b>{escape(each.symbol)}</b> {escape(each.text)}" for each in creation.problems)
            yield f'<tr class="told"><td></td><td colspan="{len(Aspect) + 2}">{told}</td></tr>'
        yield "</tbody>"
    yield "</table></div>"


def _cell(creation: Creation, aspect: Aspect, root: str) -> str:
    return "<br>".join(
        f'<span class="{each.tone.value}">{escape(each.text)}</span>' for each in statements(creation, aspect, root)
    )


def _breakable(text: str) -> str:
    """Return `text` with places where a line may end: after a dot, and after what holds a variable."""
    return escape(text).replace(".", ".<wbr>").replace("(): ", "():<wbr> ")
