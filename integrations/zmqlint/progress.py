"""A bar on the terminal for runs that take their time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

_WIDTH = 30
#: Seconds before the bar appears; a run that is over by then has none.
_PATIENCE = 1.0
_CLEAR = "\r\x1b[K"


class Progress:
    """Shows on `stream`, if it is a terminal, how many of `total` files are done. `clock` counts seconds."""

    def __init__(self, stream: TextIO, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._total = total
        self._clock = clock
        self._start = clock()
        self._shown = False

    def update(self, done: int) -> None:
        """Show that `done` files are done."""
        if not self._stream.isatty() or self._clock() - self._start < _PATIENCE:
            return
        full = _WIDTH * done // self._total
        bar = "#" * full + "." * (_WIDTH - full)
        self._stream.write(f"{_CLEAR}checking [{bar}] {done}/{self._total}")
        self._stream.flush()
        self._shown = True

    def finish(self) -> None:
        """Take the bar away."""
        if self._shown:
            self._stream.write(_CLEAR)
            self._stream.flush()
