"""zmq-unbounded-sockets: a container that gets a socket for each new key from outside, and gives none up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import owners
from pylint_zmq.analysis.findings import INFERENCE, Finding, Step
from pylint_zmq.errors import loops
from pylint_zmq.errors.creation import is_a
from pylint_zmq.errors.text import enclosing, own_nodes, scope_name
from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import growth
from pylint_zmq.names.bindings import Kind
from pylint_zmq.names.scopes import assigned_value
from pylint_zmq.starvation import shrinking
from pylint_zmq.starvation.again import run_again_by
from pylint_zmq.waits.tracing import carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.tracing import Carrier

SYMBOL = "zmq-unbounded-sockets"
_DEEPEST = 4


@dataclass(frozen=True)
class Put:
    """What a call gives goes into a container that outlives the function."""

    made: nodes.Call
    container: nodes.NodeNG
    carrier: Carrier
    #: Under which it is put; None in a list or set.
    key: nodes.NodeNG | None
    function: nodes.FunctionDef


def findings(engine: Engine) -> Iterator[Finding]:
    """Yield one finding for each creation, of a socket or of an object that owns some, that goes into such a container.

    What is closed in good time leaves nothing behind but its place in the container.
    """
    names = engine.names
    seen: dict[Carrier, int] = {}
    puts = [put for put in _puts(names) if _is_socket(names, put.made) or owners.is_filled(engine, put.made)]
    for put in sorted(puts, key=lambda put: put.made.lineno or 0):
        if put.carrier not in seen:
            why = _grows_by(names, put)
            if why is None or shrinking.is_bounded(names, put.container, put.carrier):
                continue
        text = put.container.as_string()
        if put.carrier in seen:
            why = f"as at line {seen[put.carrier]}"
        seen.setdefault(put.carrier, put.made.lineno or 0)
        steps = (Step("created", put.made, f"one more in {text}, and nothing takes one out"),)
        yield Finding(SYMBOL, put.made, (f"'{text}'", why or ""), INFERENCE, steps, scope_name(names, put.made), text)


def growing(names: ModuleNames) -> dict[nodes.Call, str]:
    """Return the creations that go into containers without anything to count them, each with what makes it again."""
    whys = ((put, _grows_by(names, put)) for put in _puts(names) if _is_socket(names, put.made))
    return {put.made: why for put, why in whys if why is not None and not shrinking.counts(put.function)}


def _puts(names: ModuleNames) -> Iterator[Put]:
    for stores in names.scopes.item_stores.values():
        for store in stores:
            yield from _put(names, store.value, store.slice, assigned_value(store))
    for method, position in growth.PUTTING.items():
        for call in names.scopes.calls.get(method, ()):
            if isinstance(call.func, nodes.Attribute) and position < len(call.args):
                key = call.args[0] if position else None
                yield from _put(names, call.func.expr, key, call.args[position])


def _put(
    names: ModuleNames, container: nodes.NodeNG, key: nodes.NodeNG | None, value: nodes.NodeNG | None
) -> Iterator[Put]:
    if not isinstance(value, (nodes.Name, nodes.Call)):
        return
    function = enclosing(container)
    if not isinstance(function, nodes.FunctionDef) or not _outlives(names, container):
        return
    made = _creation(names, value)
    carrier = carrier_of(names, container)
    if made is not None and carrier is not None:
        yield Put(made, container, carrier, key, function)


def _is_socket(names: ModuleNames, made: nodes.Call) -> bool:
    return is_a(names, made, zmq_classes.SOCKET)


def _outlives(names: ModuleNames, container: nodes.NodeNG) -> bool:
    """Tell whether a container is a field of the own object, or a variable of the module."""
    match container:
        case nodes.Attribute(expr=nodes.Name(name="self" | "cls")):
            return True
        case nodes.Name(name=name):
            found = names.scopes.scope_of(container).lookup(name)
            return found is not None and found[0] is names.scopes.module
    return False


def _creation(names: ModuleNames, value: nodes.NodeNG) -> nodes.Call | None:
    """Return the call of this function that makes a value: the value itself, or the only one that its name gets."""
    if isinstance(value, nodes.Call):
        return value
    scope = names.scopes.scope_of(value)
    found = scope.lookup(value.name) if isinstance(value, nodes.Name) else None
    if found is None or found[0] is not scope:
        return None
    made = [each.value for each in found[1] if isinstance(each.value, nodes.Call)]
    made = [each for each in made if not _looks_up(each)]
    return made[0] if len(made) == 1 else None


def _looks_up(call: nodes.Call) -> bool:
    return isinstance(call.func, nodes.Attribute) and call.func.attrname in growth.LOOKING | growth.REMOVING


# Whether it goes on growing


def _grows_by(names: ModuleNames, put: Put) -> str | None:
    """Return what makes a container grow without an end, in words; None if nothing is seen to."""
    if _is_set_up(names, put.function):
        return None
    if put.key is not None and _asks_first(names, put):
        # A key that is there already gets no second socket.
        from_outside = _from_outside(names, put.key, put.function, 0)
        return f"one for each {put.key.as_string()} that {put.function.name}() is called with" if from_outside else None
    if put.key is not None and not _from_outside(names, put.key, put.function, 0):
        return None
    again = run_again_by(names, put.made, each_time=False)
    if again is None:
        return None
    is_endless = isinstance(again.node, nodes.FunctionDef) or loops.is_meant_to_go_on(again.names, again.node)
    return f"one more {again.told_from(names)}" if is_endless else None


def _is_set_up(names: ModuleNames, function: nodes.FunctionDef) -> bool:
    """Tell whether a function is a constructor, or is only called by one."""
    if function.name in shrinking.CONSTRUCTORS:
        return True
    callers = {getattr(enclosing(each), "name", "") for each in names.scopes.calls.get(function.name, ())}
    return bool(callers) and callers <= shrinking.CONSTRUCTORS


def _asks_first(names: ModuleNames, put: Put) -> bool:
    """Tell whether the function looks whether the container has the key: then it makes what is missing."""
    for node in own_nodes(put.function.body):
        match node:
            case nodes.Compare(ops=[("in" | "not in", container)]):
                if carrier_of(names, container) == put.carrier:
                    return True
            case nodes.Call(func=nodes.Attribute(expr=container, attrname="get" | "setdefault")):
                if carrier_of(names, container) == put.carrier:
                    return True
            case nodes.ExceptHandler(type=nodes.Name(name="KeyError")):
                return True
    return False


def _from_outside(names: ModuleNames, key: nodes.NodeNG, function: nodes.FunctionDef, depth: int) -> bool:
    """Tell whether a key comes from the parameters of its function, and can be any of many."""
    found = False
    for name in [key] if isinstance(key, nodes.Name) else key.nodes_of_class(nodes.Name):
        if any(word in name.name.lower() for word in growth.FEW):
            return False
        scope = names.scopes.by_node[function]
        for binding in scope.bindings.get(name.name, ()) if name.name not in ("self", "cls") else ():
            if binding.kind is Kind.PARAMETER:
                found = True
            elif binding.value is not None and depth < _DEEPEST:
                if _is_of_thread(binding.value):
                    return False
                found = found or _from_outside(names, binding.value, function, depth + 1)
    return found and not _is_of_thread(key)


def _is_of_thread(expr: nodes.NodeNG) -> bool:
    calls = (call.func for call in expr.nodes_of_class(nodes.Call))
    return any((getattr(each, "attrname", "") or getattr(each, "name", "")) in growth.OWN_THREADS for each in calls)
