"""The Pylint checkers, thin: they ask the analysis and turn its findings into messages."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from pylint_zmq.rules import pages

if TYPE_CHECKING:
    from pylint.lint import PyLinter


def register_checkers(linter: PyLinter) -> None:
    """Give `linter` one checker for each family that has rule pages, and the one that holds their options."""
    # Only here, so that what is plain data in this package can be had without loading Pylint.
    from pylint_zmq.checkers.family import FamilyChecker
    from pylint_zmq.checkers.section import SectionChecker

    if any(isinstance(checker, SectionChecker) for checker in linter.get_checkers()):
        # Workers of Pylint 3.3 load plugins into a linter that has their checkers already; each would report twice.
        return
    section = SectionChecker(linter)
    linter.register_checker(section)
    ordered = sorted(pages().values(), key=lambda page: page.checker)
    for name, family in groupby(ordered, key=lambda page: page.checker):
        linter.register_checker(FamilyChecker(linter, name, tuple(family), section))
