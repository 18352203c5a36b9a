"""Patterns of paths, as `.gitignore` and other tools' `exclude` read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePosixPath


@dataclass(frozen=True)
class Glob:
    """A pattern: `*` and `?` stay within one name, `**` spans folders; without a slash it may match any one name."""

    pattern: str

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        text = self.pattern.rstrip("/")
        if "/" not in text:
            text = "**/" + text
        return re.compile(_translated(text.removeprefix("./").lstrip("/")))

    def matches(self, path: PurePosixPath) -> bool:
        """Return whether the relative `path`, or a folder that it lies in, matches."""
        return any(self._regex.fullmatch(str(part)) for part in (path, *path.parents))


def _translated(pattern: str) -> str:
    parts = []
    for piece in re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]+\])", pattern):
        match piece:
            case "**/":
                parts.append("(?:[^/]+/)*")
            case "**":
                parts.append(".*")
            case "*":
                parts.append("[^/]*")
            case "?":
                parts.append("[^/]")
            case _ if piece.startswith("[") and piece.endswith("]"):
                inner = piece[1:-1].replace("\\", "\\\\")
                parts.append(f"[^{inner[1:]}]" if inner.startswith("!") else f"[{inner}]")
            case _:
                parts.append(re.escape(piece))
    return "".join(parts)
