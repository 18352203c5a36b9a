"""Findings about what a class keeps for each thread, in a `threading.local`, and nothing ever releases.

Every thread that comes by makes its own, and leaves it behind when it ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.analysis.facts import parameters
from pylint_zmq.analysis.findings import INFERENCE, Finding, Step
from pylint_zmq.analysis.heap import OWNER
from pylint_zmq.analysis.method_texts import fields_made_by, methods_of
from pylint_zmq.analysis.releases_elsewhere import attribute_reads, may_be_released
from pylint_zmq.names.classes import VisibleClass, lineage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.engine import Engine

_LOCALS = frozenset({"threading.local", "_threading_local.local", "gevent.local.local"})


def findings(engine: Engine) -> list[Finding]:
    """The findings about all classes of the module."""
    classes = [VisibleClass(node, engine.names) for node in engine.names.scopes.classes]
    return [found for cls in classes if (fields := _local_fields(cls)) for found in _of_class(engine, cls, fields)]


def _local_fields(cls: VisibleClass) -> set[str]:
    """The fields of a class that hold something of which each thread has its own."""
    return {field for each in lineage(cls) for field in fields_made_by(each, _LOCALS)}


def _of_class(engine: Engine, cls: VisibleClass, fields: set[str]) -> Iterator[Finding]:
    for method in methods_of(cls.node):
        ledger = engine.run(method) if parameters(method) and engine.creators.may_create(method) else None
        for site, record in ledger.sites.items() if ledger is not None else ():
            paths = {keeping.path for keeping in record.keepings}
            for path in paths:
                own, _, rest = path.partition(".")
                field, _, name = rest.partition(".")
                if (
                    own == parameters(method)[0]
                    and field in fields
                    and name.isidentifier()
                    and site.kind != OWNER
                    and not any(not loss.erred for loss in record.losses)
                    and not _is_released(engine, name)
                ):
                    verb = "closes" if site.kind == "socket" else "terminates"
                    text = f"each thread has its own in self.{field}, and nothing {verb} it"
                    step = Step("created", site.node, f"kept as {path} from here on")
                    symbol = f"zmq-unclosed-{site.kind}-attribute"
                    yield Finding(symbol, site.node, (f"'{path}'", text), INFERENCE, (step,), method.qname(), path)


def _is_released(engine: Engine, name: str) -> bool:
    """Whether some code of the program may release an attribute of that name, or takes it."""
    return any(may_be_released(node) for node, _ in attribute_reads(engine, name))
