"""GitHub's workflow commands: each becomes an annotation on the changed lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.reporters.paths import shown

if TYPE_CHECKING:
    from pylint_zmq.reporters.reports import Report
    from zmqlint.output import View
    from zmqlint.result import Failure

_LEVELS = {"F": "error", "E": "error", "W": "warning", "R": "notice", "C": "notice", "I": "notice"}


def render(view: View) -> str:
    """Return one command for each report and each failure."""
    commands = [_report(report, view.root) for report in view.reports]
    commands += [_failure(failure, view.root) for failure in view.failures]
    return "".join(f"{command}\n" for command in commands)


def _report(report: Report, root: str) -> str:
    place = report.place
    properties: dict[str, object] = {
        "title": f"{report.symbol} ({report.id})",
        "file": shown(place.path, root),
        "line": place.line,
        "col": place.column + 1,
    }
    # GitHub drops the columns of an annotation that spans lines.
    if place.end_line == place.line and place.end_column is not None:
        properties |= {"endLine": place.end_line, "endColumn": place.end_column}
    return _command(_LEVELS[report.category], properties, "\n".join((report.text, *report.notes)))


def _failure(failure: Failure, root: str) -> str:
    properties: dict[str, object] = {"title": "zmqlint", "file": shown(failure.path, root), "line": failure.line or 1}
    return _command("error", properties, failure.reason)


def _command(level: str, properties: dict[str, object], text: str) -> str:
    listed = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    return f"::{level} {listed}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
