"""Runs plain Pylint, with the plugin loaded and everything else switched off."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pylint.lint import Run
from pylint.reporters import CollectingReporter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Report:
    """One message as Pylint gave it out."""

    line: int
    symbol: str
    text: str


def lint(paths: Iterable[Path], symbols: Iterable[str], options: Mapping[str, str]) -> dict[Path, list[Report]]:
    """Everything that Pylint says about each of `paths` when `symbols` and its fatal messages are enabled."""
    found: dict[Path, list[Report]] = {path: [] for path in paths}
    reporter = CollectingReporter()
    arguments = [
        f"--rcfile={os.devnull}",
        "--load-plugins=pylint_zmq",
        "--persistent=n",
        "--disable=all",
        f"--enable=F,E0013,E0015,syntax-error,{','.join(symbols)}",
        *(f"--{option}={value}" for option, value in options.items()),
        *map(str, found),
    ]
    Run(arguments, reporter=reporter, exit=False)
    for message in reporter.messages:
        reports = found.setdefault(Path(message.abspath), [])
        reports.append(Report(message.line, message.symbol, message.msg))
    return {path: sorted(reports, key=lambda report: (report.line, report.symbol)) for path, reports in found.items()}
