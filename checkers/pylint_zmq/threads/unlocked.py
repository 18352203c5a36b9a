"""A socket that all methods of a class use under a lock, but the one that closes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import INFERENCE, Finding, Step
from pylint_zmq.errors.text import enclosing
from pylint_zmq.model import shutdown, waits
from pylint_zmq.names import classes
from pylint_zmq.starvation.shrinking import CONSTRUCTORS
from pylint_zmq.threads.reach import locks_round, method_of_socket
from pylint_zmq.threads.shared import CLOSED, WAITING, is_joined
from pylint_zmq.waits.places import scope_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames

_TALKING = WAITING | waits.SENDS.keys()


def findings(names: ModuleNames) -> Iterator[Finding]:
    """Yield one finding for each such close."""
    for close in names.scopes.calls.get(shutdown.CLOSE, ()):
        function = enclosing(close)
        if not isinstance(function, nodes.FunctionDef) or function.name in CONSTRUCTORS:
            continue
        match close.func:
            case nodes.Attribute(expr=nodes.Attribute(expr=nodes.Name(name="self"), attrname=field) as socket):
                lock = _lock(names, function, field)
                if lock is None or locks_round(close) or is_joined(function, close):
                    continue
                subject = socket.as_string()
                steps = (Step("closed", close, f"closed without {lock}"),)
                args = (f"'{subject}'", f"all that sends or receives takes {lock}, and this does not")
                yield Finding(CLOSED, close, args, INFERENCE, steps, scope_name(names, close), subject)


def _lock(names: ModuleNames, function: nodes.FunctionDef, field: str) -> str | None:
    """Return the lock under which every method of a class talks over a field, and some may wait."""
    cls = classes.method_class(names, function)
    locks: list[frozenset[str]] = []
    waits_in_it = False
    for read in names.scopes.reads.get(field, ()):
        method = read.parent
        if classes.receiver_class(names, read.expr) is not cls or cls is None:
            continue
        match method:
            case nodes.Attribute(attrname=name, parent=nodes.Call() as call) if name in _TALKING:
                if method_of_socket(names, call) is None or getattr(enclosing(call), "name", "") in CONSTRUCTORS:
                    continue
                locks.append(locks_round(call))
                waits_in_it = waits_in_it or name in WAITING
    common = frozenset[str].intersection(*locks) if locks else frozenset[str]()
    return min(common) if common and waits_in_it else None
