"""A JSON document for scripts; `version` grows when a field changes its meaning or goes."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pylint_zmq import __version__
from pylint_zmq.reporters.paths import shown
from pylint_zmq.rules import pages

if TYPE_CHECKING:
    from pylint_zmq.checkers.stories import Place
    from pylint_zmq.reporters.reports import Report
    from zmqlint.output import View

VERSION = 1


def render(view: View) -> str:
    """Return the document."""
    document = {
        "version": VERSION,
        "tool": {"name": "zmqlint", "version": __version__},
        "files": view.files,
        "findings": [_finding(report, view.root) for report in view.reports],
        "failures": [
            {"path": shown(failure.path, view.root), "line": failure.line or None, "reason": failure.reason}
            for failure in view.failures
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _finding(report: Report, root: str) -> dict[str, Any]:
    page = pages().get(report.symbol)
    return {
        "symbol": report.symbol,
        "id": report.id,
        "message": report.text,
        "confidence": report.confidence,
        **_place(report.place, root),
        "scope": report.scope,
        "subject": report.subject,
        "fingerprint": report.fingerprint,
        "impact": asdict(report.impact) if report.impact else None,
        "fix": page.fix if page else "none",
        "steps": [{"role": step.role, "message": step.text, **_place(step.place, root)} for step in report.steps],
    }


def _place(place: Place, root: str) -> dict[str, Any]:
    return {
        "path": shown(place.path, root),
        "line": place.line,
        "column": place.column + 1,
        "end_line": place.end_line,
        "end_column": None if place.end_column is None else place.end_column + 1,
    }
