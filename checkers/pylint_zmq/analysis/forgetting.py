"""What a state need not hold any more: names that nobody reads again, unless they keep a resource alive.

States that differ in nothing else are one, and what follows is run once for all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.analysis import targets
from pylint_zmq.analysis.liveness import may_be_read

if TYPE_CHECKING:
    from pylint_zmq.analysis.frame import Frame
    from pylint_zmq.analysis.liveness import Live
    from pylint_zmq.analysis.state import State


def without_unread(frame: Frame, state: State, live: Live) -> State:
    """The state without what is known of names that are not in `live`; what keeps a resource stays, as in Python.

    What the function shares with the one round it is the other one's.
    """
    gone = [
        name
        for name, value in state.names.items()
        if not may_be_read(name, live) and name not in frame.shared and targets.is_done(state, value)
    ]
    return state.without(*gone) if gone else state
