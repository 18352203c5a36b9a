"""The object that a run asks about: who gets it, or a method of it, does not get what its fields hold.

The question is what a method of it does with what it puts there itself. What other methods do is asked of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pylint_zmq.analysis.heap import OPEN, Instance, Resource
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import Bound, Partial, Ref, Routine, Value, references
from pylint_zmq.model.harmless import RELEASING_METHODS

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from pylint_zmq.analysis.heap import Object


def closed_to_others(state: State) -> State:
    """The state in which nothing is reached through an object that the run asks about."""
    objects = _asked_about(state)
    if not objects:
        return state
    return State(state.names, {**state.heap, **{number: replace(item, fields=()) for number, item in objects.items()}})


def given(state: State, values: Sequence[Value]) -> State:
    """The state after somebody else got values: the object that the run asks about, or a method of it, among them.

    The resources in its fields stay there. Its other fields may change at any time from now on.
    """
    objects = _asked_about(state)
    if not objects:
        return state
    reached = state.reach(values, contexts=False)
    itself = state.reach([part for value in values for part in _given_with(value, objects)], contexts=False)
    changed: dict[int, Object] = {}
    for number, item in objects.items():
        if number in reached:
            fields = tuple((name, value) for name, value in item.fields if references(value))
            changed[number] = replace(item, fields=fields, foreign=item.foreign or number in itself)
    return state.with_objects(changed) if changed else state


def in_sight(state: State) -> Iterator[Resource]:
    """The open resources in the fields of an object that the run asks about, and that somebody else was given."""
    given_away = [item for item in _asked_about(state).values() if item.foreign]
    for number in state.reach([value for item in given_away for value in item.edges()], contexts=False):
        resource = state.heap[number]
        if isinstance(resource, Resource) and resource.status == OPEN:
            yield resource


def _asked_about(state: State) -> dict[int, Instance]:
    return {number: item for number, item in state.heap.items() if isinstance(item, Instance) and item.asked}


def _given_with(value: Value, objects: Container[int]) -> tuple[Value, ...]:
    """What somebody can get hold of who gets a value.

    A method of the object, or a call of one that is to be awaited, can be called only.
    """
    match value:
        case Bound(owner=Ref(to=number), attr=attr) if number in objects and attr not in RELEASING_METHODS:
            return ()
        case Partial(function=Routine(), args=(Ref(to=number), *others), awaited=True) if number in objects:
            return (*others, *(keyword for _, keyword in value.keywords))
        case _:
            return (value,)
