"""Answers what the editor asks: the one entry into the analysis for the server, in a process of its own."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

# Loaded here and not by the first check, for which somebody waits.
import pylint_zmq.analysis.engine  # noqa: F401
from pylint_zmq.program import Program
from pylint_zmq.program.roots import real
from pylint_zmq.program.trees import SourceError, parse_bytes
from zmqlint.errors import ConfigError
from zmqlint.linter import module_name
from zmqlint.result import Result
from zmqlint.server.configured import Configured
from zmqlint.server.messages import Answer, Changed, Check, Closed, Mend, MendAll
from zmqlint.server.notes import Notes
from zmqlint.server.text import encoded
from zmqlint.survey import reportable

if TYPE_CHECKING:
    from argparse import Namespace

    from pylint_zmq.reporters.reports import Report
    from zmqlint.baseline import Baseline
    from zmqlint.server.configured import BufferSession
    from zmqlint.server.mending import Mending
    from zmqlint.server.messages import Proposal, Request, Subject


#: States of one text whose findings are kept, for when it comes back to one of them.
_MOST_KEPT = 8


@dataclass(frozen=True)
class _Findings:
    """What was found in a text, or why nothing could be."""

    source: bytes = b""
    reports: tuple[Report, ...] = ()
    failure: str = ""
    #: None where nothing is known of the configuration.
    session: BufferSession | None = None
    #: The files that the analysis looked at.
    files: frozenset[Path] = frozenset()
    #: What was proposed for the reports that were asked about.
    proposals: dict[Report, tuple[Proposal, ...]] = field(default_factory=dict)


class Analyst:
    """Keeps between two questions what the next one can use: configurations, linters, the rest of the program."""

    def __init__(self, arguments: Namespace, encoding: str) -> None:
        """Take the command line of the server, and the units in which the client counts."""
        self._arguments = arguments
        self._encoding = encoding
        self._folders: dict[str, Configured] = {}
        #: The texts that stand in for files on disk.
        self._texts: dict[str, str] = {}
        self._known: dict[Subject, _Findings] = {}

    def answer(self, request: Request) -> Answer | tuple[Proposal, ...] | None:
        """Return the answer to a request."""
        match request:
            case Check(subject):
                return self._check(subject)
            case Mend(subject, fingerprint):
                return self._mend(subject, fingerprint)
            case MendAll(subject):
                found = self._findings(subject)
                mending = self._mending(subject, found)
                return tuple(mending.all_fixed(found.reports)) if mending is not None else ()
            case Changed(paths):
                self._forget(paths)
            case Closed(path):
                self._texts.pop(path, None)
                self._forget((path,))
        return None

    def _check(self, subject: Subject) -> Answer:
        found = self._findings(subject)
        notes = Notes(self._texts, self._encoding)
        complaint = self._folder(subject.root).complaint
        reads = frozenset(path for path in self._texts if path != subject.path and real(path) in found.files)
        return Answer(tuple(map(notes.note, found.reports)), found.failure, reads, complaint)

    def _mend(self, subject: Subject, fingerprint: str) -> tuple[Proposal, ...]:
        found = self._findings(subject)
        mending = self._mending(subject, found)
        report = next((one for one in found.reports if one.fingerprint == fingerprint), None)
        if report is None or mending is None:
            return ()
        if report not in found.proposals:
            found.proposals[report] = tuple(mending.proposals(report))
        return found.proposals[report]

    def _mending(self, subject: Subject, found: _Findings) -> Mending | None:
        if found.session is None:
            return None
        # Only here is LibCST needed, and it takes its time to load.
        from zmqlint.server.mending import Mending

        return Mending(subject.path, found.source, found.session, self._arguments.target_version)

    def _forget(self, paths: tuple[str, ...]) -> None:
        """Have these files, or all, read from disk again, except for those that are open."""
        self._known.clear()
        if not paths:
            Program.forget_all()
            for path in self._texts:
                self._show(path)
        for path in paths:
            if path not in self._texts:
                Program.of(path).forget(path)

    def _show(self, path: str) -> None:
        """Let the rest of the program see an open text."""
        with contextlib.suppress(SourceError, UnicodeEncodeError):
            tree = parse_bytes(encoded(self._texts[path]), path, module_name(Path(path)))
            Program.of(path).overlay(path, tree)

    def _folder(self, root: str) -> Configured:
        return self._folders.setdefault(root, Configured(self._arguments))

    def _findings(self, subject: Subject) -> _Findings:
        """Return what is found in a text; worked out once for as long as nothing changes."""
        if self._texts.get(subject.path) != subject.text:
            self._texts[subject.path] = subject.text
            # What is found in other files may depend on this one; what is undone is what it was.
            earlier = [known for known in self._known if known.path == subject.path][-_MOST_KEPT:]
            self._known = {known: self._known[known] for known in earlier}
        os.chdir(subject.root)
        current = self._folder(subject.root).current()
        if current is None:
            return _Findings()
        session, baseline = current
        known = self._known.get(subject)
        if known is None or known.session is not session:
            known = self._known[subject] = _found(subject, session, baseline)
        return known


def _found(subject: Subject, session: BufferSession, baseline: Baseline | None) -> _Findings:
    try:
        source = encoded(subject.text)
    except UnicodeEncodeError as error:
        return _Findings(failure=f"{error.encoding} cannot hold its characters", session=session)
    # Patterns in the configuration are about paths as the command would meet them here.
    name = os.path.relpath(subject.path) if Path(subject.path).is_relative_to(subject.root) else subject.path
    if (
        not session.matters(subject.path, source)
        or session.exclusions.ignores(name)
        or session.exclusions.excludes(name)
    ):
        return _Findings(source, session=session)
    result = Result([session.check_source(subject.path, source)], (subject.path,))
    try:
        reports, _ = reportable(result, session.configuration, baseline)
    except ConfigError as error:
        return _Findings(source, failure=str(error), session=session)
    failure = result.failures[0].reason if result.failures else ""
    return _Findings(source, tuple(reports), failure, session, Program.of(subject.path).trace.files)
