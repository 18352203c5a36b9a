"""What a list, dict or set holds, by what the code puts into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names import hints
from pylint_zmq.names.hints import Type
from pylint_zmq.names.scopes import assigned_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pylint_zmq.names.resolution import ModuleNames

#: Methods that put an argument into a container, and which one.
_PUTTING = {"append": 0, "appendleft": 0, "add": 0, "insert": 1, "put": 0, "put_nowait": 0, "setdefault": 1}


def filled(names: ModuleNames, container: Type | None, name: str, is_it: Callable[[nodes.NodeNG], bool]) -> Type | None:
    """Return the type of a container whose own value does not tell its elements, with what is put into it.

    `name` is its last name, and `is_it` tells whether an expression of that name denotes it.
    """
    if container is None or not container.is_container or container.item() is not None:
        return container
    item = hints.either(names, [names.type_of(value) for value in _put(names, name, is_it)])
    if item is None:
        return container
    return Type(container.name, (None, item) if container.is_mapping else (item,))


def _put(names: ModuleNames, name: str, is_it: Callable[[nodes.NodeNG], bool]) -> Iterator[nodes.NodeNG]:
    for store in names.scopes.item_stores.get(name, ()):
        value = assigned_value(store)
        if value is not None and is_it(store.value):
            yield value
    for method, position in _PUTTING.items():
        for call in names.scopes.calls.get(method, ()):
            if isinstance(call.func, nodes.Attribute) and is_it(call.func.expr) and position < len(call.args):
                yield call.args[position]
