"""Findings about globals that hold a socket or context which nothing ever releases.

They live as long as the process, so they are told only where that is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import INFERENCE, Finding, Step
from pylint_zmq.analysis.heap import OWNER
from pylint_zmq.analysis.releases_elsewhere import may_be_released

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.facts import Scope
    from pylint_zmq.analysis.ledger import Ledger

#: How the path of a keeping begins that is a global.
_MARK = ":"


def findings(engine: Engine, scope: Scope, ledger: Ledger) -> Iterator[Finding]:
    """The findings about what one function puts into globals of its module."""
    if engine.settings.process_lifetime != "report":
        return
    for site, record in ledger.sites.items():
        kept = {keeping.path[1:] for keeping in record.keepings if keeping.path.startswith(_MARK)}
        lost = any(not loss.erred for loss in record.losses)
        for name in sorted(kept) if site.kind != OWNER and not lost else ():
            if not _is_released(engine, name):
                verb = "closes" if site.kind == "socket" else "terminates"
                yield Finding(
                    f"zmq-unclosed-{site.kind}-attribute",
                    site.node,
                    (f"'{name}'", f"nothing {verb} what the global holds"),
                    INFERENCE,
                    (Step("created", site.node, f"kept as {name} from here on"),),
                    scope.qname(),
                    name,
                )


def _is_released(engine: Engine, name: str) -> bool:
    """Whether some code of the module, or of a module that reaches into it, may release the global or takes it."""
    program = engine.names.program
    own = (node for node in engine.names.module.nodes_of_class(nodes.Name) if node.name == name)
    others = (access.node for access in program.accesses(name)) if program is not None else ()
    return any(not isinstance(node.parent, nodes.Return) and may_be_released(node) for node in (*own, *others))
