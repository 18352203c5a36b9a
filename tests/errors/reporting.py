"""How the tests of this family ask: lines of a program are marked with what is to be reported on them."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

from pylint_zmq import errors
from pylint_zmq.analysis.findings import Finding
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program import Program
from pylint_zmq.program.trees import parse_file, parse_text
from pylint_zmq.settings import Settings

MARK = re.compile(r"#\s*\[(zmq-[a-z-]+)\]")
PRELUDE = "import logging\nimport zmq\nLOG = logging.getLogger(__name__)\n"


def findings(code: str, settings: Settings | None = None) -> list[Finding]:
    names = ModuleNames(parse_text(PRELUDE + dedent(code), modname="mod"))
    found = errors.findings(names, settings or Settings())
    return sorted(found, key=lambda each: (each.node.lineno, each.symbol))


def reported(code: str, settings: Settings | None = None) -> list[tuple[int, str]]:
    """Line and symbol of each report; lines count as in `marked`."""
    return [(each.node.lineno, each.symbol) for each in findings(code, settings)]


def marked(code: str) -> list[tuple[int, str]]:
    lines = (PRELUDE + dedent(code)).splitlines()
    return [(number, symbol) for number, line in enumerate(lines, start=1) for symbol in MARK.findall(line)]


def in_project(root: Path, files: dict[str, str], path: str) -> list[tuple[int, str]]:
    """What is reported in one file of a project on disk."""
    for name, code in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(PRELUDE + dedent(code))
    names = ModuleNames(parse_file(root / path), Program(root.resolve()))
    return [(each.node.lineno, each.symbol) for each in errors.findings(names, Settings())]
