"""zmq-socket-churn: a socket or context that is made anew each time, for an endpoint that stays the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, INFERENCE, Finding, Step
from pylint_zmq.errors import loops
from pylint_zmq.errors.creation import CONTEXT, SOCKET, Creation, creations
from pylint_zmq.errors.text import enclosing, own_nodes, scope_name
from pylint_zmq.model import errors, repetition
from pylint_zmq.names.bindings import Kind
from pylint_zmq.names.scopes import elements, last_name
from pylint_zmq.starvation.again import run_again_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.starvation.again import Again

SYMBOL = "zmq-socket-churn"


def findings(names: ModuleNames) -> Iterator[Finding]:
    """Yield one finding for each function and place that runs it, at its first creation."""
    told: set[tuple[nodes.NodeNG | None, nodes.NodeNG]] = set()
    for made in creations(names):
        name = _local_name(made.call)
        if made.kind not in {SOCKET, CONTEXT} or name is None or _gets_away(made.call, name):
            continue
        again = run_again_by(names, made.call)
        if again is None or _is_used_for_long(names, made.call) or not _is_always_the_same(names, made, name, again):
            continue
        key = (enclosing(made.call), again.node)
        if key not in told:
            told.add(key)
            yield _finding(names, made, again)


def _finding(names: ModuleNames, made: Creation, again: Again) -> Finding:
    by = again.node
    inside = enclosing(made.call) is by or enclosing(made.call) is enclosing(by)
    path = "" if again.names.modname == names.modname else str(again.names.module.file or "")
    steps = (Step("created", made.call, "created here"), Step("again", by, "runs again and again", path))
    return Finding(
        SYMBOL,
        made.call,
        (made.text, again.told_from(names)),
        HIGH if inside else INFERENCE,
        steps,
        scope_name(names, made.call),
        made.text,
    )


def _local_name(call: nodes.Call) -> str | None:
    """Return the variable that a creation is bound to and nothing else."""
    match call.parent:
        case nodes.Assign(targets=[nodes.AssignName(name=name)]) | nodes.AnnAssign(target=nodes.AssignName(name=name)):
            return str(name)
        case nodes.With(items=items):
            return next(
                (str(target.name) for item, target in items if item is call and isinstance(target, nodes.AssignName)),
                None,
            )
    return None


def _is_used_for_long(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether an endless loop follows the creation: then the loop round both is there to reconnect."""
    later = (each for each in own_nodes(_body(call)) if isinstance(each, loops.LOOPS))
    return any((each.lineno or 0) > (call.lineno or 0) and loops.is_meant_to_go_on(names, each) for each in later)


def _body(call: nodes.Call) -> list[nodes.NodeNG]:
    function = enclosing(call)
    return list(function.body if isinstance(function, nodes.FunctionDef) else call.root().body)


def _gets_away(call: nodes.Call, name: str) -> bool:
    """Tell whether the new thing may outlive the function or be used for long: returned, stored or passed on."""
    for node in own_nodes(_body(call)):
        match node:
            case nodes.Return(value=nodes.NodeNG() as value) | nodes.Yield(value=nodes.NodeNG() as value):
                if _holds(value, name):
                    return True
            case nodes.Assign(targets=targets, value=nodes.Name(name=given)) if given == name:
                if any(isinstance(target, (nodes.AssignAttr, nodes.Subscript)) for target in targets):
                    return True
            case nodes.Call(args=args, keywords=keywords) if last_name(node.func) not in repetition.LENDING:
                if any(_holds(each, name) for each in [*args, *(each.value for each in keywords)]):
                    return True
    return False


def _holds(expr: nodes.NodeNG, name: str) -> bool:
    match expr:
        case nodes.Name(name=found):
            return bool(found == name)
        case nodes.Tuple() | nodes.List():
            return any(_holds(each, name) for each in elements(expr))
        case nodes.Call(args=args):
            return any(_holds(each, name) for each in args)
    return False


def _is_always_the_same(names: ModuleNames, made: Creation, name: str, again: Again) -> bool:
    """Tell whether the socket is attached to endpoints, all of them constant; a context needs none."""
    if made.kind == CONTEXT:
        return True
    attached = [
        node
        for node in own_nodes(_body(made.call))
        if isinstance(node, nodes.Call)
        and isinstance(node.func, nodes.Attribute)
        and node.func.attrname in errors.ATTACHING
        and isinstance(node.func.expr, nodes.Name)
        and node.func.expr.name == name
    ]
    return bool(attached) and all(node.args and _is_constant(names, node.args[0], again) for node in attached)


def _is_constant(names: ModuleNames, expr: nodes.NodeNG, again: Again) -> bool:
    """Tell whether an endpoint is the same on each run."""
    match expr:
        case nodes.Const(value=str(text)):
            return not text.startswith(repetition.CHEAP_ENDPOINT)
        case nodes.JoinedStr(values=values):
            return all(_is_constant(names, each, again) for each in values)
        case nodes.FormattedValue(value=value):
            return _is_constant(names, value, again)
        case nodes.Name(name=name):
            return _is_constant_name(names, expr, name, again)
        case nodes.Attribute(expr=nodes.Name(name="self"), attrname=attribute):
            stores = [each.frame() for each in names.scopes.stores.get(attribute, ())]
            return bool(stores) and all(getattr(each, "name", "") == "__init__" for each in stores)
        case nodes.Attribute():
            return names.qualify(expr) is not None
    return False


def _is_constant_name(names: ModuleNames, expr: nodes.NodeNG, name: str, again: Again) -> bool:
    found = names.scopes.scope_of(expr).lookup(name)
    if found is None:
        return False
    scope, bindings = found
    if scope is names.scopes.module:
        return len(bindings) == 1 and bindings[0].kind in {Kind.VALUE, Kind.IMPORT}
    in_loop = isinstance(again.node, loops.LOOPS) and enclosing(again.node) is scope.node
    return in_loop and all(not _lies_in(each.node, again.node) for each in bindings)


def _lies_in(node: nodes.NodeNG, outer: nodes.NodeNG) -> bool:
    inner: nodes.NodeNG | None = node
    while inner is not None and inner is not outer:
        inner = inner.parent
    return inner is outer
