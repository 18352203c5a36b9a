"""An analysis that finds what a test tells it to, in the place of the real one."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable

import pytest
from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, Finding, Step
from pylint_zmq.settings import Settings

Analyse = Callable[[nodes.Module, Settings], list[Finding]]

STORY = "created here, lost at the end"


def install(monkeypatch: pytest.MonkeyPatch, analyse: Analyse) -> None:
    """Let the checkers call `analyse` from now on, until the test ends."""
    engine = types.ModuleType("pylint_zmq.analysis.engine")
    # What is wanted is for the real one.
    engine.analyse = lambda module, settings, *_: analyse(module, settings)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, engine.__name__, engine)


def every_socket(module: nodes.Module, _: Settings) -> list[Finding]:
    """Find that each socket is never closed, and lost at the last statement of its function."""
    calls = [call for call in module.nodes_of_class(nodes.Call) if call.func.as_string().endswith(".socket")]
    return [loss(call) for call in calls]


def loss(call: nodes.Call, symbol: str = "zmq-unclosed-socket", confidence: str = HIGH) -> Finding:
    """The finding that `call` creates a socket which is lost at the last statement of its scope."""
    scope = call.scope()
    steps = (Step("created", call, "created here"), Step("lost", scope.body[-1], "lost here"))
    name = "" if isinstance(scope, nodes.Module) else scope.qname().partition(".")[2]
    return Finding(symbol, call, ("'sock'", STORY), confidence, steps, name, "sock")
