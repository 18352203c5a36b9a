"""What is analysed when, with a worker that does as it is told; and the real one, when it dies."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from server.editing import LEAK
from zmqlint.cli import parser
from zmqlint.server import analyses as module
from zmqlint.server.analyses import Analyses
from zmqlint.server.buffers import Buffer
from zmqlint.server.messages import Answer, Changed, Check, Closed, Mend, Note, Request, Subject
from zmqlint.server.text import UTF16, Position, Span
from zmqlint.server.worker import NoAnswerError, Worker

pytestmark = pytest.mark.asyncio

LONGEST = 30


class FakeWorker:
    """Answers each request when it is told to."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.arrivals: asyncio.Queue[Request] = asyncio.Queue()
        self.ended = 0
        self._loop = asyncio.get_running_loop()
        self._answers: list[Any] = []
        self._more = threading.Semaphore(0)

    def ask(self, request: Request) -> Any:
        self.asked.append(request)
        self._loop.call_soon_threadsafe(self.arrivals.put_nowait, request)
        self._more.acquire()
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def end(self) -> None:
        self.ended += 1
        self.answer(NoAnswerError("ended"))

    def answer(self, answer: Any) -> None:
        self._answers.append(answer)
        self._more.release()

    async def request(self) -> Request:
        return await asyncio.wait_for(self.arrivals.get(), LONGEST)


def subject(name: str, text: str) -> Subject:
    return Subject(f"/folder/{name}.py", text, "/folder")


def note(line: int) -> Note:
    return Note("zmq-unclosed-socket", "W8701", "lost", Span(Position(line, 0), Position(line, 1)), str(line), ())


class Desk:
    """The analyses with a fake worker, and what they publish."""

    def __init__(self) -> None:
        self.worker = FakeWorker()
        self.pool = ThreadPoolExecutor()
        self.published: asyncio.Queue[tuple[str, list[int], bool]] = asyncio.Queue()
        self.analyses = Analyses(self.worker, self.pool, self.publish)  # type: ignore[arg-type]
        self.task = asyncio.ensure_future(self.analyses.run())

    def publish(self, buffer: Buffer, answer: Answer) -> None:
        lines = [note.span.start.line for note in buffer.current_notes()]
        self.published.put_nowait((buffer.uri, lines, buffer.is_known))

    async def told(self) -> tuple[str, list[int], bool]:
        return await asyncio.wait_for(self.published.get(), LONGEST)

    def open(self, name: str, text: str) -> Buffer:
        buffer = Buffer(name, subject(name, text), 1)
        self.analyses.open(buffer)
        return buffer

    def change(self, buffer: Buffer, text: str) -> None:
        self.analyses.change(buffer, subject(buffer.uri, text), (buffer.version or 0) + 1)


