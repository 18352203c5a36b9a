"""How often Python looks for garbage in a process that does nothing but check files.

Trees, names and states are many small objects that live as long as their file or longer. With Python's own thresholds
(every 700 new objects) a third of a run went into going through them.
"""

from __future__ import annotations

import gc

#: New objects after which the young ones are looked through, and how many such looks make one at the older ones.
_YOUNG, _MIDDLE, _OLD = 1_000_000, 20, 20


def collect_rarely() -> None:
    """Let the collector of this process come by seldom, and pass over what has been loaded so far."""
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
