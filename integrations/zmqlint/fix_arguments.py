"""What can be asked of `zmqlint fix`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_EXIT = """\
exit status:
  0  done; what is left is the business of `zmqlint check`
  1  with --diff: there is something to change
  2  a path does not exist, a file could not be read, parsed or written, or the configuration is wrong;
     all other files have been mended all the same
"""


def add_fix(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    add_selection: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add the sub-command; `add_selection` adds what decides which reports are made."""
    fix = commands.add_parser(
        "fix",
        help="rewrite code so that nothing is lost",
        description="Rewrite Python files. Every change is checked before it is written: the problem is gone, "
        "there is no new one, and nothing else has changed.",
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    fix.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: this folder)")
    fix.add_argument("--diff", action="store_true", help="show what would change, and write nothing")
    fix.add_argument("--unsafe-fixes", action="store_true", help="also make changes that may alter behaviour")
    add_target(fix)
    add_selection(fix)


def add_target(command: argparse.ArgumentParser) -> None:
    """Add what a fix may be written in."""
    command.add_argument(
        "--target-version", type=version, default=(3, 10), metavar="X.Y", help="oldest Python to run on (default: 3.10)"
    )


def version(text: str) -> tuple[int, int]:
    """The two numbers of a version of Python. Raises ValueError."""
    major, _, minor = text.partition(".")
    if int(major) != 3 or not 0 <= int(minor) < 100:
        raise ValueError(text)
    return int(major), int(minor)
