"""The plugin inside plain Pylint."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from astroid import nodes
from pylint.lint import PyLinter, Run
from pylint.reporters import CollectingReporter

import fake_analysis
import pylint_zmq
from pylint_zmq.analysis.engine import analyse
from pylint_zmq.analysis.findings import CONTROL_FLOW, HIGH, Finding
from pylint_zmq.program.trees import parse_text
from pylint_zmq.rules import pages
from pylint_zmq.settings import Settings

LEAK = """\
import zmq


def work():
    sock = zmq.Context.instance().socket(zmq.PUSH)
    sock.send(b"x")
"""


def pylint(*arguments: str) -> list[tuple[str, int]]:
    """Run Pylint in this process, with our messages only unless told otherwise; return symbols and lines."""
    reporter = CollectingReporter()
    Run(["--load-plugins=pylint_zmq", "--disable=all", "--persistent=n", *arguments], reporter=reporter, exit=False)
    return sorted((message.symbol, message.line) for message in reporter.messages)


ZMQ = "--enable=zmq-lifetime"


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "code.py"
    path.write_text(LEAK)
    return path


@pytest.fixture
def every_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    fake_analysis.install(monkeypatch, fake_analysis.every_socket)


def test_a_lost_socket_is_reported_at_its_creation_call(code: Path) -> None:
    reporter = CollectingReporter()
    Run(["--load-plugins=pylint_zmq", "--persistent=n", ZMQ, str(code)], reporter=reporter, exit=False)
    (message,) = [message for message in reporter.messages if message.symbol.startswith("zmq-")]
    assert message.symbol == "zmq-unclosed-socket"
    assert (message.line, message.column, message.end_line, message.end_column) == (5, 11, 5, 50)
    assert message.obj == "work"


def test_every_page_is_a_message_of_its_checker_and_help_shows_it() -> None:
    linter = PyLinter()
    pylint_zmq.register(linter)
    for page in pages().values():
        (message,) = linter.msgs_store.get_message_definitions(page.symbol)
        assert (message.msgid, message.checker_name, message.description) == (page.id, page.checker, page.title)
        assert message.default_enabled is page.default_enabled
        assert linter.is_message_enabled(page.symbol) is page.default_enabled


def test_a_module_is_analysed_once_for_all_families(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def analyse(module: nodes.Module, _: Settings) -> list[Finding]:
        seen.append(module.name)
        return []

    fake_analysis.install(monkeypatch, analyse)
    other = code.with_name("other.py")
    other.write_text(LEAK)
    pylint(*(f"--enable={page.checker}" for page in pages().values()), str(code), str(other))
    assert sorted(seen) == ["code", "other"]


def test_the_options_reach_the_analysis(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def analyse(_: nodes.Module, settings: Settings) -> list[Finding]:
        seen.append(settings)
        return []

    fake_analysis.install(monkeypatch, analyse)
    pylint(ZMQ, "--zmq-min-version=22.3", "--zmq-closers=shut,pkg.end", "--zmq-report-unseen=y", str(code))
    assert seen == [Settings(min_version=(22, 3), closers=frozenset({"shut", "pkg.end"}), report_unseen=True)]


def test_a_failing_analysis_costs_the_file_none_of_its_other_messages(
    code: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse(*_: object) -> list[Finding]:
        raise RecursionError("maximum\nrecursion depth exceeded")

    fake_analysis.install(monkeypatch, analyse)
    code.write_text(LEAK + "import os\n")
    reporter = CollectingReporter()
    arguments = ["--load-plugins=pylint_zmq", "--disable=all", "--enable=zmq-lifetime,unused-import,F", str(code)]
    Run([*arguments, "--persistent=n"], reporter=reporter, exit=False)
    assert sorted(message.symbol for message in reporter.messages) == ["astroid-error", "unused-import"]
    (failure,) = [message for message in reporter.messages if message.symbol == "astroid-error"]
    assert failure.msg == (
        f"{code}: the analysis of zmqlint failed (RecursionError: maximum recursion depth exceeded); please report it"
    )


COMMENTS = {
    "first line": """\
