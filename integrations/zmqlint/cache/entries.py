"""What came out of one file, and what it depends on, as JSON has it."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any

from pylint_zmq.analysis.findings import Impact
from pylint_zmq.checkers.stories import Place, StoryStep
from pylint_zmq.reporters.reports import Report
from zmqlint.result import Checked, Failure


@dataclass(frozen=True)
class Entry:
    """A result, and all that it may depend on: see program/project.py, `Trace`."""

    files: frozenset[str]
    modules: frozenset[str]
    asked: dict[str, frozenset[str]]
    #: By the names of other files: what they show to these questions (see glance/views.py), if anything.
    views: dict[str, str]
    #: The reports and the failure, as JSON has them: most entries are only kept, and never read.
    outcome: list[Any]

    def as_list(self) -> list[Any]:
        """Return the entry as JSON has it."""
        asked = {kind: sorted(names) for kind, names in self.asked.items()}
        return [sorted(self.files), sorted(self.modules), asked, self.views, self.outcome]

    def checked(self, path: str) -> Checked:
        """Return the result, for the file that is now called `path`. Raises TypeError or ValueError if it is broken."""
        reports, failure = self.outcome
        return Checked(
            path,
            tuple(_report(each) for each in reports),
            Failure(path, str(failure[1]), int(failure[0])) if failure is not None else None,
        )


def entry_from(stored: list[Any]) -> Entry:
    """Return the entry that `as_list` made. Raises TypeError or ValueError for anything else."""
    files, modules, asked, views, outcome = stored
    by_kind = {str(kind): frozenset(names) for kind, names in dict(asked).items()}
    return Entry(frozenset(files), frozenset(modules), by_kind, dict(views), list(outcome))


def outcome_of(checked: Checked) -> list[Any]:
    """Return the reports and the failure as JSON has them."""
    failure = checked.failure
    return [[astuple(report) for report in checked.reports], failure and [failure.line, failure.reason]]


def _report(stored: list[Any]) -> Report:
    symbol, number, text, place, confidence, scope, subject, steps, fingerprint, impact = stored
    return Report(
        symbol,
        number,
        text,
        Place(*place),
        confidence,
        scope,
        subject,
        tuple(StoryStep(role, Place(*where), said) for role, where, said in steps),
        fingerprint,
        Impact(*impact) if impact is not None else None,
    )
