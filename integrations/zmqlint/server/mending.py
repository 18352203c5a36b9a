"""What an editor can put in the place of a text, as the commands would: `fix`, and `check --add-suppressions`."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from libcst_zmq.edits import RefusedError
from libcst_zmq.makers import MAKERS
from libcst_zmq.reasons import REASONS
from libcst_zmq.repairing import FIXED, OFFERED
from pylint_zmq.reading import SourceError, decode_source
from zmqlint.fix_files import repaired, terms_of
from zmqlint.selection import USELESS
from zmqlint.server.messages import Kind, Proposal
from zmqlint.suppressions import proven

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from libcst_zmq.repairing import Repair
    from pylint_zmq.reporters.reports import Report
    from zmqlint.session import Session


class Mending:
    """Makes proposals about the content of one file."""

    def __init__(self, path: str, source: bytes, session: Session, target: tuple[int, int]) -> None:
        """Take the file, its content, the session that checked it, and the oldest Python that fixes are written for."""
        self._path = path
        self._source = source
        self._session = session
        self._target = target

    def proposals(self, report: Report) -> Iterator[Proposal]:
        """Yield a fix of what is reported, if there is one, and a comment that silences it."""
        fix = self._fix(report) if report.symbol in MAKERS else None
        if fix is not None:
            yield fix
        if report.symbol == USELESS:
            # One more comment is no answer to a comment too many.
            return
        with contextlib.suppress(SourceError, UnicodeEncodeError):
            silenced = proven(self._path, self._source, [report], self._session, "")
            yield Proposal(Kind.SUPPRESSION, report.symbol, _text(silenced))

    def all_fixed(self, reports: Sequence[Report]) -> Iterator[Proposal]:
        """Yield what is left when all has been fixed that can be fixed safely, if that is anything."""
        done = self._repaired(reports, unsafe=False) if reports else None
        if done is not None and done.source != self._source:
            yield Proposal(Kind.FIX_ALL, "", _text(done.source))

    def _fix(self, report: Report) -> Proposal | None:
        """Return the safe fix, or else the unsafe one."""
        done = self._repaired([report], unsafe=False)
        if done is None or any(outcome.status == FIXED for outcome in done.outcomes):
            return Proposal(Kind.FIX, report.symbol, _text(done.source)) if done is not None else None
        if all(outcome.status != OFFERED for outcome in done.outcomes):
            return None
        reasons = [REASONS.get(one.reason, one.reason) for one in done.outcomes if one.status == OFFERED and one.reason]
        done = self._repaired([report], unsafe=True)
        return Proposal(Kind.UNSAFE_FIX, report.symbol, _text(done.source), *reasons[:1]) if done is not None else None

    def _repaired(self, reports: Sequence[Report], *, unsafe: bool) -> Repair | None:
        """Return the mended file; None if it cannot be rewritten."""
        terms = terms_of(self._session, unsafe=unsafe, target=self._target)
        try:
            return repaired(self._path, self._source, reports, terms)
        except (SourceError, RefusedError):
            return None


def _text(source: bytes) -> str:
    """Return the text of a source. A mark at its beginning is a character of what the editor has, too."""
    encoding = decode_source(source)[1]
    return source.decode("utf-8" if encoding == "utf-8-sig" else encoding)
