"""How much the run of one function may take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pylint_zmq.analysis.kept_summaries import KeptSummary


class Runaway(Exception):  # noqa: N818 - not an error: the function is skipped
    """A function needs more steps than it is worth; it is skipped."""


class Budget:
    """The steps of a run, those in the functions that it calls included: each summary that is used counts once.

    So it is the same whether a summary was worked out for this run or for an earlier one.
    """

    def __init__(self, most: float) -> None:
        self._most = most
        #: The steps so far.
        self.taken = 0.0
        self._counted: set[KeptSummary] = set()

    def take(self, steps: float) -> None:
        """Count steps. Raises Runaway when there were too many."""
        self.taken += steps
        if self.taken > self._most:
            raise Runaway

    def has_taken(self, summary: KeptSummary) -> None:
        """Note that the steps of a summary were counted while it was worked out."""
        self._counted.add(summary)

    def take_for(self, summary: KeptSummary) -> None:
        """Count the steps of a summary that was there, and of those that it used, unless they have been counted."""
        waiting = [summary]
        while waiting:
            each = waiting.pop()
            if each not in self._counted:
                self._counted.add(each)
                waiting += each.course.used
                self.take(each.course.steps)
