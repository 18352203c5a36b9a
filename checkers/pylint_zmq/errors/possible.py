"""Which exceptions some statements can raise, as far as handlers for errors of the system and of zmq are concerned.

Errors of other kinds (ValueError, KeyError, ...) are left out of account.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors.creation import has_range
from pylint_zmq.errors.text import own_nodes
from pylint_zmq.model import classes as model
from pylint_zmq.model import errors, harmless
from pylint_zmq.names import classes, definitions
from pylint_zmq.names.classes import VisibleClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.resolution import ModuleNames

#: How many calls of visible functions are followed into each other.
_DEEPEST = 4

_ENDED = "zmq.ContextTerminated"
_TIMED_OUT = "zmq.Again"


@dataclass
class Possible:
    """What can be raised: classes, each with the first call that raises it; or anything at all."""

    classes: dict[str, nodes.NodeNG] = field(default_factory=dict)
    anything: bool = False

    def add(self, name: str, node: nodes.NodeNG) -> None:
        """Count a class."""
        self.classes.setdefault(name, node)

    def include(self, other: Possible, node: nodes.NodeNG) -> None:
        """Count what a function raises that is called at `node`."""
        self.anything = self.anything or other.anything
        for name in other.classes:
            self.add(name, node)


def raised_by(names: ModuleNames, statements: Iterable[nodes.NodeNG], depth: int = 0) -> Possible:
    """Return what the statements can raise; handlers among them are not taken into account."""
    found = Possible()
    for node in own_nodes(statements):
        _count(names, node, found, depth)
        if found.anything:
            break
    return found


def _count(names: ModuleNames, node: nodes.NodeNG, found: Possible, depth: int) -> None:
    match node:
        case nodes.Call():
            _count_call(names, node, found, depth)
        case nodes.Raise():
            found.anything = True
        case nodes.Yield() | nodes.YieldFrom() | nodes.Import() | nodes.ImportFrom():
            found.anything = True
        case nodes.Await(value=value):
            found.anything = not isinstance(value, nodes.Call)
        case nodes.AsyncFor() | nodes.AsyncWith():
            found.anything = True
        case nodes.For(iter=source) | nodes.Comprehension(iter=source):
            found.anything = not _is_quiet_source(names, source)
        case nodes.With(items=items):
            found.anything = not all(_is_quiet_manager(names, item) for item, _ in items)
        case nodes.Attribute(expr=holder) | nodes.AssignAttr(expr=holder) if not _is_called(node):
            _count_option(names, holder, node, found)


def _is_called(node: nodes.NodeNG) -> bool:
    return isinstance(node.parent, nodes.Call) and node.parent.func is node


def _is_quiet_source(names: ModuleNames, source: nodes.NodeNG) -> bool:
    """Tell whether iterating raises nothing of the system: over a display, a name, or the result of a known call."""
    return isinstance(source, (nodes.List, nodes.Tuple, nodes.Dict, nodes.Set)) or (
        isinstance(source, nodes.Call) and names.qualify(source.func) in harmless.HARMLESS_BUILTINS
    )


def _is_quiet_manager(names: ModuleNames, item: nodes.NodeNG) -> bool:
    """Tell whether entering and leaving raises nothing: a socket, a context, what `bind` returns, a lock."""
    declared = names.declared(item)
    if declared is None:
        return isinstance(item, nodes.Call) and names.qualify(item.func) in harmless.KNOWN_MANAGERS
    return _is_library(declared) or declared in {"threading.Lock", "threading.RLock"}


def _is_library(declared: str) -> bool:
    return declared in model.SOCKETS or declared in model.CONTEXTS


def _count_option(names: ModuleNames, holder: nodes.NodeNG, node: nodes.NodeNG, found: Possible) -> None:
    """An option that is read or set as an attribute."""
    declared = names.declared(holder)
    if declared is not None and (_is_library(declared) or _is_derived(names, declared)):
        _library(found, node, ended=True, waits=False)


def _library(found: Possible, node: nodes.NodeNG, *, ended: bool, waits: bool) -> None:
    found.add(errors.CREATION_ERROR, node)
    if ended:
        found.add(_ENDED, node)
    if waits:
        found.add(_TIMED_OUT, node)


def _is_derived(names: ModuleNames, declared: str) -> bool:
    return names.is_subclass(declared, model.SOCKET) or names.is_subclass(declared, model.CONTEXT)


def _count_call(names: ModuleNames, call: nodes.Call, found: Possible, depth: int) -> None:
    qualified = names.qualify(call.func)
    if qualified is not None and _count_named(qualified, call, found):
        return
    if isinstance(call.func, nodes.Attribute) and _count_method(names, call, call.func, found):
        return
    if _is_logging(names, call.func, qualified):
        return
    definition = names.definition(call.func)
    if definition is not None and depth < _DEEPEST:
        for body_names, body in _bodies(definition):
            found.include(raised_by(body_names, body, depth + 1), call)
        return
    if isinstance(call.func, nodes.Attribute) and call.func.attrname in errors.TEXT_METHODS and qualified is None:
        return
    found.anything = True


def _count_named(qualified: str, call: nodes.Call, found: Possible) -> bool:
    """Count a call of a class or function by its name; tell whether it is known."""
    if qualified in model.CONTEXTS or qualified in model.SOCKETS or qualified.endswith(".Context.instance"):
        _library(found, call, ended=qualified in model.SOCKETS, waits=False)
        return True
    if qualified in errors.WRITING_BUILTINS:
        found.add(errors.SYSTEM_ERROR, call)
        return True
    return (
        qualified in harmless.HARMLESS_BUILTINS
        or qualified in harmless.HARMLESS_FUNCTIONS
        or qualified in errors.PLAIN_FUNCTIONS
        or qualified in model.POLLERS
    )


def _count_method(names: ModuleNames, call: nodes.Call, function: nodes.Attribute, found: Possible) -> bool:
    """Count a call of a method of pyzmq itself; tell whether it is one."""
    declared = names.declared(function.expr)
    method = function.attrname
    is_context = declared is None or declared in model.CONTEXTS
    if method == model.MAKE_SOCKET and is_context and names.declared(call) in model.SOCKETS:
        _library(found, call, ended=False, waits=False)
        return True
    if declared in model.SOCKETS:
        return _count_socket_method(call, method, found)
    if declared in model.CONTEXTS and method in errors.QUIET_METHODS:
        return True
    if declared in model.POLLERS and method in {"poll", "register", "unregister", "modify"}:
        _library(found, call, ended=method == "poll", waits=False)
        return True
    return False


def _count_socket_method(call: nodes.Call, method: str, found: Possible) -> bool:
    if method in errors.QUIET_METHODS:
        return True
    if method in errors.CONVERTING:
        return False
    if method == errors.BIND_RANDOM and has_range(call):
        found.add(errors.NO_PORT_ERROR, call)
    if method in errors.ATTACHING or method in errors.OTHER_METHODS or method in errors.WAITING:
        _library(found, call, ended=True, waits=method in errors.WAITING)
        return True
    return False


def _is_logging(names: ModuleNames, function: nodes.NodeNG, qualified: str | None) -> bool:
    if qualified is not None:
        return qualified.rpartition(".")[0] in harmless.HARMLESS_MODULES
    match function:
        case nodes.Attribute(expr=holder, attrname=method) if method in harmless.LOGGER_METHODS:
            last = holder.as_string().rpartition(".")[2].lower().strip("_")
            return last in harmless.LOGGER_NAMES or names.declared(holder) == "logging.Logger"
    return False


def _bodies(definition: Definition) -> Iterator[tuple[ModuleNames, list[nodes.NodeNG]]]:
    """Yield what a call of a visible function, or class, runs; a bare `raise` for what is not seen."""
    for each in definition.candidates:
        node = each.node
        if isinstance(node, nodes.FunctionDef):
            yield each.names, [*node.body, *(node.decorators.nodes if node.decorators is not None else [])]
            continue
        bases = classes.base_names(VisibleClass(node, each.names))
        init = definitions.find_method(VisibleClass(node, each.names), "__init__")
        if init is not None and isinstance(init.node, nodes.FunctionDef):
            yield init.names, list(init.node.body)
        elif node.bases and bases != ["builtins.object"]:
            yield each.names, [nodes.Raise(0, 0, node, end_lineno=0, end_col_offset=0)]
