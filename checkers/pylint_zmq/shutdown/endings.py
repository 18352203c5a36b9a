"""Where a module ends its contexts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors import loops
from pylint_zmq.errors.creation import is_a, is_borrowing
from pylint_zmq.errors.text import own_nodes
from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import shutdown
from pylint_zmq.shutdown.holding import constructed
from pylint_zmq.waits import calls, patience
from pylint_zmq.waits.patience import Patience
from pylint_zmq.waits.places import function_of
from pylint_zmq.waits.tracing import Trace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.things import Things

_COLLECTOR = "The garbage collector"


@dataclass(frozen=True)
class Ending:
    """A place where a context is ended, which waits for its unsent messages."""

    #: What is reported: the call that ends it, the manager of a `with`, a decorator, the creation of what is dropped.
    node: nodes.NodeNG
    #: How a message names it.
    text: str
    context: Trace
    #: The function that it happens in, or the module.
    scope: nodes.NodeNG
    #: The line that it happens at: of a `with`, the last one of its body.
    line: int
    #: Open sockets get a LINGER that ends, closed ones keep theirs.
    bounds_open: bool = False


def endings(names: ModuleNames, things: Things) -> Iterator[Ending]:
    """Yield the ends of contexts in a module: calls, `with`, decorators, and what is left to the garbage collector."""
    for call in names.scopes.calls.get(zmq_classes.MAKE_SOCKET, ()):
        if isinstance(call.func, nodes.Attribute) and isinstance(call.func.expr, nodes.Name):
            yield from _of_manager(names, things, call.func.expr)
    for method in (shutdown.TERM, shutdown.DESTROY):
        for call in names.scopes.calls.get(method, ()):
            found = _of_call(names, things, call)
            if found is not None:
                yield found
    for call in _context_calls(names):
        yield from _of_creation(names, call)


def _of_call(names: ModuleNames, things: Things, call: nodes.Call) -> Ending | None:
    if not isinstance(call.func, nodes.Attribute) or calls.is_open_ended(call):
        return None
    if not is_a(names, call.func.expr, zmq_classes.CONTEXT) and not _passes_on(names, call):
        return None
    is_destroy = call.func.attrname == shutdown.DESTROY
    given = calls.argument(call, 0, shutdown.LINGER_ARGUMENT) if is_destroy else None
    return Ending(
        call,
        f"{call.func.as_string()}()",
        things.trace(names, call.func.expr),
        function_of(call),
        call.lineno or 0,
        given is not None and patience.of(names, given) is not Patience.ENDLESS,
    )


def _passes_on(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a call is of a visible method that ends the context that its object wraps."""
    return names.memory.answer((names, call), _find_end, False)


def _find_end(question: tuple[ModuleNames, nodes.Call]) -> bool:
    names, call = question
    found = names.definition(call.func)
    return found is not None and any(
        is_a(each.names, inner.func.expr, zmq_classes.CONTEXT) or _passes_on(each.names, inner)
        for each in found.candidates
        if isinstance(each.node, nodes.FunctionDef)
        for inner in each.node.nodes_of_class(nodes.Call)
        if isinstance(inner.func, nodes.Attribute) and inner.func.attrname == each.node.name
    )


def _of_manager(names: ModuleNames, things: Things, name: nodes.Name) -> Iterator[Ending]:
    """Yield the `with` that binds a variable, if the variable is a context that it ends."""
    found = names.scopes.scope_of(name).lookup(name.name)
    for binding in found[1] if found is not None else ():
        match binding.node.parent:
            case nodes.With(items=items) as block if is_a(names, name, zmq_classes.CONTEXT):
                manager = next(item for item, target in items if target is binding.node)
                if is_a(names, manager, zmq_classes.CONTEXT):
                    text = f"Leaving 'with {manager.as_string()}'"
                    trace = things.trace(names, name)
                    yield Ending(manager, text, trace, function_of(block), block.tolineno or 0)


def _context_calls(names: ModuleNames) -> Iterator[nodes.Call]:
    """Yield the calls that make a context of their own."""
    decorators = names.scopes.calls.get(zmq_classes.CONTEXT_FIELD, ())
    yield from (call for call in decorators if names.qualify(call.func) == shutdown.CONTEXT_DECORATOR)
    for call, qualified in constructed(names):
        if names.is_subclass(qualified, zmq_classes.CONTEXT) and not is_borrowing(call):
            yield call


def _of_creation(names: ModuleNames, call: nodes.Call) -> Iterator[Ending]:
    """Yield the end of a context that its creation settles already."""
    trace = Trace(creations=[(names, call)])
    match call.parent:
        case nodes.Decorators(parent=nodes.FunctionDef() as function):
            yield Ending(call, f"The end of {function.name}()", trace, function, function.tolineno or 0)
        case nodes.Assign(targets=[nodes.AssignName(name=name)]):
            scope = function_of(call)
            if isinstance(scope, nodes.FunctionDef) and _is_dropped(names, scope, name) and _ends(names, scope):
                yield Ending(call, _COLLECTOR, trace, scope, scope.tolineno or 0)


def _is_dropped(names: ModuleNames, function: nodes.FunctionDef, name: str) -> bool:
    """Tell whether a variable is only ever used to make sockets: nobody ends what it holds, or keeps it."""
    scope = names.scopes.by_node[function]
    if name in scope.globals | scope.nonlocals | scope.captured_names():
        return False
    for each in function.nodes_of_class(nodes.Name):
        match each:
            case nodes.Name(name=found) if found != name:
                pass
            case nodes.Name(parent=nodes.Attribute(attrname=zmq_classes.MAKE_SOCKET)):
                pass
            case _:
                return False
    return True


def _ends(names: ModuleNames, function: nodes.FunctionDef) -> bool:
    """Tell whether a function is not there to serve for ever."""
    inside = (each for each in own_nodes(function.body) if isinstance(each, loops.LOOPS))
    return not any(loops.is_meant_to_go_on(names, each) for each in inside)
