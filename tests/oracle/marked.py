"""Programs that carry their own truth: `#: never` (fine, on-path, on-error) at a creation, `#! lost` at a loss."""

from __future__ import annotations

import re
import sys
import textwrap

from .truth import Truth, truth_of

HEADER = """\
import asyncio
import os
import sys
from contextlib import AsyncExitStack, ExitStack, closing, nullcontext, suppress
import zmq
import zmq.asyncio
from elsewhere import Boom, amanager, astream, awork, box, cond, fetch, keep, kind, manager, pair, parts, registry, use
from elsewhere import work
"""


def program(body: str) -> str:
    """The marked text with the imports that it may need."""
    return HEADER + "\n\n" + textwrap.dedent(body).strip() + "\n"


def expected(text: str) -> dict[int, list[str]]:
    """The classes marked on each line, in the order of the columns."""
    marks = {}
    for number, line in enumerate(text.splitlines(), 1):
        mark = re.search(r"#: ([a-z, -]+)", line)
        if mark:
            marks[number] = [word.strip() for word in mark[1].split(",")]
    return marks


def found(truth: Truth) -> dict[int, list[str]]:
    """The classes by line, of all creations that some path reaches."""
    by_line: dict[int, list[str]] = {}
    for (line, _, _), fate in sorted(truth.fates.items()):
        by_line.setdefault(line, []).append(fate.verdict)
    return by_line


def check(body: str) -> None:
    """Run the marked program and compare."""
    text = program(body)
    truth = truth_of(text)
    assert not truth.ill, truth.ill
    assert truth.exhaustive
    assert found(truth) == expected(text), text
    lost_lines = {n for n, line in enumerate(text.splitlines(), 1) if "#! lost" in line}
    if lost_lines:
        for fate in truth.fates.values():
            assert fate.verdict == "fine" or fate.lost_at & lost_lines, (fate, lost_lines)
        assert lost_lines <= set().union(*(fate.lost_at for fate in truth.fates.values()))


def split(cases: str) -> dict[str, str]:
    """Cases of one text, each under a line `## name`."""
    parts_ = re.split(r"^## (.*)$", textwrap.dedent(cases), flags=re.MULTILINE)
    return dict(zip(parts_[1::2], parts_[2::2], strict=True))


GROUPS = sys.version_info >= (3, 11)
