"""How bad a loss is: how often it can happen, by what calls the code round it, and what it costs each time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import Impact
from pylint_zmq.errors.creation import is_a
from pylint_zmq.errors.text import enclosing
from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import repetition
from pylint_zmq.names import classes
from pylint_zmq.starvation.again import run_again_by

if TYPE_CHECKING:
    from pylint_zmq.analysis.findings import Finding
    from pylint_zmq.analysis.process import ProcessMain
    from pylint_zmq.names.resolution import ModuleNames

_LIFETIME = "zmq-unclosed-"
#: How the symbols end of what is kept on an object.
_KEPT = ("-attribute", "-on-init-error")
_CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__", "__enter__", "__aenter__"})


def rated(names: ModuleNames, process: ProcessMain, finding: Finding) -> Finding:
    """Return a finding with its impact, if it is one about a lifetime."""
    if not finding.symbol.startswith(_LIFETIME):
        return finding
    kind = finding.symbol.removeprefix(_LIFETIME).partition("-")[0]
    often, by = _often(names, process, finding)
    return replace(finding, impact=Impact(often, by, f"{repetition.COSTS[kind]}; {_how_long(names, finding)}"))


def _often(names: ModuleNames, process: ProcessMain, finding: Finding) -> tuple[str, str]:
    again = run_again_by(names, finding.node, each_time=False)
    if again is not None:
        return "iteration", again.told_from(names)
    function = enclosing(finding.node)
    if function is None:
        return "process", ""
    if not isinstance(function, nodes.FunctionDef):
        return "call", ""
    if _is_of_object(names, finding, function):
        return ("process" if process.is_run_by_process(function) else "object"), ""
    return ("process" if process.is_main(function) else "call"), ""


def _is_of_object(names: ModuleNames, finding: Finding, function: nodes.FunctionDef) -> bool:
    kept = _is_kept(finding) or function.name in _CONSTRUCTORS
    return kept and classes.method_class(names, function) is not None


def _is_kept(finding: Finding) -> bool:
    return finding.symbol.endswith(_KEPT) or finding.subject.startswith("self.")


def _how_long(names: ModuleNames, finding: Finding) -> str:
    """Return what ends the cost, if anything does."""
    if _is_kept(finding):
        return "held as long as the object"
    if is_a(names, finding.node, zmq_classes.GREEN_SOCKET):
        return "held on, as the hub of gevent keeps it"
    if is_a(names, finding.node, zmq_classes.ASYNC_SOCKET):
        return "once it has awaited, held as long as its event loop"
    return "CPython gives it back with the last reference, unless a traceback, a cycle or a callback keeps one"
