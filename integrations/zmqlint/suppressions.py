"""Comments that tell Pylint to pass over a finding, written into the code."""

from __future__ import annotations

import io
import re
import tokenize
from itertools import groupby
from typing import TYPE_CHECKING

from pylint_zmq.reading import SourceError, decode_source, read_source
from zmqlint.replacing import replace_file
from zmqlint.result import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pylint_zmq.reporters.reports import Report
    from zmqlint.session import Session

_DISABLE = re.compile(r"(?P<start>#\s*pylint:\s*disable\s*=\s*)(?P<names>[^#;]*[^#;\s])")


def suppress(reports: Iterable[Report], session: Session, reason: str) -> tuple[int, list[Failure]]:
    """Write a comment for each of the `reports` into its file, where that is enough to silence it.

    Return how many were silenced, and which files had to be left as they are.
    """
    failures = []
    written = 0
    for path, group in groupby(reports, key=lambda report: report.place.path):
        of_file = list(group)
        try:
            replace_file(path, proven(path, read_source(path), of_file, session, reason))
        except SourceError as error:
            failures.append(Failure(path, f"not changed: {error.reason}"))
        except UnicodeEncodeError:
            failures.append(Failure(path, "not changed: its encoding cannot hold the reason"))
        except OSError as error:
            failures.append(Failure(path, f"not changed: {error.strerror or error}"))
        else:
            written += len(of_file)
    return written, failures


def proven(path: str, source: bytes, reports: Sequence[Report], session: Session, reason: str) -> bytes:
    """Return `source`, the content of `path`, with comments that silence the `reports`.

    Raises SourceError if they would not, and UnicodeEncodeError if its encoding cannot hold the `reason`.
    """
    changed = suppressed(source, reports, reason)
    checked = session.check_source(path, changed)
    if checked.failure:
        raise SourceError(path, f"the comments would break it: {checked.failure.reason}")
    if {report.fingerprint for report in checked.reports} & {report.fingerprint for report in reports}:
        raise SourceError(path, "a comment does not reach the finding")
    return changed


def suppressed(source: bytes, reports: Sequence[Report], reason: str) -> bytes:
    """Return `source` with a comment for each of the `reports` on it; not a byte more is changed.

    `reason` follows the comment, unless it is empty. Raises UnicodeEncodeError if the file's encoding cannot hold it.
    """
    text, encoding = decode_source(source)
    ends = _line_ends(text)
    wanted: dict[int, list[str]] = {}
    for report in reports:
        row = next((row for row in ends if row >= report.place.line), report.place.line)
        symbols = wanted.setdefault(row, [])
        if report.symbol not in symbols:
            symbols.append(report.symbol)
    return _with_comments(source, encoding, ends, wanted, reason)


def _line_ends(text: str) -> Mapping[int, int | None]:
    """Return, for each row that may end in a comment, the column of the comment that it has, in rising order.

    A row inside a string of several lines, or one that ends in a backslash, can have none.
    """
    ends: dict[int, int | None] = {}
    comment: tuple[int, int] | None = None
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            comment = token.start
        elif token.type in (tokenize.NEWLINE, tokenize.NL):
            row = token.start[0]
            ends[row] = comment[1] if comment and comment[0] == row else None
    return ends


def _with_comments(
    source: bytes, encoding: str, ends: Mapping[int, int | None], wanted: Mapping[int, Iterable[str]], reason: str
) -> bytes:
    # The codec with a mark would write that mark again into every piece.
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    lines = re.split(rb"(\r\n|\r|\n)", source)
    for row, symbols in wanted.items():
        index = 2 * (row - 1)
        line = lines[index].decode(encoding if row == 1 else codec)
        column = ends.get(row)
        code, comment = (line, "") if column is None else (line[:column], line[column:])
        mark = lines[index][:3] if row == 1 and encoding == "utf-8-sig" else b""
        lines[index] = mark + f"{code}{_comment(code, comment, symbols, reason)}".encode(codec)
    return b"".join(lines)


def _comment(code: str, comment: str, symbols: Iterable[str], reason: str) -> str:
    listed = ",".join(symbols)
    if _DISABLE.search(comment):
        return _DISABLE.sub(lambda match: f"{match['start']}{match['names']},{listed}", comment, count=1)
    gap = "" if not code or code.endswith("  ") else "  "
    before = f"{comment}  " if comment else gap
    return f"{before}# pylint: disable={listed}{f'  # {reason}' if reason else ''}"
