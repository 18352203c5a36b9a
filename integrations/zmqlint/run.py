"""One run over many files, in this process or in several, with the same result."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pylint_zmq.options import settings_from
from pylint_zmq.program.trees import SourceError, read_source
from zmqlint.discovery import read_if_relevant, telling_words
from zmqlint.linter import CommandLinter, Failure, Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pylint_zmq.reporters.reports import Report

#: A further process pays from about so many files that have to be analysed.
_FILES_PER_JOB = 24


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
    #: How many files were looked at, with those that do not mention zmq.
    files: int = 0

    @property
    def reports(self) -> list[Report]:
        """All reports."""
        return [report for one in self.checked for report in one.reports]

    @property
    def failures(self) -> list[Failure]:
        """All failures."""
        return [one.failure for one in self.checked if one.failure]


def check_files(
    files: Sequence[str], linter: CommandLinter, jobs: int = 0, progress: Callable[[int], None] = lambda _: None
) -> Result:
    """Check `files` with `jobs` processes (0: as many as pay). `progress` is told how many files are done."""
    result = Result(files=len(files))
    relevant = []
    for path, checked in _sift(files, words_of(linter)):
        if checked:
            result.checked.append(checked)
        else:
            relevant.append(path)
    jobs = jobs or max(1, min(os.cpu_count() or 1, len(relevant) // _FILES_PER_JOB))
    check_all = _in_turn(linter, relevant) if jobs == 1 else _side_by_side(linter.selection, relevant, jobs)
    skipped = len(files) - len(relevant)
    for number, checked in enumerate(check_all, start=1):
        result.checked.append(checked)
        progress(skipped + number)
    result.checked.sort(key=lambda one: one.path)
    return result


def check_source(path: str, source: bytes, linter: CommandLinter) -> Result:
    """Check `source` as the content of `path`."""
    return Result([_check(linter, path, source)], 1)


def words_of(linter: CommandLinter) -> tuple[bytes, ...]:
    """Return the words one of which a file must mention to matter under the settings of `linter`."""
    settings = settings_from(linter.config)
    return telling_words(settings.socket_factories | settings.context_factories)


def _sift(files: Iterable[str], words: Sequence[bytes]) -> Iterator[tuple[str, Checked | None]]:
    """Yield each file that has to be analysed with None, and each that cannot be read with its failure."""
    for path in files:
        try:
            if read_if_relevant(path, words) is not None:
                yield path, None
        except SourceError as error:
            yield path, Checked(path, failure=Failure(path, error.reason, error.line))


def _check(linter: CommandLinter, path: str, source: bytes | None = None) -> Checked:
    try:
        content = read_source(path) if source is None else source
        return Checked(path, tuple(linter.check_source(path, content)))
    except SourceError as error:
        return Checked(path, failure=Failure(path, error.reason, error.line))


def _in_turn(linter: CommandLinter, files: Iterable[str]) -> Iterator[Checked]:
    return (_check(linter, path) for path in files)


def _side_by_side(selection: Selection, files: Sequence[str], jobs: int) -> Iterator[Checked]:
    done = 0
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(selection,)) as executor:
        try:
            for checked in executor.map(_work, files, chunksize=4):
                yield checked
                done += 1
        except BrokenProcessPool:
            reason = "not checked: a worker process ended abruptly (out of memory?); try --jobs 1"
            yield from (Checked(path, failure=Failure(path, reason)) for path in files[done:])


class _Worker:
    """The linter of a worker process, which lives as long as the process."""

    linter: CommandLinter


def _start_worker(selection: Selection) -> None:
    _Worker.linter = CommandLinter(selection)


def _work(path: str) -> Checked:
    return _check(_Worker.linter, path)
