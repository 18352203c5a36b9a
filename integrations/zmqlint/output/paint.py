"""Colours of the terminal, or none."""

from __future__ import annotations

import os
from dataclasses import dataclass
from shutil import get_terminal_size
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_CHANGES = {"-": "31", "+": "32", "@": "34"}
_SEVERITIES = {"F": "1;31", "E": "1;31", "W": "1;33"}


@dataclass(frozen=True)
class Paint:
    """Wraps text in escape sequences if `on`."""

    on: bool

    def place(self, text: str) -> str:
        """Stress where something is."""
        return self._wrapped("1", text)

    def severity(self, category: str, text: str) -> str:
        """Show how bad something is; `category` is Pylint's letter."""
        return self._wrapped(_SEVERITIES.get(category, "1;34"), text)

    def mark(self, text: str) -> str:
        """Mark what is pointed at."""
        return self._wrapped("31", text)

    def good(self, text: str) -> str:
        """Say that all is well."""
        return self._wrapped("32", text)

    def dim(self, text: str) -> str:
        """Step back: this is there for orientation only."""
        return self._wrapped("34", text)

    def diff(self, text: str) -> str:
        """Show what goes and what comes in a unified diff."""
        return "".join(self._change(line) for line in text.splitlines(keepends=True)) if self.on else text

    def _change(self, line: str) -> str:
        code = "1" if line.startswith(("---", "+++")) else _CHANGES.get(line[:1])
        return f"{self._wrapped(code, line.rstrip())}\n" if code else line

    def _wrapped(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on else text


def wants_colour(stream: TextIO) -> bool:
    """Return whether `stream` should get colours: NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def terminal_width(stream: TextIO) -> int:
    """Return how many characters fit on a line of `stream`; 0 if it is no terminal."""
    return get_terminal_size().columns if stream.isatty() else 0
