"""The versions that the low run installs are the lowest that we allow."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def numbers(version: str) -> tuple[int, ...]:
    """Three numbers: `3.3` is `3.3.0`."""
    found = [int(part) for part in version.split(".")]
    return tuple([*found, 0, 0][:3])


def test_the_lowest_versions_are_those_of_the_ranges() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    needed = text[text.index("\ndependencies = [") : text.index("]\n\n[project.optional-dependencies]")]
    allowed = {name: numbers(low) for name, low in re.findall(r'"(\w+)>=([\d.]+),<', needed)}
    lowest = dict(re.findall(r"^(\w+)==([\d.]+)$", (ROOT / "tests" / "lowest.txt").read_text(), re.MULTILINE))
    assert {name: numbers(version) for name, version in lowest.items()} == allowed
    assert allowed.keys() == {"astroid", "libcst", "pylint", "rich"}
