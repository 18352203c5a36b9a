"""`zmqlint check`: report what is lost, hangs or waits for ever."""

from __future__ import annotations

import os
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pylint_zmq.model.repetition import OFTEN
from pylint_zmq.reading import SourceError, decode_source, read_source
from pylint_zmq.rules import pages
from zmqlint.baseline import read_baseline
from zmqlint.configuration import load
from zmqlint.errors import FAILED, FOUND, ConfigError
from zmqlint.output import FOR_PEOPLE, View, renderer
from zmqlint.output.paint import Paint, terminal_width, wants_colour
from zmqlint.result import Result
from zmqlint.session import Session
from zmqlint.survey import counted, reportable, survey

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pylint_zmq.reporters.reports import Report
    from zmqlint.result import Failure

STDIN = "-"


def run(arguments: Namespace) -> int:
    """Run the command and return its exit status. Raises ConfigError."""
    configuration = load(arguments)
    chosen = arguments.format or configuration.table.format
    files = outputs((*configuration.table.output, *arguments.output))
    renderers = {name: renderer(name) for name in (chosen, *files.values())}
    baseline = read_baseline(configuration.baseline) if configuration.baseline else None
    source = sys.stdin.buffer.read() if STDIN in arguments.paths else None
    session = Session(configuration)
    result = survey(arguments.paths, session) if source is None else _stdin_result(arguments, session, source)
    reports, stale = reportable(result, configuration, baseline)
    if arguments.add_suppressions is not None and source is None:
        return _suppress(reports, result.failures, session, arguments.add_suppressions)
    view = View(
        reports=tuple(reports),
        failures=tuple(result.failures),
        files=len(result.files),
        root=f"{Path.cwd()}{os.sep}",
        colour=wants_colour(sys.stdout),
        width=terminal_width(sys.stdout),
        analysed=tuple(os.path.abspath(one.path) for one in result.checked if not one.failure),
        lines=_line_reader({arguments.stdin_filename: source} if source is not None else {}),
    )
    for path, name in files.items():
        write(path, renderers[name](view))
    sys.stdout.write(renderers[chosen](view))
    complain(view.failures)
    if stale:
        gone = f"{counted(len(stale), 'entry', 'entries')} of the baseline no longer found"
        sys.stderr.write(f"zmqlint: note: {gone}; `zmqlint baseline --write` drops what is gone\n")
    if chosen in FOR_PEOPLE:
        _conclude(view, statistics=arguments.statistics)
    if view.failures:
        return FAILED
    return FOUND if reports and not arguments.exit_zero else 0


def _stdin_result(arguments: Namespace, session: Session, source: bytes) -> Result:
    if len(arguments.paths) > 1:
        raise ConfigError(f"command line: {STDIN} cannot be checked together with other paths")
    name = arguments.stdin_filename
    if session.exclusions.ignores(name) or session.exclusions.excludes(name):
        return Result()
    return Result([session.check_source(name, source)], (name,))


def outputs(wanted: Sequence[str]) -> dict[Path, str]:
    """Return the format for each file that is to be written, out of `FORMAT:FILE` texts."""
    found = {}
    for text in wanted:
        name, colon, path = text.partition(":")
        if not colon or not path:
            raise ConfigError(f"output: {text!r} must be FORMAT:FILE, for example sarif:zmqlint.sarif")
        found[Path(path)] = name
    return found


def write(path: Path, text: str) -> None:
    """Write an output. Raises ConfigError."""
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise ConfigError(f"output: {path}: {error.strerror or error}") from error


def _suppress(reports: Sequence[Report], failures: Sequence[Failure], session: Session, reason: str) -> int:
    from zmqlint.suppressions import suppress

    if not reason.strip() or "\n" in reason:
        raise ConfigError("--add-suppressions: needs a reason, in one line")
    written, refused = suppress(reports, session, reason.strip())
    complain([*failures, *refused])
    sys.stdout.write(f"Suppressed {counted(written, 'problem')}.\n")
    return FAILED if failures or refused else 0


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


def complain(failures: Sequence[Failure]) -> None:
    """Say on stderr what could not be done."""
    for failure in failures:
        sys.stderr.write(f"zmqlint: error: {failure}\n")


def _conclude(view: View, *, statistics: bool) -> None:
    """Tell people on stderr how it went, so that stdout holds reports alone."""
    paint = Paint(wants_colour(sys.stderr))
    files = counted(view.files, "file")
    if statistics:
        sys.stderr.write("".join(_statistics(view.reports)))
    if view.reports:
        found = counted(len(view.reports), "problem")
        where = counted(len({report.place.path for report in view.reports}), "file")
        sys.stderr.write(f"Found {found} in {where} ({files} checked).\n{_remedy(view.reports)}")
    elif view.files and not view.failures:
        sys.stderr.write(f"{paint.good('No problems found')} ({files} checked).\n")


def _statistics(reports: Sequence[Report]) -> Iterator[str]:
    """Yield a line for each message and how often it can happen: the most dangerous first, then the most frequent."""
    words = list(OFTEN)
    counts = Counter((report.symbol, report.impact.often if report.impact else "") for report in reports)

    def rank(row: tuple[tuple[str, str], int]) -> tuple[int, int, str]:
        (symbol, often), count = row
        return words.index(often) if often else len(words), -count, symbol

    width = max((len(symbol) for (symbol, often) in counts if often), default=0)
    for (symbol, often), count in sorted(counts.items(), key=rank):
        yield f"{count:>6}  {symbol:<{width}}  {OFTEN[often]}\n" if often else f"{count:>6}  {symbol}\n"


def _remedy(reports: Sequence[Report]) -> str:
    """Say for how many of the `reports` there is a fix.

    That is what their pages promise at best: to be sure, each would have to be rewritten and analysed anew.
    """
    kinds = Counter(pages()[report.symbol].fix for report in reports if report.symbol in pages())
    if kinds["safe"]:
        more = f", {kinds['unsafe']} more with --unsafe-fixes" if kinds["unsafe"] else ""
        return f"Up to {kinds['safe']} can be fixed with `zmqlint fix`{more}; --diff shows how.\n"
    if kinds["unsafe"]:
        return f"Up to {kinds['unsafe']} can be fixed with `zmqlint fix --unsafe-fixes`; --diff shows how.\n"
    return ""
