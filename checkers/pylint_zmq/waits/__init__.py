"""Waits that nothing bounds, and the options that were meant to bound them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.waits.reports import Waiting

if TYPE_CHECKING:
    from pylint_zmq.analysis.findings import Finding
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings


def findings(names: ModuleNames, settings: Settings) -> list[Finding]:
    """Return what the family zmq-timeouts says about a module, in no order."""
    return list(Waiting(names, settings).findings())
