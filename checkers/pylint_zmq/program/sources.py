"""The bytes of a program's files, and what a look at the bytes alone can tell, so that few files need be parsed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pylint_zmq.program.trees import SourceError, read_source

if TYPE_CHECKING:
    from pathlib import Path

#: What a file that has to do with zmq contains.
ZMQ = b"zmq"

#: Bytes that are kept in memory at most; what is beyond is read again.
_MOST_KEPT = 64 * 1024 * 1024

_CLASS_HEADER = re.compile(rb"^[ \t]*class[ \t]+(\w+)[^\n(:]*\(([^)]*)\)", re.MULTILINE)
_RENAMED = re.compile(rb"(\w+)[ \t]+as[ \t]+(\w+)")
_WORD = re.compile(rb"\w+")


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


def has_word(data: bytes, word: str) -> bool:
    """`word` stands in the bytes as a whole word."""
    raw = word.encode()
    return raw in data and re.search(rb"\b" + re.escape(raw) + rb"\b", data) is not None


def defines(data: bytes, name: str) -> bool:
    """Tell whether a function or class `name` is defined at the left margin."""
    raw = name.encode()
    pattern = rb"^(?:async[ \t]+def|def|class)[ \t]+" + re.escape(raw) + rb"\b"
    return raw in data and re.search(pattern, data, re.MULTILINE) is not None


def class_headers(data: bytes) -> dict[str, tuple[str, ...]]:
    """By each word in the brackets of a class header: the names of the classes."""
    found: dict[str, tuple[str, ...]] = {}
    for match in _CLASS_HEADER.finditer(data):
        for word in _WORD.findall(match[2]):
            key = word.decode("utf-8", "replace")
            found[key] = (*found.get(key, ()), match[1].decode("utf-8", "replace"))
    return found


def renamings(data: bytes) -> list[tuple[str, str]]:
    """(name, other name) of each `name as other`."""
    return [(old.decode("utf-8", "replace"), new.decode("utf-8", "replace")) for old, new in _RENAMED.findall(data)]
