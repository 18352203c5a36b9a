"""The bytes of a program's files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.program.trees import SourceError, read_source

if TYPE_CHECKING:
    from pathlib import Path

#: Bytes that are kept in memory at most; what is beyond is read again.
_MOST_KEPT = 64 * 1024 * 1024


class Sources:
    """Reads files once. A file that cannot be read is an empty one."""

    def __init__(self) -> None:
        self._kept: dict[Path, bytes] = {}
        self._size = 0

    def read(self, path: Path) -> bytes:
        """Return the bytes of the file at `path`."""
        kept = self._kept.get(path)
        if kept is not None:
            return kept
        try:
            data = read_source(path)
        except SourceError:
            data = b""
        if self._size + len(data) <= _MOST_KEPT:
            self._kept[path] = data
            self._size += len(data)
        return data

    def replace(self, path: Path, data: bytes | None) -> None:
        """Take `data` for the bytes of the file; None forgets what was read."""
        self._size -= len(self._kept.pop(path, b""))
        if data is not None:
            self._kept[path] = data
            self._size += len(data)
