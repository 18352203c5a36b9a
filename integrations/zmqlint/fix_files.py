"""Mends the files of a run: what was reported, and nothing that was suppressed or left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from libcst_zmq.edits import RefusedError
from libcst_zmq.makers import MAKERS
from libcst_zmq.repairing import Outcome, Repair, Terms, repair
from libcst_zmq.values import Values
from pylint_zmq.depth import ANALYSING, room
from pylint_zmq.options import settings_from
from pylint_zmq.reading import SourceError, read_source
from zmqlint.linter import module_name
from zmqlint.replacing import replace_file
from zmqlint.result import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pylint_zmq.reporters.reports import Report
    from zmqlint.configuration import Table
    from zmqlint.session import Session


@dataclass(frozen=True)
class Mended:
    """What came out of one file."""

    path: str
    before: bytes = b""
    after: bytes = b""
    outcomes: tuple[Outcome, ...] = ()
    failure: Failure | None = None


def mended(reports: Sequence[Report], session: Session, *, unsafe: bool, target: tuple[int, int]) -> Iterator[Mended]:
    """Mend each file that has reports, in memory."""
    terms = terms_of(session, unsafe=unsafe, target=target)
    paths = dict.fromkeys(report.place.path for report in reports)
    for path in paths:
        try:
            source = read_source(path)
            done = repaired(path, source, [report for report in reports if report.place.path == path], terms)
        except SourceError as error:
            yield Mended(path, failure=Failure(path, error.reason, error.line))
        except RefusedError as error:
            yield Mended(path, failure=Failure(path, f"cannot be rewritten ({error.code})"))
        else:
            yield Mended(path, source, done.source, done.outcomes)


def repaired(path: str, source: bytes, reports: Sequence[Report], terms: Terms) -> Repair:
    """Mend what is reported of `source`, the content of `path`. Raises SourceError and RefusedError."""
    places = {(report.place.line, report.symbol) for report in reports}
    try:
        with room(ANALYSING):
            return repair(source, path, module_name(Path(path)), terms, places)
    except RecursionError as error:
        raise SourceError(path, "nested too deeply to be rewritten") from error


def terms_of(session: Session, *, unsafe: bool, target: tuple[int, int]) -> Terms:
    """What fixes must keep to in a session; `target` is the oldest Python that their result must parse on."""
    linter = session.linter
    enabled = frozenset(symbol for symbol in MAKERS if linter.is_message_enabled(symbol))
    values = _values(session.configuration.table)
    return Terms(settings_from(linter.config), enabled, unsafe, target, values=values)


def _values(table: Table) -> Values:
    """The numbers that fixes may write."""
    return Values(
        linger=table.fix_linger or None,
        max_sockets=table.fix_max_sockets or None,
        poll_timeout=table.fix_poll_timeout or None,
        recv_timeout=table.fix_recv_timeout or None,
        send_timeout=table.fix_send_timeout or None,
    )


def write(one: Mended) -> Failure | None:
    """Replace the file by its mended version; say what stood in the way."""
    try:
        if read_source(one.path) != one.before:
            return Failure(one.path, "has changed in the meantime; not written")
        replace_file(one.path, one.after)
    except SourceError as error:
        return Failure(one.path, error.reason)
    except OSError as error:
        return Failure(one.path, error.strerror or str(error))
    return None
