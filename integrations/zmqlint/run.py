"""One run over many files, in this process or in several, with the same result."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pylint_zmq.program import Program
from pylint_zmq.reading import SourceError, read_source
from zmqlint.garbage import collect_rarely
from zmqlint.linter import CommandLinter, InternalError
from zmqlint.result import Checked, Failure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pylint_zmq.program import Outlook
    from pylint_zmq.program.trace import Trace
    from zmqlint.selection import Selection

#: A further process pays from about so many bytes of code that have to be analysed (see docs/speed.md).
_BYTES_PER_JOB = 150_000


@dataclass(frozen=True)
class Analysed:
    """What came out of a file, and what that depends on; None if it is not to be relied on another time."""

    checked: Checked
    trace: Trace | None


def check_files(
    files: Sequence[str],
    linter: CommandLinter,
    jobs: int = 0,
    progress: Callable[[int], None] = lambda _: None,
    outlooks: Sequence[Outlook] = (),
    meanwhile: Callable[[], None] = lambda: None,
) -> Iterator[Analysed]:
    """Check `files` with `jobs` processes (0: as many as pay). `progress` is told how many files are done.

    Yields what came out of each, in no order, and other processes work on while that is looked at. `outlooks` are what
    is known already of the programs that the files belong to. `meanwhile` is called once, while others work, too.
    """
    jobs = jobs or _worthwhile(files)
    if jobs == 1:
        meanwhile()
        results = _in_turn(linter, files, outlooks)
    else:
        results = _side_by_side(linter.selection, files, jobs, outlooks, meanwhile)
    for done, analysed in enumerate(results, start=1):
        progress(done)
        yield analysed


def _worthwhile(files: Sequence[str]) -> int:
    """Return how many processes pay."""
    size = sum(os.path.getsize(path) for path in files if os.path.isfile(path))
    return max(1, min(os.cpu_count() or 1, len(files), size // _BYTES_PER_JOB))


def check_source(path: str, source: bytes, linter: CommandLinter) -> Checked:
    """Check `source` as the content of `path`."""
    return _check(linter, path, source).checked


def _check(linter: CommandLinter, path: str, source: bytes | None = None) -> Analysed:
    try:
        content = read_source(path) if source is None else source
        return Analysed(Checked(path, tuple(linter.check_source(path, content))), Program.of(path).trace)
    except InternalError as error:
        return Analysed(Checked(path, failure=Failure(path, error.reason, error.line)), None)
    except SourceError as error:
        Program.of(path).start(linter.factories)
        return Analysed(Checked(path, failure=Failure(path, error.reason, error.line)), Program.of(path).trace)


def _start(outlooks: Iterable[Outlook]) -> None:
    """Let a process know what is known already, and nothing else: files may have changed since it last looked."""
    Program.forget_all()
    for outlook in outlooks:
        Program.inform(outlook)


def _in_turn(linter: CommandLinter, files: Iterable[str], outlooks: Iterable[Outlook]) -> Iterator[Analysed]:
    _start(outlooks)
    return (_check(linter, path) for path in files)


def _side_by_side(
    selection: Selection,
    files: Sequence[str],
    jobs: int,
    outlooks: Sequence[Outlook],
    meanwhile: Callable[[], None],
) -> Iterator[Analysed]:
    done = 0
    # The largest first, so that no process is left with it at the end.
    order = sorted(files, key=lambda path: -os.path.getsize(path) if os.path.isfile(path) else 0)
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(selection, outlooks)) as executor:
        try:
            try:
                working = executor.map(_work, order)
            finally:
                # Whatever becomes of the processes.
                meanwhile()
            for analysed in working:
                yield analysed
                done += 1
        except BrokenProcessPool:
            reason = "not checked: a worker process ended abruptly (out of memory?); try --jobs 1"
            yield from (Analysed(Checked(path, failure=Failure(path, reason)), None) for path in order[done:])


class _Worker:
    """The linter of a worker process, which lives as long as the process."""

    linter: CommandLinter


def _start_worker(selection: Selection, outlooks: Sequence[Outlook]) -> None:
    collect_rarely()
    _start(outlooks)
    _Worker.linter = CommandLinter(selection)


def _work(path: str) -> Analysed:
    return _check(_Worker.linter, path)
