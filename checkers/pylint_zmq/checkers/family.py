"""From findings to messages: one checker for each family of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pylint.checkers import BaseChecker
from pylint.interfaces import CONFIDENCE_MAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from astroid import nodes
    from pylint.lint import PyLinter
    from pylint.typing import ExtraMessageOptions, MessageDefinitionTuple

    from pylint_zmq.analysis.findings import Finding
    from pylint_zmq.checkers.section import SectionChecker
    from pylint_zmq.rules import RulePage


def _definition(page: RulePage) -> MessageDefinitionTuple:
    text, symbol, description, options = page.definition
    return text, symbol, description, cast("ExtraMessageOptions", options)


class FamilyChecker(BaseChecker):
    """Reports the messages of one family, e.g. zmq-lifetime."""

    def __init__(self, linter: PyLinter, name: str, pages: Sequence[RulePage], section: SectionChecker) -> None:
        self.name = name
        self.msgs = {page.id: _definition(page) for page in pages}
        super().__init__(linter)
        self._section = section
        self._symbols = frozenset(page.symbol for page in pages)

    def open(self) -> None:
        """Begin a run. Pylint opens checkers that have messages; the section has none."""
        self._section.start_run()

    # Pylint looks for methods of this name.
    def visit_module(self, module: nodes.Module) -> None:
        """Report what this family has to say about `module`."""
        for finding in self._section.findings(module):
            if finding.symbol in self._symbols:
                self._report(finding)

    def _report(self, finding: Finding) -> None:
        self.add_message(
            finding.symbol,
            node=finding.node,
            line=self._suppressed_at(finding),
            args=finding.args,
            confidence=CONFIDENCE_MAP[finding.confidence],
        )

    def _suppressed_at(self, finding: Finding) -> int | None:
        """Return the line of the finding's statement at which a comment disables it, if there is one.

        Pylint looks at the first line only. Reported at the line of the comment, the message is held back there, and
        the comment counts as used.
        """
        statement = finding.node.statement()
        first = statement.fromlineno
        last = getattr(statement, "blockstart_tolineno", None) or statement.tolineno
        lines = [finding.node.fromlineno, *range(first, last + 1)]
        return next((line for line in lines if not self.linter.is_message_enabled(finding.symbol, line)), None)
