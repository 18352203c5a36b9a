"""Constructors that can raise after they created something: nobody gets the object, and what it keeps is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.analysis.facts import parameters
from pylint_zmq.analysis.findings import INFERENCE, Finding, Step
from pylint_zmq.analysis.heap import Instance
from pylint_zmq.analysis.lifetimes import INIT_ERROR_SYMBOL, line_in
from pylint_zmq.analysis.method_texts import constructor_of
from pylint_zmq.analysis.shapes import line_of
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import Ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from astroid import nodes

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.ledger import Ledger


def findings(engine: Engine) -> list[Finding]:
    """The findings about the constructors of all classes of the module."""
    return [found for cls in engine.names.scopes.classes for found in _of_class(engine, cls)]


def _of_class(engine: Engine, cls: nodes.ClassDef) -> Iterator[Finding]:
    constructor = constructor_of(cls)
    if constructor is None or not engine.creators.may_create(constructor):
        return
    by_itself, inside = engine.run(constructor), _run(engine, cls, constructor)
    if by_itself is None or inside is None:
        return
    told = {site.node for site, record in by_itself.sites.items() if record.losses}
    for site, record in inside.sites.items():
        losses = sorted(
            (loss for loss in record.losses if loss.erred), key=lambda loss: line_of(loss.cause or loss.step)
        )
        if not losses or site.node in told or site.kind != "socket":
            continue
        told.add(site.node)
        cause = losses[0].cause or losses[0].step
        text = f"nobody gets the {cls.name} when {line_in(constructor, cause)} raises"
        steps = (Step("created", site.node, "created here"), Step("raised", cause, "raises here"))
        subject = next((keeping.path for keeping in by_itself.record(site).keepings), "")
        name = f"'{subject}'" if subject else "made here"
        yield Finding(INIT_ERROR_SYMBOL, site.node, (name, text), INFERENCE, steps, constructor.qname(), subject)


def _run(engine: Engine, cls: nodes.ClassDef, constructor: nodes.FunctionDef) -> Ledger | None:
    """Run the constructor on an object that only it knows: what it keeps is lost with the error of the constructor."""
    names = parameters(constructor)
    if not names:
        return None
    entry = State({names[0]: Ref(0)}, {0: Instance(cls, names[0])})
    summary = engine.run_from(constructor, entry)
    return None if summary is None else summary.ledger
