"""Timeouts given in another unit than the call counts in: zmq-timeout-unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, Finding, Step
from pylint_zmq.model import constants, waits
from pylint_zmq.model.constants import Unit
from pylint_zmq.waits import calls, setting
from pylint_zmq.waits.loops import serving_loop
from pylint_zmq.waits.places import function_of, scope_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.things import Things

SYMBOL = "zmq-timeout-unit"

#: The greatest number that is flags; more, in their place, is something else.
_MOST_FLAGS = 3
_ROUNDING = frozenset({"int", "round", "float"})
_TIMEOUTS = frozenset({waits.RECEIVE_TIMEOUT, waits.SEND_TIMEOUT})


def findings(names: ModuleNames, things: Things) -> Iterator[Finding]:
    """Yield the timeouts of a module that speak of another unit than their call."""
    for found in setting.all_of(names):
        if constants.OPTIONS.get(found.option) is None or constants.OPTIONS[found.option].unit is not Unit.MILLISECONDS:
            continue
        if found.value is None or not _is_of_zmq(names, found, things):
            continue
        why = _too_short(names, found.value, few=found.option in _TIMEOUTS)
        if why is not None:
            yield _finding(names, found.node, found.option, why)
    for wait in calls.waits_in(names, things):
        yield from _of_wait(wait)
    yield from _of_seconds(names, things)


def _is_of_zmq(names: ModuleNames, found: setting.Setting, things: Things) -> bool:
    """Tell whether an option is set on a socket or context, and not on something that has a field of that name."""
    if found.spelling in waits.SETTERS:
        return True
    declared = names.declared(found.target)
    if declared is not None:
        return any(names.is_subclass(declared, base) for base in ("zmq.Socket", "zmq.Context"))
    return things.is_socket(names, found.target)


def _of_wait(wait: calls.Wait) -> Iterator[Finding]:
    names, call = wait.names, wait.call
    if wait.kind != calls.POLL:
        if wait.is_misused or _is_great(calls.flags_of(wait)):
            yield _finding(names, call, f"{wait.method}()", "its first parameter is flags, and bounds nothing")
        return
    function = names.qualify(call.func) if wait.receiver is None else None
    given = calls.argument(call, waits.WAITING_FUNCTIONS.get(function or "", 0), waits.TIMEOUT)
    if given is None or function in waits.COUNTING_SECONDS:
        return
    few = serving_loop(names, call, function_of(call)) is None
    why = _too_short(names, given, few=few)
    if why is not None:
        yield _finding(names, call, f"{call.func.as_string()}()", why)


def _of_seconds(names: ModuleNames, things: Things) -> Iterator[Finding]:
    """Yield calls that count seconds and are given milliseconds."""
    for function, position in waits.COUNTING_SECONDS.items():
        for call in names.scopes.calls.get(function.rpartition(".")[2], ()):
            given = calls.argument(call, position, waits.TIMEOUT)
            if given is None or names.qualify(call.func) != function:
                continue
            if function == "zmq.select" or _awaits_zmq(names, call, things):
                yield from _if_long(names, call, given)
    for method, cls in ((waits.WAIT_OF_TRACKER, waits.TRACKER), (waits.JOIN_OF_DEVICE, waits.DEVICE)):
        for call in names.scopes.calls.get(method, ()):
            given = calls.argument(call, 0, waits.TIMEOUT)
            if given is None or not isinstance(call.func, nodes.Attribute):
                continue
            declared = names.declared(call.func.expr)
            is_tracked = method == waits.WAIT_OF_TRACKER and _is_tracker(names, call.func.expr)
            if is_tracked or (declared is not None and names.is_subclass(declared, cls)):
                yield from _if_long(names, call, given)


def _awaits_zmq(names: ModuleNames, call: nodes.Call, things: Things) -> bool:
    return (
        bool(call.args)
        and isinstance(call.args[0], nodes.Call)
        and calls.wait_of(names, call.args[0], things) is not None
    )


def _is_tracker(names: ModuleNames, expr: nodes.NodeNG) -> bool:
    """Tell whether a variable holds what `send(..., track=True)` gives."""
    found = names.scopes.scope_of(expr).lookup(expr.name) if isinstance(expr, nodes.Name) else None
    for binding in found[1] if found is not None else ():
        match binding.value:
            case nodes.Call(func=nodes.Attribute(attrname=method), keywords=keywords) if method in waits.SENDS:
                return any(each.arg == "track" for each in keywords)
    return False


def _if_long(names: ModuleNames, call: nodes.Call, given: nodes.NodeNG) -> Iterator[Finding]:
    number = _number(given)
    why = None
    if number is not None and number >= waits.MOST_SECONDS:
        why = f"{given.as_string()} is taken as seconds"
    elif _ends_in(given, waits.MILLISECONDS_ENDINGS, waits.MILLISECONDS_NAMES):
        why = f"{given.as_string()} is in milliseconds, and taken as seconds"
    if why is not None:
        yield _finding(names, call, f"{call.func.as_string()}()", why)


def _too_short(names: ModuleNames, value: nodes.NodeNG, *, few: bool) -> str | None:
    """Return why a value that is taken as milliseconds seems to be seconds; `few` if a small number says so, too."""
    number = _number(value)
    if number is not None:
        if isinstance(number, float) and not number.is_integer():
            return f"{value.as_string()} milliseconds are cut down to {int(number)}"
        if few and 0 < number < waits.FEWEST_MILLISECONDS:
            return f"{value.as_string()} is taken as milliseconds"
        return None
    if _ends_in(value, waits.SECONDS_ENDINGS, waits.SECONDS_NAMES):
        return f"{value.as_string()} is in seconds, and taken as milliseconds"
    return None


def _number(value: nodes.NodeNG) -> int | float | None:
    match value:
        case nodes.Const(value=bool()):
            return None
        case nodes.Const(value=int() | float() as number):
            return number
        case nodes.Call(func=nodes.Name(name=name), args=[nodes.Const(value=int() | float() as number)]):
            return number if name in _ROUNDING else None
    return None


def _is_great(flags: nodes.NodeNG | None) -> bool:
    number = _number(flags) if flags is not None else None
    return number is not None and number > _MOST_FLAGS


def _ends_in(value: nodes.NodeNG, endings: tuple[str, ...], whole: frozenset[str]) -> bool:
    """Tell whether a value is a name that says its unit, as it is or rounded."""
    match value:
        case nodes.Name(name=name) | nodes.Attribute(attrname=name):
            lowered = name.lower()
            return lowered in whole or lowered.endswith(endings)
        case nodes.Call(func=nodes.Name(name=function), args=[inner, *_]) if function in _ROUNDING:
            return _ends_in(inner, endings, whole)
    return False


def _finding(names: ModuleNames, node: nodes.NodeNG, subject: str, why: str) -> Finding:
    step = Step("set", node, why)
    return Finding(SYMBOL, node, (subject, why), HIGH, (step,), scope_name(names, node), subject)
