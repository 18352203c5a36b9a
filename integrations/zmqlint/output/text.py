"""For people: each report with its code, the lines of its story underlined, and where to read more."""

from __future__ import annotations

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from pylint_zmq.checkers.stories import StoryStep
from pylint_zmq.reporters.paths import shown
from pylint_zmq.rules import pages
from zmqlint.output.paint import Paint
from zmqlint.output.snippet import Mark, snippet

if TYPE_CHECKING:
    from pylint_zmq.reporters.reports import Report
    from zmqlint.output import View

#: Notes are not broken into lines that are shorter than this.
_NARROWEST = 40


def render(view: View) -> str:
    """Return the reports, with an empty line between them."""
    paint = Paint(view.colour)
    costs: set[str] = set()
    return "".join(f"{_report(report, view, paint, costs)}\n" for report in view.reports)


def _report(report: Report, view: View, paint: Paint, costs: set[str]) -> str:
    """Return one report; `costs` are those that have been told, and need not be told again."""
    place = report.place
    where = paint.place(f"{shown(place.path, view.root)}:{place.line}:{place.column + 1}:")
    kind = paint.severity(report.category, f"{report.id} {report.symbol}:")
    parts = [f"{where} {kind} {report.text}\n"]
    for number, (path, marks) in enumerate(_by_file(report)):
        if number or path != place.path:
            parts.append(f"   {paint.dim('in')} {paint.place(f'{shown(path, view.root)}:{marks[0].place.line}')}\n")
        parts.append(snippet(view.lines(path), marks, paint))
    if report.impact:
        parts.append(_note("often", report.often, view, paint))
        if report.impact.cost not in costs:
            costs.add(report.impact.cost)
            parts.append(_note("costs", report.impact.cost, view, paint))
    if report.symbol in pages():
        parts.append(_note("help", f"zmqlint explain {report.symbol}", view, paint))
    return "".join(parts)


def _note(label: str, text: str, view: View, paint: Paint) -> str:
    """Return a note below the code; on a terminal its further lines stand below the first."""
    head = f"  = {label}: "
    lines = wrap(text, max(view.width - len(head), _NARROWEST)) if view.width else [text]
    return "".join(
        f"{paint.dim(head.rstrip()) + ' ' if not number else ' ' * len(head)}{line}\n"
        for number, line in enumerate(lines)
    )


def _by_file(report: Report) -> list[tuple[str, list[Mark]]]:
    """Return what is to be marked, file by file in the order of the story."""
    steps = list(report.steps)
    if not any(step.place.path == report.place.path and step.place.line == report.place.line for step in steps):
        steps.insert(0, StoryStep("", report.place, ""))
    lines = [step.place.line for step in steps]
    # Numbers only where reading from top to bottom would tell the story in the wrong order.
    told_downwards = lines == sorted(lines) and len({step.place.path for step in steps}) == 1
    marks = [
        Mark(step.place, step.text if told_downwards or not step.text else f"{number}. {step.text}")
        for number, step in enumerate(steps, start=1)
    ]
    return [(path, list(group)) for path, group in groupby(marks, key=lambda mark: mark.place.path)]
