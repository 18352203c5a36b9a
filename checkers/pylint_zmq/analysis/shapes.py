"""Parts of syntax nodes with the types that they have; astroid's own types are wider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from astroid import nodes


def elements_of(node: Any) -> list[nodes.NodeNG]:
    """The elements of a tuple, list or set, as a display or as a target."""
    return cast("list[nodes.NodeNG]", node.elts)


def children_of(node: Any) -> Iterable[nodes.NodeNG]:
    """The direct children of any node, in the order of the text."""
    return cast("Iterable[nodes.NodeNG]", node.get_children())


def body_of(node: Any) -> list[nodes.NodeNG]:
    """The statements of a function or module."""
    return cast("list[nodes.NodeNG]", node.body)


def blocks_of(node: Any) -> Iterator[list[nodes.NodeNG]]:
    """The blocks of statements in a statement, or in a case of one; those of handlers and `finally` left out."""
    for name in ("body", "orelse"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            yield block


def name_of(node: Any) -> str:
    """The name that a target, a function or a class binds."""
    return str(node.name)


def line_of(node: nodes.NodeNG) -> int:
    """The first line of a node, counted from 1; 0 if it has none."""
    return node.lineno or 0
