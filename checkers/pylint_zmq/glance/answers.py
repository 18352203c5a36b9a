"""The questions that are put to all files of a program at once, and what one file contributes to the answers."""

from __future__ import annotations

import re
from functools import cached_property
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

_WORD = re.compile(rb"\w+")


class Contribution:
    """What a file with some content adds to the answers."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._functions: dict[str, frozenset[str]] = {}

    def answers(self, asked: Mapping[str, Collection[str]]) -> bool:
        """Tell whether the file is part of the answer to one of the questions: names asked for, by their kind."""
        return any(self._answers(kind, names) for kind, names in asked.items())

    def _answers(self, kind: str, names: Collection[str]) -> bool:
        if kind in (WORD, ANYWHERE):
            # A name with other letters than English ones is no word to a search for bytes.
            return not self._words.isdisjoint(names) or any(
                not name.isascii() and words.has_word(self._data, name) for name in names
            )
        if kind == HEADER:
            return not self._headers.isdisjoint(names)
        if kind not in self._functions:
            self._functions[kind] = FUNCTIONS[kind](self._data)
        return not self._functions[kind].isdisjoint(names)

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word.decode() for word in set(_WORD.findall(self._data)))

    @cached_property
    def _headers(self) -> frozenset[str]:
        return frozenset(words.class_headers(self._data)) | {old for old, _ in words.renamings(self._data)}
