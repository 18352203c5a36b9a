"""What a method leaves for others to release: the fields that are open when it is over and nothing was raised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import own_nodes, parameters
from pylint_zmq.analysis.heap import CLOSED, OPEN, Instance, Resource
from pylint_zmq.analysis.outcome import CALLER, ERRED, RAISE, RETURN
from pylint_zmq.analysis.shapes import line_of
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import NONE, UNKNOWN, Ref, Tup, Value

if TYPE_CHECKING:
    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.heap import Site
    from pylint_zmq.analysis.ledger import Loss
    from pylint_zmq.analysis.summaries import Summary

#: Ways to the fields and methods of an object that are not followed.
_OTHER_WAYS = frozenset({"super", "getattr", "vars"})


def empty_instance(cls: nodes.ClassDef, receiver: str) -> State:
    """A state in which `receiver` is an instance that holds nothing yet, and that the run is to ask about."""
    return State({receiver: Ref(0), CALLER: Tup((Ref(0),))}, {0: Instance(cls, receiver, asked=True)})


def releases_what_it_fills(
    engine: Engine, cls: nodes.ClassDef, method: nodes.FunctionDef, site: Site, name: str
) -> bool:
    """Whether a method that fills the field `name` at a site releases it before it is over, as a thread's `run` does.

    A method that needs more steps than it is worth may.
    """
    names = parameters(method)
    summary = engine.run_from(method, empty_instance(cls, names[0])) if names else None
    if summary is None:
        return True
    # What is not in its field any more need not be released, nor what others can reach who were given its object.
    released = any(record.released for known, record in summary.ledger.sites.items() if known.node is site.node)
    ends = _ordinary_ends(summary)
    return released and not any(
        _holds_open(state, _fields(state).get(name, UNKNOWN)) and not _is_given(state) for state in ends
    )


def left_by_error(engine: Engine, cls: nodes.ClassDef, method: nodes.FunctionDef, name: str) -> nodes.NodeNG | None:
    """What raises out of a method that fills the field `name`, and leaves it open; None if nothing does.

    A step that only sets something up does not count, and neither does a creation.
    """
    names = parameters(method)
    summary = engine.run_from(method, empty_instance(cls, names[0])) if names else None
    raising = [] if summary is None else [each for each in summary.outcomes if each.kind == RAISE]
    steps = [each.node for each in raising if _is_left_in_earnest(each.state, name)]
    return min(steps, key=line_of, default=None)


def dropped_by_handler(
    engine: Engine, cls: nodes.ClassDef, method: nodes.FunctionDef, site: Site, name: str
) -> Loss | None:
    """How a method that fills the field `name` at a site empties it after an error, and so loses what is open there.

    None if it does not.
    """
    names, text = parameters(method), own_nodes(method)
    if not any(_empties(node, name) for node in text):
        return None
    if any(isinstance(node, nodes.Name) and node.name in _OTHER_WAYS for node in text):
        return None
    summary = engine.run_from(method, empty_instance(cls, names[0])) if names else None
    sites = {} if summary is None else summary.ledger.sites
    # What others can reach who were given its object may be released by them.
    records = [record for known, record in sites.items() if known.node is site.node and not record.handed]
    losses = [loss for record in records for loss in record.losses]
    dropped = [loss for loss in losses if loss.erred and loss.cause is not None and _empties(loss.step, name)]
    return min(dropped, key=lambda loss: line_of(loss.step), default=None)


def _empties(step: nodes.NodeNG, name: str) -> bool:
    """Whether a step is `self.name = None`, or `del self.name`."""
    match step:
        case nodes.Assign(targets=targets, value=nodes.Const(value=None)) | nodes.Delete(targets=targets):
            return any(getattr(target, "attrname", "") == name for target in targets)
        case _:
            return False


def _is_left_in_earnest(state: State, name: str) -> bool:
    """Whether a field is open after an error that is not in doubt."""
    held = state.resource(_fields(state).get(name, UNKNOWN))
    return held is not None and held.status == OPEN and held.erred and not held.doubt and not _is_given(state)


def left_open(engine: Engine, method: nodes.FunctionDef, entry: State) -> list[set[str]]:
    """The open fields of the instance of an entry state after a method, one set for each way to its ordinary end.

    Empty if the method needs more steps than it is worth.
    """
    summary = engine.run_from(method, entry)
    states = [] if summary is None else _ordinary_ends(summary)
    return [{name for name, value in _fields(state).items() if _holds_open(state, value)} for state in states]


def is_left_filled(engine: Engine, method: nodes.FunctionDef, entry: State, name: str) -> bool:
    """Whether a method leaves a field of the instance of an entry state open, or filled with what it was given.

    On no way to its ordinary end it is closed, or None. False if the method needs more steps than it is worth.
    """
    summary = engine.run_from(method, entry)
    states = [] if summary is None else _ordinary_ends(summary)
    left = [(state, _fields(state).get(name, UNKNOWN)) for state in states]
    return any(_holds_open(state, value) for state, value in left) and not any(
        value == NONE or _is_closed(state, value) for state, value in left
    )


def _is_closed(state: State, value: Value) -> bool:
    held = state.resource(value)
    return held.status == CLOSED if held is not None else isinstance(value, Ref) and not _holds_open(state, value)


def _ordinary_ends(summary: Summary) -> list[State]:
    return [each.state for each in summary.outcomes if each.kind == RETURN and ERRED not in each.state.names]


def _fields(state: State) -> dict[str, Value]:
    instance = _instance(state)
    return {} if instance is None else dict(instance.fields)


def _is_given(state: State) -> bool:
    """Whether somebody else was given the object itself, and so may release what it holds."""
    instance = _instance(state)
    return instance is not None and instance.foreign


def _instance(state: State) -> Instance | None:
    match state.names.get(CALLER):
        case Tup(items=(Ref(to=number), *_)) if isinstance(instance := state.heap[number], Instance):
            return instance
        case _:
            return None


def _holds_open(state: State, value: Value) -> bool:
    if not isinstance(value, Ref):
        return False
    inside = (state.heap[number] for number in state.reach((value,), contexts=False))
    return any(isinstance(item, Resource) and item.status == OPEN for item in inside)
