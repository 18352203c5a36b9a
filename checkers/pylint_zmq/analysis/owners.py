"""Instances of classes that own sockets.

From the outside they are resources themselves, with release methods of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import calls, summaries, zmq_calls
from pylint_zmq.analysis.facts import parameters
from pylint_zmq.analysis.heap import CLOSED, HANDED, OPEN, OWNER, Resource, Site
from pylint_zmq.analysis.raising import ANY
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import NONE, UNKNOWN, Bound, Ref, Routine, Sym, Value, references
from pylint_zmq.model.harmless import RELEASING_METHODS
from pylint_zmq.names.classes import VisibleClass, bases, class_named, lineage

if TYPE_CHECKING:
    from pylint_zmq.analysis.arguments import Arguments
    from pylint_zmq.analysis.engine import Engine
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
    for ready in _constructed(frame, node, cls, arguments, state):
        yield from _instance(frame, node, cls, definition, ready)


def _instance(frame: Frame, node: nodes.NodeNG, cls: VisibleClass, definition: Definition, state: State) -> Result:
    if not definition.alternatives and frame.engine.ownership.owns(cls):
        site = Site(node, node.lineno or 1, node.col_offset or 0, OWNER)
        frame.ledger.record(site)
        filled = _fills_itself(frame.engine, cls)
        yield state.add(Resource(OWNER, site, OPEN if filled else CLOSED, derived=cls.qualname))
    else:
        yield state, Sym(f"@{node.lineno}.{node.col_offset}", truth=True, not_none=True)


def _fills_itself(engine: Engine, cls: VisibleClass) -> bool:
    """Whether the constructor acquires something; else there is nothing to release until an acquiring method ran."""
    return bool(engine.ownership.acquiring(cls) & engine.ownership.set_up(cls))


def is_filled(engine: Engine, call: nodes.Call) -> bool:
    """Whether a call gives a new object that holds something from the start, for others to release."""
    names = engine.names
    cls = class_named(names, names.declared(call) or "")
    if cls is None or not engine.creators.creates(names, call):
        return False
    return engine.ownership.owns(cls) and _fills_itself(engine, cls) and not releases_itself(engine, cls)


def _constructed(
    frame: Frame, node: nodes.NodeNG, cls: VisibleClass, arguments: Arguments, state: State
) -> Iterator[State]:
    """Run the constructor, for what it raises; one that cannot be seen may raise anything."""
    constructor = _constructor(cls)
    if constructor is None and _runs_nothing(cls):
        yield state
    elif constructor is None:
        frame.raises(state, node, ANY)
        yield state
    else:
        given = arguments.unknown()
        given = replace(given, positional=(UNKNOWN, *given.positional))
        for after, _ in summaries.run_routine(frame, node, Routine(constructor), given, state):
            yield after


def _constructor(cls: VisibleClass) -> nodes.FunctionDef | None:
    """The `__init__` of a class whose instances nothing else makes, None if there is none or it cannot be seen."""
    return _function(cls, "__init__") if _is_plain(cls) else None


def _function(cls: VisibleClass, name: str) -> nodes.FunctionDef | None:
    """What an instance of the class has as a method, as far as can be seen."""
    functions = (node for each in lineage(cls) for node in each.node.body if isinstance(node, nodes.FunctionDef))
    return next((function for function in functions if function.name == name), None)


def _runs_nothing(cls: VisibleClass) -> bool:
    """Whether making an instance runs no code at all."""
    return _is_plain(cls) and _constructor(cls) is None


def _is_plain(cls: VisibleClass) -> bool:
    """Whether all bases can be seen, and none has a decorator, a metaclass or a `__new__`."""
    seen = lineage(cls)
    return len(seen) == 1 + len(set(bases(cls)) - {"builtins.object"}) and not any(
        each.node.decorators is not None
        or each.node.keywords
        or any(isinstance(node, nodes.FunctionDef) and node.name == "__new__" for node in each.node.body)
        for each in seen
    )


def _lets_itself_go(cls: VisibleClass, attr: str) -> bool:
    """Whether a method gives the object itself to something: a thread, a loop, a `with` of its own."""
    function = _function(cls, attr)
    if function is None:
        return False
    own = parameters(function)[:1]
    names = function.nodes_of_class(nodes.Name)
    return any(name.name in own and not isinstance(name.parent, _PARTS) for name in names)


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
        yield frame.released(state, owner, node), NONE
        return
    if _lets_itself_go(cls, attr):
        state = frame.escaped(state, owner)
    if attr in _STARTS and _LIVING.intersection(bases(cls)):
        state = state.store(owner.to, replace(resource, status=HANDED, site=None))
    for after, value in _used(frame, node, cls, attr, arguments, owner, state):
        now = after.resource(owner)
        if now is not None and now.status == CLOSED and attr in frame.engine.ownership.acquiring(cls):
            after = after.store(owner.to, replace(now, status=OPEN))
        # What it made for its caller is the caller's; anything else is a part of the object.
        yield after, value if references(value) else Sym(f"@{node.lineno}.{node.col_offset}")


def _used(
    frame: Frame, node: nodes.NodeNG, cls: VisibleClass, attr: str, arguments: Arguments, owner: Ref, state: State
) -> Result:
    """Run a method that only uses its object, for what it raises and gives.

    One that cannot be seen may raise anything.
    """
    function = _function(cls, attr)
    held, slot = state.hold(owner)
    if function is None or function.decorators is not None:
        frame.raises(held, node, ANY)
        yield state, UNKNOWN
    elif isinstance(function, nodes.AsyncFunctionDef) or frame.engine.facts(function).is_generator:
        # What it does it does later.
        yield state, UNKNOWN
    else:
        given = arguments.unknown()
        given = replace(given, positional=(UNKNOWN, *given.positional))
        for after, value in summaries.run_routine(frame, node, Routine(function), given, held):
            yield after.without(slot), value


def releases_itself(engine: Engine, cls: VisibleClass) -> bool:
    """Whether an object is a thread or process whose own code releases what it has when it ends."""
    return bool(_LIVING.intersection(bases(cls))) and "run" in engine.ownership.releases(cls).methods


def part_method(
    frame: Frame, node: nodes.NodeNG, part: Value, attr: str, arguments: Arguments, state: State
) -> Result | None:
    """A method call on what an attribute of an owner holds; None if it is none, or may release or start that."""
    if attr in RELEASING_METHODS | _STARTS or not _is_part(part, state):
        return None
    func = node.func if isinstance(node, nodes.Call) else None
    kind = frame.zmq_kind(func.expr) if isinstance(func, nodes.Attribute) else ""
    named = Sym(f"@{node.lineno}.{node.col_offset}", kind)
    known = zmq_calls.outside_method(frame, node, named, attr, arguments, state)
    return known if known is not None else calls.unknown(frame, node, arguments, state)


def _is_part(value: Value, state: State) -> bool:
    while isinstance(value, Bound):
        value = value.owner
        if (resource := state.resource(value)) is not None:
            return resource.kind == OWNER
    return False
