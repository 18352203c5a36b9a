"""Which threads, processes and loops run a function, by how it is started and who calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors.calls import runs_of
from pylint_zmq.names import classes
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.scopes import elements, last_name, parameters
from pylint_zmq.waits.places import function_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.names.definitions import Defined, Definition
    from pylint_zmq.names.resolution import ModuleNames

MAIN = "main"
EVENT_LOOP = "event loop"

#: How many callers up is looked for what starts a function.
_DEEPEST = 6
#: By the last name of a call that starts a function elsewhere: what runs it there.
_STARTING = {
    "Thread": "thread",
    "Timer": "thread",
    "start_new_thread": "thread",
    "Process": "process",
    "submit": "thread pool",
    "run_in_executor": "thread pool",
    "to_thread": "thread pool",
    "apply_async": "pool",
    "spawn": "greenlet",
    "spawn_later": "greenlet",
}
#: Those that take the arguments as one tuple.
_TAKING_TUPLES = frozenset({"Thread", "Timer", "start_new_thread", "Process", "apply_async"})
#: Bases of classes whose `run` is started elsewhere.
_RUNNERS = {
    "threading.Thread": "thread",
    "multiprocessing.Process": "process",
    "multiprocessing.context.Process": "process",
    "multiprocessing.process.BaseProcess": "process",
    "gevent.Greenlet": "greenlet",
}
_RUN = "run"


class Threads:
    """Answers for the functions of a program; `modules` are those that can start one."""

    def __init__(self, modules: Iterable[ModuleNames]) -> None:
        self._started: dict[nodes.NodeNG, set[str]] = {}
        self._known: dict[nodes.NodeNG, frozenset[str]] = {}
        for names in modules:
            for function, label in _starts(names):
                self._started.setdefault(function, set()).add(label)

    def of(self, names: ModuleNames, node: nodes.NodeNG) -> frozenset[str]:
        """Return what runs `node`; empty if it is whoever calls, and nobody is seen to."""
        return self._of_function(names, function_of(node), 0)

    def _of_function(self, names: ModuleNames, function: nodes.NodeNG, depth: int) -> frozenset[str]:
        if not isinstance(function, nodes.FunctionDef):
            return frozenset({MAIN}) if isinstance(function, nodes.Module) else frozenset()
        if function not in self._known:
            # A function that calls itself is not run by that.
            self._known[function] = frozenset()
            self._known[function] = frozenset(self._worked_out(names, function, depth))
        return self._known[function]

    def _worked_out(self, names: ModuleNames, function: nodes.FunctionDef, depth: int) -> set[str]:
        labels = set(self._started.get(function, ()))
        kind = _run_by_class(names, function)
        if kind:
            labels.add(f"{kind} {_short(names, function)}")
        if isinstance(function, nodes.AsyncFunctionDef):
            labels.add(EVENT_LOOP)
        if labels or depth >= _DEEPEST:
            return labels
        for caller, expr in runs_of(names, function):
            labels |= self._of_function(caller, function_of(expr), depth + 1)
        return labels


def passed_at_start(
    names: ModuleNames, function: nodes.FunctionDef, name: str
) -> Iterator[tuple[ModuleNames, nodes.NodeNG]]:
    """Yield what a parameter gets where a function is started elsewhere: `Thread(target=work, args=(address,))`."""
    order = [each.name for each in parameters(function.args)]
    others = names.program.modules_with(function.name) if names.program is not None else ()
    for starting in [names, *(each for each in others if each.modname != names.modname)]:
        for _, call, target, started in _started_in(starting):
            if function is not started.node or name not in order:
                continue
            is_bound = classes.method_class(names, function) is not None and isinstance(target, nodes.Attribute)
            given = _arguments(call, target)
            position = order.index(name) - is_bound
            if 0 <= position < len(given):
                yield starting, given[position]


def _arguments(call: nodes.Call, target: nodes.NodeNG) -> list[nodes.NodeNG]:
    """Return what the function `target` gets from the call that starts it, by position."""
    for each in call.keywords:
        if each.arg == "args" and isinstance(each.value, (nodes.Tuple, nodes.List)):
            return elements(each.value)
    if target not in call.args:
        return []
    rest = list(call.args[call.args.index(target) + 1 :])
    if last_name(call.func) in _TAKING_TUPLES:
        return next((elements(each) for each in rest if isinstance(each, (nodes.Tuple, nodes.List))), [])
    return rest


def _starts(names: ModuleNames) -> Iterator[tuple[nodes.NodeNG, str]]:
    """Yield the functions that a module starts in another thread or process, with what runs them there."""
    for kind, _, _, started in _started_in(names):
        yield started.node, f"{kind} {_short(started.names, started.node)}"


def _started_in(names: ModuleNames) -> Iterator[tuple[str, nodes.Call, nodes.NodeNG, Definition]]:
    """Yield what runs a function elsewhere, the call that starts it, how it is named there, and the function."""
    for word, kind in _STARTING.items():
        for call in names.scopes.calls.get(word, ()):
            named = (each.value for each in call.keywords if each.arg in ("target", "function", "func"))
            for value in [*call.args, *named]:
                found = names.definition(value) if isinstance(value, (nodes.Name, nodes.Attribute)) else None
                for each in found.candidates if found is not None else ():
                    if isinstance(each.node, nodes.FunctionDef):
                        yield kind, call, value, each


def _run_by_class(names: ModuleNames, function: nodes.FunctionDef) -> str:
    owner = classes.method_class(names, function) if function.name == _RUN else None
    if owner is None:
        return ""
    above = classes.bases(VisibleClass(owner, names))
    return next((kind for base, kind in _RUNNERS.items() if base in above), "")


def _short(names: ModuleNames, function: Defined) -> str:
    return names.qualname(function)[len(names.modname) + 1 :].replace(".<locals>", "")
