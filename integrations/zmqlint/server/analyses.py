"""Which text is analysed next, and what is not worth finishing.

The worker does one thing at a time. What has just been typed comes first, then what somebody asked for, then texts that
may be concerned by a change in another one. Of a text that changes while it waits, only the latest state is analysed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zmqlint.server.messages import Answer, Changed, Check, Closed
from zmqlint.server.worker import NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from zmqlint.server.buffers import Buffer
    from zmqlint.server.messages import Request, Subject
    from zmqlint.server.worker import Worker

#: Seconds that pass between a change and its analysis, so that what an editor sends at once counts as one. What comes
#: while a text is analysed waits for that anyway.
DEBOUNCE = 0.003
#: Seconds without a change before the other buffers that it may concern are looked at.
SETTLING = 0.5
#: Seconds that the analysis of a text may take once that text has changed; after that it is ended.
PATIENCE = 2.0
#: Seconds that anything may take.
LONGEST = 60.0


@dataclass(frozen=True)
class _Question:
    request: Request
    buffer: Buffer | None
    answer: asyncio.Future[Any]


class Analyses:
    """Keeps the worker busy with what is due."""

    def __init__(self, worker: Worker, executor: Executor, publish: Callable[[Buffer, Answer], None]) -> None:
        """Take the worker, the threads that may wait for it, and what is to be told of each answer."""
        self.buffers: dict[str, Buffer] = {}
        self._worker = worker
        self._executor = executor
        self._publish = publish
        #: What the worker must hear before it is asked anything else.
        self._notices: deque[_Question] = deque()
        self._questions: deque[_Question] = deque()
        self._wake = asyncio.Event()
        #: The buffer that the running request is about, and when that began.
        self._running: tuple[Buffer | None, float] | None = None

    def open(self, buffer: Buffer) -> None:
        """Have a new buffer checked."""
        self.buffers[buffer.uri] = buffer
        self._want(buffer, 0, urgent=True)

    def change(self, buffer: Buffer, subject: Subject, version: int | None) -> None:
        """Have the new text of a buffer checked."""
        buffer.change(subject, version)
        self._want(buffer, DEBOUNCE, urgent=True)
        running = self._running
        if running is not None and running[0] is buffer:
            loop = asyncio.get_running_loop()
            loop.call_at(max(loop.time(), running[1] + PATIENCE), self._end, running)

    def close(self, uri: str) -> None:
        """Forget a buffer."""
        buffer = self.buffers.pop(uri, None)
        if buffer is not None:
            buffer.settled.set()
            self._post(self._notices, Closed(buffer.subject.path))
            self._want_others(buffer.subject)

    def files_changed(self, paths: tuple[str, ...] = ()) -> None:
        """Have all buffers checked again, since these files, or any, may have changed."""
        self._post(self._notices, Changed(paths))
        self.check_all()

    def check_all(self) -> None:
        """Have all buffers checked again, since what holds for them may have changed."""
        self._want_all()

    async def settle(self, uri: str) -> Buffer | None:
        """Return a buffer as soon as its text is known; None if it is not open, or cannot be analysed as it is."""
        buffer = self.buffers.get(uri)
        if buffer is None:
            return None
        if buffer.due is not None:
            self._want(buffer, 0, urgent=True)
        await buffer.settled.wait()
        return buffer if buffer.is_known else None

    async def ask(self, request: Request, buffer: Buffer) -> Any:
        """Return the answer to a request about a buffer; an empty one if there is none."""
        question = self._post(self._questions, request, buffer)
        try:
            return await question.answer
        except NoAnswerError:
            return ()

    async def run(self) -> None:
        """Work for ever."""
        while True:
            self._wake.clear()
            now = asyncio.get_running_loop().time()
            waiting = [(buffer.due, buffer) for buffer in self.buffers.values() if buffer.due is not None]
            # While something urgent rests, nothing else is begun that it would have to wait for.
            urgent = [(due, buffer) for due, buffer in waiting if buffer.urgent]
            first = max(((due, buffer) for due, buffer in urgent or waiting if due <= now), default=None, key=_due)
            if self._notices:
                await self._answer(self._notices.popleft())
            elif self._questions and not urgent:
                await self._answer(self._questions.popleft())
            elif first is not None:
                await self._check(first[1])
            else:
                dues = [due for due, _ in urgent or waiting]
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), min(dues) - now if dues else None)

    async def _check(self, buffer: Buffer) -> None:
        subject, urgent = buffer.subject, buffer.urgent
        buffer.due, buffer.urgent = None, False
        try:
            answer = await self._asked(Check(subject), buffer)
        except NoAnswerError as error:
            answer = Answer(failure=str(error))
            # The process that comes next knows nothing of the other texts.
            self._want_all(buffer)
        if self.buffers.get(buffer.uri) is not buffer:
            return
        known = buffer.notes if buffer.checked is subject else None
        buffer.take(subject, answer)
        if urgent or answer.failure or known != buffer.notes:
            self._publish(buffer, answer)
        if urgent and not answer.failure:
            self._want_others(subject)

    async def _answer(self, question: _Question) -> None:
        if question.answer.cancelled():
            return
        try:
            answer = await self._asked(question.request, question.buffer)
        except NoAnswerError as error:
            if not question.answer.done():
                question.answer.set_exception(error)
        else:
            if not question.answer.done():
                question.answer.set_result(answer)

    async def _asked(self, request: Request, buffer: Buffer | None) -> Any:
        """Return what the worker answers. Raises NoAnswerError."""
        loop = asyncio.get_running_loop()
        self._running = running = (buffer, loop.time())
        timer = loop.call_later(LONGEST, self._end, running)
        try:
            return await loop.run_in_executor(self._executor, self._worker.ask, request)
        finally:
            self._running = None
            timer.cancel()

    def _end(self, running: tuple[Buffer | None, float]) -> None:
        if self._running is running:
            self._worker.end()

    def _post(self, queue: deque[_Question], request: Request, buffer: Buffer | None = None) -> _Question:
        question = _Question(request, buffer, asyncio.get_running_loop().create_future())
        # Nobody need wait for the answer.
        question.answer.add_done_callback(lambda answer: answer.cancelled() or answer.exception())
        queue.append(question)
        self._wake.set()
        return question

    def _want(self, buffer: Buffer, delay: float, *, urgent: bool) -> None:
        """Have a buffer checked after so many seconds."""
        if buffer.urgent and not urgent:
            return
        buffer.due, buffer.urgent = asyncio.get_running_loop().time() + delay, urgent
        self._wake.set()

    def _want_all(self, known: Buffer | None = None) -> None:
        """Have all buffers checked again but one that is `known`."""
        for buffer in self.buffers.values():
            if buffer is not known:
                self._want(buffer, DEBOUNCE, urgent=False)

    def _want_others(self, subject: Subject) -> None:
        """Have the other buffers checked that a change of this text may concern, when nothing else has to be done."""
        for buffer in self.buffers.values():
            if buffer.subject.path != subject.path and buffer.is_concerned_by(subject):
                self._want(buffer, SETTLING, urgent=False)


def _due(waiting: tuple[float, Buffer]) -> float:
    return waiting[0]
