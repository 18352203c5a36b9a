"""One more import at the top of a module, where an import sorter would put it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from collections.abc import Sequence


def added(module: cst.Module, source: str, name: str) -> cst.Module:
    """The module with `from source import name`, unless it has that."""
    body = list(module.body)
    at = _place(body, source)
    if any(_imports(statement, source, name) for statement in body):
        return module
    for index, statement in enumerate(body):
        known = _from(statement)
        if known is None or known.lpar or _dotted(known.module) != source or isinstance(known.names, cst.ImportStar):
            continue
        if len(cst.ensure_type(statement, cst.SimpleStatementLine).body) == 1:
            body[index] = statement.deep_replace(known, _with_name(known, name))  # type: ignore[arg-type]
            return module.with_changes(body=body)
    line = cst.parse_statement(f"from {source} import {name}{module.default_newline}", config=module.config_for_parsing)
    if at < len(body) and not (at and _is_import(body[at - 1]) and not _is_future(body[at - 1])):
        # It becomes the first of its section: what stood above the next statement now stands above it.
        first = body[at]
        line = line.with_changes(leading_lines=getattr(first, "leading_lines", ()))
        blank = 0 if _standard(first) else 1 if _is_import(first) else 2
        body[at] = first.with_changes(leading_lines=[cst.EmptyLine(indent=False)] * blank)
    return module.with_changes(body=[*body[:at], line, *body[at:]])


def _imports(statement: cst.BaseStatement, source: str, name: str) -> bool:
    known = _from(statement)
    if known is None or _dotted(known.module) != source or isinstance(known.names, cst.ImportStar):
        return False
    return any(alias.name.value == name and alias.asname is None for alias in known.names)


def _with_name(statement: cst.ImportFrom, name: str) -> cst.ImportFrom:
    assert not isinstance(statement.names, cst.ImportStar)
    names = [*statement.names, cst.ImportAlias(cst.Name(name))]
    names.sort(key=lambda alias: (not alias.evaluated_name[:1].isupper(), alias.evaluated_name))
    bare = [alias.with_changes(comma=cst.MaybeSentinel.DEFAULT) for alias in names]
    return statement.with_changes(names=bare)


def _place(body: Sequence[cst.BaseStatement], source: str) -> int:
    """The index before which the import goes: among those of the standard library, plain imports first."""
    at = 0
    for index, statement in enumerate(body):
        if index == 0 and _is_docstring(statement):
            at = 1
            continue
        if not _is_import(statement):
            break
        known = _from(statement)
        future = _is_future(statement)
        before = known is None or _dotted(known.module) < source
        if future or (_standard(statement) and before):
            at = index + 1
        elif not _standard(statement):
            break
    return at


def _is_future(statement: cst.BaseStatement) -> bool:
    known = _from(statement)
    return known is not None and _dotted(known.module) == "__future__"


def _is_docstring(statement: cst.BaseStatement) -> bool:
    return (
        isinstance(statement, cst.SimpleStatementLine)
        and isinstance(statement.body[0], cst.Expr)
        and isinstance(statement.body[0].value, (cst.SimpleString, cst.ConcatenatedString))
    )


def _is_import(statement: cst.BaseStatement) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(
        statement.body[0], (cst.Import, cst.ImportFrom)
    )


def _from(statement: cst.BaseStatement) -> cst.ImportFrom | None:
    if isinstance(statement, cst.SimpleStatementLine) and isinstance(statement.body[0], cst.ImportFrom):
        return statement.body[0]
    return None


def _standard(statement: cst.BaseStatement) -> bool:
    """Whether the statement imports from the standard library (a docstring and `__future__` count as that, too)."""
    if not isinstance(statement, cst.SimpleStatementLine):
        return False
    small = statement.body[0]
    if isinstance(small, cst.ImportFrom):
        return not small.relative and _dotted(small.module).partition(".")[0] in sys.stdlib_module_names
    if isinstance(small, cst.Import):
        return _dotted(small.names[0].name).partition(".")[0] in sys.stdlib_module_names
    return False


def _dotted(node: cst.BaseExpression | None) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""
