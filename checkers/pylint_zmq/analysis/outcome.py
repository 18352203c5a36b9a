"""The ways of leaving a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Hashable

    from astroid import nodes

    from pylint_zmq.analysis.raising import Raised
    from pylint_zmq.analysis.state import State

FALL = "falls through"
RETURN = "returns"
RAISE = "raises"
BREAK = "breaks"
CONTINUE = "continues"

#: Names under which a state keeps what is not the program's own (see state.py).
RETURNED = "&return"
ERRED = "#raised"
#: Beside it: the doubt about what was raised (model/setup.py), where there is one.
DOUBT = "#doubt"
CALLER = "^"


@frozen
class Outcome:
    """One way of leaving: where to, with which state; the exception and where it was raised, if one was."""

    kind: str
    state: State
    node: nodes.NodeNG
    raised: Raised | None = None

    def key(self) -> Hashable:
        """What tells this outcome from others once its state is canonical."""
        return (self.kind, self.state.key(), self.raised)

    def moved(self, state: State) -> Outcome:
        """The same way of leaving from another state."""
        return self if state is self.state else Outcome(self.kind, state, self.node, self.raised)
