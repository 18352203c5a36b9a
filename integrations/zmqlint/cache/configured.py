"""What Pylint makes of its options that decide which files are looked at, so that a run need not load it to know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zmqlint.cache import folder

if TYPE_CHECKING:
    from pathlib import Path

Pattern = tuple[str, int]


@dataclass(frozen=True)
class Configured:
    """Values of Pylint's `ignore` options, and of ours about the project's own functions."""

    names: tuple[str, ...] = ("CVS",)
    name_patterns: tuple[re.Pattern[str], ...] = (re.compile(r"^\.#"),)
    path_patterns: tuple[re.Pattern[str], ...] = ()
    factories: frozenset[str] = frozenset()


def read_configured(cache: Path, key: str) -> Configured | None:
    """Return what an earlier run wrote down for the configuration with this key."""
    stored = folder.read(_document(cache, key))
    try:
        return Configured(
            tuple(stored["names"]),
            _patterns(stored["name_patterns"]),
            _patterns(stored["path_patterns"]),
            frozenset(stored["factories"]),
        )
    except (KeyError, TypeError, ValueError, re.error):
        return None


def write_configured(cache: Path, key: str, found: Configured) -> None:
    """Write down for later runs what was `found`."""
    folder.write(
        _document(cache, key),
        {
            "names": list(found.names),
            "name_patterns": [(each.pattern, each.flags) for each in found.name_patterns],
            "path_patterns": [(each.pattern, each.flags) for each in found.path_patterns],
            "factories": sorted(found.factories),
        },
    )


def _patterns(stored: Any) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, flags) for pattern, flags in stored)


def _document(cache: Path, key: str) -> Path:
    return cache / f"configured-{key}.json"
