"""`python -m benchmarks.speed`: the tables and the picture of docs/speed.md, measured in one run on this machine."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.speed.contenders import contenders
from benchmarks.speed.corpora import KNOWN, corpus, python_files
from benchmarks.speed.growth import CURVES, programs
from benchmarks.speed.measuring import Measured, measure
from benchmarks.speed.plot import svg

#: What the others are compared with.
_UNIT = "zmqlint, cold"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("benchmarks/.corpora"), help="where they are, or go")
    parser.add_argument("--only", action="append", choices=(*KNOWN, "growth"), help="one part; may be repeated")
    parser.add_argument("--runs", type=int, default=3, help="runs of each command, of which the median counts")
    parser.add_argument("--those", default="", help="only commands whose name contains this")
    parser.add_argument("--skip-slow", action="store_true", help="leave out Pylint, which takes minutes")
    parser.add_argument("--changed", help="part of the path of the file that changes (default: the median in size)")
    parser.add_argument("--picture", type=Path, help="write the curves as SVG to this file")
    given = parser.parse_args()
    parts = given.only or [*KNOWN, "growth"]
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    with tempfile.TemporaryDirectory() as scratch:
        # As in an installation, what Python compiles is kept.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(scratch, "compiled"))
        _warm_up(Path(scratch))
        for name in parts:
            if name != "growth":
                _compare(name, given, Path(scratch))
        if "growth" in parts:
            _grow(given, Path(scratch))


def _warm_up(scratch: Path) -> None:
    """Let everything that is measured be compiled before."""
    code = scratch / "warm_up.py"
    code.write_text("import zmq\n\n\ndef f():\n    s = zmq.Context().socket(zmq.REQ)\n    return s.recv()\n")
    for command in (["zmqlint", "check", "--no-cache"], ["pylint", "--load-plugins=pylint_zmq"]):
        measure([sys.executable, "-m", *command, str(code)], runs=1)


def _compare(name: str, given: argparse.Namespace, scratch: Path) -> None:
    # A copy, since one of the files is changed.
    place = scratch / name
    shutil.copytree(corpus(name, given.corpora), place)
    (place / ".git").mkdir(exist_ok=True)
    files = python_files(place)
    with_zmq = [path for path in files if b"zmq" in path.read_bytes()]
    lines = sum(path.read_bytes().count(b"\n") for path in files)
    print(f"## {name}: {len(files):,} files, {lines:,} lines, {len(with_zmq)} files mention zmq\n")
    one = _changing(with_zmq, given.changed)
    print(f"The file that changes: {one.relative_to(place)}\n")
    measured: dict[str, Measured] = {}
    for each in contenders(place, one, scratch):
        if (each.slow and given.skip_slow) or not (given.those in each.name or each.name == _UNIT):
            continue
        runs = 1 if each.slow else given.runs
        measured[each.name] = measure(each.command, runs=runs, environment=each.environment, before=each.before)
        print(f"  {each.name}: {measured[each.name]}", file=sys.stderr)
    unit = measured[_UNIT]
    print(f"| | wall s | CPU s | MiB | CPU : {_UNIT} |\n|---|---|---|---|---|")
    for label, one_measured in measured.items():
        ratio = one_measured.cpu / unit.cpu
        print(
            f"| {label} | {one_measured.wall:.2f} | {one_measured.cpu:.2f} | {one_measured.memory:.0f} | {ratio:.3g} |"
        )
    print()


def _changing(files: list[Path], part: str | None) -> Path:
    if part is not None:
        return next(path for path in files if part in str(path))
    return sorted(files, key=lambda path: path.stat().st_size)[len(files) // 2]


def _grow(given: argparse.Namespace, scratch: Path) -> None:
    check = [sys.executable, "-m", "zmqlint", "check", "--isolated", "--exit-zero", "--no-cache", "--jobs", "1"]
    curves: dict[str, list[tuple[float, float]]] = {}
    print("## Growth\n\n| what grows | size: CPU s (MiB) |\n|---|---|")
    empty = measure([*check, os.devnull], runs=given.runs).cpu
    for curve in CURVES:
        cells = []
        for size, place in programs(curve, scratch):
            done = measure([*check, str(place)], runs=given.runs)
            curves.setdefault(curve, []).append((size, max(done.cpu, empty)))
            cells.append(f"{size:,}: {done.cpu:.2f} ({done.memory:.0f})")
        print(f"| {curve} | {', '.join(cells)} |")
    print()
    if given.picture:
        given.picture.write_text(svg(curves))


if __name__ == "__main__":
    main()
