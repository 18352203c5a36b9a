"""The rule pages: one Markdown file per message, the single source of its text, its help and its examples.

Importing this package reads nothing. `pages()` reads every page once.
"""

from __future__ import annotations

from pylint_zmq.rules.library import pages
from pylint_zmq.rules.page import Block, PageError, RulePage, read_page

__all__ = ["Block", "PageError", "RulePage", "pages", "read_page"]
