"""What a message of Pylint cannot carry: the steps of a finding and its fingerprint, as plain data without nodes.

Plain, because it outlives the tree, and because Pylint's workers send it to their parent.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pylint_zmq.reading import decode_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from astroid import nodes

    from pylint_zmq.analysis.findings import Finding, Step


@dataclass(frozen=True)
class Place:
    """A stretch of code. Lines count from 1, columns from 0; without an end it reaches to the end of its line."""

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

    @property
    def key(self) -> tuple[str, str, int, int]:
        """What a Pylint message at the same place has in common with it."""
        return self.place.path, self.symbol, self.place.line, self.place.column


def place_of(node: nodes.NodeNG, path: str) -> Place:
    """Return where `node` stands in the file at `path`; of a compound statement, its head's first line."""
    line, column = node.fromlineno or 1, node.col_offset or 0
    if hasattr(node, "blockstart_tolineno") or node.end_lineno is None:
        return Place(path, line, column)
    return Place(path, line, column, node.end_lineno, node.end_col_offset)


def stories(module: nodes.Module, findings: Sequence[Finding]) -> list[Story]:
    """Return the story of each of the `findings` in `module`, in their order."""
    path = module.file or ""
    lines = _source_lines(module)
    seen: Counter[str] = Counter()
    told = []
    for finding in findings:
        place = place_of(finding.node, path)
        digest = fingerprint(finding.symbol, finding.scope, finding.subject, excerpt(lines, place))
        steps = tuple(StoryStep(step.role, _step_place(step, path), step.text) for step in finding.steps)
        told.append(
            Story(
                finding.symbol,
                place,
                finding.confidence,
                finding.scope,
                finding.subject,
                steps,
                f"{digest}:{seen[digest]}",
            )
        )
        seen[digest] += 1
    return told


def fingerprint(*parts: str) -> str:
    """Return 16 hexadecimal digits that stand for `parts`; white space within them does not count."""
    text = "\0".join("".join(part.split()) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def excerpt(lines: Sequence[str], place: Place) -> str:
    """Return the code at `place` out of the `lines` of its file."""
    last = place.end_line or place.line
    chosen = [line.encode() for line in lines[place.line - 1 : last]]
    if not chosen:
        return ""
    # Columns count bytes of UTF-8. The end goes first, since both may lie on one line.
    chosen[-1] = chosen[-1][: place.end_column]
    chosen[0] = chosen[0][place.column :]
    return b"\n".join(chosen).decode(errors="replace")


def _step_place(step: Step, path: str) -> Place:
    return place_of(step.node, step.path or path)


def _source_lines(module: nodes.Module) -> list[str]:
    source: BinaryIO = module.stream()  # type: ignore[no-untyped-call]  # typed by its docstring only
    with source as stream:
        return decode_source(stream.read())[0].split("\n")
