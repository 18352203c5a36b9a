"""The process that analyses, so that the one that talks to the editor never waits, and can end what takes too long.

Both sides exchange pickled values, each after its length in four bytes.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import struct
import subprocess
import sys
import threading
import traceback
from typing import TYPE_CHECKING, Any, BinaryIO

from zmqlint.server.messages import Trouble

if TYPE_CHECKING:
    from argparse import Namespace

    from zmqlint.server.analyst import Analyst
    from zmqlint.server.messages import Request

_LENGTH = struct.Struct(">I")
#: After so many answers the garbage of the last few is collected, and after so many all of it.
_MIDDLE, _FULL = 5, 50


class NoAnswerError(Exception):
    """The analysis failed, or its process ended or was ended."""


class Worker:
    """The other end of the process, which is started when it is first needed, and again after it has ended."""

    def __init__(self, arguments: Namespace, encoding: str) -> None:
        """Take the command line of the server, and the units in which the client counts."""
        self._beginning = (arguments, encoding)
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()

    def ask(self, request: Request) -> Any:
        """Return the answer to a request; one at a time, the others wait. Raises NoAnswerError."""
        with self._turn:
            process = self._started()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                _send(process.stdin, request)
                answer = _received(process.stdout)
            except (OSError, EOFError, ValueError) as error:
                self._process = None
                _reap(process)
                raise NoAnswerError(f"the analysis ended with status {process.returncode}") from error
        if isinstance(answer, Trouble):
            raise NoAnswerError(answer.traceback)
        return answer

    def end(self) -> None:
        """End the process; who waits for its answer gets NoAnswerError."""
        process = self._process
        if process is None:
            return
        process.kill()
        # If somebody waits for an answer, it is theirs to tidy up.
        if self._turn.acquire(blocking=False):
            try:
                _reap(process)
                self._process = None
            finally:
                self._turn.release()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            _reap(self._process)
            self._process = None
        if self._process is None:
            # By the same path as here: what lies in the folder that we happen to be in must not be imported.
            path = [folder for folder in sys.path if folder]
            program = f"import sys; sys.path[:] = {path!r}; from zmqlint.server.worker import main; main()"
            command = [sys.executable, "-c", program]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            assert self._process.stdin is not None
            _send(self._process.stdin, self._beginning)
        return self._process


def _reap(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    for stream in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if stream is not None:
                stream.close()
    process.wait()


def _send(stream: BinaryIO | Any, value: object) -> None:
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def _received(stream: BinaryIO | Any) -> Any:
    """Return the next value. Raises EOFError if there will be none."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def main() -> None:
    """Answer what comes in on stdin until it ends. What anything prints goes to stderr."""
    questions = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from zmqlint.server.analyst import Analyst

    analyst = Analyst(*_received(questions))
    # A collection in the midst of an analysis can take longer than the analysis: they wait until it is answered.
    gc.disable()
    gc.freeze()
    count = 0
    with contextlib.suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            _send(answers, _answer(analyst, _received(questions)))
            count += 1
            gc.collect(0 if count % _MIDDLE else 1 if count % _FULL else 2)


def _answer(analyst: Analyst, request: Request) -> object:
    try:
        return analyst.answer(request)
    except Exception:
        # One text that brings it to grief must not cost what is known of the others.
        return Trouble(traceback.format_exc())
