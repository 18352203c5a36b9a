"""Functions of the program that wait for ever unless they are given a timeout, and the calls that give none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.glance.views import FUNCTIONS
from pylint_zmq.model import waits
from pylint_zmq.names.scopes import parameters
from pylint_zmq.waits import calls, patience
from pylint_zmq.waits.bounds import Bound
from pylint_zmq.waits.callsites import call_sites
from pylint_zmq.waits.loops import serving_loop
from pylint_zmq.waits.patience import Patience
from pylint_zmq.waits.places import function_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.calls import Wait
    from pylint_zmq.waits.reports import Waiting

_DEEPEST = 4


def _found(names: ModuleNames, kind: str, asked: Iterable[str]) -> list[str]:
    """Return those of the `asked` names that a function of the kind has somewhere in the program."""
    if names.program is not None:
        return sorted(names.program.functions(kind, asked))
    text = names.module.file_bytes or b""
    return sorted(FUNCTIONS[kind](text if isinstance(text, bytes) else text.encode()).intersection(asked))


class Wrappers:
    """Finds calls that leave out a timeout."""

    def __init__(self, waiting: Waiting) -> None:
        self._waiting = waiting
        self._kinds: dict[nodes.FunctionDef, str | None] = {}
        self._asking: dict[nodes.NodeNG, list[Wait]] = {}

    def calls_without(self, names: ModuleNames) -> Iterator[tuple[nodes.Call, str, Definition]]:
        """Yield the calls that leave out the timeout of a function which then waits for ever, and the kind of wait."""
        for name in _found(names, "patient", names.scopes.calls):
            for call in names.scopes.calls[name]:
                definition = names.definition(call.func)
                if definition is None or not isinstance(definition.node, nodes.FunctionDef):
                    continue
                parameter = patience.timeout_parameter(definition.node, definition.names)
                if parameter is None or _given(names, call, definition.node, parameter.name) is not Patience.ENDLESS:
                    continue
                if _waits_for_work(names, call) or _is_to_fail(call) or _is_told_there(names, call, definition):
                    continue
                kind = self._kind(definition, 0)
                if kind is not None:
                    yield call, kind, definition

    def calls_of_requests(self, names: ModuleNames) -> Iterator[tuple[nodes.Call, Definition]]:
        """Yield the calls of functions in other files that send a request and wait for its answer without a bound.

        Calls in the file of the wait itself, or of a method of the same object, are left out: it is reported there.
        """
        for name in _found(names, "receiving", names.scopes.calls):
            for call in names.scopes.calls[name]:
                definition = names.definition(call.func)
                if definition is None or not isinstance(definition.node, nodes.FunctionDef):
                    continue
                is_here = definition.names.modname == names.modname or _is_own_method(call)
                if is_here or _waits_for_work(names, call) or _gives_a_timeout(names, call, definition.node):
                    continue
                parameter = patience.timeout_parameter(definition.node, definition.names)
                if parameter is None and self._asks(definition, call):
                    yield call, definition

    def _asks(self, definition: Definition, call: nodes.Call) -> bool:
        """Tell whether a function waits without a bound for the answer to what it sent, when it is called so."""
        function = definition.node
        if function not in self._asking:
            self._asking[function] = self._requests_in(definition)
        given = {_place(each) for each in (*call.args, *(keyword.value for keyword in call.keywords))}
        # A method that came as a parameter counts for the call that gives it.
        return any(wait.there is None or _place(_method_of(wait)) in given for wait in self._asking[function])

    def _requests_in(self, definition: Definition) -> list[Wait]:
        function, names = definition.node, definition.names
        found = [
            wait
            for call in function.nodes_of_class(nodes.Call)
            if function_of(call) is function
            for wait in calls.waits_of(names, call, self._waiting.things)
        ]
        return [wait for wait in found if self._waiting.is_endless_request(wait)]

    def is_left_out(self, names: ModuleNames, function: nodes.NodeNG) -> bool:
        """Tell whether some visible caller leaves out the timeout of a function."""
        if not isinstance(function, nodes.FunctionDef):
            return False
        parameter = patience.timeout_parameter(function, names)
        if parameter is None:
            return True
        return any(
            _given(caller, call, function, parameter.name) is Patience.ENDLESS
            for caller, call in call_sites(names, function)
        )

    def _kind(self, definition: Definition, depth: int) -> str | None:
        """Return what kind of wait is endless in a function without its timeout; None if none is."""
        function, names = definition.node, definition.names
        if not isinstance(function, nodes.FunctionDef) or depth >= _DEEPEST:
            return None
        if function not in self._kinds:
            self._kinds[function] = None
            self._kinds[function] = self._find_kind(names, function, depth)
        return self._kinds[function]

    def _find_kind(self, names: ModuleNames, function: nodes.FunctionDef, depth: int) -> str | None:
        waiting = self._waiting
        for call in function.nodes_of_class(nodes.Call):
            if function_of(call) is not function:
                continue
            wait = calls.wait_of(names, call, waiting.things)
            if wait is not None and wait.kind != calls.SEND and waiting.bounds.of(wait) is not Bound.BOUNDED:
                return wait.kind
            nested = self._nested(names, call, depth)
            if nested is not None:
                return nested
        return None

    def _nested(self, names: ModuleNames, call: nodes.Call, depth: int) -> str | None:
        """Return the kind of wait of a further wrapper, that gets the timeout passed on, or gets none."""
        match call.func:
            case nodes.Name(name=name) | nodes.Attribute(attrname=name):
                pass
            case _:
                return None
        if not _found(names, "patient", [name]):
            return None
        definition = names.definition(call.func)
        if definition is None or not isinstance(definition.node, nodes.FunctionDef):
            return None
        parameter = patience.timeout_parameter(definition.node, definition.names)
        if parameter is None or _given(names, call, definition.node, parameter.name) is Patience.FINITE:
            return None
        return self._kind(definition, depth + 1)


def _method_of(wait: Wait) -> nodes.NodeNG | None:
    return wait.receiver.parent if wait.receiver is not None else None


def _place(node: nodes.NodeNG | None) -> tuple[object, ...]:
    """Return where a node stands: the same file may have been parsed twice."""
    return (node.root().file, node.lineno, node.col_offset) if node is not None else ()


def _given(names: ModuleNames, call: nodes.Call, function: nodes.FunctionDef, parameter: str) -> Patience:
    """Return how long the timeout is that a call gives; endless if it gives none."""
    if calls.is_open_ended(call):
        return Patience.FINITE
    order = [each.name for each in parameters(function.args)]
    bound = 1 if isinstance(function.parent, nodes.ClassDef) and not _is_static(function) else 0
    value = calls.argument(call, order.index(parameter) - bound, parameter)
    return patience.of(names, value) if value is not None else Patience.ENDLESS


def _gives_a_timeout(names: ModuleNames, call: nodes.Call, function: nodes.FunctionDef) -> bool:
    """Tell whether a call gives a function a timeout that is finite; what that does with it is told there."""
    timeouts = [each.name for each in parameters(function.args) if patience.is_timeout(each.name)]
    return any(_given(names, call, function, name) is Patience.FINITE for name in timeouts)


def _is_static(function: nodes.FunctionDef) -> bool:
    decorators = function.decorators.nodes if function.decorators is not None else []
    return any(isinstance(each, nodes.Name) and each.name == "staticmethod" for each in decorators)


def _waits_for_work(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a call stands in a serving loop that does not expect to end when nothing comes any more."""
    loop = serving_loop(names, call, function_of(call))
    return loop is not None and not _drains(names, call, loop)


