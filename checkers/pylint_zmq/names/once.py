"""What the text of a tree alone tells, worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from astroid import nodes

N = TypeVar("N", bound="nodes.NodeNG")
P = ParamSpec("P")
V = TypeVar("V")

#: The attribute of a node under which the answers lie: they go when the tree goes.
_KEPT = "_zmqlint_kept"


def once(node: N, work: Callable[Concatenate[N, P], V], *rest: P.args, **more: P.kwargs) -> V:
    """Return `work(node, ...)`; what else it is given must be the same each time."""
    kept: dict[Any, V] = vars(node).setdefault(_KEPT, {})
    if work not in kept:
        kept[work] = work(node, *rest, **more)
    return kept[work]
