"""zmq-swallowed-creation-error: the handler of a failure does nothing about it, and nobody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, Finding, Step
from pylint_zmq.analysis.raising import ZMQ_ERROR, catches
from pylint_zmq.errors import loops
from pylint_zmq.errors.calls import runs_of
from pylint_zmq.errors.handlers import bases_of, catcher, handler_names
from pylint_zmq.errors.text import enclosing, own_nodes, scope_name
from pylint_zmq.model import errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.errors.creation import Creation
    from pylint_zmq.names.resolution import ModuleNames

SYMBOL = "zmq-swallowed-creation-error"


def findings(names: ModuleNames, found: Iterable[Creation]) -> Iterator[Finding]:
    """Yield one finding for each handler that swallows the failure of a creation, at the handler."""
    told: set[nodes.NodeNG] = set()
    for creation in found:
        handler = catcher(names, creation.call, None, ZMQ_ERROR)
        if handler is None or handler in told or not _is_certain(names, handler):
            continue
        story = _swallowing(names, creation, handler)
        if story is not None:
            told.add(handler)
            steps = (
                Step("raised", creation.call, f"{creation.text} can raise zmq.ZMQError"),
                Step("swallowed", handler, "and nothing is done about it"),
            )
            scope = scope_name(names, handler)
            yield Finding(SYMBOL, handler, (creation.text, story), HIGH, steps, scope, creation.text)


def _is_certain(names: ModuleNames, handler: nodes.NodeNG) -> bool:
    """Tell whether a handler catches ZMQError whatever else it catches."""
    if not isinstance(handler, nodes.ExceptHandler):
        return False
    known = [each for each in handler_names(names, handler) if each is not None]
    return any(catches(ZMQ_ERROR, each, lambda name: bases_of(names, name))[1] is None for each in known)


def _swallowing(names: ModuleNames, creation: Creation, handler: nodes.NodeNG) -> str | None:
    """Return what the handler does instead of something about the failure; None if that is enough."""
    attempt = handler.parent
    if not isinstance(handler, nodes.ExceptHandler) or not isinstance(attempt, nodes.Try):
        return None
    if not all(map(_is_nothing, handler.body)) or _leaves_a_trace(creation, attempt):
        return None
    last = handler.body[-1]
    loop = _loop_round(attempt)
    if isinstance(last, (nodes.Return, nodes.Break)):
        return "the handler only returns" if isinstance(last, nodes.Return) and _is_lost(names, attempt) else None
    if loop is not None and not loops.goes_on(loop, creation.call):
        return _endless_attempts(loop)
    if loop is None and _says_by_falling_out(names, attempt):
        return None
    return "the handler does nothing, and nothing after it can tell"


def _is_nothing(statement: nodes.NodeNG) -> bool:
    match statement:
        case nodes.Pass() | nodes.Continue() | nodes.Break() | nodes.Expr(value=nodes.Const()):
            return True
        case nodes.Return(value=None | nodes.Const()):
            return True
    return False


def _leaves_a_trace(creation: Creation, attempt: nodes.Try) -> bool:
    """Tell whether success is seen by others: by what is stored on an object, or by a name that is tested later."""
    function = enclosing(attempt)
    scope = function.body if isinstance(function, (nodes.FunctionDef, nodes.ClassDef)) else attempt.root().body
    stored: set[str] = set()
    for node in own_nodes(attempt.body):
        if (node.lineno or 0) < (creation.call.statement().lineno or 0):
            continue
        if isinstance(node, nodes.Assign) and any(map(_is_elsewhere, node.targets)):
            return True
        if isinstance(node, nodes.AssignName):
            stored.add(node.name)
    return any(stored & set(_names_in(test)) for test in _tests_after(scope, attempt))


def _is_elsewhere(target: nodes.NodeNG) -> bool:
    return isinstance(target, (nodes.AssignAttr, nodes.Subscript))


def _tests_after(scope: Iterable[nodes.NodeNG], attempt: nodes.Try) -> Iterator[nodes.NodeNG]:
    for node in own_nodes(scope):
        if isinstance(node, (nodes.If, nodes.While, nodes.IfExp, nodes.Assert)):
            yield node.test
        elif isinstance(node, (nodes.BoolOp, nodes.Return)) and (node.lineno or 0) > (attempt.tolineno or 0):
            yield node


def _names_in(node: nodes.NodeNG) -> Iterator[str]:
    yield from (each.name for each in own_nodes([node]) if isinstance(each, nodes.Name))


def _loop_round(node: nodes.NodeNG) -> nodes.NodeNG | None:
    child, parent = node, node.parent
    while parent is not None and not isinstance(parent, (nodes.FunctionDef, nodes.Lambda, nodes.ClassDef)):
        if isinstance(parent, loops.LOOPS) and loops.is_in_body(parent, child):
            return parent
        child, parent = parent, parent.parent
    return None


def _endless_attempts(loop: nodes.NodeNG) -> str | None:
    """A loop that tries until it succeeds: it needs a bound, or a pause."""
    if not isinstance(loop, nodes.While) or not isinstance(loop.test, nodes.Const):
        return None
    for node in own_nodes(loop.body):
        match node:
            case nodes.Call(func=nodes.Name(name=name) | nodes.Attribute(attrname=name)) if name in errors.PAUSES:
                return None
            case nodes.Compare() | nodes.AugAssign():
                # A count of attempts, or a deadline.
                return None
    return f"the loop at line {loop.lineno} tries again at once, and for ever"


def _is_lost(names: ModuleNames, attempt: nodes.Try) -> bool:
    """Tell whether what the function returns cannot, or does not, tell its callers that it failed."""
    function = enclosing(attempt)
    if not isinstance(function, nodes.FunctionDef):
        return False
    returned = [each.value for each in own_nodes(function.body) if isinstance(each, nodes.Return)]
    if all(value is None or (isinstance(value, nodes.Const) and value.value is None) for value in returned):
        return not any(isinstance(each, (nodes.Yield, nodes.YieldFrom)) for each in own_nodes(function.body))
    runs = [run for _, run in runs_of(names, function)]
    return bool(runs) and all(_is_discarded(run) for run in runs)


def _is_discarded(run: nodes.NodeNG) -> bool:
    parent = run.parent.parent if isinstance(run.parent, nodes.Await) else run.parent
    return isinstance(parent, nodes.Expr)


def _says_by_falling_out(names: ModuleNames, attempt: nodes.Try) -> bool:
    """Tell whether success leaves the function, so that what comes after the `try` is what is done about a failure."""
    success = [*attempt.body, *attempt.orelse]
    if not any(loops.leaves(each) for each in success):
        return False
    block = next((each for each in (getattr(attempt.parent, "body", None),) if isinstance(each, list)), [])
    is_last = attempt in block and block[-1] is attempt
    return not (is_last and isinstance(attempt.parent, nodes.FunctionDef) and _is_lost(names, attempt))
