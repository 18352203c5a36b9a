"""What happens when a function has more states than the cap: they are joined, never cut at random."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.analysis.outcome import CALLER, DOUBT, ERRED, RETURNED
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import Ref, references

if TYPE_CHECKING:
    from pylint_zmq.analysis.frame import Frame


#: What a state keeps for the run itself.
_OWN = (CALLER, DOUBT, ERRED, RETURNED)


def widened(frame: Frame, state: State) -> State:
    """Forget everything but the shape of the run.

    Open resources count as handed over, so nothing is reported of them.
    """
    frame.widened = True
    roots = [Ref(number) for value in state.names.values() for number in references(value)]
    state = frame.all_escaped(state, roots)
    kept = {name: value for name, value in state.names.items() if name[0] in "&%!" or name in _OWN}
    return State(kept, state.heap).collected()[0]
