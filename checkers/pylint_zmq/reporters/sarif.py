"""SARIF 2.1.0, the format of GitHub's code scanning and of many viewers."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pylint_zmq import __version__
from pylint_zmq.reporters.paths import uri
from pylint_zmq.rules import pages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pylint_zmq.checkers.stories import Place, StoryStep
    from pylint_zmq.reporters.reports import Report
    from pylint_zmq.rules import RulePage

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS = {"F": "error", "E": "error", "W": "warning", "R": "note", "C": "note", "I": "note"}
#: How sure a report is, as viewers sort by it: 0 to 100.
_RANKS = {"HIGH": 90.0, "CONTROL_FLOW": 70.0, "INFERENCE": 60.0, "INFERENCE_FAILURE": 20.0}
#: GitHub shows no more of one story.
_MOST_STEPS = 1000


def sarif(reports: Sequence[Report], root: str, failures: Sequence[str] = ()) -> str:
    """Return `reports` as a SARIF document with paths relative to `root`; `failures` say what could not be checked."""
    rules = sorted({(report.id, report.symbol) for report in reports})
    index = {symbol: number for number, (_, symbol) in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "zmqlint",
                "version": __version__,
                "rules": [_rule(number, symbol) for number, symbol in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"uri": uri(root, "").rstrip("/") + "/"}},
        "results": [_result(report, index[report.symbol], root) for report in reports],
        "invocations": [
            {
                "executionSuccessful": not failures,
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": failure}} for failure in failures
                ],
            }
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(number: str, symbol: str) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": symbol,
        "name": "".join(part.capitalize() for part in symbol.split("-")),
        "defaultConfiguration": {"level": _LEVELS[number[0]]},
        "properties": {"tags": ["zeromq"], "pylintId": number},
    }
    page = pages().get(symbol)
    if page:
        rule["shortDescription"] = {"text": page.title}
        rule["help"] = {"text": f"zmqlint explain {symbol}", "markdown": page.body}
        rule["properties"] |= {"tags": ["zeromq", page.checker], "precision": _precision(page)}
    return rule


def _precision(page: RulePage) -> str:
    return "high" if page.default_enabled else "medium"


def _result(report: Report, index: int, root: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": report.symbol,
        "ruleIndex": index,
        "level": _LEVELS[report.category],
        "message": {"text": _message(report)},
        "locations": [_location(report.place, root)],
        "partialFingerprints": {"primaryLocationLineHash": report.fingerprint},
        "properties": {"confidence": report.confidence},
    }
    if report.impact:
        result["properties"]["impact"] = asdict(report.impact)
    if report.confidence in _RANKS:
        result["rank"] = _RANKS[report.confidence]
    if report.scope:
        result["locations"][0]["logicalLocations"] = [{"fullyQualifiedName": report.scope, "kind": "function"}]
    if report.steps:
        steps = [_step(step, root) for step in report.steps[:_MOST_STEPS]]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    return result


def _message(report: Report) -> str:
    """Return the text; how bad it is follows as further sentences, since lists of alerts show the first one."""
    return f"{'. '.join((report.text, *report.notes))}." if report.notes else report.text


def _step(step: StoryStep, root: str) -> dict[str, Any]:
    location = _location(step.place, root)
    location["message"] = {"text": step.text}
    return {"location": location, "kinds": [step.role]}


def _location(place: Place, root: str) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column + 1}
    if place.end_line is not None and place.end_column is not None:
        region |= {"endLine": place.end_line, "endColumn": place.end_column + 1}
    reference = uri(place.path, root)
    artifact = {"uri": reference}
    if not reference.startswith("file:"):
        artifact["uriBaseId"] = "ROOT"
    return {"physicalLocation": {"artifactLocation": artifact, "region": region}}
