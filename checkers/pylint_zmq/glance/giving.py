"""Functions and classes that may hand out or own a zmq resource, by the text of the files that mention zmq.

A file that does not mention zmq matters only if it uses one of them. What counts is a guess to the safe side: a name
too many costs a file that is parsed for nothing. Names of methods do not count: whoever calls one mentions its class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pylint_zmq.model.classes import MAKE_MONITOR, MAKE_SOCKET
from pylint_zmq.model.harmless import RELEASING_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: By name: what a function or class gives away if one of these, when called, gives a resource.
Givers = dict[str, frozenset[str]]

#: Last parts of what makes a resource of zmq.
MAKERS = frozenset(
    {"Context", "Socket", "SyncContext", "SyncSocket", "ZMQStream", "shadow", MAKE_SOCKET, MAKE_MONITOR}
    | {f"{prefix}Authenticator" for prefix in ("", "Thread", "Asyncio")}
)

# A line may go on after an opening bracket.
_REST = rb"[^\n]*(?:(?<=[(\[{])\n[^\n]*)*"
# Looked for ahead and then taken as a whole: no shorter one can do, and most lines have none.
_TARGETS = rb"(?=(?P<targets>[\w.][\w., \t\[\]]*))(?P=targets)"
_LINE = re.compile(
    rb"^([ \t]*)(?:"
    rb"(?P<head>class|def|async[ \t]+def)[ \t]+(?P<name>\w+)(?P<bases>[^\n]*)"
    rb"|(?P<fixture>@[^\n]*\bfixture\b)"
    rb"|(?:return|yield)\b(?P<given>" + _REST + rb")"
    rb"|" + _TARGETS + rb"(?::[^=\n]*)?=(?!=)(?P<value>" + _REST + rb")"
    rb"|self\.\w+\.\w+(?P<added>\([^\n]*)"
    rb")",
    re.MULTILINE,
)
_CALLEE = re.compile(rb"(?<!\bsocket\.)\b(\w+)[ \t]*\(")
_WORD = re.compile(rb"[A-Za-z_]\w*")
_RELEASE = re.compile(rb"\.(?:" + "|".join(sorted(RELEASING_METHODS)).encode() + rb")\b|\bclosing\b|\bdef __a?exit__")
_OWN = "self"


@dataclass
class _Block:
    """A function or class, with what its lines say about the flow of values."""

    indent: int
    name: str
    is_class: bool
    start: int
    outer: _Block | None
    is_fixture: bool = False
    bases: frozenset[str] = frozenset()
    #: (names that are assigned, names they are assigned from, callees they are assigned from).
    flows: list[tuple[frozenset[str], frozenset[str], frozenset[str]]] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    #: Callees whose results are handed out, or kept in fields of the object.
    callees: set[str] = field(default_factory=set)
    end: int = 0


def givers(data: bytes) -> Givers:
    """Return the functions and classes of a file that may give a resource, with what that depends on."""
    blocks = _blocks(data)
    found: dict[str, set[str]] = {}
    for block in blocks:
        if block.is_class:
            releases = _RELEASE.search(data, block.start, block.end) is not None
            found.setdefault(block.name, set()).update(block.bases, block.callees if releases else ())
        elif block.outer is None and not block.is_fixture:
            found.setdefault(block.name, set()).update(block.callees)
    return {name: frozenset(callees) for name, callees in found.items() if callees}


def given_names(every: Iterable[Mapping[str, Iterable[str]]], configured: Iterable[str] = ()) -> frozenset[str]:
    """Return the names that give a resource, by the givers of `every` file and the `configured` factories."""
    open_: dict[str, set[str]] = {}
    for of_file in every:
        for name, callees in of_file.items():
            open_.setdefault(name, set()).update(callees)
    found = set(configured)
    fresh = MAKERS | found
    while fresh:
        fresh = frozenset(name for name, callees in open_.items() if name not in found and callees & fresh)
        found |= fresh
    return frozenset(found)


def uses(names: Iterable[str], configured: Iterable[str] = ()) -> re.Pattern[bytes]:
    """Return what finds a call of one of `names`, a class derived from one, or another name that one is given.

    Of the `configured` factories, any mention counts.
    """
    patterns = [
        *_each(names, rb"(?:[ \t]*\(|\)[ \t]*:|,[^\n()]*\)[ \t]*:|[ \t]+as[ \t])"),
        *_each(configured, rb"\b"),
    ]
    return re.compile(b"|".join(patterns) or rb"(?!)")


def _each(names: Iterable[str], behind: bytes) -> Iterator[bytes]:
    """Yield for each letter that one of `names` begins with what finds those, as whole words, before what is `behind`.

    A search for one of several letters goes fast. What begins with a test for the edge of a word is tried everywhere.
    """
    rests: dict[bytes, list[bytes]] = {}
    for name in sorted(names):
        rests.setdefault(name.encode()[:1], []).append(name.encode()[1:])
    for letter, those in rests.items():
        yield letter + rb"(?<!\w" + letter + rb")(?:" + b"|".join(those) + b")" + behind


def _blocks(data: bytes) -> list[_Block]:
    found: list[_Block] = []
    current: _Block | None = None
    is_fixture = False
    for match in _LINE.finditer(data):
        indent = len(match[1].expandtabs())
        if match["fixture"]:
            is_fixture = True
            continue
        while current is not None and indent <= current.indent:
            current = _ended(current, match.start())
        if match["head"]:
            name = match["name"].decode("utf-8", "replace")
            current = _Block(indent, name, match["head"] == b"class", match.start(), current, is_fixture)
            current.bases = _words(match["bases"]) if current.is_class else frozenset()
            found.append(current)
            is_fixture = False
        elif current is not None:
            _note(current, match)
    while current is not None:
        current = _ended(current, len(data))
    return found


def _note(block: _Block, match: re.Match[bytes]) -> None:
    """Take down what one line says."""
    value = match["given"] or match["value"] or match["added"] or b""
    callees = frozenset(name.decode("utf-8", "replace") for name in _CALLEE.findall(value))
    # What is passed to a call does not flow on, so far as a glance goes; what is added to a field does.
    names = frozenset() if callees and match["added"] is None else _words(value)
    if match["given"] is not None:
        block.given |= names
        block.callees |= callees
        return
    targets = frozenset({_OWN}) if match["added"] is not None else _words(match["targets"])
    if names or callees:
        block.flows.append((targets, names, callees))


def _ended(block: _Block, end: int) -> _Block | None:
    """Conclude what a block gives; return the one round it, which gets the fields of its methods."""
    block.end = end
    wanted = block.given | {_OWN}
    changed = True
    while changed:
        changed = False
        for targets, names, callees in block.flows:
            if targets & wanted and not (names <= wanted and callees <= block.callees):
                wanted |= names
                block.callees |= callees
                changed = True
    outer = block.outer
    if outer is not None and outer.is_class:
        outer.callees |= block.callees
    elif outer is not None and not block.is_class:
        # A nested function gives what it gives to the one round it, if that hands it out.
        outer.flows.append((frozenset({block.name}), frozenset(), frozenset(block.callees)))
    return outer


def _words(text: bytes) -> frozenset[str]:
    return frozenset(word.decode("utf-8", "replace") for word in _WORD.findall(text))
