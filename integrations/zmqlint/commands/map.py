"""`zmqlint map`: every socket of a project, and who talks to whom."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pylint_zmq.depth import ANALYSING, room
from zmqlint.baseline import read_baseline
from zmqlint.commands.check import complain, outputs, write
from zmqlint.configuration import load
from zmqlint.errors import FAILED
from zmqlint.map.output import MapView, renderer
from zmqlint.map.records import SocketMap
from zmqlint.output.paint import Paint, wants_colour
from zmqlint.session import Session
from zmqlint.survey import counted, survey, without_ignored

if TYPE_CHECKING:
    from argparse import Namespace

    from pylint_zmq.reporters.reports import Report
    from zmqlint.result import Result

_TEXT = "text"


def run(arguments: Namespace) -> int:
    """Run the command and return its exit status. Raises ConfigError."""
    configuration = load(arguments)
    chosen = arguments.format
    files = outputs(arguments.output)
    renderers = {name: renderer(name) for name in (chosen, *files.values())}
    baseline = read_baseline(configuration.baseline) if configuration.baseline else None
    session = Session(configuration)
    result = survey(arguments.paths, session)
    reports = without_ignored(result.reports, configuration)
    if baseline is not None:
        reports, _ = baseline.split(reports, result.sound_files)
    view = MapView(
        _collected(result, reports, session),
        tuple(result.failures),
        f"{Path.cwd()}{os.sep}",
        ", ".join(Path(path).resolve().name for path in arguments.paths or ["."]),
        wants_colour(sys.stdout),
    )
    for path, name in files.items():
        write(path, renderers[name](view))
    sys.stdout.write(renderers[chosen](view))
    complain(view.failures)
    if chosen == _TEXT:
        _conclude(view.map)
    return FAILED if view.failures else 0


def _collected(result: Result, reports: list[Report], session: Session) -> SocketMap:
    analysed = [os.path.abspath(one.path) for one in result.checked if not one.failure]
    if not analysed:
        return SocketMap(files=len(result.files))
    # Only here: where no file mentions zmq, nothing of this is needed.
    from pylint_zmq.options import settings_from
    from zmqlint.map.collecting import collect

    with room(ANALYSING):
        return collect(analysed, reports, settings_from(session.linter.config), len(result.files))


def _conclude(whole: SocketMap) -> None:
    paint = Paint(wants_colour(sys.stderr))
    sockets = [each for each in whole.creations if not each.is_context]
    contexts = len(whole.creations) - len(sockets)
    sys.stderr.write(f"{counted(len(sockets), 'socket')} and {counted(contexts, 'context')}")
    sys.stderr.write(f" in {counted(len({each.place.path for each in whole.creations}), 'file')}")
    sys.stderr.write(f" ({counted(whole.files, 'file')} looked at)")
    troubled = sum(bool(each.problems) for each in whole.creations)
    sys.stderr.write(f"; {paint.mark(f'{troubled} with problems')}.\n" if troubled else ".\n")
