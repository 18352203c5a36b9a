"""zmq-creation-error-masked: cleaning up needs a name that a failed creation does not bind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import CONTROL_FLOW, INFERENCE, Finding, Step
from pylint_zmq.analysis.raising import ZMQ_ERROR, Raised
from pylint_zmq.errors.creation import creation, may_create
from pylint_zmq.errors.handlers import lets_through, may_catch
from pylint_zmq.errors.text import TRIES, enclosing, own_nodes, scope_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.names.resolution import ModuleNames

SYMBOL = "zmq-creation-error-masked"
_UNBOUND = Raised("builtins.UnboundLocalError", exact=True)


def findings(names: ModuleNames, tries: Iterable[nodes.Try | nodes.TryStar]) -> Iterator[Finding]:
    """Yield one finding for each `try` whose first creation, if it fails, leaves a name unbound that is needed then."""
    for attempt in tries:
        masked: dict[nodes.Call, tuple[str, nodes.NodeNG]] = {}
        for name, line in _first_bindings(names, attempt):
            call = _creation_before(names, attempt, line)
            use = _use_after_failure(names, attempt, name) if call is not None else None
            if call is not None and use is not None:
                masked.setdefault(call, (name, use))
        for call, (name, use) in masked.items():
            yield _finding(names, name, call, use)


def _finding(names: ModuleNames, name: str, call: nodes.Call, use: nodes.NodeNG) -> Finding:
    text = f"{call.func.as_string()}()"
    error = "UnboundLocalError" if isinstance(enclosing(call), nodes.FunctionDef) else "NameError"
    story = f"line {use.lineno} then raises {error}, for '{name}' has no value yet"
    steps = (Step("raised", call, f"{text} fails"), Step("masked", use, f"'{name}' has no value here"))
    confidence = CONTROL_FLOW if creation(names, call) is not None else INFERENCE
    return Finding(SYMBOL, call, (text, story), confidence, steps, scope_name(names, call), name)


def _first_bindings(names: ModuleNames, attempt: nodes.Try | nodes.TryStar) -> list[tuple[str, int]]:
    """Return the names that the handlers or the `finally` read and that nothing but the body binds, with the line."""
    after = [*(each for handler in attempt.handlers for each in handler.body), *attempt.finalbody]
    read = dict.fromkeys(each.name for each in own_nodes(after) if isinstance(each, nodes.Name))
    found = []
    for name in read:
        lines = _binding_lines(names, attempt, name)
        if lines:
            found.append((name, min(lines)))
    return found


def _creation_before(names: ModuleNames, attempt: nodes.NodeNG, line: int) -> nodes.Call | None:
    """Return the first call of the body that can fail to create something, up to the line that binds the name."""
    body = attempt.body if isinstance(attempt, TRIES) else []
    for node in own_nodes(body):
        if (node.lineno or 0) > line:
            return None
        if isinstance(node, nodes.Call) and _attempt_of(node) is attempt and may_create(names, node):
            return node
    return None


def _attempt_of(node: nodes.NodeNG) -> nodes.NodeNG | None:
    """The innermost `try` whose body, and not whose handlers, a statement lies in."""
    child, parent = node, node.parent
    while parent is not None:
        if isinstance(parent, TRIES) and child in parent.body:
            return parent
        child, parent = parent, parent.parent
    return None


def _use_after_failure(names: ModuleNames, attempt: nodes.Try | nodes.TryStar, name: str) -> nodes.NodeNG | None:
    """Return the first use of a name that is reached whenever the creation has failed."""
    for handler in attempt.handlers:
        if any(isinstance(each, nodes.AssignName) and each.name == name for each in own_nodes(handler.body)):
            return None
        if may_catch(names, handler, ZMQ_ERROR):
            found = _certain_use(names, handler.body, name)
            if found is not None:
                return found
            break
    return _certain_use(names, attempt.finalbody, name)


def _certain_use(names: ModuleNames, block: Iterable[nodes.NodeNG], name: str) -> nodes.NodeNG | None:
    """Return the first use that a block always comes to."""
    for statement in block:
        match statement:
            case nodes.If(test=test) | nodes.While(test=test):
                found = _reads(test, name)
            case nodes.For(iter=source):
                found = _reads(source, name)
            case nodes.With(items=items):
                found = next((_reads(item, name) for item, _ in items if _reads(item, name) is not None), None)
                found = found or (None if _suppressing(names, items) else _certain_use(names, statement.body, name))
            case nodes.Try(body=body, handlers=handlers):
                caught = any(may_catch(names, each, _UNBOUND) and not lets_through(each) for each in handlers)
                if caught and _certain_use(names, body, name) is not None:
                    return None
                found = _certain_use(names, body, name) or _certain_use(names, statement.finalbody, name)
            case nodes.FunctionDef() | nodes.ClassDef():
                found = None
            case nodes.Assign(targets=[nodes.AssignName(name=bound)]) if bound == name:
                return None
            case _:
                found = _reads(statement, name)
        if found is not None:
            return found
        if isinstance(statement, (nodes.Return, nodes.Raise, nodes.Break, nodes.Continue)):
            return None
    return None


def _suppressing(names: ModuleNames, items: list[tuple[nodes.NodeNG, nodes.NodeNG | None]]) -> bool:
    return any(isinstance(item, nodes.Call) and names.qualify(item.func) == "contextlib.suppress" for item, _ in items)


def _reads(expr: nodes.NodeNG, name: str) -> nodes.NodeNG | None:
    """Return the use of a name that evaluating an expression always comes to."""
    match expr:
        case nodes.BoolOp(values=[first, *_]):
            return _reads(first, name)
        case nodes.IfExp(test=test):
            return _reads(test, name)
        case nodes.Name(name=found) if found == name:
            return expr
        case nodes.Lambda() | nodes.FunctionDef():
            return None
    return next((use for use in (_reads(each, name) for each in expr.get_children()) if use is not None), None)


def _binding_lines(names: ModuleNames, attempt: nodes.NodeNG, name: str) -> list[int]:
    """Return the lines of the body that bind a name of its scope; none if something else may have bound it before."""
    scope = names.scopes.scope_of(attempt)
    found = scope.lookup(name)
    if found is None or found[0] is not scope:
        return []
    lines: list[int] = []
    for binding in found[1]:
        part = _part_of(binding.node, attempt)
        if part == "body":
            lines.append(binding.node.lineno or 0)
        elif part != "else" and ((binding.node.lineno or 0) <= (attempt.tolineno or 0) or _in_loop(attempt)):
            return []
    return lines


def _part_of(node: nodes.NodeNG, attempt: nodes.NodeNG) -> str:
    """Return the part of a `try` that a node lies in: "body", "else", or "" for a handler, `finally` or outside."""
    child, parent = node, node.parent
    while parent is not None and parent is not attempt:
        child, parent = parent, parent.parent
    if not isinstance(parent, TRIES):
        return ""
    return "body" if child in parent.body else "else" if child in parent.orelse else ""


def _in_loop(node: nodes.NodeNG) -> bool:
    inner = node.parent
    while inner is not None and not isinstance(inner, (nodes.FunctionDef, nodes.Lambda, nodes.ClassDef)):
        if isinstance(inner, (nodes.For, nodes.While)):
            return True
        inner = inner.parent
    return False
