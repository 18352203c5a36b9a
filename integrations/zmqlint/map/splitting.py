"""A function that makes sockets for its callers makes another one at each call, and there the map lists it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.waits.callsites import call_sites
from pylint_zmq.waits.places import function_of
from zmqlint.map.pairing import parameter_of, passed
from zmqlint.map.values import default_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.things import Things

#: How many functions may hand a socket on.
_DEEPEST = 3
#: With more callers than this they are listed as one.
_MOST = 40


@dataclass(frozen=True)
class Step:
    """A call of a function that gives its caller a socket."""

    names: ModuleNames
    function: nodes.FunctionDef
    caller: ModuleNames
    call: nodes.Call


#: The steps from where a socket is made to the call that it is made for, from inside out.
Way = tuple[Step, ...]


def ways(things: Things, names: ModuleNames, creation: nodes.Call) -> list[Way]:
    """Return the ways to the calls that a creation is made for; none if it stays where it is made."""
    return list(_ways(things, names, creation, creation, ()))


def _ways(things: Things, names: ModuleNames, call: nodes.Call, creation: nodes.Call, way: Way) -> Iterator[Way]:
    function = function_of(call)
    if (
        not isinstance(function, nodes.FunctionDef)
        or len(way) == _DEEPEST
        or any(step.function is function for step in way)
        or not _gives(things, names, function, creation)
    ):
        return
    sites = [(caller, site) for caller, site in call_sites(names, function) if caller.definition(site.func) is not None]
    if len(sites) > _MOST:
        return
    for caller, site in sites:
        longer = (*way, Step(names, function, caller, site))
        further = list(_ways(things, caller, site, creation, longer))
        yield from further or [longer]


def _gives(things: Things, names: ModuleNames, function: nodes.FunctionDef, creation: nodes.Call) -> bool:
    """Tell whether a function returns or yields what a creation makes."""
    return any(
        any(call is creation for _, call in things.trace(names, result.value).creations)
        for result in function.nodes_of_class((nodes.Return, nodes.Yield))
        if result.value is not None and result.scope() is function
    )


def outside(way: Way, names: ModuleNames, expr: nodes.NodeNG) -> tuple[ModuleNames, nodes.NodeNG]:
    """Return what an expression in the function that makes a socket is, on one way, to those that it is made for."""
    for step in way:
        if not isinstance(expr, nodes.Name) or parameter_of(names, expr) is not step.function:
            break
        given = passed(step.names, step.function, step.call, expr.name)
        if given is None:
            return names, default_of(step.function, expr.name) or expr
        names, expr = step.caller, given
    return names, expr
