"""The settings that change what the analysis finds, independent of Pylint."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Everything that a finding may depend on beside the code. Names are those of the options, without `zmq-`."""

    #: Oldest pyzmq that the checked project supports, as (major, minor).
    min_version: tuple[int, int] = (24, 0)
    #: Most states kept per statement before they are joined.
    max_states: int = 128
    #: Report what lives as long as the process: "ignore" or "report".
    process_lifetime: str = "ignore"
    #: Report where the resource went into code that cannot be seen.
    report_unseen: bool = False
    #: Report what only an error of a step that sets up (an option, a connect) loses: "ignore" or "report".
    setup_errors: str = "ignore"
    #: Report on-error losses in test files too.
    errors_in_tests: bool = False
    #: Callables (dotted or bare names) that return a fresh socket / context.
    socket_factories: frozenset[str] = frozenset()
    context_factories: frozenset[str] = frozenset()
    #: Callables that release what they are given as first argument.
    closers: frozenset[str] = frozenset()
    #: Callables that take over what they are given.
    owners: frozenset[str] = frozenset()
    #: Callables that never raise.
    harmless_calls: frozenset[str] = frozenset()
    #: Which sends may wait for ever: "peerless" without a peer, or "all" at the high-water mark too.
    send_scope: str = "peerless"
    #: Which creations must be handled: "repeated" for those in code that runs again and again, or "all".
    creation_scope: str = "repeated"
