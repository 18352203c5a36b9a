"""Instances of classes that own sockets.

From the outside they are resources themselves, with release methods of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import parameters
from pylint_zmq.analysis.heap import CLOSED, HANDED, OPEN, OWNER, Resource, Site
from pylint_zmq.analysis.raising import ANY
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import NONE, Ref, Sym, Value
from pylint_zmq.names.classes import VisibleClass, bases, class_named, lineage

if TYPE_CHECKING:
    from pylint_zmq.analysis.arguments import Arguments
    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.names.definitions import Definition

Result = Iterator[tuple[State, Value]]

#: An instance of one of these lives on by itself once it is started.
_LIVING = frozenset(
    {"threading.Thread", "multiprocessing.Process", "threading.Timer", "multiprocessing.context.Process"}
)
_STARTS = frozenset({"start", "run", "serve_forever"})
#: Where a name stands that is only reached through.
_PARTS = (nodes.Attribute, nodes.AssignAttr, nodes.DelAttr)


def made(frame: Frame, node: nodes.NodeNG, definition: Definition, arguments: Arguments, state: State) -> Result:
    """Make an instance of a visible class; it takes over what it is given, and its constructor may raise."""
    assert isinstance(definition.node, nodes.ClassDef)
    cls = VisibleClass(definition.node, definition.names)
    state = frame.all_escaped(state, arguments.values())
    if _can_raise(cls):
        frame.raises(state, node, ANY)
    if not definition.alternatives and frame.engine.ownership.owns(cls):
        site = Site(node, node.lineno or 1, node.col_offset or 0, OWNER)
        frame.ledger.record(site)
        # A constructor that acquires nothing leaves nothing to release until an acquiring method ran.
        filled = frame.engine.ownership.acquiring(cls) & frame.engine.ownership.set_up(cls)
        yield state.add(Resource(OWNER, site, OPEN if filled else CLOSED, derived=cls.qualname))
    else:
        yield state, Sym(f"@{node.lineno}.{node.col_offset}", truth=True, not_none=True)


def _can_raise(cls: VisibleClass) -> bool:
    """Whether making an instance runs any code: a constructor of its own, or of a base that cannot be seen."""
    if cls.node.bases or cls.node.keywords or cls.node.decorators is not None:
        return True
    return any(isinstance(node, nodes.FunctionDef) and node.name in ("__init__", "__new__") for node in cls.node.body)


def _lets_itself_go(cls: VisibleClass, attr: str) -> bool:
    """Whether a method gives the object itself to something: a thread, a loop, a `with` of its own."""
    for each in lineage(cls):
        for function in each.node.body:
            if isinstance(function, nodes.FunctionDef) and function.name == attr:
                own = parameters(function)[:1]
                names = function.nodes_of_class(nodes.Name)
                return any(name.name in own and not isinstance(name.parent, _PARTS) for name in names)
    return False


def method(frame: Frame, node: nodes.NodeNG, owner: Ref, attr: str, arguments: Arguments, state: State) -> Result:
    """A method call on an owner: it releases, or uses; what it is given it may keep."""
    resource = state.resource(owner)
    assert resource is not None
    cls = class_named(frame.names, resource.derived)
    if cls is None:
        yield frame.escaped(state, owner), Sym(f"@{node.lineno}.{node.col_offset}")
        return
    state = frame.all_escaped(state, arguments.values())
    if attr in ("__enter__", "__aenter__"):
        yield state, owner
        return
    if attr in frame.engine.ownership.releases(cls).methods:
        yield frame.released(state, owner), NONE
        return
    if _lets_itself_go(cls, attr):
        state = frame.escaped(state, owner)
    if attr in _STARTS and _LIVING.intersection(bases(cls)):
        state = state.store(owner.to, replace(resource, status=HANDED, site=None))
    frame.raises(state.hold(owner)[0], node, ANY)
    now = state.resource(owner)
    if now is not None and now.status == CLOSED and attr in frame.engine.ownership.acquiring(cls):
        state = state.store(owner.to, replace(now, status=OPEN))
    yield state, Sym(f"@{node.lineno}.{node.col_offset}")
