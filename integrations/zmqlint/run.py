"""One run over many files, in this process or in several, with the same result."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from pylint_zmq.reading import SourceError, read_source
from zmqlint.linter import CommandLinter
from zmqlint.result import Checked, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from zmqlint.selection import Selection

#: A further process pays from about so many files that have to be analysed.
_FILES_PER_JOB = 24


def check_files(
    files: Sequence[str], linter: CommandLinter, jobs: int = 0, progress: Callable[[int], None] = lambda _: None
) -> list[Checked]:
    """Check `files` with `jobs` processes (0: as many as pay). `progress` is told how many files are done."""
    jobs = jobs or max(1, min(os.cpu_count() or 1, len(files) // _FILES_PER_JOB))
    results = _in_turn(linter, files) if jobs == 1 else _side_by_side(linter.selection, files, jobs)
    checked = []
    for one in results:
        checked.append(one)
        progress(len(checked))
    return checked


def check_source(path: str, source: bytes, linter: CommandLinter) -> Checked:
    """Check `source` as the content of `path`."""
    return _check(linter, path, source)


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
