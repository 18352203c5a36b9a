"""`zmqlint check`: report what is lost, hangs or waits for ever."""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pylint_zmq.reading import SourceError, decode_source, read_source
from zmqlint.configuration import Configuration, globs, load
from zmqlint.discovery import discover, sift
from zmqlint.errors import FAILED, FOUND, ConfigError
from zmqlint.output import FOR_PEOPLE, View, renderer
from zmqlint.output.paint import Paint, wants_colour
from zmqlint.result import Checked, Result
from zmqlint.selection import message_ids
from zmqlint.session import Session

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Mapping, Sequence

    from pylint_zmq.reporters.reports import Report
    from zmqlint.globs import Glob

STDIN = "-"


def run(arguments: Namespace) -> int:
    """Run the command and return its exit status. Raises ConfigError."""
    configuration = load(arguments)
    chosen = arguments.format or configuration.table.format
    outputs = _outputs((*configuration.table.output, *arguments.output))
    renderers = {name: renderer(name) for name in (chosen, *outputs.values())}
    source = sys.stdin.buffer.read() if STDIN in arguments.paths else None
    session = Session(configuration)
    result = _stdin_result(arguments, session, source) if source is not None else _result(arguments.paths, session)
    failures = result.failures
    reports = _without_ignored(result.reports, configuration)
    view = View(
        reports=tuple(reports),
        failures=tuple(failures),
        files=result.files,
        root=f"{Path.cwd()}{os.sep}",
        colour=wants_colour(sys.stdout),
        analysed=tuple(os.path.abspath(one.path) for one in result.checked if not one.failure),
        lines=_line_reader({arguments.stdin_filename: source} if source is not None else {}),
    )
    for path, name in outputs.items():
        _write(path, renderers[name](view))
    sys.stdout.write(renderers[chosen](view))
    for failure in failures:
        sys.stderr.write(f"zmqlint: error: {failure}\n")
    if chosen in FOR_PEOPLE:
        _conclude(view, statistics=arguments.statistics)
    if failures:
        return FAILED
    return FOUND if reports and not arguments.exit_zero else 0


def _result(paths: Sequence[str], session: Session) -> Result:
    paths = paths or ["."]
    found = discover(paths, session.exclusions)
    if not found.files and not found.failures:
        sys.stderr.write(f"zmqlint: warning: no Python file found in {', '.join(paths)}\n")
    relevant = sift(found.files, session.words)
    checked = [Checked(failure.path, failure=failure) for failure in (*found.failures, *relevant.failures)]
    checked += session.check(relevant.files)
    return Result(sorted(checked, key=lambda one: one.path), len(found.files))


def _stdin_result(arguments: Namespace, session: Session, source: bytes) -> Result:
    if len(arguments.paths) > 1:
        raise ConfigError(f"command line: {STDIN} cannot be checked together with other paths")
    name = arguments.stdin_filename
    if session.exclusions.ignores(name) or session.exclusions.excludes(name):
        return Result()
    return Result([session.check_source(name, source)], 1)


def _outputs(wanted: Sequence[str]) -> dict[Path, str]:
    """Return the format for each file that is to be written, out of `FORMAT:FILE` texts."""
    outputs = {}
    for text in wanted:
        name, colon, path = text.partition(":")
        if not colon or not path:
            raise ConfigError(f"output: {text!r} must be FORMAT:FILE, for example sarif:zmqlint.sarif")
        outputs[Path(path)] = name
    return outputs


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise ConfigError(f"output: {path}: {error.strerror or error}") from error


def _without_ignored(reports: Sequence[Report], configuration: Configuration) -> list[Report]:
    """Return `reports` without those that `per-file-ignores` names."""
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


def _line_reader(contents: Mapping[str, bytes]) -> Callable[[str], list[str]]:
    """Return a function that gives the lines of a file, out of `contents` or from the disk; none if it has none."""
    known = {os.path.abspath(path): content for path, content in contents.items()}

    @lru_cache(maxsize=16)
    def lines(path: str) -> list[str]:
        try:
            content = known[path] if path in known else read_source(path)
            return decode_source(content)[0].split("\n")
        except SourceError:
            return []

    return lines


def _conclude(view: View, *, statistics: bool) -> None:
    """Tell people on stderr how it went, so that stdout holds reports alone."""
    paint = Paint(wants_colour(sys.stderr))
    files = _counted(view.files, "file")
    if statistics:
        for symbol, count in Counter(report.symbol for report in view.reports).most_common():
            sys.stderr.write(f"{count:>6}  {symbol}\n")
    if view.reports:
        found = _counted(len(view.reports), "problem")
        where = _counted(len({report.place.path for report in view.reports}), "file")
        sys.stderr.write(f"Found {found} in {where} ({files} checked).\n")
    elif view.files and not view.failures:
        sys.stderr.write(f"{paint.good('No problems found')} ({files} checked).\n")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
