"""Reading a rule page."""

from __future__ import annotations

import pytest

from pylint_zmq.rules import PageError, read_page

FRONT = """---
symbol: zmq-example
id: W8799
checker: zmq-lifetime
default: on
fix: none
title: An example is found.
template: Example %s: %s
---
"""

FENCE = "```"


def page(body: str, front: str = FRONT) -> str:
    return f"{front}\n{body}"


def block(info: str, code: str = "pass\n") -> str:
    return f"{FENCE}{info}\n{code}{FENCE}\n"


def test_the_front_matter_gives_the_message() -> None:
    read = read_page("zmq-example.md", page("text"))
    assert (read.id, read.checker, read.fix, read.default_enabled) == ("W8799", "zmq-lifetime", "none", True)
    assert read.definition == ("Example %s: %s", "zmq-example", "An example is found.", {"default_enabled": True})


def test_a_message_off_by_default_and_its_old_names_reach_pylint() -> None:
    front = FRONT.replace("default: on", "default: off\nold_names: W8798 zmq-older, W8797 zmq-oldest")
    assert read_page("zmq-example.md", page("text", front)).definition[3] == {
        "default_enabled": False,
        "old_names": [("W8798", "zmq-older"), ("W8797", "zmq-oldest")],
    }


def test_a_value_may_contain_a_colon() -> None:
    assert read_page("zmq-example.md", page("text")).template == "Example %s: %s"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: W8799", "id: W1234"),
        ("id: W8799", "id: X8799"),
        ("default: on", "default: maybe"),
        ("fix: none", "fix: perhaps"),
        ("symbol: zmq-example", "symbol: zmq-other"),
        ("symbol: zmq-example", "symbol: Zmq_Example"),
        ("title: An example is found.\n", ""),
        ("fix: none", "fix: none\nfix: safe"),
        ("fix: none", "fix: none\ncolour: red"),
        ("title: An example is found.", "title:"),
        ("default: on", "default: on\nold_names: zmq-older"),
        ("---\nsymbol", "symbol"),
    ],
)
def test_a_broken_front_matter_is_refused_and_named(old: str, new: str) -> None:
    with pytest.raises(PageError, match=r"^zmq-\w+\.md:\d+: "):
        read_page("zmq-example.md", page("text", FRONT.replace(old, new, 1)))


def test_blocks_have_their_role_code_options_and_line_of_the_page() -> None:
    text = page("# Title\n\n" + block("python bad zmq-report-unseen=yes zmq-max-states=8", "a = 1\nb = 2\n"))
    (found,) = read_page("zmq-example.md", text).blocks
    assert (found.role, found.code) == ("bad", "a = 1\nb = 2\n")
    assert found.options == {"zmq-report-unseen": "yes", "zmq-max-states": "8"}
    assert text.splitlines()[found.line - 1] == "a = 1"


def test_marks_name_the_lines_and_symbols_that_must_be_reported() -> None:
    code = "a = 1  # [zmq-one]\nb = 2\nc = 3  # why [zmq-not]\nd = 4  # [zmq-two, zmq-three]\n"
    (found,) = read_page("zmq-example.md", page(block("python bad", code))).blocks
    assert found.marks == ((1, "zmq-one"), (4, "zmq-two"), (4, "zmq-three"))


def test_a_fixed_block_belongs_to_the_bad_block_before_it() -> None:
    body = "".join(block(f"python {role}", f"{name}\n") for role, name in [("bad", "a"), ("good", "b"), ("fixed", "c")])
    ((bad, fixed),) = read_page("zmq-example.md", page(body)).fixes
    assert (bad.code, fixed.code) == ("a\n", "c\n")


def test_a_fixed_block_alone_is_refused() -> None:
    with pytest.raises(PageError, match="needs a bad block before it"):
        _ = read_page("zmq-example.md", page(block("python fixed"))).fixes


def test_blocks_in_other_languages_are_not_examples() -> None:
    assert read_page("zmq-example.md", page(block("toml", "a = 1\n") + block("", "b\n"))).blocks == ()


@pytest.mark.parametrize("info", ["python", "python ugly", "python bad zmq-report-unseen"])
def test_a_python_block_without_a_known_role_or_with_half_an_option_is_refused(info: str) -> None:
    with pytest.raises(PageError, match=r"^zmq-example\.md:\d+: "):
        _ = read_page("zmq-example.md", page(block(info))).blocks


def test_a_block_without_an_end_is_refused_at_its_first_line() -> None:
    text = page(f"text\n\n{FENCE}python bad\npass\n")
    with pytest.raises(PageError) as error:
        _ = read_page("zmq-example.md", text).blocks
    line = int(str(error.value).split(":")[1])
    assert text.splitlines()[line - 1] == f"{FENCE}python bad"
