"""Each `fixed` block of a rule page is what the fixer makes of the `bad` block before it."""

from __future__ import annotations

import re

import pytest

from libcst_zmq.repairing import Terms, repair
from pylint_zmq.rules import Block, pages

PAIRS = {
    f"{page.symbol}:{fixed.line}": (page.fix, bad, fixed) for page in pages().values() for bad, fixed in page.fixes
}
MARK = re.compile(r"  # \[[^\]]+\]$", re.MULTILINE)


@pytest.mark.parametrize(("fix", "bad", "fixed"), PAIRS.values(), ids=PAIRS)
def test_a_fixed_block_is_what_the_fixer_makes(fix: str, bad: Block, fixed: Block) -> None:
    source = MARK.sub("", bad.code).encode()
    assert repair(source, "", "example", Terms(unsafe=fix == "unsafe")).source.decode() == fixed.code


def test_the_pages_of_local_losses_show_their_fix() -> None:
    shown = {name.partition(":")[0] for name in PAIRS}
    assert {
        f"zmq-unclosed-{kind}{end}" for kind in ("socket", "context") for end in ("", "-on-path", "-on-error")
    } <= shown
