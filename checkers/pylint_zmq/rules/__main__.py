"""`python -m pylint_zmq.rules [FILE]` prints the table of all rules, or puts it into FILE between its markers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pylint_zmq.rules.library import pages
from pylint_zmq.rules.table import rule_table, with_table

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Run the generator. Exit status: 0, or 2 if the file cannot be read or has no markers."""
    table = rule_table(pages().values())
    if not arguments:
        sys.stdout.write(table)
        return 0
    path = Path(arguments[0])
    try:
        path.write_text(with_table(path.read_text(encoding="utf-8"), table), encoding="utf-8")
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{path}: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
