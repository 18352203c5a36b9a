"""`zmqlint explain`: the page of one message."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pylint_zmq.rules import RulePage, pages
from zmqlint.errors import ConfigError, suggestion
from zmqlint.output.paint import wants_colour

if TYPE_CHECKING:
    from argparse import Namespace

_FIXES = {
    "safe": "`zmqlint fix`",
    "unsafe": "`zmqlint fix --unsafe-fixes`",
    "configured": "`zmqlint fix --unsafe-fixes`, by a value that you configure",
    "none": "by hand",
}
#: Lines longer than this are hard to read, however wide the terminal is.
_WIDEST = 100


def run(arguments: Namespace) -> int:
    """Run the command and return its exit status. Raises ConfigError for an unknown symbol."""
    page = _page(arguments.symbol)
    body = page.body.removeprefix(f"# {page.symbol}\n").strip()
    text = f"{_head(page)}\n{body}\n"
    if wants_colour(sys.stdout):
        _print_rendered(text)
    else:
        sys.stdout.write(text)
    return 0


def _page(name: str) -> RulePage:
    for page in pages().values():
        if name in (page.symbol, page.id, page.id[1:]) or any(name in old for old in page.old_names):
            return page
    known = [word for page in pages().values() for word in (page.symbol, page.id)]
    raise ConfigError(f"no message is called {name!r}{suggestion(name, known)}")


def _head(page: RulePage) -> str:
    state = "on" if page.default_enabled else "off"
    return (
        f"# {page.symbol} ({page.id})\n\n{page.title}\n\n"
        f"Checker `{page.checker}`, {state} by default. Fix: {_FIXES[page.fix]}.\n"
    )


def _print_rendered(text: str) -> None:
    # Only for a terminal, since rich takes longer to load than all the rest.
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(force_terminal=True)
    console.print(Markdown(text), width=min(console.width, _WIDEST))
