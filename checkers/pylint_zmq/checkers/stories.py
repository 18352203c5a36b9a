"""What a message of Pylint cannot carry: the steps of a finding and its fingerprint, as plain data without nodes.

Plain, because it outlives the tree, and because Pylint's workers send it to their parent.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pylint_zmq.checkers.source import source_of
from pylint_zmq.reading import decode_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from astroid import nodes

    from pylint_zmq.analysis.findings import Finding, Impact


@dataclass(frozen=True)
class Place:
    """A stretch of code. Lines count from 1, columns characters from 0; without an end it reaches to its line's end."""

    path: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True)
class StoryStep:
    """One step of a story, in the order of the run."""

    role: str
    place: Place
    text: str


@dataclass(frozen=True)
class Story:
    """A finding without its nodes."""

    symbol: str
    place: Place
    confidence: str
    #: Qualified name of the function that holds it, "" at module level.
    scope: str
    subject: str
    steps: tuple[StoryStep, ...]
    #: Stays the same while lines move and messages are reworded; unique within a file and symbol.
    fingerprint: str
    #: What a Pylint message at the same place has in common with it: path, symbol, line, column in bytes.
    key: tuple[str, str, int, int]
    impact: Impact | None = None


def stories(module: nodes.Module, findings: Sequence[Finding]) -> list[Story]:
    """Return the story of each of the `findings` in `module`, in their order."""
    path = module.file or ""
    sources: dict[str, list[str]] = {}
    seen: Counter[str] = Counter()
    told = []
    for finding in findings:
        place = _place(finding.node, path, sources)
        code = excerpt(sources[path], place)
        digest = fingerprint(finding.symbol, finding.scope, finding.subject, code)
        told.append(
            Story(
                finding.symbol,
                place,
                finding.confidence,
                finding.scope,
                finding.subject,
                tuple(StoryStep(s.role, _place(s.node, s.path or path, sources), s.text) for s in finding.steps),
                f"{digest}:{seen[digest]}",
                (path, finding.symbol, place.line, finding.node.col_offset or 0),
                finding.impact,
            )
        )
        seen[digest] += 1
    return told


def _place(node: nodes.NodeNG, path: str, sources: dict[str, list[str]]) -> Place:
    """Return where `node` stands in the file at `path`; of a compound statement, its head's first line.

    The lines of each file are added to `sources`.
    """
    if path not in sources:
        sources[path] = _source_lines(node.root())
    line, column = node.fromlineno or 1, node.col_offset or 0
    if hasattr(node, "blockstart_tolineno") or node.end_lineno is None:
        return in_characters(Place(path, line, column), sources[path])
    return in_characters(Place(path, line, column, node.end_lineno, node.end_col_offset), sources[path])


def in_characters(place: Place, lines: Sequence[str]) -> Place:
    """Return `place`, whose columns count bytes of UTF-8 as Python's parser has it, with columns in characters."""

    def counted(line: int | None, column: int | None) -> int | None:
        if line is None or column is None or line > len(lines) or lines[line - 1].isascii():
            return column
        return len(lines[line - 1].encode()[:column].decode(errors="replace"))

    column = counted(place.line, place.column) or 0
    return replace(place, column=column, end_column=counted(place.end_line, place.end_column))


def fingerprint(*parts: str) -> str:
    """Return 16 hexadecimal digits that stand for `parts`; white space within them does not count."""
    text = "\0".join("".join(part.split()) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def excerpt(lines: Sequence[str], place: Place) -> str:
    """Return the code at `place` out of the `lines` of its file."""
    chosen = list(lines[place.line - 1 : place.end_line or place.line])
    if not chosen:
        return ""
    # The end goes first, since both may lie on one line.
    chosen[-1] = chosen[-1][: place.end_column]
    chosen[0] = chosen[0][place.column :]
    return "\n".join(chosen)


def _source_lines(module: nodes.Module) -> list[str]:
    return decode_source(source_of(module))[0].split("\n")
