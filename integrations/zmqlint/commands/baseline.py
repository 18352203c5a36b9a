"""`zmqlint baseline`: what is known, and with `--write` the file that says so."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from zmqlint.baseline import DEFAULT_NAME, Baseline, read_baseline
from zmqlint.configuration import load
from zmqlint.errors import FAILED, ConfigError
from zmqlint.session import Session
from zmqlint.survey import counted, survey, without_ignored

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Run the command and return its exit status. Raises ConfigError."""
    configuration = load(arguments)
    path = configuration.baseline or configuration.table.root / DEFAULT_NAME
    if not path.exists() and not arguments.write:
        raise ConfigError(f"baseline: {path}: there is none yet; `zmqlint baseline --write` makes one")
    old = read_baseline(path) if path.exists() else Baseline(path)
    result = survey(arguments.paths, Session(configuration))
    for failure in result.failures:
        sys.stderr.write(f"zmqlint: error: {failure}\n")
    reports = without_ignored(result.reports, configuration)
    # What could not be checked keeps its entries.
    checked = result.sound_files
    unknown, stale = old.split(reports, checked)
    if arguments.write:
        new = old.updated(reports, checked)
        new.write()
        sys.stdout.write(f"Wrote {path}: {counted(sum(new.counts.values()), 'finding')}")
        sys.stdout.write(f" ({len(unknown)} new, {len(stale)} no longer found).\n")
        if not configuration.baseline:
            sys.stdout.write(f'To use it, put baseline = "{path.name}" under [tool.zmqlint] in pyproject.toml.\n')
    else:
        known = counted(sum(old.counts.values()), "finding")
        sys.stdout.write(f"{path}: {known}, {len(unknown)} not in it, {len(stale)} no longer found.\n")
    return FAILED if result.failures else 0
