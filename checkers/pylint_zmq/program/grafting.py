"""The tree of an edited text: what stays of it keeps its nodes, and only the statements in between are parsed.

For editors, where a text of a thousand lines is analysed after each key. A module is a sequence of statements, each of
which is parsed by itself in the grammar; what else reaches across is looked for, and then the whole text is parsed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes
from astroid.nodes.utils import Position

from pylint_zmq.program.trees import parse_text
from pylint_zmq.reading import SourceError, decode_source

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Python parses these comments, and all or none of a text: astroid leaves them be where one of them is wrong.
_TYPE_COMMENT = "# type:"
#: What astroid works out once from the line of a node (astroid/nodes/node_ng.py).
_FROM_LINES = ("fromlineno", "tolineno", "blockstart_tolineno")
#: Nodes that are no children of the node that has them.
_ASIDE = ("doc_node", "vararg_node", "kwarg_node", "_metaclass")


@dataclass(frozen=True)
class _Edit:
    """Which statements of the known tree stay, and what stands between them now."""

    #: So many statements at the beginning.
    before: int
    #: The first of those at the end.
    after: int
    #: The last line of what stays at the beginning.
    line: int
    #: The text between them.
    text: str
    #: How many lines those at the end have moved down.
    moved: int


def grafted(known: nodes.Module, data: bytes) -> nodes.Module | None:
    """Return the tree of the source `data`, made of the nodes of a `known` tree, which must not be used any more.

    None, and the known tree is what it was, if it is better to parse the whole: nothing can stay at the beginning,
    what is new cannot be parsed by itself, or it is not sure that both ways come to the same.
    """
    if not isinstance(known.file_bytes, bytes):
        return None
    try:
        old, _ = decode_source(known.file_bytes)
        new, encoding = decode_source(data)
        edit = _edit(known, old, new) if encoding == known.file_encoding else None
        if edit is None:
            return None
        # The lines before it are left empty, so that each node knows its place.
        part = parse_text("\n" * edit.line + edit.text, known.file or "", known.name)
    except SourceError:
        return None
    # A string in front of all other statements is taken for what a module says of itself, and here it is not in front.
    return _joined(known, edit, part, data) if part.doc_node is None else None


def _edit(known: nodes.Module, old: str, new: str) -> _Edit | None:
    if _TYPE_COMMENT in old or _TYPE_COMMENT in new:
        return None
    was, now = old.split("\n"), new.split("\n")
    same = _common(zip(was, now, strict=False))
    ends = [statement.end_lineno or 0 for statement in known.body]
    # Each begins, with its decorators and comments, after the line on which the one in front of it ends.
    free = [_is_free(known, at, was[end - 1]) for at, end in enumerate(ends)]
    before = max((at + 1 for at, end in enumerate(ends) if free[at] and end <= same), default=0)
    if before == 0:
        return None
    line, moved = ends[before - 1], len(now) - len(was)
    same_at_end = _common(zip(reversed(was[line:]), reversed(now[line:]), strict=False))
    among = range(before, len(ends))
    after = next((at for at in among if free[at - 1] and ends[at - 1] >= len(was) - same_at_end), len(ends))
    last = ends[after - 1] + moved if after < len(ends) else len(now)
    if now[last - 1].endswith("\\"):
        return None
    return _Edit(before, after, line, "\n".join(now[line:last]) + "\n", moved)


def _common(pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs of lines are equal before the first that are not."""
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count


def _is_free(known: nodes.Module, at: int, line: str) -> bool:
    """Whether nothing but a comment can follow a statement on its last line, nor on the next as a part of it."""
    following = known.body[at + 1] if at + 1 < len(known.body) else None
    return not line.endswith("\\") and (following is None or following.lineno != known.body[at].end_lineno)


def _joined(known: nodes.Module, edit: _Edit, part: nodes.Module, data: bytes) -> nodes.Module:
    """Put what stays and what was parsed into one tree."""
    first, last = dict.fromkeys(known.body[: edit.before]), dict.fromkeys(known.body[edit.after :])
    if edit.moved:
        for statement in last:
            _move(statement, edit.moved)
    module = nodes.Module(known.name, known.file, known.path, known.package)
    module.postinit([*first, *part.body, *last], doc_node=known.doc_node)
    for child in (*module.body, known.doc_node):
        if child is not None:
            child.parent = module
    for name in dict.fromkeys([*known.locals, *part.locals]):
        placed = [(node, _statement(node)) for node in known.locals.get(name, ()) if isinstance(node, nodes.NodeNG)]
        found = [
            *(node for node, statement in placed if statement in first),
            *part.locals.get(name, ()),
            *(node for node, statement in placed if statement in last),
        ]
        if found:
            module.locals[name] = found
    module.file_bytes, module.file_encoding = data, known.file_encoding
    return module


def _statement(node: nodes.NodeNG) -> nodes.NodeNG:
    """Return the statement of the module that a node stands in."""
    while not isinstance(node.parent, nodes.Module):
        assert node.parent is not None
        node = node.parent
    return node


def _move(statement: nodes.NodeNG, lines: int) -> None:
    """Move a statement, and all that it consists of, down by so many lines."""
    pending = [statement]
    while pending:
        node = pending.pop()
        if node.lineno is not None:
            node.lineno += lines
        if node.end_lineno is not None:
            node.end_lineno += lines
        if node.position is not None:
            at = node.position
            node.position = Position(at.lineno + lines, at.col_offset, at.end_lineno + lines, at.end_col_offset)
        own = vars(node)
        for name in _FROM_LINES:
            own.pop(name, None)
        pending += node.get_children()
        pending += [aside for name in _ASIDE if (aside := own.get(name)) is not None]
