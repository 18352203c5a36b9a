"""Where one node stands as against another, in the text of one function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.waits.places import function_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def ancestry(node: nodes.NodeNG) -> Iterator[tuple[nodes.NodeNG, nodes.NodeNG]]:
    """Yield what a node lies in, up to its function, each with the part that it lies in."""
    child, parent = node, node.parent
    while parent is not None and not isinstance(child, (nodes.FunctionDef, nodes.Module)):
        yield parent, child
        child, parent = parent, parent.parent


def in_handler(node: nodes.NodeNG) -> bool:
    """Tell whether a node lies in an `except` of its function."""
    return any(isinstance(parent, nodes.ExceptHandler) for parent, _ in ancestry(node))


def are_alternatives(one: nodes.NodeNG, other: nodes.NodeNG) -> bool:
    """Tell whether two nodes lie in different branches of one `if`, so that one run of it comes to one of them."""
    branches = {parent: child for parent, child in ancestry(one) if isinstance(parent, nodes.If)}
    return any(
        parent in branches and (branches[parent] in parent.body) != (child in parent.body)
        for parent, child in ancestry(other)
        if isinstance(parent, nodes.If) and child is not parent.test
    )


def comes_before(one: nodes.NodeNG, other: nodes.NodeNG) -> bool:
    """Tell whether one node of a function is reached before another, on a path that comes to both."""
    if function_of(one) is not function_of(other) or (one.lineno or 0) >= (other.lineno or 0):
        return False
    return not are_alternatives(one, other) and not in_handler(one)
