"""How a program uses up its sockets: the part of the family zmq-shutdown that is about their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.analysis.findings import everything
from pylint_zmq.errors.text import in_tests
from pylint_zmq.starvation import churn, limits, retries, unbounded

if TYPE_CHECKING:
    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.findings import Finding, Wanted


def findings(engine: Engine, wanted: Wanted = everything) -> list[Finding]:
    """Return what is `wanted` about the number of sockets in the module of an engine; tests are left out."""
    names = engine.names
    if in_tests(names) and not engine.settings.errors_in_tests:
        return []
    anew = list(churn.findings(names))
    told = {each.node for each in anew}
    anew += [each for each in retries.findings(names, churn.SYMBOL) if each.node not in told]
    return [*anew, *unbounded.findings(engine), *(limits.findings(names) if wanted(limits.SYMBOL) else ())]
