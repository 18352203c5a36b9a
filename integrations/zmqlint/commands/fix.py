"""`zmqlint fix`: rewrite code so that nothing is lost."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from zmqlint.configuration import load
from zmqlint.errors import FAILED, FOUND, ConfigError
from zmqlint.output.paint import Paint, wants_colour
from zmqlint.session import Session
from zmqlint.survey import survey, without_ignored

if TYPE_CHECKING:
    from argparse import Namespace

    from libcst_zmq.repairing import Outcome


def run(arguments: Namespace) -> int:
    """Run the command and return its exit status. Raises ConfigError."""
    if "-" in arguments.paths:
        raise ConfigError("fix: needs files; what comes from stdin cannot be rewritten in place")
    configuration = load(arguments)
    session = Session(configuration)
    result = survey(arguments.paths, session)
    reports = without_ignored(result.reports, configuration)
    failures = list(result.failures)
    changed = False
    if reports:
        # Only here is LibCST needed, and it takes its time to load.
        from zmqlint.fix_files import mended, write
        from zmqlint.fix_summary import conclusion, diff, told

        outcomes: list[Outcome] = []
        paint = Paint(wants_colour(sys.stdout))
        say = sys.stderr if arguments.diff else sys.stdout
        for one in mended(reports, session, unsafe=arguments.unsafe_fixes, target=arguments.target_version):
            failure = one.failure
            differs = one.after != one.before
            if differs and arguments.diff:
                sys.stdout.write(paint.diff(diff(one)))
            elif differs:
                failure = write(one)
            if failure:
                failures.append(failure)
                continue
            changed = changed or differs
            outcomes += one.outcomes
            say.writelines(f"{told(one.path, outcome)}\n" for outcome in one.outcomes)
        sys.stderr.write(conclusion(outcomes, max(0, len(reports) - len(outcomes)), written=not arguments.diff))
    for failure in failures:
        sys.stderr.write(f"zmqlint: error: {failure}\n")
    if failures:
        return FAILED
    return FOUND if arguments.diff and changed else 0
