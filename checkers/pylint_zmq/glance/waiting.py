"""Functions that may wait for ever, by their text: those with an endless timeout, and those that receive."""

from __future__ import annotations

import re

#: A function one of whose parameters is a timeout that is endless by default.
_PATIENT = re.compile(rb"def\s+(\w+)\s*\([^)]*?\w*time_?o\w*\s*(?::[^=,)]*)?=\s*(?:None|-1)\b")

#: The head of a function, and what may be a receive in it.
_DEFINITION = re.compile(rb"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)|\brecv\w*[ \t]*\(", re.MULTILINE)


def patient(text: bytes) -> frozenset[str]:
    """Return the names of functions with a timeout that is endless unless it is given."""
    return frozenset(name.decode() for name in _PATIENT.findall(text))


def receiving(text: bytes) -> frozenset[str]:
    """Return the names of functions that receive something."""
    found: set[str] = set()
    current = b""
    for match in _DEFINITION.finditer(text):
        if match.group(1):
            current = match.group(1)
        elif current:
            found.add(current.decode())
    return frozenset(found)
