"""What the analysis tells the checkers: findings with their witness."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from astroid import nodes

    #: Whether anybody would hear of a finding with this symbol.
    Wanted: TypeAlias = Callable[[str], bool]

HIGH = "HIGH"
CONTROL_FLOW = "CONTROL_FLOW"
INFERENCE = "INFERENCE"
INFERENCE_FAILURE = "INFERENCE_FAILURE"


@dataclass(frozen=True)
class Step:
    """One place that a finding walks through, in the order of the run: created, raised, lost."""

    role: str
    node: nodes.NodeNG
    text: str
    #: Path of the file that holds `node`, empty for the file of the finding itself.
    path: str = ""

    @property
    def line(self) -> int:
        """First line of the step, counted from 1."""
        return int(self.node.lineno or 1)


@dataclass(frozen=True)
class Impact:
    """How bad a loss is: how often it can happen, and what it costs each time."""

    #: A key of model.repetition.OFTEN.
    often: str
    #: What runs it that often, "" if the word says all.
    by: str
    cost: str


@dataclass(frozen=True)
class Finding:
    """One report: a symbol, the node that it is reported at, and the story."""

    symbol: str
    node: nodes.NodeNG
    #: Fills the `%s` of the message's text, in order.
    args: tuple[str, ...]
    confidence: str
    steps: tuple[Step, ...] = field(default=())
    #: Qualified name of the function that holds the node, "" at module level.
    scope: str = ""
    #: What the finding is about ("sock", "self.ctx"); part of fingerprints, never of the position.
    subject: str = ""
    #: Of findings about lifetimes.
    impact: Impact | None = None


def everything(_symbol: str) -> bool:
    """Want the findings of all symbols."""
    return True
