"""zmq-unhandled-creation-error: a failure ends something that is meant to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import CONTROL_FLOW, INFERENCE, Finding, Step
from pylint_zmq.analysis.raising import ZMQ_ERROR
from pylint_zmq.errors.calls import runs_of
from pylint_zmq.errors.handlers import catcher, decorator_may_catch
from pylint_zmq.errors.repeated import CHAIN, LOOP, Ended, ended_by
from pylint_zmq.errors.text import enclosing, scope_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.errors.creation import Creation
    from pylint_zmq.names.resolution import ModuleNames

SYMBOL = "zmq-unhandled-creation-error"


def findings(names: ModuleNames, found: Iterable[Creation], *, everywhere: bool) -> Iterator[Finding]:
    """Yield one finding for each place that an exception ends, at the first call of a function that may end it.

    With `everywhere`, also calls that run once and whose exception no function of the program handles.
    """
    told: set[tuple[nodes.NodeNG | None, nodes.NodeNG]] = set()
    for creation in found:
        function = enclosing(creation.call)
        ended = ended_by(names, creation.call)
        if ended is not None:
            if (function, ended.node) not in told:
                told.add((function, ended.node))
                yield _finding(names, creation, ended)
        elif everywhere and _is_unhandled(names, creation.call, set()):
            key = (function, function or names.module)
            if key not in told:
                told.add(key)
                yield _leaving(names, creation)


def _finding(names: ModuleNames, creation: Creation, ended: Ended) -> Finding:
    steps = [_raised(creation)]
    for caller, call in reversed(ended.calls):
        steps.append(Step("passed on", call, "not caught here", _path(names, caller)))
    steps.append(Step("ended", ended.node, "ends here", _path(names, ended.names)))
    confidence = INFERENCE if ended.calls or ended.manner != LOOP else CONTROL_FLOW
    return _told(names, creation, _story(names, ended), confidence, steps)


def _leaving(names: ModuleNames, creation: Creation) -> Finding:
    function = enclosing(creation.call)
    where = f"{function.name}()" if isinstance(function, nodes.FunctionDef) else "the module"
    return _told(names, creation, f"it leaves {where}", CONTROL_FLOW, [_raised(creation)])


def _told(names: ModuleNames, creation: Creation, story: str, confidence: str, steps: list[Step]) -> Finding:
    scope = scope_name(names, creation.call)
    return Finding(SYMBOL, creation.call, (creation.text, story), confidence, tuple(steps), scope, creation.text)


def _raised(creation: Creation) -> Step:
    return Step("raised", creation.call, f"{creation.text} can raise zmq.ZMQError")


def _story(names: ModuleNames, ended: Ended) -> str:
    outer = ended.node if isinstance(ended.node, nodes.FunctionDef) else enclosing(ended.node)
    name = f"{outer.name}()" if isinstance(outer, nodes.FunctionDef) else ""
    file = "" if ended.names.modname == names.modname else f" of {ended.names.modname}"
    if ended.manner == LOOP:
        return f"it ends the loop at line {ended.node.lineno}{f' in {name}' if name else ''}{file}"
    if ended.manner == CHAIN:
        return f"{name}{file} is then not scheduled again"
    return f"the stream that calls {name or 'the callback'}{file} then stops delivering"


def _is_unhandled(names: ModuleNames, node: nodes.NodeNG, seen: set[nodes.NodeNG]) -> bool:
    """Tell whether an exception at `node` gets out of all functions that can be seen, on one way at least."""
    if catcher(names, node, None, ZMQ_ERROR) is not None:
        return False
    function = enclosing(node)
    if not isinstance(function, nodes.FunctionDef):
        return not isinstance(function, nodes.Lambda)
    if function in seen or decorator_may_catch(names, function):
        return False
    seen.add(function)
    runs = list(runs_of(names, function))
    return not runs or any(_is_unhandled(caller, call, seen) for caller, call in runs)


def _path(names: ModuleNames, other: ModuleNames) -> str:
    return "" if other.modname == names.modname else str(other.module.file or "")
