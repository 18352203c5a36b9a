"""Waits that nothing bounds: the time that the user configured, set where the socket is made or given to poll()."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.edits import Applicability, Edit, Give, Plan, RefusedError
from libcst_zmq.setting import context_of, setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case

#: What a REQ socket needs so that it can send again after a timeout (zmq_setsockopt: ZMQ_REQ_RELAXED).
_ASK_AGAIN = ("REQ_RELAXED", "REQ_CORRELATE")


def receiving(case: Case) -> Iterator[Plan]:
    """RCVTIMEO on the socket; on a REQ socket that is used again after a timeout, what keeps it going."""
    _check_method(case, "recv")
    made = _creation(case)
    options: dict[str, int | None] = {"RCVTIMEO": case.values.recv_timeout}
    asks = any(node.attrname == "REQ" for node in made.nodes_of_class(nodes.Attribute))
    if asks and made.scope() is not case.call.scope():
        options |= dict.fromkeys(_ASK_AGAIN, 1)
    yield _plan(setting(case, made, options, "fix-recv-timeout"))
    if asks:
        yield _plan(setting(case, made, {**options, **dict.fromkeys(_ASK_AGAIN, 1)}, "fix-recv-timeout"))


def sending(case: Case) -> Iterator[Plan]:
    """SNDTIMEO on the socket."""
    _check_method(case, "send")
    yield _plan(setting(case, _creation(case), {"SNDTIMEO": case.values.send_timeout}, "fix-send-timeout"))


def polling(case: Case) -> Iterator[Plan]:
    """A timeout for poll(); what comes after it must bear that nothing has come."""
    _check_method(case, "poll")
    call, timeout = case.call, case.values.poll_timeout
    endless = [
        node for node in (*call.args[:1], *(k.value for k in call.keywords if k.arg == "timeout")) if _is_endless(node)
    ]
    if len(call.args) + len(call.keywords) != len(endless):
        raise RefusedError("not-a-plain-wait")
    if timeout is None:
        told = f"give it a timeout: `{case.text.all_of(call.func)}(...)`, or set fix-poll-timeout in [tool.zmqlint]"
        raise RefusedError("no-value", told)
    yield _plan((Give(case.text.span(call), str(timeout)),))


def lingering(case: Case) -> Iterator[Plan]:
    """LINGER on the socket, or for all sockets of its context where several hold up its end."""
    if case.values.linger == 0:
        raise RefusedError("linger-zero")
    made = _creation(case)
    options = {"LINGER": case.values.linger}
    yield _bounded(setting(case, made, options, "fix-linger"))
    if (context := context_of(made)) is not None:
        yield _bounded(setting(case, context, options, "fix-linger"))


def limiting(case: Case) -> Iterator[Plan]:
    """MAX_SOCKETS on the context, before its first socket."""
    edits = setting(case, _creation(case), {"MAX_SOCKETS": case.values.max_sockets}, "fix-max-sockets")
    yield Plan("limit", edits, Applicability.UNSAFE, "refuses-more", local=False)


def _bounded(edits: tuple[Edit, ...]) -> Plan:
    return Plan("linger", edits, Applicability.UNSAFE, "unsent-is-lost", local=False)


def _plan(edits: tuple[Edit, ...]) -> Plan:
    return Plan("timeout", edits, Applicability.UNSAFE, "times-out", local=False)


def _check_method(case: Case, beginning: str) -> None:
    """Raise RefusedError unless the finding is about a method of a socket or poller whose name begins so."""
    func = case.call.func
    if any(step.role == "defined" for step in case.finding.steps):
        raise RefusedError("not-a-plain-wait")
    if not isinstance(func, nodes.Attribute) or not func.attrname.startswith(beginning):
        raise RefusedError("not-a-plain-wait")


def _creation(case: Case) -> nodes.Call:
    """The call in this file that makes the socket. Raises RefusedError."""
    for step in case.finding.steps:
        if step.role == "created" and not step.path and isinstance(step.node, nodes.Call):
            return step.node
    raise RefusedError("made-elsewhere")


def _is_endless(node: nodes.NodeNG) -> bool:
    match node:
        case nodes.Const(value=None):
            return True
        case nodes.UnaryOp(op="-", operand=nodes.Const(value=int())):
            return True
        case _:
            return False
