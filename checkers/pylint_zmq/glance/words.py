"""Names in the bytes of a file: whether they stand there, what they are defined as, what they are renamed to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a file that has to do with zmq contains.
ZMQ = b"zmq"

# Both begin with letters, which is what makes them fast: a search for a fixed beginning costs a tenth.
_CLASS_HEADER = re.compile(rb"class[ \t]+(\w+)[^\n(:]*\(([^)]*)\)")
_NEW_NAME = re.compile(rb" as (\w+)")
_LAST_WORD = re.compile(rb"(\w+)[ \t]*$")
#: Names of more bytes than this are not looked for.
_LONGEST_NAME = 80
_WORD = re.compile(rb"\w+")


def has_word(data: bytes, word: str) -> bool:
    """Tell whether `word` stands in the bytes as a whole word."""
    text = word.encode()
    return text in data and any(not _goes_on(data[at - 1 : at]) for at in _places(data, text))


def defines(data: bytes, name: str) -> bool:
    """Tell whether a function or class `name` is defined at the left margin."""
    heads = [f"{keyword} {name}".encode() for keyword in ("class", "def", "async def")]
    return any(data[at - 1 : at] in (b"", b"\n", b"\r") for head in heads for at in _places(data, head))


def _places(data: bytes, text: bytes) -> Iterator[int]:
    """Yield where `text` stands and does not go on as a longer word."""
    at = data.find(text)
    while at >= 0:
        end = at + len(text)
        if not _goes_on(data[end : end + 1]):
            yield at
        at = data.find(text, end)


def _goes_on(byte: bytes) -> bool:
    return byte.isalnum() or byte == b"_"


def class_headers(data: bytes) -> dict[str, tuple[str, ...]]:
    """By each word in the brackets of a class header: the names of the classes."""
    found: dict[str, tuple[str, ...]] = {}
    for match in _CLASS_HEADER.finditer(data):
        for word in _WORD.findall(match[2]):
            key = word.decode("utf-8", "replace")
            found[key] = (*found.get(key, ()), match[1].decode("utf-8", "replace"))
    return found


def renamings(data: bytes) -> list[tuple[str, str]]:
    """Return (name, other name) of each `name as other`."""
    found: list[tuple[str, str]] = []
    for match in _NEW_NAME.finditer(data):
        old = _LAST_WORD.search(data, max(0, match.start() - _LONGEST_NAME), match.start())
        if old is not None:
            found.append((old[1].decode("utf-8", "replace"), match[1].decode("utf-8", "replace")))
    return found