@pytest_asyncio.fixture
async def desk(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr(module, "SETTLING", 0.01)
    desk = Desk()
    yield desk
    desk.task.cancel()
    for _ in range(8):
        desk.worker.answer(Answer())
    desk.pool.shutdown()


async def test_only_the_latest_of_many_changes_is_analysed(desk: Desk) -> None:
    buffer = desk.open("a", "0\n")
    await desk.worker.request()
    for number in range(1, 20):
        desk.change(buffer, f"{number}\n")
    desk.worker.answer(Answer())
    assert await desk.told() == ("a", [], False)
    assert await desk.worker.request() == Check(subject("a", "19\n"))
    desk.worker.answer(Answer((note(0),)))
    assert await desk.told() == ("a", [0], True)
    assert len(desk.worker.asked) == 2


async def test_what_was_found_meanwhile_is_shown_where_it_still_holds(desk: Desk) -> None:
    buffer = desk.open("a", "0\n1\n2\n")
    await desk.worker.request()
    desk.change(buffer, "new\n0\n1\nchanged\n")
    desk.worker.answer(Answer((note(1), note(2))))
    assert await desk.told() == ("a", [2], False)


async def test_a_text_that_does_not_parse_keeps_what_holds_and_is_settled(desk: Desk) -> None:
    buffer = desk.open("a", "0\n1\n")
    desk.worker.answer(Answer((note(0), note(1))))
    assert await desk.told() == ("a", [0, 1], True)
    desk.change(buffer, "(\n1\n")
    desk.worker.answer(Answer(failure="syntax error"))
    assert await desk.told() == ("a", [1], False)
    assert await asyncio.wait_for(desk.analyses.settle("a"), LONGEST) is None


async def test_work_on_a_text_that_has_changed_is_ended_when_it_takes_long(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    buffer = desk.open("a", "0\n")
    await desk.worker.request()
    desk.change(buffer, "1\n")
    assert await desk.worker.request() == Check(subject("a", "1\n"))
    assert desk.worker.ended == 1
    desk.worker.answer(Answer((note(0),)))
    assert await desk.told() == ("a", [], False)
    assert await desk.told() == ("a", [0], True)
    assert desk.worker.ended == 1


async def test_nothing_may_take_for_ever(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 0.0)
    desk.open("a", "0\n")
    assert await desk.told() == ("a", [], False)
    assert desk.worker.ended == 1


async def test_what_is_typed_comes_before_what_was_asked_and_that_before_the_rest(desk: Desk) -> None:
    first = desk.open("a", "import b\n")
    await desk.worker.request()
    desk.worker.answer(Answer())
    await desk.told()
    second = desk.open("b", "0\n")
    await desk.worker.request()
    # Meanwhile: somebody asks, the first text is typed in, and files change.
    asked = asyncio.ensure_future(desk.analyses.ask(Mend(first.subject, "0"), second))
    await asyncio.sleep(0)
    desk.analyses.files_changed(("/folder/c.py",))
    desk.change(first, "import b as c\n")
    for _ in range(5):
        desk.worker.answer(Answer())
    order = [await desk.worker.request() for _ in range(4)]
    assert order == [
        Changed(("/folder/c.py",)),
        Check(subject("a", "import b as c\n")),
        Mend(subject("a", "import b\n"), "0"),
        Check(subject("b", "0\n")),
    ]
    assert await asked == Answer()


async def test_other_buffers_are_looked_at_only_if_they_may_be_concerned(desk: Desk) -> None:
    for name, text in (("a", "import b\n"), ("c", "0\n"), ("b", "0\n")):
        desk.open(name, text)
        desk.worker.answer(Answer())
        await desk.told()
    # The check of `b` has set this off; nothing new came out of it, so nothing is published.
    desk.worker.answer(Answer((note(0),)))
    assert await desk.told() == ("a", [0], True)
    assert [request.subject.path for request in desk.worker.asked if isinstance(request, Check)] == [
        "/folder/a.py",
        "/folder/c.py",
        "/folder/b.py",
        "/folder/a.py",
    ]


async def test_a_buffer_is_looked_at_again_if_its_analysis_has_read_what_changed(desk: Desk) -> None:
    desk.open("a", "import b\n")
    desk.worker.answer(Answer(reads=frozenset({"/folder/far.py"})))
    await desk.told()
    desk.open("far", "0\n")
    desk.worker.answer(Answer())
    await desk.told()
    desk.worker.answer(Answer((note(0),)))
    assert await desk.told() == ("a", [0], True)


async def test_who_asks_about_a_text_need_not_wait_for_it_to_rest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = desk.open("a", "0\n")
    desk.worker.answer(Answer())
    await desk.told()
    monkeypatch.setattr(module, "DEBOUNCE", 3600.0)
    desk.change(buffer, "1\n")
    desk.worker.answer(Answer((note(0),)))
    assert await asyncio.wait_for(desk.analyses.settle("a"), LONGEST) is buffer
    assert buffer.notes == (note(0),)
    assert await desk.analyses.settle("other") is None


async def test_a_closed_text_is_given_up_by_all_who_wait(desk: Desk) -> None:
    desk.open("a", "0\n")
    await desk.worker.request()
    waiting = asyncio.ensure_future(desk.analyses.settle("a"))
    await asyncio.sleep(0)
    desk.analyses.close("a")
    assert await asyncio.wait_for(waiting, LONGEST) is None
    desk.worker.answer(Answer((note(0),)))
    assert await desk.worker.request() == Closed("/folder/a.py")
    assert desk.published.empty()


async def test_a_question_without_an_answer_gets_an_empty_one(desk: Desk) -> None:
    buffer = desk.open("a", "0\n")
    desk.worker.answer(Answer())
    await desk.told()
    desk.worker.answer(NoAnswerError("ended"))
    assert await asyncio.wait_for(desk.analyses.ask(Mend(buffer.subject, "0"), buffer), LONGEST) == ()


async def test_code_in_the_folder_of_the_editor_is_not_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pickle", "pylint", "zmq", "zmqlint"):
        (folder / f"{name}.py").write_text("raise SystemExit('run')\n")
    monkeypatch.chdir(folder)
    worker = Worker(parser().parse_args(["server"]), UTF16)
    text = Subject(str(folder / "a.py"), LEAK, str(folder))
    (found,) = worker.ask(Check(text)).notes
    assert worker.ask(Mend(text, found.fingerprint))
    worker.end()


async def test_the_process_comes_back_after_its_end(folder: Path) -> None:
    worker = Worker(parser().parse_args(["server"]), UTF16)
    text = Subject(str(folder / "a.py"), LEAK, str(folder))
    assert len(worker.ask(Check(text)).notes) == 1
    asking: Callable[[Request], Any] = worker.ask
    with pytest.raises(NoAnswerError, match="Traceback"):
        asking(Check(None))  # type: ignore[arg-type]
    # A failure does not end it, and it forgets nothing.
    pid = worker._process and worker._process.pid
    assert len(worker.ask(Check(text)).notes) == 1
    assert worker._process is not None
    assert worker._process.pid == pid
    worker.end()
    assert len(worker.ask(Check(text)).notes) == 1
    process = worker._process
    assert process.stdin is not None
    process.stdin.close()
    # Left alone, it leaves.
    assert process.wait(LONGEST) == 0
    assert process.stdout is not None
    process.stdout.close()
