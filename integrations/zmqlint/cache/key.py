"""What all cached results rest on beside the files: the configuration, the versions, our own code."""

from __future__ import annotations

import os
import sys
from hashlib import blake2b
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zmqlint.selection import Selection

#: What does the work; where one of these is another, results may be.
_PACKAGES = ("pylint_zmq", "zmqlint")
#: Others of whom the file that holds the version stands for all.
_VERSION_FILES = {"pylint": "__pkginfo__.py", "astroid": "__pkginfo__.py"}


def result_key(selection: Selection) -> str:
    """Return a text that is another whenever the same files could give another result."""
    settings = [(setting.name, setting.value) for setting in selection.settings]
    parts = [sys.version, settings, selection.select, selection.ignore, list(_stamps())]
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def _stamps() -> Iterator[tuple[str, int, int]]:
    """Yield path, size and time of the files that hold our code and the versions of what it rests on."""
    for package in _PACKAGES:
        for folder, folders, names in os.walk(_folder(package)):
            folders[:] = sorted(name for name in folders if name != "__pycache__")
            yield from (_stamp(os.path.join(folder, name)) for name in sorted(names))
    for package, name in _VERSION_FILES.items():
        yield _stamp(os.path.join(_folder(package), name))


def _folder(package: str) -> str:
    # This finds a package without running it.
    spec = find_spec(package)
    return os.path.dirname(spec.origin) if spec is not None and spec.origin else ""


def _stamp(path: str) -> tuple[str, int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return path, 0, 0
    return path, status.st_size, status.st_mtime_ns
