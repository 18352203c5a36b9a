"""Releases that nobody calls: a class closes its fields, but whoever makes an instance keeps it and never releases it.

Only where every instance that the program makes is seen to be kept in a field of another class, which does not release
it. A class that others are to use is made by nobody, or given to somebody, and not meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names.classes import VisibleClass, method_class, subclasses
from pylint_zmq.names.mentions import is_annotation, mentions_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.ownership import Acquisition
    from pylint_zmq.names.resolution import ModuleNames


def is_never_released(engine: Engine, cls: VisibleClass, forgets: Callable[[VisibleClass, Acquisition], bool]) -> bool:
    """Whether the program makes instances of a class, and each is kept by a class that `forgets` to release it."""
    if subclasses(cls):
        return False
    mentions = [(names, node) for names, node in mentions_of(cls) if not is_annotation(node)]
    return bool(mentions) and all(_is_forgotten(engine, names, node, forgets) for names, node in mentions)


def _is_forgotten(
    engine: Engine, names: ModuleNames, node: nodes.NodeNG, forgets: Callable[[VisibleClass, Acquisition], bool]
) -> bool:
    """Whether a mention of a class makes an instance that is kept and forgotten."""
    call = node.parent
    if not isinstance(call, nodes.Call) or call.func is not node:
        return False
    holder = method_class(names, call.scope())
    if holder is None:
        return False
    seen = VisibleClass(holder, names)
    kept = [each for each in engine.ownership.own_acquisitions(seen) if each.site.node is call]
    return bool(kept) and all(forgets(seen, each) for each in kept)
