"""The pages as a whole."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from pylint_zmq.rules import pages

SECTIONS = ["What it finds", "Why it matters", "Bad", "Good", "Fix", "Options"]
LIFETIME = "What it costs when left to the garbage collector"


def test_pages_come_in_the_order_of_their_numbers() -> None:
    numbers = [page.id[1:] for page in pages().values()]
    assert numbers == sorted(numbers)
    assert len(numbers) == len(set(numbers)) > 0


@pytest.mark.parametrize("symbol", pages())
def test_a_page_has_every_section_in_the_same_order(symbol: str) -> None:
    page = pages()[symbol]
    expected = [*SECTIONS, LIFETIME] if page.checker == "zmq-lifetime" else SECTIONS
    assert re.findall(r"^## (.+)$", page.body, re.MULTILINE) == expected
    assert page.body.startswith(f"# {symbol}\n")


@pytest.mark.parametrize("symbol", pages())
def test_a_page_has_bad_and_good_examples(symbol: str) -> None:
    roles = {block.role for block in pages()[symbol].blocks}
    assert {"bad", "good"} <= roles


@pytest.mark.parametrize("symbol", pages())
def test_the_texts_of_a_message_are_one_clear_line(symbol: str) -> None:
    page = pages()[symbol]
    assert page.title.endswith(".")
    assert not page.template.endswith(".")
    assert len(page.title) <= 110
    assert "%s" in page.template
    assert "|" not in page.title


def test_the_pages_are_read_without_pylint_and_without_astroid() -> None:
    code = (
        "import sys, pylint_zmq.rules\n"
        "assert pylint_zmq.rules.pages()\n"
        "print(sorted({'astroid', 'pylint', 'zmq', 'yaml', 'libcst'} & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
