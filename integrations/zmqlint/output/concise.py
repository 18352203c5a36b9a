"""One line for each report: path, line, column (both from 1), id, symbol, text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pylint_zmq.reporters.paths import shown

if TYPE_CHECKING:
    from zmqlint.output import View


def render(view: View) -> str:
    """Return the lines, each ended."""
    return "".join(
        f"{shown(r.place.path, view.root)}:{r.place.line}:{r.place.column + 1}: {r.id} {r.symbol}: {r.text}\n"
        for r in view.reports
    )
