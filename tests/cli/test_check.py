"""What `zmqlint check` reports and how it ends."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest
from astroid import nodes

import fake_analysis
from cli.conftest import CLEAN, LEAK, Project, Zmqlint
from pylint_zmq.analysis.findings import HIGH, Finding, Impact
from pylint_zmq.settings import Settings


def test_a_lost_socket_is_a_finding(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py")
    done = zmqlint("check", "client.py")
    assert done.status == 1
    assert "client.py:5:12: W8701 zmq-unclosed-socket: " in done.out
    assert done.err == (
        "Found 1 problem in 1 file (1 file checked).\nUp to 1 can be fixed with `zmqlint fix`; --diff shows how.\n"
    )


def test_code_in_order_is_none(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py", CLEAN)
    done = zmqlint("check", "client.py")
    assert (done.status, done.out, done.err) == (0, "", "No problems found (1 file checked).\n")


def test_without_a_path_the_folder_is_checked(project: Project, zmqlint: Zmqlint) -> None:
    project.write("a/b/client.py")
    assert "a/b/client.py:5:12:" in zmqlint("check").out


def test_a_missing_path_is_an_error_and_the_others_are_checked(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py")
    done = zmqlint("check", "gone.py", "client.py", "nowhere")
    assert done.status == 2
    assert done.out.startswith("client.py:5:12: W8701")
    assert done.err.splitlines()[:2] == [
        "zmqlint: error: gone.py: No such file or directory",
        "zmqlint: error: nowhere: No such file or directory",
    ]


def test_exit_zero_forgives_findings_but_no_errors(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py")
    assert zmqlint("check", "--exit-zero", "client.py").status == 0
    assert zmqlint("check", "--exit-zero", "client.py", "gone.py").status == 2


def test_a_folder_without_python_is_a_warning(project: Project, zmqlint: Zmqlint) -> None:
    project.write("docs/readme.txt", "zmq")
    done = zmqlint("check", "docs")
    assert (done.status, done.out, done.err) == (0, "", "zmqlint: warning: no Python file found in docs\n")


def test_stdin_is_checked_under_the_given_name(project: Project, zmqlint: Zmqlint) -> None:
    done = zmqlint("check", "--stdin-filename", "pkg/client.py", "-", stdin=LEAK.encode())
    assert done.status == 1
    assert done.out.startswith("pkg/client.py:5:12: W8701 zmq-unclosed-socket: ")
    assert " 5 |     sock = zmq.Context.instance().socket(zmq.PUSH)\n" in done.out


def test_stdin_that_cannot_be_parsed_is_an_error(zmqlint: Zmqlint) -> None:
    done = zmqlint("check", "-", stdin=b"import zmq\ndef f(:\n")
    assert (done.status, done.out) == (2, "")
    assert done.err == "zmqlint: error: stdin.py:2: syntax error: invalid syntax\n"


def test_stdin_and_files_do_not_mix(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py")
    done = zmqlint("check", "-", "client.py")
    assert done.status == 2
    assert done.err == "zmqlint: error: command line: - cannot be checked together with other paths\n"


@pytest.mark.usefixtures("every_socket")
def test_select_replaces_and_ignore_takes_away(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py")
    for wanted in ("zmq-unclosed-socket", "W8701", "zmq-lifetime", "all", "W8702,W8701"):
        assert zmqlint("check", "--select", wanted).status == 1, wanted
        assert zmqlint("check", "--ignore", wanted).status == 0, wanted
    assert zmqlint("check", "--select", "zmq-unclosed-context").status == 0
    assert zmqlint("check", "--select", "all", "--ignore", "W8701").status == 0


@pytest.mark.usefixtures("every_socket")
def test_select_overrules_the_configuration(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py")
    project.write("pylintrc", "[MAIN]\ndisable=zmq-lifetime\n")
    assert zmqlint("check").status == 0
    assert zmqlint("check", "--select", "zmq-unclosed-socket").status == 1


def test_an_unknown_message_is_refused_with_a_suggestion(zmqlint: Zmqlint) -> None:
    done = zmqlint("check", "--select", "zmq-unclosed-sockt")
    assert done.status == 2
    assert done.err == (
        "zmqlint: error: --select: no message is called 'zmq-unclosed-sockt'; did you mean 'zmq-unclosed-socket'?\n"
    )


def test_a_wrong_option_is_refused(zmqlint: Zmqlint) -> None:
    done = zmqlint("check", "--zmq-max-states", "many")
    assert done.status == 2
    assert done.err == "zmqlint: error: command line: zmq-max-states: invalid int value: 'many'\n"
    done = zmqlint("check", "--zmq-min-version", "new")
    assert done.status == 2
    assert done.err == (
        "zmqlint: error: command line: zmq-min-version = new: must be a version of pyzmq such as 24 or 25.1\n"
    )


@pytest.mark.usefixtures("every_socket")
def test_comments_suppress_as_in_pylint(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py", LEAK.replace("PUSH)", "PUSH)  # pylint: disable=zmq-unclosed-socket"))
    project.write("other.py", "# pylint: skip-file\n" + LEAK)
    assert zmqlint("check").status == 0


@pytest.mark.usefixtures("every_socket")
def test_useless_suppressions_are_reported_where_they_are_ours(project: Project, zmqlint: Zmqlint) -> None:
    project.write(
        "client.py",
        "import zmq  # pylint: disable=unused-import\n"
        "x = 1  # pylint: disable=zmq-unclosed-socket\n"
        "y = 1  # pylint: disable=W,no-such-message,bad-inline-option\n",
    )
    assert zmqlint("check").status == 0
    done = zmqlint("check", "--select", "useless-suppression", "--format", "concise")
    assert done.out == "client.py:2:1: I0021 useless-suppression: Useless suppression of 'zmq-unclosed-socket'\n"


@pytest.mark.usefixtures("every_socket")
def test_two_processes_report_what_one_does(project: Project, zmqlint: Zmqlint) -> None:
    for number in range(12):
        project.write(f"code{number}.py", "\n" * number + LEAK)
    project.write("broken.py", "import zmq\n(")
    alone = zmqlint("check", "--jobs", "1", "--format", "json")
    assert alone.status == 2
    assert zmqlint("check", "--jobs", "2", "--format", "json") == alone


@pytest.mark.usefixtures("every_socket")
def test_the_order_and_repetition_of_paths_do_not_matter(project: Project, zmqlint: Zmqlint) -> None:
    for name in ("pkg/__init__.py", "pkg/a.py", "pkg/b.py", "c.py"):
        project.write(name)
    whole = zmqlint("check", "--format", "json")
    assert zmqlint("check", "c.py", "pkg/b.py", "pkg", ".", "--format", "json") == whole


@pytest.mark.usefixtures("every_socket")
def test_a_file_that_does_not_mention_zmq_is_not_analysed(project: Project, zmqlint: Zmqlint) -> None:
    project.write("own.py", "def f():\n    return lib.socket(1)\n\nmake_socket\n")
    assert zmqlint("check").status == 0
    assert zmqlint("check", "--zmq-socket-factories", "lib.make_socket").status == 1


def test_statistics_count_each_message(project: Project, zmqlint: Zmqlint) -> None:
    project.write("a.py")
    project.write("b.py")
    assert zmqlint("check", "--statistics").err == (
        "     2  zmq-unclosed-socket  once per call\nFound 2 problems in 2 files (2 files checked).\n"
        "Up to 2 can be fixed with `zmqlint fix`; --diff shows how.\n"
    )


def test_statistics_put_first_what_can_happen_most_often(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("a.py")
    rated = [("zmq-unclosed-socket", "process"), ("zmq-timeout-unit", ""), ("zmq-unclosed-owner", "iteration")]

    def analyse(module: nodes.Module, _: Settings) -> list[Finding]:
        call = next(module.nodes_of_class(nodes.Call))
        return [
            replace(fake_analysis.loss(call, symbol), impact=Impact(often, "", "much") if often else None)
            for symbol, often in [*rated, rated[0]]
        ]

    fake_analysis.install(monkeypatch, analyse)
    assert zmqlint("check", "--statistics").err.splitlines()[:3] == [
        "     1  zmq-unclosed-owner   once per request or iteration",
        "     2  zmq-unclosed-socket  once per process",
        "     1  zmq-timeout-unit",
    ]


@pytest.mark.parametrize(
    ("symbols", "told"),
    [
        (["zmq-socket-churn"], ""),
        (
            ["zmq-socket-churn", "zmq-unclosed-owner", "zmq-unclosed-owner"],
            "Up to 2 can be fixed with `zmqlint fix --unsafe-fixes`; --diff shows how.\n",
        ),
        (
            ["zmq-unclosed-socket", "zmq-unclosed-socket", "zmq-unclosed-owner"],
            "Up to 2 can be fixed with `zmqlint fix`, 1 more with --unsafe-fixes; --diff shows how.\n",
        ),
    ],
)
def test_the_summary_says_how_many_can_be_fixed(
    symbols: list[str], told: str, project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse(module: nodes.Module, _: Settings) -> list[Finding]:
        return [Finding(symbol, node, ("a", "b"), HIGH) for symbol, node in zip(symbols, module.body, strict=True)]

    fake_analysis.install(monkeypatch, analyse)
    project.write("client.py", "import zmq\n" * len(symbols))
    found = "problem" if len(symbols) == 1 else "problems"
    assert zmqlint("check").err == f"Found {len(symbols)} {found} in 1 file (1 file checked).\n{told}"


def test_to_count_what_can_be_fixed_no_fixer_is_loaded(project: Project) -> None:
    project.write("client.py")
    program = "import sys; from zmqlint.cli import main; main(['check']); print('libcst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "Up to 1 can be fixed" in done.stderr
    assert done.stdout.splitlines()[-1] == "False"


def test_without_a_command_the_help_is_shown(zmqlint: Zmqlint) -> None:
    done = zmqlint()
    assert (done.status, done.out) == (2, "")
    assert "usage: zmqlint" in done.err
    assert "zmqlint check ." in done.err


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("chek", "no command is called 'chek'; did you mean 'check'?"),
        ("src", "no command is called 'src'; did you mean `zmqlint check src`?"),
        ("xyz", "no command is called 'xyz'; there are check, fix, baseline, map, "),
    ],
)
def test_a_wrong_command_is_told_with_what_may_be_meant(
    word: str, told: str, project: Project, zmqlint: Zmqlint
) -> None:
    project.write("src/code.py")
    done = zmqlint(word)
    assert done.status == 2
    assert done.err.startswith(f"zmqlint: error: {told}")
