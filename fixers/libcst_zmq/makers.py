"""Which rewrites are tried for which message, the plainest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libcst_zmq import (
    constructing,
    early_ends,
    endpoints,
    errors,
    factories,
    fields,
    managed,
    overwritten,
    owners,
    shutdown,
    skipped,
    stacked,
    taken_out,
    waiting,
)
from pylint_zmq.rules import pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from libcst_zmq.edits import Plan
    from libcst_zmq.regions import Case

    #: What makes plans for a finding. Raises RefusedError where there can be none.
    Maker = Callable[[Case], Iterator[Plan]]

OWNER = "zmq-unclosed-owner"

#: What a single function makes and loses.
LOCAL: frozenset[str] = frozenset(
    f"zmq-unclosed-{kind}{ending}" for kind in ("socket", "context") for ending in ("", "-on-path", "-on-error")
)
_NEAR = (endpoints.plans, managed.plans, managed.closing, stacked.shared)
_BLOCKS = (*_NEAR, stacked.widened, factories.plans, stacked.plans, factories.giving, stacked.later)

LIFETIMES: Mapping[str, tuple[Maker, ...]] = {
    **dict.fromkeys(sorted(LOCAL), _BLOCKS),
    "zmq-unclosed-socket-attribute": (fields.plans,),
    "zmq-unclosed-context-attribute": (fields.plans,),
    "zmq-unclosed-socket-on-init-error": (constructing.plans,),
    OWNER: (owners.plans,),
}
ERRORS: Mapping[str, tuple[Maker, ...]] = {
    "zmq-creation-error-masked": (errors.masked,),
    "zmq-error-not-caught": (errors.uncaught,),
}
SHUTDOWN: Mapping[str, tuple[Maker, ...]] = {
    "zmq-term-with-open-socket": (shutdown.plans,),
}
WAITS: Mapping[str, tuple[Maker, ...]] = {
    "zmq-recv-without-timeout": (waiting.receiving,),
    "zmq-send-without-timeout": (waiting.sending,),
    "zmq-poll-without-timeout": (waiting.polling,),
    "zmq-linger-hang": (waiting.lingering,),
    "zmq-no-socket-limit": (waiting.limiting,),
}
MAKERS: Mapping[str, tuple[Maker, ...]] = {**LIFETIMES, **ERRORS, **SHUTDOWN, **WAITS}

#: What each codemod is about.
MANAGED: frozenset[str] = frozenset(symbol for symbol in (*LIFETIMES, *SHUTDOWN) if pages()[symbol].default_enabled)
CREATION: frozenset[str] = frozenset(ERRORS)
BOUNDED: frozenset[str] = frozenset(symbol for symbol in WAITS if pages()[symbol].default_enabled)

#: What is mended where nobody says what to mend: that which is reported unasked.
MENDED: frozenset[str] = MANAGED | CREATION | BOUNDED


def makers(case: Case) -> tuple[Maker, ...]:
    """What makes plans for a finding."""
    symbol = case.finding.symbol
    if not case.is_field or symbol not in LOCAL | {OWNER}:
        return MAKERS[symbol]
    # A field: what is lost is kept on the object, or overwritten there.
    kept = overwritten.plans, taken_out.plans, skipped.plans, early_ends.plans, fields.plans
    return *kept, *(() if symbol == OWNER else MAKERS[symbol])
