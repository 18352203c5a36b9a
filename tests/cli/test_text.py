"""What people see."""

from __future__ import annotations

import re
import sys

import pytest
from astroid import nodes

import fake_analysis
from cli.conftest import LEAK, Project, Zmqlint
from pylint_zmq.analysis.findings import CONTROL_FLOW, Finding, Impact, Step
from pylint_zmq.settings import Settings


@pytest.mark.usefixtures("every_socket")
def test_a_report_shows_the_code_of_its_story_and_where_to_read_more(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py")
    story = pages_text()
    assert zmqlint("check", "client.py").out == (
        f"client.py:5:12: W8701 zmq-unclosed-socket: {story}\n"
        " 5 |     sock = zmq.Context.instance().socket(zmq.PUSH)\n"
        "   |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ created here\n"
        ' 6 |     sock.send(b"x")\n'
        "   |     ^^^^^^^^^^^^^^^ lost here\n"
        "  = help: zmqlint explain zmq-unclosed-socket\n"
        "\n"
    )


def pages_text() -> str:
    from pylint_zmq.rules import pages

    return pages()["zmq-unclosed-socket"].template % ("'sock'", fake_analysis.STORY)


@pytest.mark.usefixtures("every_socket")
def test_lines_left_out_are_marked_and_wide_characters_shift_nothing(project: Project, zmqlint: Zmqlint) -> None:
    project.write(
        "client.py",
        "import zmq\ndef 送(ctx):\n\tß = '送信'; sock = ctx.socket(\n\t\tzmq.PUSH)\n"
        + "\n" * 6
        + "\tprint('''x\n''')\n",
    )
    assert zmqlint("check", "client.py").out.splitlines()[1:-2] == [
        "  3 |     ß = '送信'; sock = ctx.socket(",
        "    |                        ^^^^^^^^^^^ created here",
        " ...",
        " 11 |     print('''x",
        "    |     ^^^^^^^^^^ lost here",
    ]


def test_a_story_through_other_files_and_backwards_is_numbered(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = project.write("factory.py", "def make(ctx):\n    return ctx.socket(1)\n")

    def analyse(module: nodes.Module, _: Settings) -> list[Finding]:
        call = next(module.nodes_of_class(nodes.Call))
        tree = __import__("astroid").parse(other.read_text())
        steps = (
            Step("created", next(tree.nodes_of_class(nodes.Call)), "made here", str(other)),
            Step("returned", call, "handed out here"),
            Step("lost", module.body[1], "overwritten by the next round"),
        )
        return [Finding("zmq-unclosed-socket-on-path", call, ("'s'", "lost"), CONTROL_FLOW, steps)]

    fake_analysis.install(monkeypatch, analyse)
    project.write("client.py", "import zmq\nfor x in []:\n    s = make(x)\n")
    assert zmqlint("check", "client.py").out.splitlines()[1:-2] == [
        "   in factory.py:2",
        " 2 |     return ctx.socket(1)",
        "   |            ^^^^^^^^^^^^^ 1. made here",
        "   in client.py:3",
        " 2 | for x in []:",
        "   | ^^^^^^^^^^^^ 3. overwritten by the next round",
        " 3 |     s = make(x)",
        "   |         ^^^^^^^ 2. handed out here",
    ]


def test_a_report_without_a_story_shows_its_own_line(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse(module: nodes.Module, _: Settings) -> list[Finding]:
        return [Finding("zmq-unclosed-socket", module.body[1], ("'s'", "lost"), CONTROL_FLOW)]

    fake_analysis.install(monkeypatch, analyse)
    project.write("client.py", "import zmq\ns = 1  # why\n")
    assert zmqlint("check", "client.py").out.splitlines()[1:3] == [" 2 | s = 1  # why", "   | ^^^^^"]


def test_a_report_says_how_often_it_can_happen_and_what_it_costs(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse(module: nodes.Module, _: Settings) -> list[Finding]:
        impact = Impact("iteration", "on each turn of the loop at line 9", "a descriptor")
        return [Finding("zmq-unclosed-socket", module.body[1], ("'s'", "lost"), CONTROL_FLOW, impact=impact)]

    fake_analysis.install(monkeypatch, analyse)
    project.write("client.py", "import zmq\ns = 1\n")
    assert zmqlint("check", "client.py").out.splitlines()[3:5] == [
        "  = often: once per request or iteration, on each turn of the loop at line 9",
        "  = costs: a descriptor",
    ]


def test_what_it_costs_is_told_once_and_fits_the_terminal(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse(module: nodes.Module, _: Settings) -> list[Finding]:
        costs = ("a word " * 20, "a word " * 20, "another")
        return [
            Finding("zmq-unclosed-socket", node, ("'s'", "lost"), CONTROL_FLOW, impact=Impact("call", "", cost.strip()))
            for node, cost in zip(module.body[1:], costs, strict=True)
        ]

    fake_analysis.install(monkeypatch, analyse)
    project.write("client.py", "import zmq\ns = 1\ns = 2\ns = 3\n")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    flat = zmqlint("check", "client.py").out
    assert flat.count("= costs:") == 2
    assert len(max(flat.splitlines(), key=len)) > 100
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    notes = [line for line in zmqlint("check", "client.py").out.splitlines() if " word" in line]
    assert notes[0].startswith("  = costs: a word a word")
    assert len(notes) == 3
    assert all(line.startswith("           a word") and len(line) <= 60 for line in notes[1:])


@pytest.mark.usefixtures("every_socket")
def test_code_cannot_steer_the_terminal_or_flood_it(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py", LEAK.replace('b"x"', f'"\x1b[2J\x07", "{"x" * 5000}"'))
    done = zmqlint("check", "client.py")
    assert "\x1b" not in done.out
    assert "\x07" not in done.out
    assert max(len(line) for line in done.out.splitlines()) < 200


@pytest.mark.usefixtures("every_socket")
@pytest.mark.parametrize(
    ("terminal", "variables", "coloured"),
    [
        (False, {}, False),
        (True, {}, True),
        (True, {"TERM": "dumb"}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_follow_the_terminal_and_the_environment(
    project: Project,
    zmqlint: Zmqlint,
    monkeypatch: pytest.MonkeyPatch,
    terminal: bool,
    variables: dict[str, str],
    coloured: bool,
) -> None:
    project.write("client.py")
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert ("\x1b[1;33mW8701 zmq-unclosed-socket:\x1b[0m" in zmqlint("check").out) is coloured


@pytest.mark.usefixtures("every_socket")
def test_machines_get_no_colour(project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("client.py")
    monkeypatch.setenv("FORCE_COLOR", "1")
    for form in ("json", "sarif", "github", "gitlab", "junit"):
        done = zmqlint("check", "--format", form)
        assert "\x1b" not in done.out
        assert done.err == ""


def test_explain_prints_the_page_by_any_of_its_names(zmqlint: Zmqlint) -> None:
    pages = {zmqlint("explain", name).out for name in ("zmq-unclosed-socket", "W8701", "8701")}
    (page,) = pages
    assert page.startswith("# zmq-unclosed-socket (W8701)\n\n")
    assert "\n## Why it matters\n" in page
    assert page.count("# zmq-unclosed-socket\n") == 0


def test_explain_is_rendered_on_a_terminal(zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    done = zmqlint("explain", "W8701")
    assert "\x1b[" in done.out
    assert "## Why" not in done.out


def test_explain_suggests_the_nearest_symbol(zmqlint: Zmqlint) -> None:
    done = zmqlint("explain", "zmq-unclosed-sockets")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(
        "zmqlint: error: no message is called 'zmq-unclosed-sockets'; did you mean 'zmq-unclosed"
    )


def test_rules_lists_every_page(zmqlint: Zmqlint) -> None:
    import json

    from pylint_zmq.rules import pages

    text = zmqlint("rules").out
    listed = json.loads(zmqlint("rules", "--format", "json").out)
    assert [rule["symbol"] for rule in listed] == list(pages())
    for page in pages().values():
        assert f"{page.id} {page.symbol}" in text
        assert page.title in text


def test_version_names_what_a_bug_report_needs(zmqlint: Zmqlint) -> None:
    import astroid
    import pylint

    import pylint_zmq

    text = zmqlint("--version").out
    assert text.startswith(
        f"zmqlint {pylint_zmq.__version__} (pylint {pylint.__version__}, astroid {astroid.__version__},"
    )
    assert f"Python {sys.version.split()[0]})" in text


def test_the_list_of_rules_fits_the_terminal(zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch) -> None:
    flat = zmqlint("rules").out
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    wrapped = zmqlint("rules").out
    assert max(map(len, wrapped.splitlines())) <= 90 < max(map(len, flat.splitlines()))
    assert wrapped.split() == flat.split()


def test_a_diff_is_coloured_for_a_terminal_alone(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("client.py")
    flat = zmqlint("fix", "--diff").out
    assert "\x1b" not in flat
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = zmqlint("fix", "--diff").out
    assert "\x1b[31m-    sock = zmq.Context.instance().socket(zmq.PUSH)\x1b[0m\n" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == flat
