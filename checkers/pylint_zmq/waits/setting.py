"""Statements and calls that set an option of a socket or context, in every spelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import constants, waits
from pylint_zmq.names.scopes import assigned_value
from pylint_zmq.waits import calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames

_SETATTR = "builtins.setattr"

#: What stands for an option that cannot be told.
UNKNOWN_OPTION = "?"


@dataclass(frozen=True)
class Setting:
    """An option is set: on `target`, to `value` (None if it cannot be seen)."""

    node: nodes.NodeNG
    target: nodes.NodeNG
    option: str
    value: nodes.NodeNG | None
    #: How it is written: `attribute`, or the method's name.
    spelling: str


def all_of(names: ModuleNames) -> Iterator[Setting]:
    """Yield what a module sets that may be options."""
    for attribute, stores in names.scopes.stores.items():
        if attribute_option(attribute) is not None:
            yield from (found for found in map(of_store, stores) if found is not None)
    for method in (*waits.SETTERS, "setattr"):
        for call in names.scopes.calls.get(method, ()):
            found = of_call(names, call)
            if found is not None:
                yield found


def unknown(names: ModuleNames) -> tuple[Setting, ...]:
    """Return what a module sets of options that cannot be told, looked for once."""
    return names.memory.noted(
        (unknown, names), lambda: tuple(found for found in all_of(names) if found.option == UNKNOWN_OPTION)
    )


def of_call(names: ModuleNames, call: nodes.Call) -> Setting | None:
    """`sock.setsockopt(zmq.RCVTIMEO, 5)`, `setattr(sock, "rcvtimeo", 5)`; None for any other call."""
    match call:
        case nodes.Call(func=nodes.Attribute(attrname=method, expr=target), args=[option, value, *_]) if (
            method in waits.SETTERS
        ):
            name = calls.option_name(names, option)
            if name is None and (method == "set" and isinstance(option, nodes.Const)):
                return None
            return Setting(call, target, name or UNKNOWN_OPTION, value, method)
        case nodes.Call(func=nodes.Name(name="setattr"), args=[target, option, value]):
            known = option.value if isinstance(option, nodes.Const) else None
            name = attribute_option(known) if isinstance(known, str) else UNKNOWN_OPTION
            return Setting(call, target, name, value, "setattr") if name is not None else None
    return None


def of_store(store: nodes.AssignAttr) -> Setting | None:
    """`sock.rcvtimeo = 5`; None if the attribute is no option."""
    name = attribute_option(store.attrname)
    if name is None:
        return None
    return Setting(store, store.expr, name, assigned_value(store), "attribute")


def attribute_option(attribute: str) -> str | None:
    """Return the option that an attribute stands for, in any case; None if it is none."""
    name = attribute.upper()
    name = constants.OPTION_ALIASES.get(name, name)
    return name if name in constants.OPTIONS else None
