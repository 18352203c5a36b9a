"""The table of all rules, as it stands in the README."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pylint_zmq.rules.page import RulePage

BEGIN = "<!-- rules -->"
END = "<!-- /rules -->"

#: Where the pages are, seen from the README.
FOLDER = "checkers/pylint_zmq/rules"


def rule_table(pages: Iterable[RulePage]) -> str:
    """Write the Markdown table of `pages`, one row each, in their order."""
    rows = [
        "| message | id | what it finds | default | fix |",
        "|---|---|---|---|---|",
    ]
    for page in pages:
        link = f"[{page.symbol}]({FOLDER}/{page.symbol}.md)"
        rows.append(f"| {link} | {page.id} | {page.title} | {'on' if page.default_enabled else 'off'} | {page.fix} |")
    return "\n".join(rows) + "\n"


def with_table(text: str, table: str) -> str:
    """Return `text` with `table` between its two marker comments. Raises ValueError if it has none."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the text has no place for the table: {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{table}{END}{after}"