def work(ctx):
    sock = ctx.socket(  # pylint: disable=zmq-unclosed-socket
        1,
    )
""",
    "a line in the middle": """\
def work(ctx):
    sock = ctx.socket(
        1,  # pylint: disable=zmq-unclosed-socket
    )
""",
    "last line": """\
def work(ctx):
    sock = ctx.socket(
        1,
    )  # pylint: disable=W8701
""",
    "a line of the statement before the call": """\
def work(ctx):
    pair = (  # pylint: disable=zmq-unclosed-socket
        1,
        ctx.socket(1),
    )
""",
    "the head of a compound statement": """\
def work(ctx):
    if ctx.socket(
        1
    ):  # pylint: disable=zmq-unclosed-socket
        pass
""",
    "the line above": """\
def work(ctx):
    # pylint: disable-next=zmq-unclosed-socket
    sock = ctx.socket(
        1,
    )
""",
    "the block": """\
def work(ctx):
    # pylint: disable=zmq-unclosed-socket
    if ctx:
        sock = ctx.socket(1)
""",
    "the file": """\
# pylint: disable=zmq-unclosed-socket
def work(ctx):
    sock = ctx.socket(1)
""",
}


@pytest.mark.usefixtures("every_socket")
@pytest.mark.parametrize("text", COMMENTS.values(), ids=COMMENTS)
def test_a_comment_suppresses_from_any_line_of_the_statement(code: Path, text: str) -> None:
    code.write_text(text)
    assert pylint(ZMQ, "--enable=useless-suppression", str(code)) == []
    code.write_text(text.replace("pylint:", "plint:"))
    assert [symbol for symbol, _ in pylint(ZMQ, str(code))] == ["zmq-unclosed-socket"]


@pytest.mark.usefixtures("every_socket")
def test_a_comment_in_the_body_of_a_compound_statement_does_not_reach_its_head(code: Path) -> None:
    code.write_text("def work(ctx):\n    if ctx.socket(1):\n        pass  # pylint: disable=zmq-unclosed-socket\n")
    found = pylint(ZMQ, "--enable=useless-suppression", str(code))
    assert found == [("useless-suppression", 3), ("zmq-unclosed-socket", 2)]


@pytest.mark.usefixtures("every_socket")
def test_a_needless_comment_is_useless(code: Path) -> None:
    code.write_text("x = 1  # pylint: disable=zmq-unclosed-socket\n")
    assert pylint(ZMQ, "--enable=useless-suppression", str(code)) == [("useless-suppression", 1)]


def test_confidence_filters_our_messages(code: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def analyse(module: nodes.Module, _: Settings) -> list[Finding]:
        first, second = list(module.nodes_of_class(nodes.Call))[:2]
        return [fake_analysis.loss(first, confidence=HIGH), fake_analysis.loss(second, confidence=CONTROL_FLOW)]

    fake_analysis.install(monkeypatch, analyse)
    code.write_text("def f():\n    a()\n    b()\n")
    assert pylint(ZMQ, str(code)) == [("zmq-unclosed-socket", 2), ("zmq-unclosed-socket", 3)]
    assert pylint(ZMQ, "--confidence=CONTROL_FLOW", str(code)) == [("zmq-unclosed-socket", 3)]


def test_a_second_run_in_one_process_sees_what_has_changed_in_other_files(code: Path) -> None:
    factory = code.parent / "factory.py"
    factory.write_text("import zmq\n\n\ndef make(ctx):\n    return ctx.socket(zmq.PUSH)\n")
    code.write_text('from factory import make\n\n\ndef work(ctx):\n    sock = make(ctx)\n    sock.send(b"x")\n')
    assert pylint(ZMQ, "--clear-cache-post-run=y", str(code)) == [("zmq-unclosed-socket", 5)]
    factory.write_text("import zmq\n\n\ndef make(ctx):\n    return ctx\n")
    assert pylint(ZMQ, "--clear-cache-post-run=y", str(code)) == []


def test_a_second_run_in_one_process_with_a_cleared_cache_finds_the_same(code: Path) -> None:
    first = pylint(ZMQ, "--clear-cache-post-run=y", str(code))
    assert first == [("zmq-unclosed-socket", 5)]
    assert pylint(ZMQ, "--clear-cache-post-run=y", str(code)) == first


def test_a_wrong_value_ends_pylint_with_its_status_for_wrong_usage(code: Path) -> None:
    complaint = io.StringIO()
    with pytest.raises(SystemExit) as ended, contextlib.redirect_stderr(complaint):
        pylint("--zmq-min-version=new", str(code))
    assert ended.value.code == 32
    assert complaint.getvalue() == (
        "pylint_zmq: error: zmq-min-version = new: must be a version of pyzmq such as 24 or 25.1\n"
    )


def run_pylint(folder: Path, *arguments: str) -> Any:
    """Run Pylint as people do and return its JSON."""
    command = [sys.executable, "-m", "pylint", "--load-plugins=pylint_zmq", "--disable=all", ZMQ, "-sn"]
    done = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert not done.stderr
    document = json.loads(done.stdout)
    if isinstance(document, list):
        return document
    if "runs" in document:
        return document["runs"][0]["results"]
    return sorted(document["messages"], key=lambda message: (message["path"], message["line"]))


@pytest.mark.parametrize("form", ["json2", "sarif", "gitlab"])
def test_two_workers_report_what_one_process_does(code: Path, form: str) -> None:
    for number in range(5):
        code.with_name(f"more{number}.py").write_text("\n" * number + LEAK)
    names = sorted(path.name for path in code.parent.glob("*.py"))
    alone = run_pylint(code.parent, f"--output-format={form}", *names)
    assert run_pylint(code.parent, f"--output-format={form}", "-j2", *reversed(names)) == alone
    assert len(alone) == 6


def test_several_documents_of_one_run_tell_the_same(code: Path) -> None:
    command = [sys.executable, "-m", "pylint", "--load-plugins=pylint_zmq", "--disable=all", ZMQ, "code.py"]
    for form, name in (("gitlab:a", "a"), ("sarif:s,gitlab:b", "b")):
        subprocess.run([*command, f"--output-format={form}"], cwd=code.parent, capture_output=True, check=False)
        assert len(json.loads((code.parent / name).read_text())) == 1
    assert (code.parent / "a").read_text() == (code.parent / "b").read_text()


HALF_MADE = """\
import zmq


