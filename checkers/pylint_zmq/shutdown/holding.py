"""What holds the end of a context: something that is not released before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, INFERENCE, Finding, Step
from pylint_zmq.analysis.lifetimes import subject_of
from pylint_zmq.model import shutdown
from pylint_zmq.shutdown.order import comes_before
from pylint_zmq.waits.places import function_of, scope_name
from pylint_zmq.waits.tracing import carrier_of

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.tracing import Carrier


def constructed(names: ModuleNames) -> list[tuple[nodes.Call, str]]:
    """Return the calls of a module that are named like classes, each with what is called."""
    return names.memory.answer(names, _constructed, [])


def _constructed(names: ModuleNames) -> list[tuple[nodes.Call, str]]:
    calls = (call for name, group in names.scopes.calls.items() if name.lstrip("_")[:1].isupper() for call in group)
    qualified = ((call, names.qualify(call.func)) for call in calls)
    return [(call, name) for call, name in qualified if name is not None]


def holds(releases: list[nodes.Call], end: nodes.Call) -> bool:
    """Tell whether something is not released before a call that ends its context.

    Releases in other functions may come before it.
    """
    here = [each for each in releases if function_of(each) is function_of(end)]
    return not any(comes_before(each, end) for each in here) and (bool(here) or not releases)


def on(names: ModuleNames, carrier: Carrier | None, method: str) -> list[nodes.Call]:
    """Return the calls of a method on a variable or field."""
    return [
        call
        for call in names.scopes.calls.get(method, ())
        if carrier is not None
        and isinstance(call.func, nodes.Attribute)
        and carrier_of(names, call.func.expr) == carrier
    ]


def carrier_given(names: ModuleNames, call: nodes.Call) -> Carrier | None:
    """Return the variable or field that gets what a call makes."""
    match call.parent:
        case nodes.Assign(targets=[target]) | nodes.AnnAssign(target=target):
            return carrier_of(names, target)
    return None


def gets_away(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a variable or field is returned, passed on or stored: somebody else may stop it."""
    match call.parent:
        case nodes.Assign(targets=[nodes.AssignAttr(attrname=attribute)]):
            uses: list[nodes.NodeNG] = list(names.scopes.reads.get(attribute, ()))
        case nodes.Assign(targets=[nodes.AssignName(name=name)]):
            uses = [each for each in function_of(call).nodes_of_class(nodes.Name) if each.name == name]
        case _:
            return True
    return any(
        isinstance(each.parent, (nodes.Return, nodes.Yield, nodes.Call, nodes.Keyword, nodes.Assign, nodes.Tuple))
        and getattr(each.parent, "func", None) is not each
        for each in uses
    )


def hang(names: ModuleNames, end: nodes.Call, made: nodes.Call, text: str) -> Finding:
    """Return the finding that a call which ends a context waits for what was made."""
    steps = (Step("created", made, "made here"), Step("hangs", end, "waits here until it is released"))
    confidence = HIGH if function_of(made) is function_of(end) else INFERENCE
    args = (f"{end.func.as_string()}()", text)
    return Finding(shutdown.OPEN_SOCKET_MESSAGE, end, args, confidence, steps, scope_name(names, end), subject_of(made))
