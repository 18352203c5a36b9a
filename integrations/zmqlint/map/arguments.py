"""What can be asked of `zmqlint map`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from zmqlint.map.output import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

_EXIT = """\
exit status:
  0  the map is drawn; what it shows in red is the business of `zmqlint check`
  2  a path does not exist, a file could not be read, decoded or parsed, or the configuration is wrong;
     all other files are on the map all the same
"""


def add_map(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    add_selection: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add the sub-command; `add_selection` adds what decides which reports are made."""
    found = commands.add_parser(
        "map",
        help="show all sockets at a glance, and who talks to whom",
        description="List each socket and context with its endpoints, owner, end, timeouts, linger, thread and limits, "
        "and show which of them meet. For reviews: zmqlint map --output html:sockets.html src",
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    found.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: this folder)")
    found.add_argument("--format", metavar="FORMAT", default="text", help=f"{', '.join(FORMATS)} (default: text)")
    found.add_argument(
        "--output", metavar="FORMAT:FILE", action="append", default=[], help="write a file, too; may be repeated"
    )
    add_selection(found)
