"""The checker behind the checkers: it holds the options and analyses each module once for all families."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pylint.checkers import BaseChecker

from pylint_zmq.checkers.source import source_of
from pylint_zmq.checkers.stories import Story, stories
from pylint_zmq.depth import ANALYSING, room
from pylint_zmq.options import OPTIONS, settings_from
from pylint_zmq.rules import pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from astroid import nodes
    from pylint.lint import PyLinter

    from pylint_zmq.analysis.findings import Finding

SECTION = "zmq"

#: What is in a comment that turns a message on.
_ENABLE = b"enable"


class SectionChecker(BaseChecker):
    """How zmq sockets and contexts are judged, for all checkers whose names begin with zmq-."""

    name = SECTION
    options = tuple((option.name, option.definition) for option in OPTIONS)

    def __init__(self, linter: PyLinter) -> None:
        super().__init__(linter)
        # The module at hand and what was found in it. Only one is kept: findings hold nodes, and nodes hold the tree.
        self._module: nodes.Module | None = None
        self._findings: list[Finding] = []
        #: The stories of the modules analysed so far.
        self.stories: list[Story] = []
        #: Whoever runs Pylint sees to it that the program is read anew.
        self.keeps_program = False

    def start_run(self) -> None:
        """Read the program anew: files may have changed since the last run of this process (an editor's server)."""
        # A worker of a parallel run opens for each file, and lives no longer than the run.
        known = sys.modules.get("pylint_zmq.program.project")
        if known is not None and self.linter.config.jobs == 1 and not self.keeps_program:
            known.Program.forget_all()

    def findings(self, module: nodes.Module) -> list[Finding]:
        """Return what is found in `module`, by one analysis however many checkers ask.

        If the analysis fails, it says so once, as Pylint does for a file that it cannot digest, and finds nothing: the
        other checkers' messages on the file must not be lost with ours.
        """
        if module is not self._module:
            self._module, self._findings = module, []
            try:
                # Only here: most files that Pylint sees, and most calls of the command, never come this far.
                from pylint_zmq.analysis.engine import analyse

                with room(ANALYSING):
                    self._findings = analyse(module, settings_from(self.linter.config), self._wanted(module))
                self.stories += stories(module, self._findings)
            except Exception as error:
                reason = f"the analysis of zmqlint failed ({type(error).__name__}: {error}); please report it"
                self.linter.add_message("astroid-error", args=(module.file, " ".join(reason.split())), line=1)
        return self._findings

    def _wanted(self, module: nodes.Module) -> Callable[[str], bool]:
        """Return what tells whether anybody would hear of a finding in `module`.

        A comment may turn on what is off, and where it turns off what is off already, it must not be called useless.
        """
        text = source_of(module)
        turns_on = _ENABLE in text

        def wanted(symbol: str) -> bool:
            names = (symbol, pages()[symbol].id)
            return turns_on or self.linter.is_message_enabled(symbol) or any(name.encode() in text for name in names)

        return wanted

    def take_stories(self) -> list[Story]:
        """Return the stories of all modules analysed since the last call, and forget them."""
        taken, self.stories = self.stories, []
        self._module, self._findings = None, []
        return taken

    def get_map_data(self) -> list[Story] | None:
        """Hand the stories of a file over to the parent; Pylint calls this in a worker after each file."""
        return self.take_stories() or None

    def reduce_map_data(self, linter: PyLinter, data: list[list[Story]]) -> None:
        """Take the stories of all files from the workers; Pylint calls this in their parent, in arbitrary order."""
        for part in data:
            self.stories += part
