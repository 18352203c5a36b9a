"""What a list, dict or set holds, by what the code puts into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names import hints
from pylint_zmq.names.hints import Type
from pylint_zmq.names.once import once
from pylint_zmq.names.scopes import assigned_value, last_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from pylint_zmq.names.bindings import ModuleScopes
    from pylint_zmq.names.resolution import ModuleNames

#: A container as it is written, and what is put into it.
Put = tuple[nodes.NodeNG, nodes.NodeNG]

#: Methods that put an argument into a container, and which one.
_PUTTING = {"append": 0, "appendleft": 0, "add": 0, "insert": 1, "put": 0, "put_nowait": 0, "setdefault": 1}


def filled(names: ModuleNames, container: Type | None, name: str, is_it: Callable[[nodes.NodeNG], bool]) -> Type | None:
    """Return the type of a container whose own value does not tell its elements, with what is put into it.

    `name` is its last name, and `is_it` tells whether an expression of that name denotes it.
    """
    if container is None or not container.is_container or container.item() is not None:
        return container
    item = hints.either(names, [names.type_of(value) for put_in, value in puts(names, name) if is_it(put_in)])
    if item is None:
        return container
    return Type(container.name, (None, item) if container.is_mapping else (item,))


def puts(names: ModuleNames, name: str) -> list[Put]:
    """Return what the module puts into a container whose last name is `name`, or into an element of it."""
    return once(names.module, _puts_by_name, names.scopes).get(name, [])


def container_of(expr: nodes.NodeNG) -> nodes.NodeNG:
    """Return the container that an expression denotes an element of, at any depth; itself if of none."""
    while isinstance(expr, nodes.Subscript):
        expr = expr.value
    return expr


def _puts_by_name(_module: nodes.Module, scopes: ModuleScopes) -> dict[str, list[Put]]:
    found: dict[str, list[Put]] = {}
    for name, stores in scopes.item_stores.items():
        values = ((store.value, assigned_value(store)) for store in stores)
        found[name] = [(container, value) for container, value in values if value is not None]
    for method, position in _PUTTING.items():
        for call in scopes.calls.get(method, ()):
            if isinstance(call.func, nodes.Attribute) and position < len(call.args):
                written = last_name(container_of(call.func.expr))
                if written is not None:
                    found.setdefault(written, []).append((call.func.expr, call.args[position]))
    return found
