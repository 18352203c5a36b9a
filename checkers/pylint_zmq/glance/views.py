"""What one file shows to an analysis of another that only looks for names in it.

Whoever asks which files contain a word looks at the calls and attributes of that name there, and at what stands round
them. A change elsewhere in the file shows him nothing new. So a view of a file, for the names that were asked for, is
made of the top-level definitions that contain one of them, of all code between definitions, and of the definitions
that these mention, at any distance. What they mention of other files is no part of it: who follows a name there has
looked at that file as a whole.
"""

from __future__ import annotations

import re
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from pylint_zmq.glance import waiting, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

#: Which files that mention zmq contain a word? Which do of all?
WORD = "word"
ANYWHERE = "anywhere"
#: Which files have a class header with a name in it, or give a name another?
HEADER = "header"

#: Which functions does a file have? By the kind of question.
FUNCTIONS: Mapping[str, Callable[[bytes], frozenset[str]]] = {
    "patient": waiting.patient,
    "receiving": waiting.receiving,
}

#: Lines that begin at the left margin; what is not a definition belongs to the code between.
_MARGIN = re.compile(rb"^(?:(?:async[ \t]+)?(def|class)[ \t]+(\w+)|(@)|[^\s#)\]}])", re.MULTILINE)
_WORD = re.compile(rb"\w+")
#: A text, which stays; a line that is blank or a comment, or a comment behind code. What begins like a text and does
#: not end is broken anyway.
_UNSAID = re.compile(
    rb"""
    (
        "{3} [^"\\]* (?: (?: \\. | "(?!"") ) [^"\\]* )* "{3}
      | '{3} [^'\\]* (?: (?: \\. | '(?!'') ) [^'\\]* )* '{3}
      | "    [^"\\\n]* (?: \\. [^"\\\n]* )* "
      | '    [^'\\\n]* (?: \\. [^'\\\n]* )* '
    )
    | ^[ \t]* (?: \#[^\r\n]* )? (?: \r\n? | \n )
    | [ \t]* \#[^\r\n]*
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
#: What says how all the rest is encoded, in one of the first two lines.
_ENCODING = re.compile(rb"\A(?:[^\n]*\n)?[ \t]*#[^\n]*coding[^\n]*")


def _said(code: bytes) -> bytes:
    """The part of code that says something to an analysis of another file, to which lines have no numbers either."""
    return _UNSAID.sub(rb"\1", code).rstrip()


class Views:
    """The views of a file with some content."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._functions: dict[str, frozenset[str]] = {}
        self._digests: dict[int, str] = {}
        self._block_digests: dict[int, bytes] = {}

    def shows(self, asked: Mapping[str, Collection[str]], *, matters: bool = True) -> str:
        """Return what stands for the view that the questions give; "" if the file has no part in the answers.

        A file that does not matter is searched for nothing but words that were looked for anywhere.
        """
        mask = self._blocks_with(asked.get(ANYWHERE, ()))
        parts = []
        if matters:
            mask |= self._blocks_with(asked.get(WORD, ()))
            parts += [f"{kind} {name}" for kind in FUNCTIONS for name in self._found(kind, asked.get(kind, ()))]
            if not self._headers.isdisjoint(asked.get(HEADER, ())):
                parts.append(self._digest(-1))
        if mask:
            parts.append(self._digest(mask))
        return " ".join(parts)

    def _found(self, kind: str, names: Collection[str]) -> list[str]:
        if kind not in self._functions:
            self._functions[kind] = FUNCTIONS[kind](self._data)
        return sorted(self._functions[kind].intersection(names))

    def _blocks_with(self, names: Collection[str]) -> int:
        """Return the blocks that contain one of the names, a bit for each, with all that they mention."""
        # Most files have none of the names, and need not be taken apart to tell.
        if not self._taken_apart and not any(name.encode("utf-8", "surrogatepass") in self._data for name in names):
            return 0
        mask = 0
        for name in self._by_word.keys() & names:
            mask |= self._by_word[name]
        # A name with other letters than English ones is no word to a search for bytes.
        if not "".join(names).isascii() and any(
            words.has_word(self._data, name) for name in names if not name.isascii()
        ):
            return -1
        return self._closed(mask) if mask else 0

    def _closed(self, mask: int) -> int:
        closed = mask | self._between
        pending = closed
        while pending:
            found = 0
            for number, mentioned in enumerate(self._mentioned):
                if pending >> number & 1:
                    found |= mentioned
            pending = found & ~closed
            closed |= found
        return closed

    def _digest(self, mask: int) -> str:
        if mask not in self._digests:
            text = blake2b(digest_size=12)
            if (encoding := _ENCODING.match(self._data)) is not None:
                text.update(encoding[0])
            for number in range(len(self._blocks)):
                if mask >> number & 1:
                    text.update(self._block_digest(number))
            self._digests[mask] = text.hexdigest()
        return self._digests[mask]

    def _block_digest(self, number: int) -> bytes:
        # Views that are asked for have most of their blocks in common.
        if number not in self._block_digests:
            _, start, end = self._blocks[number]
            self._block_digests[number] = blake2b(_said(self._data[start:end]), digest_size=12).digest()
        return self._block_digests[number]

    @cached_property
    def _blocks(self) -> list[tuple[str, int, int]]:
        """The name of what is defined ("" between definitions), start and end of each block."""
        starts: list[tuple[str, int]] = []
        decorated = -1
        for match in _MARGIN.finditer(self._data):
            if match[3]:
                decorated = match.start() if decorated < 0 else decorated
                continue
            name = match[2].decode("utf-8", "replace") if match[1] else ""
            start, decorated = (decorated if decorated >= 0 else match.start()), -1
            if name or not starts or starts[-1][0]:
                starts.append((name, start))
        if not starts:
            return []
        # What stands above is a comment.
        starts[0] = (starts[0][0], 0)
        ends = [*(start for _, start in starts[1:]), len(self._data)]
        return [(name, start, end) for (name, start), end in zip(starts, ends, strict=True)]

    @cached_property
    def _between(self) -> int:
        return sum(1 << number for number, (name, _, _) in enumerate(self._blocks) if not name)

    @cached_property
    def _words(self) -> list[set[str]]:
        return [{word.decode() for word in set(_WORD.findall(self._data[start:end]))} for _, start, end in self._blocks]

    @property
    def _taken_apart(self) -> bool:
        return "_by_word" in self.__dict__

    @cached_property
    def _by_word(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, those in enumerate(self._words):
            for word in those:
                found[word] = found.get(word, 0) | 1 << number
        return found

    @cached_property
    def _mentioned(self) -> list[int]:
        """For each block, those that define what it mentions."""
        defined: dict[str, int] = {}
        for number, (name, _, _) in enumerate(self._blocks):
            if name:
                defined[name] = defined.get(name, 0) | 1 << number
        return [sum({defined[word] for word in those & defined.keys()}) for those in self._words]

    @cached_property
    def _headers(self) -> frozenset[str]:
        return frozenset(words.class_headers(self._data)) | {old for old, _ in words.renamings(self._data)}
