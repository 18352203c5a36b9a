"""Contexts that are ended while a socket of theirs is open: term() waits for it for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import parameters
from pylint_zmq.analysis.findings import CONTROL_FLOW, HIGH, INFERENCE, Finding, Step
from pylint_zmq.analysis.lifetimes import subject_of
from pylint_zmq.analysis.ownership import open_instance
from pylint_zmq.analysis.releases_elsewhere import is_released_elsewhere
from pylint_zmq.analysis.shapes import line_of
from pylint_zmq.model.harmless import RELEASING_METHODS
from pylint_zmq.model.shutdown import OPEN_SOCKET_MESSAGE
from pylint_zmq.names.classes import VisibleClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.facts import Scope
    from pylint_zmq.analysis.heap import Site
    from pylint_zmq.analysis.ledger import Ledger
    from pylint_zmq.analysis.ownership import Acquisition, Releases


def of_function(scope: Scope, ledger: Ledger) -> list[Finding]:
    """The hangs of one function over its own sockets; one report for each call that ends a context."""
    found: dict[nodes.NodeNG, Finding] = {}
    for (node, site), only_erred in sorted(ledger.hangs.items(), key=lambda item: (item[1], item[0][1].line)):
        if site.line >= 0:
            confidence = INFERENCE if site.part else CONTROL_FLOW if only_erred else HIGH
            found.setdefault(node, _finding(scope, node, site.node, subject_of(site.node), confidence))
    return list(found.values())


def of_fields(engine: Engine) -> list[Finding]:
    """The hangs of methods that end the context of the object before its sockets."""
    return [
        found for node in engine.names.scopes.classes for found in _of_class(engine, VisibleClass(node, engine.names))
    ]


def _of_class(engine: Engine, cls: VisibleClass) -> Iterator[Finding]:
    acquired = engine.ownership.own_acquisitions(cls)
    if not acquired:
        return
    releases = engine.ownership.releases(cls)
    for method, ledger in releases.asked:
        if method.parent is not cls.node:
            continue
        fields = open_instance(cls, parameters(method)[0], engine.ownership.acquisitions(cls))[1]
        told: set[nodes.NodeNG] = set()
        for (node, site), _ in sorted(ledger.hangs.items(), key=lambda item: item[0][1].line, reverse=True):
            name = fields.get(site)
            if (
                name is None
                or node in told
                or not (
                    _is_too_early(method, node, name, releases.by_field.get(name, set()))
                    or _is_never_closed(engine, cls, name, releases, acquired)
                )
            ):
                continue
            told.add(node)
            yield _finding(method, node, _creation(acquired, name, site), f"self.{name}", INFERENCE)


def _creation(acquired: list[Acquisition], name: str, site: Site) -> nodes.NodeNG:
    return next((each.site.node for each in acquired if each.field == name), site.node)


def _is_never_closed(
    engine: Engine, cls: VisibleClass, field: str, releases: Releases, acquired: list[Acquisition]
) -> bool:
    """Whether nothing at all closes a field that the class itself fills."""
    own = [each for each in acquired if each.field == field]
    return (
        bool(own)
        and field not in releases.by_field
        and field not in releases.lent
        and not any(each.site in releases.given or is_released_elsewhere(engine, cls, each) for each in own)
    )


def _is_too_early(method: nodes.FunctionDef, node: nodes.NodeNG, field: str, closers: set[str]) -> bool:
    """Whether the method closes the field after it ended the context, and not before."""
    lines = [
        line_of(call)
        for call in method.nodes_of_class(nodes.Call)
        if isinstance(call.func, nodes.Attribute)
        and call.func.attrname in RELEASING_METHODS
        and isinstance(call.func.expr, nodes.Attribute)
        and call.func.expr.attrname == field
    ]
    return method.name in closers and bool(lines) and min(lines) > line_of(node)


def _finding(scope: Scope, node: nodes.NodeNG, created: nodes.NodeNG, subject: str, confidence: str) -> Finding:
    written = node.func.as_string() if isinstance(node, nodes.Call) else node.as_string()
    name = f"'{subject}'" if subject else "a socket"
    text = f"{name} of line {created.lineno} is still open"
    steps = (Step("created", created, "created here"), Step("hangs", node, "waits here until it is closed"))
    where = "" if isinstance(scope, nodes.Module) else scope.qname()
    return Finding(
        OPEN_SOCKET_MESSAGE,
        node,
        (f"{written}()" if isinstance(node, nodes.Call) else written, text),
        confidence,
        steps,
        where,
        subject,
    )
