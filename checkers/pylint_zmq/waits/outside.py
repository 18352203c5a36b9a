"""Whether something round a call ends it: a manager, a call that it is given to, or the same round its callers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import waits
from pylint_zmq.waits import calls, patience
from pylint_zmq.waits.callsites import call_sites
from pylint_zmq.waits.patience import Patience
from pylint_zmq.waits.places import function_of

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.calls import Wait

_DEEPEST = 3


def is_ended(wait: Wait) -> bool:
    """Tell whether a wait is ended from outside, or is none since nobody awaits it on the spot."""
    if _is_ended_here(wait.names, wait.call):
        return True
    if wait.is_async and not _is_taken(wait.call):
        # Who awaits the future cannot be seen.
        return True
    return _is_ended_by_callers(wait.names, function_of(wait.call), 0)


def _is_taken(call: nodes.Call) -> bool:
    """Tell whether what a call gives is awaited on the spot, or returned to whoever awaits it."""
    inner = call.parent
    while inner is not None and not inner.is_statement:
        if isinstance(inner, (nodes.Await, nodes.Yield)):
            return True
        inner = inner.parent
    return isinstance(inner, nodes.Return)


def _is_ended_here(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether something round a call in its function ends it."""
    child: nodes.NodeNG = call
    parent = child.parent
    awaited = False
    while parent is not None and not isinstance(parent, (nodes.FunctionDef, nodes.ClassDef, nodes.Module)):
        if isinstance(parent, nodes.Call) and child is not parent.func and _ends(names, parent, child):
            return True
        if isinstance(parent, nodes.With) and child in parent.body:
            managers = {kind for kind in (_manager(names, manager) for manager, _ in parent.items) if kind is not None}
            # asyncio ends what is awaited; a call that blocks does not let it.
            if "gevent" in managers or (managers and awaited):
                return True
        if isinstance(parent, nodes.Lambda):
            return True
        awaited = awaited or isinstance(parent, (nodes.Await, nodes.Yield))
        child, parent = parent, parent.parent
    return False


def _is_ended_by_callers(names: ModuleNames, function: nodes.NodeNG, depth: int) -> bool:
    """Tell whether every visible call of a function is ended from outside."""
    if not isinstance(function, nodes.FunctionDef) or depth >= _DEEPEST:
        return False
    sites = call_sites(names, function)
    return bool(sites) and all(
        _is_ended_here(caller, call) or _is_ended_by_callers(caller, function_of(call), depth + 1)
        for caller, call in sites
    )


def _manager(names: ModuleNames, manager: nodes.NodeNG) -> str | None:
    """Return the package of a manager that ends its body after a time; None for any other."""
    if not isinstance(manager, nodes.Call):
        return None
    qualified = names.qualify(manager.func)
    if qualified not in waits.BOUNDING_MANAGERS:
        return None
    given = manager.args[0] if manager.args else next((each.value for each in manager.keywords), None)
    if given is None or patience.of(names, given) is not Patience.FINITE:
        return None
    return qualified.partition(".")[0]


def _ends(names: ModuleNames, call: nodes.Call, inner: nodes.NodeNG) -> bool:
    return _is_bounding_call(names, call, inner) or _is_ended_task(names, call)


def _is_bounding_call(names: ModuleNames, call: nodes.Call, inner: nodes.NodeNG) -> bool:
    qualified = names.qualify(call.func)
    if qualified not in waits.BOUNDING_CALLS:
        return False
    given = calls.argument(call, waits.BOUNDING_CALLS[qualified], waits.TIMEOUT)
    return given is not None and given is not inner and patience.of(names, given) is Patience.FINITE


def _is_ended_task(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a call makes a task, kept in a variable, that is then given to a call that ends it."""
    made = call.func.attrname if isinstance(call.func, nodes.Attribute) else getattr(call.func, "name", "")
    if made not in waits.TASK_MAKERS:
        return False
    match call.parent:
        case nodes.Assign(targets=[nodes.AssignName(name=name)]):
            scope = function_of(call)
            for use in scope.nodes_of_class(nodes.Name):
                outer = use.parent
                if use.name == name and isinstance(outer, nodes.Call) and _is_bounding_call(names, outer, use):
                    return True
    return False
