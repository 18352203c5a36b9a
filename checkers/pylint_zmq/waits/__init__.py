"""Waits that nothing bounds, and the options that were meant to bound them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.analysis.findings import everything
from pylint_zmq.waits import connections, requests, units
from pylint_zmq.waits.reports import Waiting
from pylint_zmq.waits.unheard import Unheard

if TYPE_CHECKING:
    from pylint_zmq.analysis.findings import Finding, Wanted
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings


def findings(names: ModuleNames, settings: Settings, wanted: Wanted = everything) -> list[Finding]:
    """Return what is `wanted` of what the family zmq-timeouts says about a module, in no order."""
    waiting = Waiting(names, settings)
    return [
        *waiting.findings(),
        *units.findings(names, waiting.things),
        *Unheard(names, waiting.summaries, waiting.things).findings(),
        *requests.findings(names, waiting.summaries, waiting.things),
        *(connections.findings(names, waiting.things) if wanted(connections.SYMBOL) else ()),
    ]
