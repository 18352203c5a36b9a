"""The line of a `with` statement: its items, on one line or, where that gets too long, in parentheses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from libcst_zmq.edits import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from libcst_zmq.applying import Draft


def with_items(
    draft: Draft, holder: cst.With, items: Sequence[tuple[str, str]], instead: int | None, column: int
) -> cst.With:
    """`holder` with more items, at the end or in place of number `instead`; it stands at `column`."""
    new = [_item(text, name) for text, name in items]
    old = list(holder.items)
    at = len(old) if instead is None else instead
    joined = [*old[:at], *new, *old[at + (instead is not None) :]]
    if isinstance(holder.lpar, cst.LeftParen):
        return holder.with_changes(items=_listed(holder, joined))
    plain = [item.with_changes(comma=cst.MaybeSentinel.DEFAULT) for item in joined]
    whole = holder.with_changes(items=plain)
    if not _too_long(draft, whole, column):
        return whole
    if not draft.parenthesised:
        raise RefusedError("too-long")
    return in_parentheses(draft, whole)


def in_parentheses(draft: Draft, holder: cst.With) -> cst.With:
    """The same `with`, one item on each line between parentheses."""
    indent = cst.SimpleWhitespace(draft.module.default_indent)
    inner = cst.ParenthesizedWhitespace(indent=True, last_line=indent)
    outer = cst.ParenthesizedWhitespace(indent=True)
    commas = [cst.Comma(whitespace_after=inner) for _ in holder.items[1:]] + [cst.Comma(whitespace_after=outer)]
    items = [item.with_changes(comma=comma) for item, comma in zip(holder.items, commas, strict=True)]
    return holder.with_changes(items=items, lpar=cst.LeftParen(whitespace_after=inner), rpar=cst.RightParen())


def merged(draft: Draft, holder: cst.BaseCompoundStatement, column: int) -> cst.BaseCompoundStatement:
    """A `with` whose body is another one, as one of several items, where that fits on a line."""
    if not isinstance(holder, cst.With) or not isinstance(holder.body, cst.IndentedBlock) or len(holder.body.body) != 1:
        return holder
    inner = holder.body.body[0]
    if not isinstance(inner, cst.With) or inner.asynchronous or isinstance(inner.lpar, cst.LeftParen):
        return holder
    if not isinstance(inner.body, cst.IndentedBlock) or inner.body.header.comment or holder.body.footer:
        return holder
    if any(line.comment for line in inner.leading_lines):
        return holder
    items = [item.with_changes(comma=cst.MaybeSentinel.DEFAULT) for item in (*holder.items, *inner.items)]
    body = inner.body.with_changes(header=holder.body.header)
    whole = holder.with_changes(items=items, body=body)
    return holder if _too_long(draft, whole, column) else whole


def _item(text: str, name: str) -> cst.WithItem:
    asname = cst.AsName(cst.Name(name), whitespace_before_as=cst.SimpleWhitespace(" ")) if name else None
    return cst.WithItem(cst.parse_expression(text), asname)


def _listed(holder: cst.With, items: list[cst.WithItem]) -> list[cst.WithItem]:
    """Items with the commas of a list that has been one before."""
    last = holder.items[-1].comma
    between = cst.Comma(
        whitespace_after=holder.lpar.whitespace_after
        if isinstance(holder.lpar, cst.LeftParen)
        else cst.SimpleWhitespace(" ")
    )
    return [*(item.with_changes(comma=between) for item in items[:-1]), items[-1].with_changes(comma=last)]


def _too_long(draft: Draft, holder: cst.With, column: int) -> bool:
    bare = holder.with_changes(leading_lines=(), body=cst.SimpleStatementSuite([cst.Pass()]))
    head = draft.module.code_for_node(bare).rstrip().removesuffix("pass").rstrip()
    return column + max(map(len, head.splitlines())) > draft.width
