"""Analyses every Python file below some folders: `python benchmarks/every_file.py [--limit SECONDS] FOLDER ...`.

Tells crashes, slow files, and the median of the files that mention zmq. Each file is analysed in this process, with its
project round it, whether or not it mentions zmq, and with garbage collected as in `zmqlint check`. Times are of the
processor. What was worked out of a project for one file is there for the next; `--alone` forgets it in between.
"""

from __future__ import annotations

import argparse
import statistics
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pylint_zmq.analysis.engine import analyse
from pylint_zmq.program import Program
from pylint_zmq.program.trees import SourceError, parse_bytes
from pylint_zmq.settings import Settings
from zmqlint.garbage import collect_rarely

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Tally:
    """What happened to all files."""

    seconds: dict[Path, float] = field(default_factory=dict)
    mentioning: set[Path] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    symbols: Counter[str] = field(default_factory=Counter)


def python_files(folders: list[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(folder.rglob("*.py")) if folder.is_dir() else [folder]


def run(path: Path, tally: Tally) -> None:
    """Analyse one file and note how it went."""
    start = time.process_time()
    data = path.read_bytes()
    try:
        found = analyse(parse_bytes(data, str(path)), Settings())
        tally.symbols.update(finding.symbol for finding in found)
    except SourceError as error:
        tally.broken.append(str(error))
    except Exception:
        tally.crashes.append(f"{path}\n{traceback.format_exc(limit=-4)}")
    tally.seconds[path] = time.process_time() - start
    if b"zmq" in data:
        tally.mentioning.add(path)


def report(tally: Tally, limit: float) -> Iterator[str]:
    """The figures, worst first."""
    times = tally.seconds
    yield f"{len(times)} files, {sum(times.values()):.0f} s; not Python: {len(tally.broken)}"
    yield f"findings: {', '.join(f'{symbol} {count}' for symbol, count in tally.symbols.most_common())}"
    if tally.mentioning:
        median = statistics.median(times[path] for path in tally.mentioning)
        yield f"{len(tally.mentioning)} files mention zmq, median {median * 1000:.1f} ms"
    slow = sorted((path for path in times if times[path] > limit), key=lambda path: -times[path])
    yield f"over {limit} s: {len(slow)}"
    yield from (f"    {times[path]:6.2f} s {path}" for path in slow)
    yield "slowest:"
    yield from (f"    {times[path]:6.2f} s {path}" for path in sorted(times, key=lambda path: -times[path])[:10])
    yield f"crashes: {len(tally.crashes)}"
    yield from tally.crashes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--limit", type=float, default=3.0, help="seconds that no file may need")
    parser.add_argument("--alone", action="store_true", help="know nothing of the project from the files before")
    options = parser.parse_args()
    tally = Tally()
    collect_rarely()
    for path in python_files(options.folders):
        run(path, tally)
        if options.alone:
            Program.forget_all()
    print("\n".join(report(tally, options.limit)))
    return 1 if tally.crashes or any(each > options.limit for each in tally.seconds.values()) else 0


if __name__ == "__main__":
    raise SystemExit(main())
