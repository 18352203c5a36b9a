"""What the family says about a piece of code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pylint_zmq import waits
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program import Program
from pylint_zmq.program.trees import parse_file, parse_text
from pylint_zmq.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from pylint_zmq.analysis.findings import Finding

MARK = re.compile(r"# \[([a-z-]+)\]")


def found_in(code: str, settings: Settings | None = None) -> list[Finding]:
    """Return the findings of a module that stands alone, in the order of the text."""
    names = ModuleNames(parse_text(code), None)
    return _sorted(waits.findings(names, settings or Settings()))


def found_in_file(path: Path) -> list[Finding]:
    """Return the findings of a file, with the program round it."""
    Program.forget_all()
    return _sorted(waits.findings(ModuleNames(parse_file(str(path)), Program.of(str(path))), Settings()))


def _sorted(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.node.lineno, finding.symbol))


def places(findings: list[Finding]) -> list[tuple[int, str]]:
    """Return the line and symbol of each finding."""
    return [(finding.node.lineno or 0, finding.symbol) for finding in findings]


def marks(code: str) -> list[tuple[int, str]]:
    """Return what the comments of a piece of code expect."""
    return sorted((number, symbol) for number, line in enumerate(code.split("\n"), 1) for symbol in MARK.findall(line))
