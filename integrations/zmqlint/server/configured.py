"""What holds in one folder by its configuration files, read again when one of them changes."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from pylint_zmq.program import Program
from zmqlint.baseline import Baseline, read_baseline
from zmqlint.configuration import Configuration, load
from zmqlint.errors import ConfigError
from zmqlint.linter import CommandLinter
from zmqlint.pylintrc import CONFIGURATION_NAMES, find_pylintrc
from zmqlint.session import Session

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from astroid import nodes

#: What tells that a file has changed; None for one that is not there.
Stamp = tuple[int, int] | None


class _BufferLinter(CommandLinter):
    """Lets the rest of the program see the text that is checked, in place of the file on disk."""

    def _tree(self, path: str, modname: str, source: bytes) -> nodes.Module:
        program = Program.of(path)
        edited = program.edited(path, modname, source)
        if edited is not None:
            return edited
        module = super()._tree(path, modname, source)
        program.overlay(path, module)
        return module


class BufferSession(Session):
    """A session about texts that are being edited. Making one raises ConfigError if the linter cannot be had."""

    def __init__(self, configuration: Configuration) -> None:
        super().__init__(configuration)
        self.linter = _BufferLinter(configuration.selection)


class Configured:
    """The session of one folder, and its baseline."""

    def __init__(self, arguments: Namespace) -> None:
        """Take the command line of the server, which is over all files."""
        self.arguments = arguments
        #: What is wrong with the configuration, in one line.
        self.complaint = ""
        self._stamps: dict[Path, Stamp] = {}
        self._session: BufferSession | None = None
        self._baseline: Baseline | None = None

    def current(self) -> tuple[BufferSession, Baseline | None] | None:
        """Return what holds now; what held last if the files are broken, and None if nothing ever did.

        Must be called within the folder.
        """
        if not self._stamps or any(_stamp(path) != stamp for path, stamp in self._stamps.items()):
            try:
                self._read()
                self.complaint = ""
            except ConfigError as error:
                self.complaint = str(error)
        return (self._session, self._baseline) if self._session is not None else None

    def _read(self) -> None:
        # Before reading, so that what changes meanwhile is read again.
        self._stamps = {path: _stamp(path) for path in _candidates(self.arguments)}
        configuration: Configuration = load(self.arguments)
        if configuration.baseline is not None:
            self._stamps[configuration.baseline] = _stamp(configuration.baseline)
        baseline = read_baseline(configuration.baseline) if configuration.baseline else None
        self._session, self._baseline = BufferSession(configuration), baseline


def _candidates(arguments: Namespace) -> Iterator[Path]:
    """Yield the files that may configure us here, whether they exist or not."""
    yield from (Path(name) for name in (arguments.config, arguments.rcfile) if name)
    if arguments.isolated:
        return
    here = Path.cwd()
    for folder in (here, *here.parents):
        yield from (folder / name for name in CONFIGURATION_NAMES)
        if (folder / ".git").exists():
            break
    with contextlib.suppress(ConfigError):
        yield from [path for path in [find_pylintrc()] if path]


def _stamp(path: Path) -> Stamp:
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
