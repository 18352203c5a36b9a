"""The questions that are put to all files of a program at once, and what one file contributes to the answers."""

from __future__ import annotations

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


def headers(data: bytes) -> frozenset[str]:
    """Return the names to which a file may add something that derives from them."""
    return frozenset(words.class_headers(data)) | {old for old, _ in words.renamings(data)}


def contributes(data: bytes, asked: Mapping[str, Collection[str]]) -> bool:
    """Tell whether a file with the content `data` is part of the answer to one of the questions that were asked.

    `asked` has the names that were asked for by the kind of question.
    """
    for kind, names in asked.items():
        if kind in (WORD, ANYWHERE):
            found = any(words.has_word(data, name) for name in names)
        else:
            own = headers(data) if kind == HEADER else FUNCTIONS[kind](data)
            found = not own.isdisjoint(names)
        if found:
            return True
    return False
