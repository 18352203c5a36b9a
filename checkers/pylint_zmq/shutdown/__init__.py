"""How a program ends its contexts, apart from open sockets: unsent messages, monitors, pyzmq's own helpers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.errors.text import in_tests
from pylint_zmq.shutdown import helpers, linger, monitors, shadows

if TYPE_CHECKING:
    from pylint_zmq.analysis.findings import Finding
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings


def findings(names: ModuleNames, settings: Settings) -> list[Finding]:
    """Return what is found in one module; tests are left out, as their peers are there."""
    if in_tests(names) and not settings.errors_in_tests:
        return []
    return [
        *linger.findings(names),
        *monitors.findings(names),
        *helpers.findings(names, settings),
        *shadows.findings(names),
    ]
