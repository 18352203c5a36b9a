"""Paths as other tools want them: relative to the place that the run was started from, with slashes."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


def shown(path: str, root: str) -> str:
    """Return `path` relative to the folder `root` if it lies below it, else as it is."""
    try:
        return os.fspath(Path(path).relative_to(root))
    except ValueError:
        return path


def uri(path: str, root: str) -> str:
    """Return `path` as a relative reference if it lies below the folder `root`, else as a file URI."""
    try:
        return quote(os.fsencode(Path(path).relative_to(root).as_posix()))
    except ValueError:
        return "file://" + quote(os.fsencode(Path(path).absolute().as_posix()))
