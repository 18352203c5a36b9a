"""What ends a command with exit status 2 before it has looked at any file."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Findings or differences were reported.
FOUND = 1
#: Something that was asked for could not be done.
FAILED = 2


class ConfigError(Exception):
    """The command line, a configuration file or a baseline is wrong; the text says where and what, in one line."""


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the member of `known` that is most like `wrong`, or an empty text."""
    close = get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]!r}?" if close else ""
