"""`zmqlint rules`: every message in one list."""

from __future__ import annotations

import json
import sys
from textwrap import wrap
from typing import TYPE_CHECKING

from pylint_zmq.rules import pages
from zmqlint.output.paint import Paint, terminal_width, wants_colour

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from pylint_zmq.rules import RulePage

#: Titles are not broken into lines that are shorter than this.
_NARROWEST = 30


def run(arguments: Namespace) -> int:
    """Run the command and return its exit status."""
    rules = pages().values()
    if arguments.format == "json":
        sys.stdout.write(_json(rules))
    else:
        sys.stdout.write(_text(rules, Paint(wants_colour(sys.stdout)), terminal_width(sys.stdout)))
    return 0


def _text(rules: Iterable[RulePage], paint: Paint, width: int) -> str:
    """Return the list for people; `width` is that of their terminal, 0 if it is none."""
    widest = max(len(page.symbol) for page in rules)
    parts = []
    checker = ""
    for page in sorted(rules, key=lambda page: (page.checker, page.id[1:])):
        if page.checker != checker:
            parts.append(f"{'' if not checker else chr(10)}{paint.place(page.checker)}\n")
            checker = page.checker
        state = "   " if page.default_enabled else "off"
        name = paint.severity(page.id[0], f"{page.id} {page.symbol:<{widest}}")
        indent = len(f"  {page.id} {'':<{widest}} {state} ")
        title = f"\n{' ' * indent}".join(wrap(page.title, max(width - indent, _NARROWEST)) if width else [page.title])
        parts.append(f"  {name} {state} {title}\n")
    return "".join(parts)


def _json(rules: Iterable[RulePage]) -> str:
    listed = [
        {
            "symbol": page.symbol,
            "id": page.id,
            "checker": page.checker,
            "default_enabled": page.default_enabled,
            "fix": page.fix,
            "title": page.title,
        }
        for page in rules
    ]
    return json.dumps(listed, indent=2) + "\n"
