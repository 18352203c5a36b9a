"""All rule pages of the package."""

from __future__ import annotations

from functools import cache
from importlib import resources
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from pylint_zmq.rules.page import PageError, RulePage, read_page

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def pages() -> Mapping[str, RulePage]:
    """Return every page by its symbol, in the order of the message numbers. Raises PageError if one is broken."""
    found = [
        read_page(entry.name, entry.read_text(encoding="utf-8"))
        for entry in resources.files("pylint_zmq.rules").iterdir()
        if entry.name.endswith(".md")
    ]
    found.sort(key=lambda page: (page.id[1:], page.symbol))
    for first, second in pairwise(found):
        if first.id[1:] == second.id[1:]:
            raise PageError(f"{second.symbol}.md:1: the number {second.id[1:]} belongs to {first.symbol}")
    return MappingProxyType({page.symbol: page for page in found})
