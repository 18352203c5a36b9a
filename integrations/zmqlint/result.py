"""What comes out of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pylint_zmq.reading import SourceError

if TYPE_CHECKING:
    from pylint_zmq.reporters.reports import Report


@dataclass(frozen=True)
class Failure:
    """A file that could not be checked, in one line."""

    path: str
    reason: str
    line: int = 0

    def __str__(self) -> str:
        return str(SourceError(self.path, self.reason, self.line))


@dataclass(frozen=True)
class Checked:
    """What came out of one file."""

    path: str
    reports: tuple[Report, ...] = ()
    failure: Failure | None = None


@dataclass
class Result:
    """What came out of all files, in the order of their names."""

    checked: list[Checked] = field(default_factory=list)
    #: All files that were looked at, with those that do not mention zmq.
    files: tuple[str, ...] = ()

    @property
    def reports(self) -> list[Report]:
        """All reports."""
        return [report for one in self.checked for report in one.reports]

    @property
    def sound_files(self) -> list[str]:
        """The files of which we know all there is to report."""
        broken = {one.path for one in self.checked if one.failure}
        return [path for path in self.files if path not in broken]

    @property
    def failures(self) -> list[Failure]:
        """All failures."""
        return [one.failure for one in self.checked if one.failure]
