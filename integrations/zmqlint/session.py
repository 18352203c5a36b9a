"""A run's linter, built only when a file needs it: loading Pylint takes longer than reading a thousand files."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING

from zmqlint.cache.configured import Configured, read_configured, write_configured
from zmqlint.cache.folder import cache_folder
from zmqlint.cache.key import result_key
from zmqlint.cache.remembering import Memories
from zmqlint.configuration import globs
from zmqlint.discovery import Exclusions
from zmqlint.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pylint_zmq.program.outlook import Outlook
    from zmqlint.configuration import Configuration
    from zmqlint.linter import CommandLinter
    from zmqlint.result import Checked
    from zmqlint.run import Analysed

#: Settings that say nothing about which files matter. With no others, Pylint's defaults hold for that.
_ABOUT_MESSAGES = frozenset({"enable", "disable", "confidence", "source-roots", "py-version"})


class Session:
    """What one run of a command shares between its steps."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration

    @cached_property
    def linter(self) -> CommandLinter:
        """The linter that the configuration asks for. Raises ConfigError."""
        from zmqlint.linter import CommandLinter

        return CommandLinter(self.configuration.selection)

    @cached_property
    def cache(self) -> Path | None:
        """The folder in which results are remembered; None if they are not."""
        table = self.configuration.table
        return cache_folder(table.cache_dir, table.root) if self.configuration.cache else None

    @cached_property
    def key(self) -> str:
        """What tells the results of this configuration from those of others."""
        return result_key(self.configuration.selection)

    @cached_property
    def configured(self) -> Configured:
        """What Pylint makes of its options that decide which files are looked at. Raises ConfigError."""
        if {setting.name for setting in self.configuration.selection.settings} <= _ABOUT_MESSAGES:
            return Configured()
        known = read_configured(self.cache, self.key) if self.cache is not None else None
        if known is None:
            known = self.linter.configured
            if self.cache is not None:
                write_configured(self.cache, self.key, known)
        return known

    @cached_property
    def exclusions(self) -> Exclusions:
        """What is left out of the run."""
        table, chosen = self.configuration.table, self.configured
        return Exclusions(
            chosen.names,
            chosen.name_patterns,
            chosen.path_patterns,
            globs(table.exclude),
            str(table.root),
            table.force_exclude,
        )

    @cached_property
    def memories(self) -> Memories:
        """What is known of the files of the run, and of the programs that they belong to."""
        always = self.configuration.table.cache_always_read
        return Memories(self.key, self.configured.factories, self.cache, always_read=always)

    def check(
        self, files: Sequence[str], outlooks: Sequence[Outlook], meanwhile: Callable[[], None]
    ) -> Iterator[Analysed]:
        """Check `files`, in several processes if that pays; `outlooks` are what is known of their programs.

        Yields what came out of each, in no order. `meanwhile` is called once; other processes work on while it runs.
        """
        if not files:
            meanwhile()
            return
        from zmqlint.run import check_files

        progress = Progress(sys.stderr, len(files))
        try:
            yield from check_files(files, self.linter, self.configuration.jobs, progress.update, outlooks, meanwhile)
        finally:
            progress.finish()

    def matters(self, path: str, source: bytes) -> bool:
        """Whether `source`, as the content of `path`, has to do with zmq."""
        from pylint_zmq.program import Program

        program = Program.of(path)
        program.start(self.configured.factories)
        return program.matters(path, source)

    def check_source(self, path: str, source: bytes) -> Checked:
        """Check `source` as the content of `path`."""
        from zmqlint.run import check_source

        return check_source(path, source, self.linter)
