"""Where a module starts threads, and which function each runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors.creation import is_a
from pylint_zmq.errors.text import enclosing
from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import threads as model
from pylint_zmq.names import classes
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.scopes import elements, parameters
from pylint_zmq.waits import calls
from pylint_zmq.waits.tracing import carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames


@dataclass(frozen=True)
class Start:
    """A function runs in a thread."""

    function: nodes.FunctionDef
    #: The call that says so, or the class whose `run` it is.
    node: nodes.NodeNG
    #: The line after which it runs, in the function that holds the node.
    line: float
    #: What its parameters stand for in that function.
    given: dict[tuple[object, ...], tuple[object, ...]] = field(default_factory=dict)


def starts(names: ModuleNames) -> Iterator[Start]:
    """Yield the threads that a module starts on functions of its own."""
    for called, (position, keyword) in model.STARTING.items():
        for call in names.scopes.calls.get(called, ()):
            if called in model.OF_EXECUTORS and not _is_of_executor(call):
                continue
            target = calls.argument(call, position, keyword)
            found = names.definition(target) if isinstance(target, (nodes.Name, nodes.Attribute)) else None
            if found is not None and isinstance(found.node, nodes.FunctionDef) and found.names is names:
                rest = call.args[position + 1 :] if called not in ("Thread", "Timer", "start_new_thread") else []
                yield Start(found.node, call, _line(names, call, called), _given(names, call, found.node, list(rest)))
    for cls in names.scopes.classes:
        run = next((each for each in cls.body if isinstance(each, nodes.FunctionDef) and each.name == model.RUN), None)
        if run is not None and model.THREAD_CLASSES & set(classes.bases(VisibleClass(cls, names))):
            yield Start(run, cls, 0)


def _line(names: ModuleNames, call: nodes.Call, called: str) -> float:
    """Return the line after which a thread runs: that of its `start()`; endless if another function starts it."""
    if called not in model.STARTED_LATER or (isinstance(call.parent, nodes.Attribute)):
        return call.lineno or 0
    target = call.parent.targets[0] if isinstance(call.parent, nodes.Assign) else None
    thread = carrier_of(names, target) if target is not None else None
    lines = [
        each.lineno or 0
        for each in names.scopes.calls.get(model.START, ())
        if isinstance(each.func, nodes.Attribute)
        and enclosing(each) is enclosing(call)
        and carrier_of(names, each.func.expr) == thread
    ]
    return min(lines, default=math.inf)


def _is_of_executor(call: nodes.Call) -> bool:
    if not isinstance(call.func, nodes.Attribute):
        return False
    written = call.func.expr.as_string().lower()
    return any(word in written for word in model.EXECUTOR_WORDS)


def _given(
    names: ModuleNames, call: nodes.Call, function: nodes.FunctionDef, rest: list[nodes.NodeNG]
) -> dict[tuple[object, ...], tuple[object, ...]]:
    """Return the variables and fields that a thread's parameters stand for, as `reach.Use` names them."""
    display = next((each.value for each in call.keywords if each.arg == model.ARGUMENTS), None)
    passed = elements(display) if isinstance(display, (nodes.Tuple, nodes.List)) else rest
    names_in = [each.name for each in parameters(function.args)]
    if classes.method_class(names, function) is not None:
        names_in = names_in[1:]
    scope = names.scopes.by_node[function]
    found: dict[tuple[object, ...], tuple[object, ...]] = {}
    for name, value in zip(names_in, passed, strict=False):
        carrier = carrier_of(names, value)
        if carrier is not None and is_a(names, value, zmq_classes.SOCKET):
            found["", scope, name] = ("", *carrier)
    return found
