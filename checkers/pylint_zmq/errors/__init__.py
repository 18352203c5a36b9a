"""What goes wrong when a zmq socket or context cannot be created, bound or connected: the family zmq-errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.errors import masked, swallowed, uncaught, unhandled
from pylint_zmq.errors.creation import creations
from pylint_zmq.errors.text import each_try, in_tests

if TYPE_CHECKING:
    from pylint_zmq.analysis.findings import Finding
    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings


def findings(names: ModuleNames, settings: Settings) -> list[Finding]:
    """Return the findings of this family in one module."""
    made = creations(names)
    tries = list(each_try(names.module))
    found = [*uncaught.findings(names, tries), *masked.findings(names, tries)]
    if settings.errors_in_tests or not in_tests(names):
        found += unhandled.findings(names, made, everywhere=settings.creation_scope == "all")
        found += swallowed.findings(names, made)
    return found
