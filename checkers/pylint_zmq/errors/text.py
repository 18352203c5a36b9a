"""The parts of a tree by where they stand: statements, functions, the `try` statements of a module."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from astroid import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.names.resolution import ModuleNames

_TEST = re.compile(r"(^|/)(tests?|testing)/|(^|/)(test_[^/]*|conftest)\.py$|_test\.py$")

TRIES = (nodes.Try, nodes.TryStar)
SCOPES = (nodes.FunctionDef, nodes.Lambda, nodes.ClassDef)


def each_try(module: nodes.Module) -> Iterator[nodes.Try | nodes.TryStar]:
    """Yield every `try` of a module, in the order of the text."""
    pending: list[nodes.NodeNG] = list(reversed(module.body))
    while pending:
        node = pending.pop()
        if isinstance(node, TRIES):
            yield node
        inner = [each for each in node.get_children() if each.is_statement or isinstance(each, nodes.MatchCase)]
        pending += reversed(inner)


def own_nodes(statements: Iterable[nodes.NodeNG]) -> Iterator[nodes.NodeNG]:
    """Yield all nodes in statements, those of nested functions and classes left out, in the order of the text."""
    pending = list(reversed(list(statements)))
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (nodes.FunctionDef, nodes.Lambda, nodes.ClassDef)):
            pending += reversed(list(node.get_children()))


def enclosing(node: nodes.NodeNG) -> nodes.NodeNG | None:
    """Return the function, lambda or class body that a node lies in; None at module level."""
    inner = node.parent
    while inner is not None and not isinstance(inner, (nodes.FunctionDef, nodes.Lambda, nodes.ClassDef)):
        inner = inner.parent
    return inner


def in_tests(names: ModuleNames) -> bool:
    """Tell whether a module is a test, by its place in the project: there a failure is to end the test."""
    file = names.module.file
    if not file or names.program is None:
        return False
    path = Path(file)
    inside = path.relative_to(names.program.root) if path.is_relative_to(names.program.root) else path
    return _TEST.search(inside.as_posix()) is not None


def scope_name(names: ModuleNames, node: nodes.NodeNG) -> str:
    """Return the qualified name of the function or class that a node stands in; "" at module level."""
    inner = enclosing(node)
    while isinstance(inner, nodes.Lambda) and not isinstance(inner, nodes.FunctionDef):
        inner = enclosing(inner)
    return names.qualname(inner) if isinstance(inner, (nodes.FunctionDef, nodes.ClassDef)) else ""
