"""The comments of a file that speak to Pylint, found without taking the whole file apart into tokens.

Pylint looks for them in all tokens of a file. It needs few of these: the comments themselves, and for each line whether
it ends there or is carried on, by a backslash or by a text of several lines.
"""

from __future__ import annotations

import io
import re
import tokenize
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What is in each of these comments.
MARK = "pylint"

_PIECE = re.compile(
    r"""
    (?P<text>
        "{3} [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* "{3}
      | '{3} [^'\\]* (?: (?: \\. | '(?!'') ) [^'\\]* )* '{3}
      | "    [^"\\\n]* (?: \\. [^"\\\n]* )* "
      | '    [^'\\\n]* (?: \\. [^'\\\n]* )* '
    )
    | (?P<comment> \#[^\n]* )
    | (?P<end> \\?\n )
    """,
    re.VERBOSE | re.DOTALL,
)


def pragma_tokens(text: str) -> list[tokenize.TokenInfo]:
    """Return the tokens of `text`, which Python can parse and whose lines end in newlines, that Pylint needs."""
    end = text.rfind(MARK)
    if end < 0:
        return []
    try:
        return list(_tokens(text, end))
    except _CutError:
        return list(tokenize.generate_tokens(io.StringIO(text).readline))


class _CutError(Exception):
    """A text may end elsewhere than it seems to: since Python 3.12 what is inserted may hold quotes of its own."""


def _tokens(text: str, end: int) -> Iterator[tokenize.TokenInfo]:
    """Yield what stands before `end`. Raises _CutError."""
    row = 1
    for piece in _PIECE.finditer(text):
        start, found = piece.start(), piece[0]
        if start > end:
            return
        if piece["comment"]:
            if MARK in found:
                yield _token(tokenize.COMMENT, found, row)
        elif piece["text"]:
            if _may_be_cut(text, piece):
                raise _CutError
            if "\n" in found:
                yield _token(tokenize.STRING, found, row)
                row += found.count("\n")
        else:
            if found == "\n":
                yield _token(tokenize.NL, found, row)
            elif text[text.rfind("\n", 0, start) + 1 : start].strip():
                yield _token(tokenize.OP, found, row)
            row += 1


def _token(kind: int, found: str, row: int) -> tokenize.TokenInfo:
    # Nobody asks for columns, the end, or the line.
    return tokenize.TokenInfo(kind, found, (row, 0), (row, 0), "")


def _may_be_cut(text: str, piece: re.Match[str]) -> bool:
    """Tell whether something is inserted into a text that may hold a quote, a comment or the end of a line."""
    inside, start = piece[0], piece.start()
    if "{" not in inside or {"f", "t"}.isdisjoint(text[max(start - 2, 0) : start].lower()):
        return False
    return MARK in inside or "\n" in inside or inside.count("{") != inside.count("}")
