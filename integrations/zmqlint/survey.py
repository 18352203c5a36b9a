"""What a command that looks at files does first: find them, check them, and leave out what is to be ignored."""

from __future__ import annotations

import os
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pylint_zmq.reading import SourceError
from zmqlint.configuration import Configuration, globs
from zmqlint.discovery import Discovery, discover
from zmqlint.result import Checked, Failure, Result
from zmqlint.selection import message_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pylint_zmq.reporters.reports import Report
    from zmqlint.baseline import Baseline, Key
    from zmqlint.globs import Glob
    from zmqlint.session import Session


def survey(paths: Sequence[str], session: Session) -> Result:
    """Check the files that `paths` stand for (default: this folder). Warns on stderr if there is none."""
    paths = paths or ["."]
    found = discover(paths, session.exclusions)
    if not found.files and not found.failures:
        sys.stderr.write(f"zmqlint: warning: no Python file found in {', '.join(paths)}\n")
    checked = [Checked(failure.path, failure=failure) for failure in found.failures]
    checked += _results(found, session)
    return Result(sorted(checked, key=lambda one: one.path), found.files)


def _results(found: Discovery, session: Session) -> list[Checked]:
    """Return what comes out of the files that matter, and of those that are no Python; some of it is known already."""
    results: list[Checked] = []
    unknown: dict[str, str] = {}
    others: dict[str, str] = {}
    for path, real in zip(found.files, found.resolved, strict=True):
        memory = session.memories.of(real)
        try:
            matters = memory.fact(real).matters
        except SourceError as error:
            results.append(Checked(path, failure=Failure(path, error.reason, error.line)))
            continue
        known = memory.known(path) if matters else None
        if known is not None:
            results.append(known)
        else:
            (unknown if matters else others)[path] = real
    outlooks = session.memories.outlooks(unknown.values())

    def parse_others() -> None:
        results.extend(failed for path, real in others.items() if (failed := _failed(path, real, session)) is not None)

    for analysed in session.check(list(unknown), outlooks, parse_others):
        checked = analysed.checked
        results.append(checked)
        if analysed.trace is not None:
            session.memories.of(unknown[checked.path]).keep(checked.path, checked, analysed.trace)
    session.memories.save()
    return results


def _failed(path: str, real: str, session: Session) -> Checked | None:
    """Return what is wrong with a file that need only be Python; None if nothing."""
    memory = session.memories.of(real)
    try:
        fault = memory.parse_fault(real)
    except SourceError as error:
        fault = error.line, error.reason
    return Checked(path, failure=Failure(path, fault[1], fault[0])) if fault is not None else None


def reportable(
    result: Result, configuration: Configuration, baseline: Baseline | None
) -> tuple[list[Report], list[Key]]:
    """Return what is to be reported of a result, and the entries of the baseline that are no longer found.

    Raises ConfigError.
    """
    reports = without_ignored(result.reports, configuration)
    return baseline.split(reports, result.sound_files) if baseline else (reports, [])


def without_ignored(reports: Sequence[Report], configuration: Configuration) -> list[Report]:
    """Return `reports` without those that `per-file-ignores` names. Raises ConfigError."""
    table = configuration.table
    origin = f"{table.path}: [tool.zmqlint] per-file-ignores"
    rules = [
        (pattern, {number for name in names for number in message_ids(name, origin)})
        for pattern, names in zip(globs(tuple(table.per_file_ignores)), table.per_file_ignores.values(), strict=True)
    ]
    return [report for report in reports if not _ignored(report, rules, table.root)]


def _ignored(report: Report, rules: Sequence[tuple[Glob, set[str]]], root: Path) -> bool:
    path = PurePosixPath(Path(os.path.relpath(report.place.path, root)).as_posix())
    return any(report.id in ids and pattern.matches(path) for pattern, ids in rules)


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return `3 files` or `1 file`."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"
