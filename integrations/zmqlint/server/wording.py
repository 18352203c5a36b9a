"""What is said in every editor, whichever way the protocol comes to it."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from pylint_zmq.rules import pages
from zmqlint.server.messages import Kind
from zmqlint.server.text import characters, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pylint_zmq.rules import RulePage
    from zmqlint.server.messages import Proposal

SOURCE = "zmqlint"
QUICK_FIX = "quickfix"
#: The kind of the action that makes all safe fixes.
FIX_ALL = f"source.fixAll.{SOURCE}"
FIX_ALL_TITLE = "zmqlint: make all safe fixes"
#: The protocol's severities, from 1 for an error to 4 for a hint, by the first letter of an id.
SEVERITIES: Mapping[str, int] = {"F": 1, "E": 1, "W": 2, "R": 3, "C": 3, "I": 4}

_COMMENT = re.compile(r"#\s*pylint:\s*(?:disable|disable-next|enable)\s*=\s*(?P<names>[^#;]*)")
_NAME = re.compile(r"[\w-]+")
#: The info string of a rule page's example also tells its role, which is of no use to a viewer.
_EXAMPLE = re.compile(r"^```python .*$", re.MULTILINE)


def title(proposal: Proposal) -> str:
    """Return what a proposal is called where people choose."""
    match proposal.kind:
        case Kind.FIX:
            return f"Fix {proposal.symbol}"
        case Kind.UNSAFE_FIX:
            return f"Fix {proposal.symbol} (unsafe: {proposal.reason or 'it may change what the program does'})"
        case Kind.SUPPRESSION:
            return f"Suppress {proposal.symbol} with a comment"
        case Kind.FIX_ALL:
            return FIX_ALL_TITLE


def kind(proposal: Proposal) -> str:
    """Return the protocol's kind of a proposal."""
    return FIX_ALL if proposal.kind is Kind.FIX_ALL else QUICK_FIX


def is_preferred(proposal: Proposal) -> bool:
    """Whether an editor may make a proposal by one key, without a choice."""
    return proposal.kind is Kind.FIX


def is_wanted(name: str, only: Iterable[str] | None) -> bool:
    """Whether a client wants actions of this kind: it asked for them, for a kind that they belong to, or for all."""
    return only is None or any(name == wanted or name.startswith(f"{wanted}.") for wanted in only)


def page_named_at(text: str, line: int, column: int, encoding: str) -> str | None:
    """Return the page of the message that is named at a place, if that is within a comment for Pylint.

    The place is counted from 0, its column in units of `encoding`.
    """
    lines = lines_of(text)
    if line >= len(lines):
        return None
    at = characters(lines[line], column, encoding)
    for comment in _COMMENT.finditer(lines[line]):
        for name in _NAME.finditer(lines[line], *comment.span("names")):
            page = _page(name[0]) if name.start() <= at <= name.end() else None
            if page is not None:
                return _EXAMPLE.sub("```python", f"{page.body.strip()}\n")
    return None


def _page(name: str) -> RulePage | None:
    return next((page for page in pages().values() if name in (page.symbol, page.id)), None)


@cache
def page_uri(symbol: str) -> str | None:
    """Return where the page of a message lies on this machine."""
    page = resources.files("pylint_zmq.rules") / f"{symbol}.md"
    return page.absolute().as_uri() if isinstance(page, Path) and page.is_file() else None
