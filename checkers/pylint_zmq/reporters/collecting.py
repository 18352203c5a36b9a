"""What our Pylint reporters share: they collect everything and write one document at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint.reporters import BaseReporter

from pylint_zmq.checkers.section import SectionChecker
from pylint_zmq.reporters.gitlab import gitlab
from pylint_zmq.reporters.reports import Report, join
from pylint_zmq.reporters.sarif import sarif

if TYPE_CHECKING:
    from pylint.lint import PyLinter
    from pylint.reporters.ureports.nodes import Section

    from pylint_zmq.checkers.stories import Story


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


class SarifReporter(DocumentReporter):
    """Pylint's `--output-format=sarif`."""

    name = "sarif"
    extension = "sarif"

    def document(self, reports: list[Report], root: str) -> str:
        """Return `reports` as SARIF."""
        return sarif(reports, root)


class GitLabReporter(DocumentReporter):
    """Pylint's `--output-format=gitlab`."""

    name = "gitlab"
    extension = "json"

    def document(self, reports: list[Report], root: str) -> str:
        """Return `reports` as a code quality report."""
        return gitlab(reports, root)


def linter_stories(linter: PyLinter) -> list[Story]:
    """Return what our checkers, if `linter` has them, know about what they reported."""
    sections = [checker for checker in linter.get_checkers() if isinstance(checker, SectionChecker)]
    return [story for section in sections for story in section.stories]