def _is_to_fail(call: nodes.Call) -> bool:
    """Tell whether a test expects an exception of a call: it does not wait then."""
    inner: nodes.NodeNG | None = call
    while inner is not None and not isinstance(inner, (nodes.FunctionDef, nodes.Module)):
        if isinstance(inner, nodes.With):
            for manager, _ in inner.items:
                match manager:
                    case nodes.Call(func=nodes.Attribute(attrname=name)) if name in waits.EXPECTING:
                        return True
        inner = inner.parent
    return False


def _is_own_method(call: nodes.Call) -> bool:
    match call.func:
        case nodes.Attribute(expr=nodes.Name(name="self")):
            return True
    return False


def _is_told_there(names: ModuleNames, call: nodes.Call, definition: Definition) -> bool:
    """Tell whether the report of the wait itself, in the same file, says it all.

    A loop that takes what there is until nothing is left has a story of its own: nothing ends it.
    """
    if definition.names.modname != names.modname and not _is_own_method(call):
        return False
    loop = serving_loop(names, call, function_of(call))
    return loop is None or not _drains(names, call, loop)


def _drains(names: ModuleNames, call: nodes.Call, loop: nodes.NodeNG) -> bool:
    inner: nodes.NodeNG | None = call
    while inner is not None and inner is not loop:
        child, inner = inner, inner.parent
        if isinstance(inner, nodes.Try) and child in inner.body:
            for handler in inner.handlers:
                own = handler.type is not None and not (names.qualify(handler.type) or "zmq.").startswith("zmq.")
                if own and isinstance(handler.body[-1], (nodes.Break, nodes.Return)):
                    return True
    return False
