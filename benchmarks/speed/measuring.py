"""Runs a command and measures it: wall time, processor time, and memory at its peak, all of its processes included."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True)
class Measured:
    """Medians of several runs: seconds, and MiB of the largest process."""

    wall: float
    cpu: float
    memory: float
    status: int


def measure(
    command: Sequence[str],
    *,
    runs: int,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], None] = lambda: None,
) -> Measured:
    """Run `command` so many times, each time after `before`, and return the medians."""
    done = []
    for _ in range(runs):
        before()
        done.append(_once(command, {**os.environ, **(environment or {})}))
    return Measured(
        statistics.median(one.wall for one in done),
        statistics.median(one.cpu for one in done),
        statistics.median(one.memory for one in done),
        done[-1].status,
    )


def _once(command: Sequence[str], environment: Mapping[str, str]) -> Measured:
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    process.returncode = code
    # Linux counts in KiB, macOS in bytes.
    unit = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Measured(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit, code)


def limit_of_memory() -> float:
    """Return how much memory this machine allows, in GiB."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return min(pages, soft if soft > 0 else pages) / 2**30
