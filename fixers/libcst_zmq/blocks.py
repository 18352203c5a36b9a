"""Statements, the blocks that they stand in, and their places in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.edits import RefusedError, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

Function = nodes.FunctionDef

_BLOCKS = ("body", "orelse", "finalbody")
_LOOPS = (nodes.For, nodes.While)
_RAISING = (nodes.Call, nodes.Subscript, nodes.Await, nodes.Starred, nodes.Tuple)


@dataclass(frozen=True)
class Position:
    """A statement in its block."""

    block: list[nodes.NodeNG]
    index: int
    #: The node whose block it is: a statement, an `except`, a `case`, a function.
    owner: nodes.NodeNG

    @property
    def statement(self) -> nodes.NodeNG:
        """The statement itself."""
        return self.block[self.index]

    @property
    def holder(self) -> nodes.NodeNG:
        """The statement whose block it is, or whose `except` or `case`."""
        inner = isinstance(self.owner, (nodes.ExceptHandler, nodes.MatchCase))
        return self.owner.parent if inner and self.owner.parent is not None else self.owner


def position(statement: nodes.NodeNG) -> Position:
    """Where a statement stands."""
    owner = statement.parent
    if owner is None:
        raise RefusedError("no-block")
    for name in _BLOCKS:
        block = getattr(owner, name, None)
        if isinstance(block, list):
            for index, child in enumerate(block):
                if child is statement:
                    return Position(block, index, owner)
    raise RefusedError("no-block")


def function_of(node: nodes.NodeNG) -> Function:
    """The function that holds a creation. Raises RefusedError where the creation does not run as part of one."""
    child, parent = node, node.parent
    while parent is not None:
        if isinstance(parent, (nodes.Lambda, nodes.GeneratorExp)) and not isinstance(parent, nodes.FunctionDef):
            raise RefusedError("runs-later")
        if isinstance(parent, nodes.FunctionDef):
            if child not in parent.body:
                raise RefusedError("runs-later")
            return parent
        if isinstance(parent, nodes.ClassDef):
            raise RefusedError("class-level")
        child, parent = parent, parent.parent
    raise RefusedError("module-level")


def levels(statement: nodes.NodeNG, function: Function) -> Iterator[tuple[Position, bool]]:
    """The blocks round a statement, from its own to the function's, and whether a loop lies between."""
    crossed = False
    while True:
        place = position(statement)
        yield place, crossed
        if place.owner is function:
            return
        crossed = crossed or isinstance(place.owner, _LOOPS)
        statement = place.holder


def in_one_loop(one: nodes.NodeNG, other: nodes.NodeNG, function: Function) -> bool:
    """Whether a loop of the function goes round both of two nodes."""
    return any(isinstance(node, _LOOPS) and node.parent_of(one) for node in ancestors(other, function))


def ancestors(node: nodes.NodeNG, function: Function) -> Iterator[nodes.NodeNG]:
    """The nodes round a node, inside the function, from the innermost outwards."""
    parent = node.parent
    while parent is not None and parent is not function:
        yield parent
        parent = parent.parent


def line_of(statement: nodes.NodeNG) -> int:
    """The line by which edits name a statement, decorators left out."""
    # To astroid, the decorators are the first lines of a function.
    return int(statement.fromlineno or 1) if isinstance(statement, nodes.FunctionDef) else edges(statement)[0]


def alone(statement: nodes.NodeNG) -> bool:
    """Whether no other statement begins or ends on the lines of a statement's edges."""
    place = position(statement)
    start, end = int(statement.lineno or 0), int(statement.end_lineno or 0)
    before = place.block[place.index - 1] if place.index else None
    after = place.block[place.index + 1] if place.index + 1 < len(place.block) else None
    owner_line = _head_line(place.owner)
    return (
        (before is None or (before.end_lineno or 0) < start)
        and (after is None or (after.lineno or 0) > end)
        and (isinstance(place.owner, nodes.Module) or owner_line < start)
    )


def _head_line(owner: nodes.NodeNG) -> int:
    """The last line of what stands before a block."""
    if isinstance(owner, nodes.ExceptHandler):
        # To astroid, the name of an exception reaches to the end of its handler.
        return int((owner.type.end_lineno if owner.type is not None else owner.lineno) or 0)
    return int(getattr(owner, "blockstart_tolineno", None) or owner.lineno or 0)


def own_nodes(node: nodes.NodeNG) -> Iterator[nodes.NodeNG]:
    """The node and all below it, without the insides of nested functions and classes."""
    yield node
    for child in node.get_children():
        if isinstance(child, (nodes.FunctionDef, nodes.ClassDef, nodes.Lambda)):
            yield child
        else:
            yield from own_nodes(child)


def statements_in(block: list[nodes.NodeNG]) -> Iterator[nodes.NodeNG]:
    """All statements of a block and of the blocks in it, nested functions left out."""
    for statement in block:
        for node in own_nodes(statement):
            if node.is_statement and not isinstance(node, (nodes.ExceptHandler, nodes.MatchCase)):
                yield node


def risky(block: list[nodes.NodeNG]) -> list[nodes.NodeNG]:
    """The statements of a block without those at its end that only assign what is there."""
    kept = list(block)
    while kept and isinstance(kept[-1], (nodes.Assign, nodes.AnnAssign)) and not any(kept[-1].nodes_of_class(_RAISING)):
        kept.pop()
    return kept


def edges(node: nodes.NodeNG) -> tuple[int, int, int, int]:
    """First line, column, last line and end column of a node, columns in bytes."""
    return node.lineno or 1, node.col_offset or 0, node.end_lineno or 1, node.end_col_offset or 0


class Text:
    """The lines of a module, for what the tree does not tell."""

    def __init__(self, source: str) -> None:
        self.lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def span(self, node: nodes.NodeNG) -> Span:
        """The place of an expression, in characters."""
        first, start, last, end = edges(node)
        return Span(first, self._characters(first, start), last, self._characters(last, end))

    def _characters(self, line: int, column: int) -> int:
        # The parser counts bytes of UTF-8.
        return len(self.lines[line - 1].encode()[:column].decode())

    def commented(self, statement: nodes.NodeNG) -> bool:
        """Whether a comment stands above a statement, behind the one before it, or on its last line."""
        first, _, last, end = edges(statement)
        above = first - 1
        while above and (not self.lines[above - 1].strip() or self.lines[above - 1].lstrip().startswith("#")):
            if self.lines[above - 1].strip():
                return True
            above -= 1
        return "#" in self.lines[last - 1].encode()[end:].decode()

    def mentions(self, node: nodes.NodeNG, text: str) -> bool:
        """Whether a comment on a line of its own within a node has some text in it."""
        first, _, last, _ = edges(node)
        return any(text in line for line in self.lines[first - 1 : last] if line.lstrip().startswith("#"))

    def plain(self, statement: nodes.NodeNG) -> bool:
        """Whether no comment stands in, above or behind a statement."""
        first, _, last, _ = edges(statement)
        lines = self.lines[first - 1 : last]
        return not self.commented(statement) and not any("#" in line for line in lines)

    def all_of(self, node: nodes.NodeNG) -> str:
        """The text of an expression on one line; of a longer one, its normal form."""
        span = self.span(node)
        if span.line != span.end_line:
            return str(node.as_string())
        return self.lines[span.line - 1][span.column : span.end_column]
