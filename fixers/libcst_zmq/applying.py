"""Makes edits with LibCST: whatever is not edited stays as it was, byte for byte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar, cast

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from libcst_zmq import importing
from libcst_zmq.edits import (
    Catch,
    Dissolve,
    Draw,
    Edit,
    Enclose,
    Give,
    Hoist,
    Import,
    Insert,
    Item,
    Pass,
    RefusedError,
    Replace,
    Span,
)
from libcst_zmq.headers import merged, with_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Statement = cst.SimpleStatementLine | cst.BaseCompoundStatement
_Block = TypeVar("_Block", cst.IndentedBlock, cst.Module)


class Draft:
    """One version of a file, parsed once, from which edited versions are made."""

    def __init__(self, source: bytes, width: int = 88, parenthesised: bool = True) -> None:
        self.module = cst.parse_module(source)
        if self.module.bytes != source:
            raise RefusedError("not-preserved")
        self.width = width
        #: Whether a `with` of several items may stand in parentheses.
        self.parenthesised = parenthesised
        self.wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        self.positions = self.wrapper.resolve(PositionProvider)

    def edited(self, edits: Sequence[Edit]) -> bytes:
        """The source after the edits. Raises RefusedError if they do not fit the text."""
        editor = _Editor(self, edits)
        module = self.module.visit(editor)
        if editor.waiting:
            raise RefusedError("shared-line")
        for edit in edits:
            if isinstance(edit, Import):
                module = importing.added(module, edit.module, edit.name)
        return module.bytes

    def line(self, node: cst.CSTNode) -> int:
        """First line of a statement."""
        return int(self.positions[node].start.line)

    def statements(self, text: str) -> list[Statement]:
        """The statements of a text with four-space indents, in the manner of the module."""
        indent = self.module.default_indent
        lines = [re.sub(r"^(?: {4})+", lambda m: indent * (len(m[0]) // 4), line) for line in text.split("\n")]
        joined = self.module.default_newline.join([*lines, ""])
        parsed = cst.parse_module(joined, config=self.module.config_for_parsing)
        first, *rest = parsed.body
        first = first.with_changes(leading_lines=[*parsed.header, *first.leading_lines])
        return [_unpadded(statement) for statement in (first, *rest)]


class _Editor(cst.CSTTransformer):
    def __init__(self, draft: Draft, edits: Sequence[Edit]) -> None:
        super().__init__()
        self.draft = draft
        self.by_line: dict[int, list[Edit]] = {}
        self.calls: dict[Span, Pass | Give] = {}
        self.catches: dict[int, Catch] = {}
        for edit in edits:
            match edit:
                case Pass() | Give():
                    self.calls[edit.span] = edit
                case Enclose():
                    self.by_line.setdefault(edit.first, []).append(edit)
                case Catch():
                    self.catches[edit.line] = edit
                case Replace() | Insert() | Item() | Dissolve() | Draw() | Hoist():
                    self.by_line.setdefault(edit.line, []).append(edit)
                case Import():
                    pass
        #: Edits whose place has not been met.
        self.waiting: set[Edit] = {edit for edit in edits if not isinstance(edit, Import)}

    # -- expressions -------------------------------------------------------------------------------------------------
    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:  # noqa: N802 (LibCST's name)
        at = self.draft.positions[original_node]
        span = Span(at.start.line, at.start.column, at.end.line, at.end.column)
        edit = self.calls.get(span)
        if edit is None:
            return updated_node
        self.waiting.discard(edit)
        if isinstance(edit, Give):
            return updated_node.with_changes(args=[cst.Arg(cst.parse_expression(edit.argument))])
        return cst.Call(cst.parse_expression(edit.function), [cst.Arg(updated_node)])

    def leave_ExceptHandler(  # noqa: N802 (LibCST's name)
        self, original_node: cst.ExceptHandler, updated_node: cst.ExceptHandler
    ) -> cst.ExceptHandler:
        edit = self.catches.get(self.draft.line(original_node))
        if edit is None or updated_node.type is None:
            return updated_node
        self.waiting.discard(edit)
        old = updated_node.type
        kept = list(old.elements) if isinstance(old, cst.Tuple) else [cst.Element(old)]
        added = cst.Tuple([*kept, cst.Element(cst.parse_expression(edit.name))])
        return updated_node.with_changes(type=added, whitespace_after_except=cst.SimpleWhitespace(" "))

    # -- blocks ------------------------------------------------------------------------------------------------------
    def _leave_block(self, original_node: _Block, updated_node: _Block) -> _Block:
        return updated_node.with_changes(body=self._block(original_node.body, updated_node.body))

    leave_IndentedBlock = leave_Module = _leave_block  # noqa: N815 (LibCST's names)

    def _block(self, before: Sequence[cst.BaseStatement], after: Sequence[cst.BaseStatement]) -> list[Statement]:
        lines = [self.draft.line(statement) for statement in before]
        if not self.by_line.keys() & set(lines):
            return cast("list[Statement]", list(after))
        groups = [[cast("Statement", statement)] for statement in after]
        for index, line in enumerate(lines):
            for edit in self.by_line.get(line, ()):
                if not isinstance(edit, (Enclose, Draw)):
                    self._change(groups, index, edit, self.draft.positions[before[index]].start.column)
        for index, line in enumerate(lines):
            for edit in self.by_line.get(line, ()):
                if isinstance(edit, Enclose):
                    self._enclose(groups, lines, index, edit, before[index])
                elif isinstance(edit, Draw):
                    self._draw(groups, lines, index, edit)
        changed = [statement for group in groups for statement in group]
        return changed or self.draft.statements("pass")

    def _change(self, groups: list[list[Statement]], index: int, edit: Edit, column: int) -> None:
        self.waiting.discard(edit)
        match edit:
            case Replace(lines=()):
                _leave_gap(groups, index)
            case Replace(lines=lines):
                groups[index] = self._instead(groups[index], lines)
            case Insert(lines=lines, after=True):
                groups[index] = [*groups[index], *self.draft.statements("\n".join(lines))]
            case Insert(lines=lines):
                groups[index] = led(self.draft.statements("\n".join(lines)), groups[index])
            case Item():
                groups[index] = [self._more_items(_only(groups[index]), edit, column)]
            case Hoist():
                groups[index] = hoisted(_only(groups[index]))
            case Dissolve():
                groups[index] = dissolved(_only(groups[index]))

    def _instead(self, old: list[Statement], lines: tuple[str, ...]) -> list[Statement]:
        statement = _only(old)
        new = self.draft.statements("\n".join(lines))
        if isinstance(statement, cst.SimpleStatementLine) and isinstance(new[-1], cst.SimpleStatementLine):
            new[-1] = new[-1].with_changes(trailing_whitespace=statement.trailing_whitespace)
        new[0] = new[0].with_changes(leading_lines=statement.leading_lines)
        return new

    # -- compound statements -----------------------------------------------------------------------------------------
    def _enclose(
        self, groups: list[list[Statement]], lines: list[int], index: int, edit: Enclose, before: cst.BaseStatement
    ) -> None:
        if edit.last not in lines:
            raise RefusedError("shared-line")
        self.waiting.discard(edit)
        end = lines.index(edit.last) + 1
        inside = [statement for group in groups[index:end] for statement in group]
        first = inside.pop(0) if edit.swallow else None
        text = edit.head if first is None else edit.head.format(self.text_of(value_of(first)))
        shell = self.draft.statements(f"{text}\n    pass\n{edit.tail}".rstrip())[0]
        leading = (first or inside[0]).leading_lines
        if first is None:
            # Comments right above the statement speak of it and go with it; what a blank line sets off stays outside.
            inner = _own_comments(leading)
            leading = list(leading)[: len(leading) - len(inner)]
            inside[0] = inside[0].with_changes(leading_lines=inner)
        elif inside:
            inside[0] = inside[0].with_changes(leading_lines=_without_blank(inside[0].leading_lines))
        body = cst.ensure_type(shell.body, cst.IndentedBlock)
        header = first.trailing_whitespace if isinstance(first, cst.SimpleStatementLine) else body.header
        body = body.with_changes(body=inside or body.body, header=header)
        made = shell.with_changes(body=body, leading_lines=leading)
        column = self.draft.positions[before].start.column
        groups[index:end] = [
            [merged(self.draft, cast("cst.BaseCompoundStatement", made), column)],
            *([] for _ in range(end - index - 1)),
        ]

    def _draw(self, groups: list[list[Statement]], lines: list[int], index: int, edit: Draw) -> None:
        if edit.first not in lines:
            raise RefusedError("shared-line")
        self.waiting.discard(edit)
        start = lines.index(edit.first)
        moved = [statement for group in groups[start:index] for statement in group]
        holder = cast("cst.Try | cst.With", _only(groups[index]))
        body = cst.ensure_type(holder.body, cst.IndentedBlock)
        inside = [cast("Statement", inner) for inner in body.body]
        inside[0] = inside[0].with_changes(leading_lines=[*holder.leading_lines, *inside[0].leading_lines])
        comments = _without_blank(moved[0].leading_lines)
        leading = list(moved[0].leading_lines)[: len(moved[0].leading_lines) - len(comments)]
        moved[0] = moved[0].with_changes(leading_lines=comments)
        drawn = holder.with_changes(body=body.with_changes(body=[*moved, *inside]), leading_lines=leading)
        groups[start : index + 1] = (
            [[], *([] for _ in range(index - start - 1)), [drawn]] if index > start else [[drawn]]
        )

    def _more_items(self, statement: Statement, edit: Item, column: int) -> Statement:
        holder = cst.ensure_type(statement, cst.With)
        body = cst.ensure_type(holder.body, cst.IndentedBlock)
        items = list(edit.items)
        if edit.creation is not None:
            first = cast("Statement", body.body[0])
            items = [(text or self.text_of(value_of(first)), name) for text, name in items]
            rest = [cast("Statement", inner) for inner in body.body[1:]]
            if rest:
                rest[0] = rest[0].with_changes(leading_lines=_without_blank(rest[0].leading_lines))
            body = body.with_changes(body=rest or self.draft.statements("pass"))
        return with_items(self.draft, holder.with_changes(body=body), items, edit.instead, column)

    def text_of(self, node: cst.BaseExpression) -> str:
        """The text of an expression, its lines ended by plain newlines."""
        return self.draft.module.code_for_node(node).replace("\r\n", "\n")


def _leave_gap(groups: list[list[Statement]], index: int) -> None:
    """Take out a statement; the blank lines above it now stand above the next one."""
    (gone,) = groups[index] or (None,)
    groups[index] = []
    following = groups[index + 1] if index + 1 < len(groups) else []
    if gone is not None and following and not following[0].leading_lines:
        following[0] = following[0].with_changes(leading_lines=gone.leading_lines)


def _only(statements: list[Statement]) -> Statement:
    if len(statements) != 1:
        raise RefusedError("overlap")
    return statements[0]


def _unpadded(statement: Statement) -> Statement:
    """The statement with blank lines above it, and above what it holds, that have no spaces in them."""
    lines = [line if line.comment else line.with_changes(indent=False) for line in statement.leading_lines]
    return statement.with_changes(leading_lines=lines)


def value_of(statement: Statement) -> cst.BaseExpression:
    """The right side of an assignment, or the expression that a statement consists of."""
    if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1:
        small = statement.body[0]
        if isinstance(small, (cst.Assign, cst.AnnAssign, cst.Expr)) and small.value is not None:
            return small.value
    raise RefusedError("shared-line")


def led(new: list[Statement], old: list[Statement]) -> list[Statement]:
    """New statements before old ones, under the comments and blank lines that the old ones had above them."""
    if old:
        new[0] = new[0].with_changes(leading_lines=old[0].leading_lines)
        old = [old[0].with_changes(leading_lines=()), *old[1:]]
    return [*new, *old]


def hoisted(statement: Statement) -> list[Statement]:
    """A `try` with the first statement of its body before it."""
    holder = cst.ensure_type(statement, cst.Try)
    body = cst.ensure_type(holder.body, cst.IndentedBlock)
    first, *rest = (cast("Statement", inner) for inner in body.body)
    first = first.with_changes(leading_lines=[*holder.leading_lines, *_without_blank(first.leading_lines)])
    rest[0] = rest[0].with_changes(leading_lines=_without_blank(rest[0].leading_lines))
    return [first, holder.with_changes(leading_lines=(), body=body.with_changes(body=rest))]


def dissolved(statement: Statement) -> list[Statement]:
    """A `try` without its `finally`: its body, if it has no handlers. Refused where a comment would get lost."""
    holder = cst.ensure_type(statement, cst.Try)
    body = cst.ensure_type(holder.body, cst.IndentedBlock)
    final = cst.ensure_type(holder.finalbody, cst.Finally)
    ending = cst.ensure_type(final.body, cst.IndentedBlock)
    spaces: list[cst.TrailingWhitespace | cst.EmptyLine] = [ending.header, *ending.footer, *final.leading_lines]
    if not holder.handlers:
        spaces += [body.header, *body.footer]
    if any(space.comment for space in spaces) or any(_comments(inner) for inner in ending.body):
        raise RefusedError("comments")
    if holder.handlers:
        return [holder.with_changes(finalbody=None)]
    inside = [cast("Statement", inner) for inner in body.body]
    inside[0] = inside[0].with_changes(leading_lines=[*holder.leading_lines, *inside[0].leading_lines])
    return inside


def _comments(statement: cst.BaseStatement) -> bool:
    lines: Iterable[cst.EmptyLine] = getattr(statement, "leading_lines", ())
    trailing = getattr(statement, "trailing_whitespace", None)
    return any(line.comment for line in lines) or bool(trailing is not None and trailing.comment)


def _own_comments(lines: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    """The comments of leading lines that no blank line separates from the statement."""
    start = max((number for number, line in enumerate(lines, 1) if line.comment is None), default=0)
    return list(lines)[start:]


def _without_blank(lines: Sequence[cst.EmptyLine]) -> list[cst.EmptyLine]:
    """Leading lines for the first statement of a block: blank lines at the top go."""
    kept = list(lines)
    while kept and kept[0].comment is None:
        kept.pop(0)
    return kept
