"""Each `fixed` block of a rule page is what the fixer makes of the `bad` block before it."""

from __future__ import annotations

import re

import pytest

from libcst_zmq.makers import MAKERS, MENDED
from libcst_zmq.repairing import SUGGESTED, Terms, repair
from libcst_zmq.values import Values
from pylint_zmq.rules import Block, RulePage, pages

PAIRS = {f"{page.symbol}:{fixed.line}": (page, bad, fixed) for page in pages().values() for bad, fixed in page.fixes}
MARK = re.compile(r"  # \[[^\]]+\]$", re.MULTILINE)


@pytest.mark.parametrize(("page", "bad", "fixed"), PAIRS.values(), ids=PAIRS)
def test_a_fixed_block_is_what_the_fixer_makes(page: RulePage, bad: Block, fixed: Block) -> None:
    source = MARK.sub("", bad.code).encode()
    given = {name.removeprefix("fix-").replace("-", "_"): int(value) for name, value in fixed.options.items()}
    terms = Terms(symbols=MENDED | {page.symbol}, unsafe=page.fix != "safe", values=Values(**given))
    assert repair(source, "", "example", terms).source.decode() == fixed.code


def test_the_pages_of_all_messages_that_have_a_fix_show_it() -> None:
    shown = {name.partition(":")[0] for name in PAIRS}
    assert shown == MAKERS.keys() == {page.symbol for page in pages().values() if page.fix != "none"}


def test_a_fix_by_a_configured_value_makes_nothing_without_one() -> None:
    for page, bad, fixed in PAIRS.values():
        if fixed.options:
            source = MARK.sub("", bad.code).encode()
            done = repair(source, "", "example", Terms(symbols=frozenset({page.symbol}), unsafe=True))
            assert done.source == source
            assert {outcome.status for outcome in done.outcomes} == {SUGGESTED}
            assert all(next(iter(fixed.options)) in outcome.suggestion for outcome in done.outcomes)
