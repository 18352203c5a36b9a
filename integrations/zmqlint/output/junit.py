"""JUnit's XML, as CI servers show it: a suite for each file, a failed case for each report."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from pylint_zmq.reporters.paths import shown

if TYPE_CHECKING:
    from pylint_zmq.reporters.reports import Report
    from zmqlint.output import View
    from zmqlint.result import Failure


def render(view: View) -> str:
    """Return the document; a file without a report is one case that passed."""
    root = ElementTree.Element("testsuites", name="zmqlint")
    by_path = {path: list(reports) for path, reports in groupby(view.reports, key=lambda report: report.place.path)}
    for path in view.analysed:
        _suite(root, shown(path, view.root), by_path.get(path, []))
    for failure in view.failures:
        _broken(root, failure, view.root)
    suites = list(root)
    root.set("tests", str(sum(int(suite.get("tests", "0")) for suite in suites)))
    root.set("failures", str(sum(int(suite.get("failures", "0")) for suite in suites)))
    root.set("errors", str(sum(int(suite.get("errors", "0")) for suite in suites)))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )


def _suite(root: ElementTree.Element, path: str, reports: list[Report]) -> None:
    count = str(len(reports))
    suite = ElementTree.SubElement(
        root, "testsuite", name=_legal(path), tests=str(len(reports) or 1), failures=count, errors="0"
    )
    if not reports:
        ElementTree.SubElement(suite, "testcase", name="zmqlint", classname=_legal(path))
    for report in reports:
        place = report.place
        case = ElementTree.SubElement(
            suite, "testcase", name=f"{report.symbol} at line {place.line}", classname=_legal(path)
        )
        failure = ElementTree.SubElement(case, "failure", type=report.symbol, message=_legal(report.text))
        line = f"{path}:{place.line}:{place.column + 1}: {report.id} {report.symbol}: {report.text}"
        failure.text = _legal("\n".join((line, *report.notes)))


def _broken(root: ElementTree.Element, failure: Failure, folder: str) -> None:
    path = _legal(shown(failure.path, folder))
    suite = ElementTree.SubElement(root, "testsuite", name=path, tests="1", failures="0", errors="1")
    case = ElementTree.SubElement(suite, "testcase", name="zmqlint", classname=path)
    ElementTree.SubElement(case, "error", type="unreadable", message=_legal(failure.reason))


def _legal(text: str) -> str:
    """Return `text` without what XML 1.0 cannot hold, not even escaped."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\N{REPLACEMENT CHARACTER}", text)
