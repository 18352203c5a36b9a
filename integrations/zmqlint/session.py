"""A run's linter, built only when a file needs it: loading Pylint takes longer than reading a thousand files."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING

from zmqlint.configuration import globs
from zmqlint.discovery import Exclusions, telling_words
from zmqlint.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zmqlint.configuration import Configuration
    from zmqlint.linter import CommandLinter
    from zmqlint.result import Checked

#: Settings that say nothing about which files matter. With no others, Pylint's defaults hold for that.
_ABOUT_MESSAGES = frozenset({"enable", "disable", "confidence", "source-roots", "py-version"})


class Session:
    """What one run of a command shares between its steps."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        names = {setting.name for setting in configuration.selection.settings}
        self._plain = names <= _ABOUT_MESSAGES

    @cached_property
    def linter(self) -> CommandLinter:
        """The linter that the configuration asks for. Raises ConfigError."""
        from zmqlint.linter import CommandLinter

        return CommandLinter(self.configuration.selection)

    @cached_property
    def exclusions(self) -> Exclusions:
        """What is left out of the run."""
        table = self.configuration.table
        chosen = Exclusions(globs=globs(table.exclude), root=str(table.root), force=table.force_exclude)
        return chosen if self._plain else self.linter.exclusions(chosen)

    @cached_property
    def words(self) -> tuple[bytes, ...]:
        """The words one of which a file must mention to matter."""
        return telling_words(() if self._plain else self.linter.factories)

    def check(self, files: Sequence[str]) -> list[Checked]:
        """Check `files`, in several processes if that pays."""
        if not files:
            return []
        from zmqlint.run import check_files

        progress = Progress(sys.stderr, len(files))
        try:
            return check_files(files, self.linter, self.configuration.jobs, progress.update)
        finally:
            progress.finish()

    def check_source(self, path: str, source: bytes) -> Checked:
        """Check `source` as the content of `path`."""
        from zmqlint.run import check_source

        return check_source(path, source, self.linter)
