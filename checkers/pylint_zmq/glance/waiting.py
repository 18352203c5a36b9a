"""Functions that may wait for ever, by their text: those with an endless timeout, and those that receive."""

from __future__ import annotations

import re

#: A function one of whose parameters is a timeout that is endless by default.
_PATIENT = re.compile(rb"def\s+(\w+)\s*\([^)]*?\w*time_?o\w*\s*(?::[^=,)]*)?=\s*(?:None|-1)\b")

#: The head of a function, behind the end of a line, and what may be a receive in it. Each begins with a character of
#: its own, which is what makes a search fast.
_DEFINITION = re.compile(rb"\n[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)|r(?<!\wr)ecv\w*[ \t]*\(")


def patient(text: bytes) -> frozenset[str]:
    """Return the names of functions with a timeout that is endless unless it is given."""
    return frozenset(name.decode() for name in _PATIENT.findall(text))


def receiving(text: bytes) -> frozenset[str]:
    """Return the names of functions that receive something."""
    found: set[str] = set()
    current = b""
    for match in _DEFINITION.finditer(b"\n" + text):
        if match.group(1):
            current = match.group(1)
        elif current:
            found.add(current.decode())
    return frozenset(found)
