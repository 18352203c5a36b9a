"""Sockets that several threads use, which libzmq does not allow: a part of the family zmq-shutdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.analysis.findings import everything
from pylint_zmq.errors.text import in_tests
from pylint_zmq.threads import shared, unlocked

if TYPE_CHECKING:
    from pylint_zmq.analysis.findings import Finding, Wanted
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings


def findings(names: ModuleNames, settings: Settings, wanted: Wanted = everything) -> list[Finding]:
    """Return what is found in one module, if any of it is `wanted`; tests are left out."""
    if not (wanted(shared.SHARED) or wanted(shared.CLOSED)):
        return []
    if in_tests(names) and not settings.errors_in_tests:
        return []
    return [*shared.findings(names), *unlocked.findings(names)]
