"""What our Pylint reporters share: they collect everything and write one document at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint.reporters import BaseReporter

from pylint_zmq.reporters.reports import Report, join, linter_stories

if TYPE_CHECKING:
    from pylint.reporters.ureports.nodes import Section


class DocumentReporter(BaseReporter):
    """Writes all reports as one document when Pylint has finished."""

    def document(self, reports: list[Report], root: str) -> str:
        """Return the document for `reports`; paths in it are relative to `root`."""
        raise NotImplementedError

    def display_messages(self, layout: Section | None) -> None:
        """Write the document; Pylint calls this once all files are done."""
        self.writeln(self.document(join(self.messages, linter_stories(self.linter)), self.path_strip_prefix))

    def display_reports(self, layout: Section) -> None:
        """Leave out the score and the statistics: they would break the document."""

    def _display(self, layout: Section) -> None:
        """Never called, because nothing but the document is displayed."""
