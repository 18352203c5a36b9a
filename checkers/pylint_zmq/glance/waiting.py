"""Functions that may wait for ever, by their text: those with an endless timeout, and those that receive."""

from __future__ import annotations

import re
from bisect import bisect

#: A function one of whose parameters is a timeout that is endless by default.
_PATIENT = re.compile(rb"def\s+(\w+)\s*\([^)]*?\w*time_?o\w*\s*(?::[^=,)]*)?=\s*(?:None|-1)\b")

#: The head of a function, behind the end of a line, and what may be a receive in it. Each begins with a character of
#: its own, which is what makes a search fast.
_DEFINITION = re.compile(rb"\n[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)")
_RECEIVE = re.compile(rb"r(?<!\wr)ecv\w*[ \t]*\(")


def patient(text: bytes) -> frozenset[str]:
    """Return the names of functions with a timeout that is endless unless it is given."""
    return frozenset(name.decode() for name in _PATIENT.findall(text))


def receiving(text: bytes) -> frozenset[str]:
    """Return the names of functions that receive something."""
    text = b"\n" + text
    receives = [match.start() for match in _RECEIVE.finditer(text)]
    if not receives:
        return frozenset()
    heads = list(_DEFINITION.finditer(text))
    starts = [head.start() for head in heads]
    # Each belongs to the last function that begins before it, whose own name does not count.
    round_them = ((heads[at - 1], receive) for receive in receives if (at := bisect(starts, receive)) > 0)
    return frozenset(head[1].decode() for head, receive in round_them if receive >= head.end())