class Half:
    def __init__(self, ctx, endpoint):
        self.sock = ctx.socket(zmq.PUSH)
        self.sock.connect(endpoint)

    def close(self):
        self.sock.close()
"""
OFF = "zmq-unclosed-socket-on-init-error"


def test_what_nobody_would_hear_of_need_not_be_found(code: Path) -> None:
    module = parse_text(HALF_MADE)
    assert [each.symbol for each in analyse(module, Settings())] == [OFF]
    assert [each.symbol for each in analyse(module, Settings(), lambda symbol: symbol != OFF)] == []


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("", []),
        (f"  # pylint: enable={OFF}", [(OFF, 6)]),
        ("  # pylint: enable=W8706", [(OFF, 6)]),
        (f"  # pylint: disable={OFF}", []),
        ("  # pylint: disable=W8706", []),
        ("  # pylint: disable=W8703", [("useless-suppression", 6)]),
    ],
)
def test_a_comment_may_turn_on_what_is_off_and_may_turn_it_off_again(
    code: Path, comment: str, expected: list[tuple[str, int]]
) -> None:
    code.write_text(HALF_MADE.replace("PUSH)", "PUSH)" + comment))
    assert pylint(ZMQ, "--enable=useless-suppression", f"--disable={OFF}", str(code)) == expected
