"""Where a socket comes from, what carries it, and what is done to it anywhere, whatever the order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import waits
from pylint_zmq.waits import patience, setting, tracing
from pylint_zmq.waits.patience import Patience
from pylint_zmq.waits.places import function_of
from pylint_zmq.waits.tracing import Carrier, Trace, carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.setting import Setting


class Things:
    """Traces expressions of one module and of those that it comes from."""

    def __init__(self) -> None:
        self._traces: dict[nodes.NodeNG, Trace] = {}
        self._uses: dict[nodes.Module, dict[Carrier, Uses]] = {}

    def trace(self, names: ModuleNames, expr: nodes.NodeNG) -> Trace:
        """Return where what an expression denotes comes from."""
        if expr not in self._traces:
            self._traces[expr] = tracing.traced(names, expr)
        return self._traces[expr]

    def is_socket(self, names: ModuleNames, expr: nodes.NodeNG) -> bool:
        """Tell whether a socket is among what an expression can be."""
        return any(tracing.makes_socket(there, call) for there, call in self.trace(names, expr).creations)

    def uses(self, trace: Trace) -> Iterator[Uses]:
        """Yield what is done to the carriers of a trace, each with its module."""
        for carrier, names in trace.carriers.items():
            found = self._of_module(names).get(carrier)
            if found is not None:
                yield found

    def is_bounded(self, trace: Trace, option: str, apart_from: nodes.NodeNG | None) -> bool:
        """Tell whether a timeout is set anywhere on a thing, or on the context before it was made.

        `apart_from` is a function whose own variables are looked at elsewhere, path by path.
        """
        for carrier, names in trace.carriers.items():
            if apart_from is not None and getattr(carrier[0], "node", None) is apart_from:
                continue
            uses = self._of_module(names).get(carrier)
            if uses is not None and any(_bounds(names, each, option) for each in uses.settings):
                return True
        for names, call in trace.creations:
            if isinstance(call.func, nodes.Attribute):
                context = self.trace(names, call.func.expr)
                defaults = [each for uses in self.uses(context) for each in uses.settings]
                if context is not trace and any(
                    _bounds(names, each, option) for each in defaults if function_of(each.node) is not apart_from
                ):
                    return True
        return False

    def _of_module(self, names: ModuleNames) -> dict[Carrier, Uses]:
        if names.module not in self._uses:
            self._uses[names.module] = _collect(names)
        return self._uses[names.module]


@dataclass
class Uses:
    """What one module does to a variable or field."""

    settings: list[Setting] = field(default_factory=list)
    binds: list[nodes.Call] = field(default_factory=list)
    connects: list[nodes.Call] = field(default_factory=list)


def _bounds(names: ModuleNames, found: Setting, option: str) -> bool:
    if found.option == setting.UNKNOWN_OPTION:
        return True
    if found.option != option:
        return False
    return found.value is None or patience.of(names, found.value) is Patience.FINITE


def _collect(names: ModuleNames) -> dict[Carrier, Uses]:
    """Collect what a module does to its sockets and contexts."""
    found: dict[Carrier, Uses] = {}

    def uses(target: nodes.NodeNG) -> Uses | None:
        carrier = carrier_of(names, target)
        return found.setdefault(carrier, Uses()) if carrier is not None else None

    for each in setting.all_of(names):
        of = uses(each.target)
        if of is not None:
            of.settings.append(each)
    for method in waits.ATTACHING:
        for call in names.scopes.calls.get(method, ()):
            of = uses(call.func.expr) if isinstance(call.func, nodes.Attribute) else None
            if of is not None:
                (of.connects if method == "connect" else of.binds).append(call)
    return found


#: Types of sockets that wait for nobody when they send.
def may_block_peerless(types: frozenset[str]) -> bool:
    """Tell whether all known types are of those that need a peer to send."""
    return bool(types) and types <= waits.PEERLESS_SENDERS
