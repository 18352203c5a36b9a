"""When a local context may be terminated at the end of a block, and when that could hang or hurt others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.edits import Applicability, Plan, RefusedError
from libcst_zmq.holding import arguments
from libcst_zmq.judging import fate, handed_sockets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case
    from pylint_zmq.analysis.findings import Finding

#: Sockets whose queued messages hold up the end of their context (pyzmq/libzmq: those that connect and send).
_HOLDING_UP = frozenset({"PUSH", "DEALER", "REQ", "PAIR", "XREQ"})
_LOST_SOCKETS = frozenset(f"zmq-unclosed-socket{ending}" for ending in ("", "-on-path", "-on-error"))
_LINGER = frozenset({"linger", "LINGER"})


def judged(case: Case, plans: Iterator[Plan]) -> Iterator[Plan]:
    """The plans for a context, unsafe where its end could wait for ever. Raises RefusedError for the impossible."""
    if any(_same_function(case, other) for other in case.others):
        raise RefusedError("socket-still-lost")
    given = handed_sockets(case.version, case.finding.scope)
    calls = case.function.nodes_of_class(nodes.Call)
    outlived = any((call.lineno, call.col_offset) in given and _made_from(case, call) for call in calls)
    if outlived and not fate(case.version, case.subject).handed:
        raise RefusedError("socket-outlives-context")
    reason = _risk(case)
    for plan in plans:
        if outlived and plan.probe is None:
            # The context may be ended where nothing was handed over only.
            continue
        if not reason:
            yield plan
        else:
            # What could wait at the garbage collector's hand before, waits at the end of the block now.
            expected = (*plan.expected, "zmq-linger-hang")
            yield replace(plan, applicability=Applicability.UNSAFE, reason=reason, expected=expected)


def _same_function(case: Case, other: Finding) -> bool:
    """Whether a finding is about a socket of this context that the function loses."""
    return other.symbol in _LOST_SOCKETS and _made_from(case, other.node)


def _made_from(case: Case, call: nodes.NodeNG) -> bool:
    """Whether a call makes a socket of this context, as far as the text tells."""
    if not isinstance(call, nodes.Call):
        return False
    if isinstance(call.func, nodes.Attribute) and case.holding.carries(call.func.expr):
        return True
    return any(case.holding.carries(argument) for argument in arguments(call))


def _risk(case: Case) -> str:
    """Why the end of the context may hang; "" if it cannot."""
    if _bounded_for_all(case):
        return ""
    for call in case.function.nodes_of_class(nodes.Call):
        if call is case.finding.node or not _made_from(case, call):
            continue
        if not (isinstance(call.func, nodes.Attribute) and call.func.attrname == "socket"):
            if isinstance(call.func, nodes.Attribute) and call.func.attrname in (
                "term",
                "destroy",
                "close",
                "set",
                "setsockopt",
            ):
                continue
            if isinstance(call.func, nodes.Attribute) and case.holding.carries(call.func.expr):
                if call.func.attrname == "connect" and _may_hold_up(case, call.func.expr):
                    return "linger-unbounded"
                continue
            if _harmless_class(call) or _connects_nothing(case, call):
                continue
            return "unseen-use"
    return ""


def _harmless_class(call: nodes.Call) -> bool:
    """`zmq.Socket(ctx, zmq.PULL)`: the connect that matters is looked at by itself."""
    return call.func.as_string().rpartition(".")[2] == "Socket"


def _connects_nothing(case: Case, call: nodes.Call) -> bool:
    """Whether a call goes to a function of the same module that has no `connect` and calls nothing unknown."""
    if not isinstance(call.func, nodes.Name):
        return False
    name = call.func.name
    known = [node for node in case.function.root().body if isinstance(node, nodes.FunctionDef) and node.name == name]
    inner = [inner for node in known for inner in node.nodes_of_class(nodes.Call)]
    attributes = [i.func.attrname for i in inner if isinstance(i.func, nodes.Attribute)]
    given = {name for node in known for name in node.argnames()}
    passed = [
        i
        for i in inner
        if not isinstance(i.func, nodes.Attribute) and any(a.name in given for a in i.nodes_of_class(nodes.Name))
    ]
    return bool(known) and "connect" not in attributes and not passed


def _bounded_for_all(case: Case) -> bool:
    """Whether LINGER is set on the context before any socket is made."""
    for node in case.function.nodes_of_class(nodes.AssignAttr):
        if node.attrname in _LINGER and isinstance(node.expr, nodes.Name) and _is_context_name(case, node.expr.name):
            return True
    return False


def _is_context_name(case: Case, name: str) -> bool:
    targets = case.statement.targets if isinstance(case.statement, nodes.Assign) else []
    return any(isinstance(target, nodes.AssignName) and target.name == name for target in targets)


def _may_hold_up(case: Case, socket: nodes.NodeNG) -> bool:
    """Whether a connected socket may hold messages back for ever: by its type, unless its LINGER is bounded."""
    if not isinstance(socket, nodes.Name):
        return True
    name = socket.name
    types = set()
    for call in case.function.nodes_of_class(nodes.Call):
        if (
            isinstance(call.func, nodes.Attribute)
            and call.func.attrname == "socket"
            and call.args
            and _named_by(call, name)
        ):
            types.add(call.args[0].as_string().rpartition(".")[2])
    if types and not types & _HOLDING_UP:
        return False
    return not _bounded(case, name)


def _named_by(call: nodes.Call, name: str) -> bool:
    return any(node.name == name for node in call.statement().nodes_of_class(nodes.AssignName))


def _bounded(case: Case, name: str) -> bool:
    for node in case.function.nodes_of_class((nodes.AssignAttr, nodes.Call)):
        match node:
            case nodes.AssignAttr(attrname=attr, expr=nodes.Name(name=owner), parent=nodes.Assign(value=value)):
                if owner == name and attr in _LINGER and not value.as_string().startswith("-"):
                    return True
            case nodes.Call(func=nodes.Attribute(expr=nodes.Name(name=owner), attrname=attr), args=[option, value, *_]):
                if (
                    owner == name
                    and attr in ("set", "setsockopt")
                    and option.as_string().endswith("LINGER")
                    and not value.as_string().startswith("-")
                ):
                    return True
    return False
