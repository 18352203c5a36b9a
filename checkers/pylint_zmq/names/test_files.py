"""Files that hold tests."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from astroid import nodes

_TEST_FOLDERS = frozenset({"test", "tests", "testing"})


def is_test_file(path: str) -> bool:
    """Whether a file holds tests, by the usual names: test_x.py, x_test.py, conftest.py, a folder called tests."""
    pure = PurePath(path)
    name = pure.name
    return (
        name.startswith(("test_", "conftest"))
        or name.endswith("_test.py")
        or not _TEST_FOLDERS.isdisjoint(pure.parts[-4:-1])
    )


def stands_in_tests(node: nodes.NodeNG) -> bool:
    """Whether a node is part of a file that holds tests."""
    return is_test_file(str(node.root().file or ""))
