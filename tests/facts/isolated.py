"""Runs a few lines of pyzmq in a process of their own, since they may never come back."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: How long a process that should end may take, in seconds. It only matters when a test fails.
PATIENCE = 30.0
#: How long a process must still run after its preparations for us to say that it hangs, in seconds.
HANG = 1.5
#: Processes at a time: nearly all of them wait.
AT_A_TIME = 12

PRELUDE = """
import contextlib, errno, gc, os, sys, threading, zmq

DEAD = "tcp://127.0.0.1:1"

def descriptors():
    return len(os.listdir("/proc/self/fd"))

def threads():
    return len(os.listdir("/proc/self/task"))

def pending(ctx, kind=zmq.PUSH, **options):
    sock = ctx.socket(kind)
    for name, value in options.items():
        setattr(sock, name, value)
    sock.connect(DEAD)
    sock.send(b"for nobody")
    return sock

sys.stdout.write("ready\\n")
sys.stdout.flush()
"""


@dataclass(frozen=True)
class Outcome:
    """How a process ended; `status` is None if it had to be killed."""

    status: int | None
    out: str
    err: str

    @property
    def hung(self) -> bool:
        return self.status is None


def run(code: str, patience: float = PATIENCE, warnings: str = "ignore") -> Outcome:
    """Run `code` after the prelude. It hangs if it is still running `patience` seconds after the prelude."""
    command = [sys.executable, "-W", warnings, "-c", f"{PRELUDE}\n{code}"]
    # Unbuffered, so that reading the first line takes nothing away from communicate().
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0) as process:
        assert process.stdout is not None
        started = process.stdout.readline() == b"ready\n"
        try:
            out, err = process.communicate(timeout=patience)
            status: int | None = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            status = None
        assert started, err.decode()
        return Outcome(status, out.decode().strip(), err.decode().strip())


def run_all(programs: Mapping[str, str], patience: float = PATIENCE) -> dict[str, Outcome]:
    """Run many at once and wait for all of them."""
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        outcomes = pool.map(lambda code: run(code, patience), programs.values())
        return dict(zip(programs, outcomes, strict=True))
