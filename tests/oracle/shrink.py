"""Makes a program smaller as long as it still shows what it shows."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator


def shrink(text: str, shows: Callable[[str], bool]) -> str:
    """The smallest program found by taking away statements, branches and arguments of `text`."""
    best = ast.unparse(ast.parse(text)) + "\n"
    if not shows(best):
        return text
    before = ""
    while before != best:
        before, number = best, 0
        while (candidate := smaller(best, number)) is not None:
            if parses(candidate) and len(candidate) < len(best) and shows(candidate):
                best = candidate
            else:
                number += 1
    return best


def smaller(text: str, number: int) -> str | None:
    """The program with one thing less, counted from the outside in; None if there are not that many."""
    module = ast.parse(text)
    edits = list(blocks(module))
    if number >= len(edits):
        return None
    owner, name, position, way = edits[number]
    body = getattr(owner, name)
    if way == "drop":
        del body[position]
        if not body and name == "body":
            body.append(ast.Pass())
    else:
        body[position : position + 1] = inner(body[position])
    return ast.unparse(ast.fix_missing_locations(module)) + "\n"


def parses(text: str) -> bool:
    try:
        compile(text, "<shrunk>", "exec")
    except SyntaxError:
        return False
    return True


def blocks(module: ast.Module) -> Iterator[tuple[ast.AST, str, int, str]]:
    """Every statement, handler and `with` item that can be dropped, or replaced by what it holds."""
    for node in ast.walk(module):
        for name in ("body", "orelse", "finalbody", "handlers", "items", "cases", "names"):
            values = getattr(node, name, None)
            if not isinstance(values, list):
                continue
            for position, value in enumerate(values):
                if len(values) == 1 and (isinstance(value, ast.Pass) or name in ("names", "items", "cases")):
                    continue
                yield node, name, position, "drop"
                if isinstance(value, ast.stmt) and inner(value):
                    yield node, name, position, "open"


def inner(statement: ast.stmt) -> list[ast.stmt]:
    """The statements inside a compound statement, in the order of the text."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return []
    found: list[ast.stmt] = []
    for name in ("body", "orelse", "finalbody"):
        found += getattr(statement, name, [])
    return found
