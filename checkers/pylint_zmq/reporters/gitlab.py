"""GitLab's code quality report: a JSON list that merge requests show."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pylint_zmq.reporters.paths import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pylint_zmq.reporters.reports import Report

_SEVERITIES = {"F": "blocker", "E": "critical", "W": "major", "R": "minor", "C": "minor", "I": "info"}


def gitlab(reports: Sequence[Report], root: str) -> str:
    """Return `reports` as a code quality report with paths relative to `root`."""
    return json.dumps([_issue(report, root) for report in reports], indent=2)


def _issue(report: Report, root: str) -> dict[str, Any]:
    path = shown(report.place.path, root).replace("\\", "/")
    unique = f"{path}\0{report.symbol}\0{report.fingerprint}"
    issue: dict[str, Any] = {
        "type": "issue",
        "description": f"{report.symbol}: {report.text}",
        "check_name": report.symbol,
        "fingerprint": hashlib.sha256(unique.encode("utf-8", "surrogateescape")).hexdigest(),
        "severity": _SEVERITIES[report.category],
        "categories": ["Bug Risk"],
        "location": {
            "path": path,
            "lines": {"begin": report.place.line, "end": report.place.end_line or report.place.line},
        },
    }
    if report.notes:
        # Where the format that GitLab took over has what is more than a line; the widget of a merge request shows one.
        issue["content"] = {"body": "\n\n".join(report.notes)}
    return issue
