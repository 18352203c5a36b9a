"""The functions that a project installs as commands, each of which is the main code of a process.

They stand in pyproject.toml, setup.cfg or setup.py, and in the entry_points.txt of what is installed or built.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_FILES = ("pyproject.toml", "setup.cfg", "setup.py", "*.dist-info/entry_points.txt", "*.egg-info/entry_points.txt")
#: A section of its own: https://packaging.python.org/en/latest/specifications/entry-points/, and Poetry's.
_SECTION = re.compile(
    r"^[ \t]*\[(?:project\.(?:gui-)?scripts|tool\.poetry\.scripts|(?:console|gui)_scripts)\][ \t]*\n"
    r"(.*?)(?=^[ \t]*\[|\Z)",
    re.MULTILINE | re.DOTALL,
)
#: A value among others: setuptools' `entry_points` and setup.cfg.
_VALUE = re.compile(r"\b(?:console|gui)_scripts[\"']?\s*[=:]\s*(\[.*?\]|.*?(?=\n\S|\Z))", re.DOTALL)
_FUNCTION = re.compile(r"\b([A-Za-z_][\w.]*)[ \t]*:[ \t]*([A-Za-z_][\w.]*)")


def commands(root: Path) -> frozenset[str]:
    """Return the dotted names of the functions that what lies in or above a source root installs as commands."""
    texts = list(_texts(root))
    parts = [match[1] for text in texts for pattern in (_SECTION, _VALUE) for match in pattern.finditer(text)]
    return frozenset(f"{module}.{function}" for part in parts for module, function in _FUNCTION.findall(part))


def _texts(root: Path) -> Iterator[str]:
    for folder in (root, root.parent):
        for pattern in _FILES:
            for path in sorted(folder.glob(pattern)):
                try:
                    yield path.read_text(encoding="utf-8")
                except (OSError, ValueError):
                    continue
