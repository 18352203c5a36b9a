"""Breaks the analysis on purpose, one rule at a time, and asks whether the oracle notices: `python -m oracle.mutants`.

The rules stand in `mutations.txt`. A broken copy is tried on the fixed cases and then on generated programs, until its
claims about one of them differ from those of the analysis as it is, and are wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
import traceback
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from .compare import Claim, compare, findings_of
from .grammar import generate
from .marked import GROUPS, program, split

HERE = Path(__file__).parent
PACKAGE = HERE.parents[1] / "checkers" / "pylint_zmq"
MUTATIONS = HERE / "mutations.txt"

#: Seconds of processor time for the claims about one program; what needs more is left out.
SLOW = 0.06
#: Seconds that one broken copy gets.
PATIENCE = 300


@dataclass(frozen=True)
class Mutation:
    """One change of one file of the package."""

    name: str
    path: str
    old: str
    new: str


def mutations(text: str) -> list[Mutation]:
    """The changes that a text like `mutations.txt` describes."""
    found = []
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        name, path, *lines = part.rstrip().split("\n")
        old = "\n".join(line[1:] for line in lines if line[:1] in "- ")
        new = "\n".join(line[1:] for line in lines if line[:1] in "+ ")
        found.append(Mutation(name, path, old, new))
    return found


def changed(text: str, mutation: Mutation) -> str:
    """The text of a file with the change made; raises ValueError if its place is not there exactly once."""
    old, lines = mutation.old.split("\n"), text.split("\n")
    places = []
    for at in range(len(lines) - len(old) + 1):
        block = textwrap.dedent("\n".join(lines[at : at + len(old)]))
        if block == textwrap.dedent(mutation.old) and lines[at].strip():
            places.append(at)
    if len(places) != 1:
        raise ValueError(f"{mutation.name}: found {len(places)} times in {mutation.path}")
    at = places[0]
    indent = min(re.findall(r"^ *(?=\S)", "\n".join(lines[at : at + len(old)]), flags=re.MULTILINE), key=len)
    new = textwrap.indent(textwrap.dedent(mutation.new), indent).split("\n")
    return "\n".join([*lines[:at], *new, *lines[at + len(old) :]])


def fixed_programs() -> Iterator[tuple[str, str]]:
    """(name, text) of the cases worked out by hand and of the old counterexamples."""
    for path in sorted((HERE / "cases").glob("*.txt")):
        if path.stem != "groups" or GROUPS:
            for name, body in split(path.read_text(encoding="utf-8")).items():
                yield f"case '{name}'", program(re.sub(r" *#[:!].*", "", body))
    for path in sorted((HERE / "regressions").glob("*.py")):
        yield f"regression '{path.stem}'", path.read_text(encoding="utf-8")


def programs(seeds: int) -> Iterator[tuple[str, str]]:
    """(name, text) of everything that a broken copy is tried on, in this order."""
    yield from fixed_programs()
    for seed in range(seeds):
        yield f"seed {seed}", generate(seed)[0]


def recorded(seeds: int) -> dict[str, list[object]]:
    """What the analysis as it is says of each program, those left out for which it is wrong or slow."""
    said: dict[str, list[object]] = {}
    for name, text in programs(seeds):
        start = time.process_time()
        claims = findings_of(text)
        if time.process_time() - start < SLOW:
            said[name] = [list(astuple(claim)) for claim in claims]
    return json.loads(json.dumps(said))  # type: ignore[no-any-return]


def noticed(said: dict[str, list[object]], seeds: int) -> str:
    """The first program on which the analysis of this process is wrong where it was right, and how; "" if none."""
    for name, text in programs(seeds):
        if name not in said:
            continue
        try:
            claims = findings_of(text)
        except Exception:
            return f"{name}: crash {traceback.format_exc(limit=0).strip().splitlines()[-1]}"
        if json.loads(json.dumps([astuple(claim) for claim in claims])) == said[name]:
            continue
        before = {d.what for d in compare(text, lambda _, name=name: restored(said[name])).disagreements}  # type: ignore[misc]
        found = [d for d in compare(text, lambda _, claims=claims: claims).disagreements if d.what not in before]  # type: ignore[misc]
        if found:
            return f"{name}: {found[0].what}"
    return ""


def restored(claims: list[object]) -> list[Claim]:
    """The claims that `recorded` wrote down."""
    return [Claim(*(tuple(v) if isinstance(v, list) else v for v in claim)) for claim in claims]  # type: ignore[attr-defined]


def outcome(mutation: Mutation, whole: Path, said: Path, seeds: int) -> str:
    """Break a copy of the `whole` package and try it in a process of its own: where it was noticed, "" if nowhere."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "pylint_zmq"
        shutil.copytree(whole, copy)
        file = copy / mutation.path
        file.write_text(changed(file.read_text(encoding="utf-8"), mutation), encoding="utf-8")
        paths = os.pathsep.join([folder, str(HERE.parent)])
        command = [sys.executable, "-m", "oracle.mutants", "--try", str(said), "--seeds", str(seeds)]
        try:
            done = subprocess.run(
                command,
                env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
                capture_output=True,
                text=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return "it does not come to an end"
        return done.stdout.strip() if done.returncode == 0 else "crash " + done.stderr.strip().splitlines()[-1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1500, help="generated programs to try after the fixed ones")
    parser.add_argument("--only", default="", help="rules whose name contains this")
    parser.add_argument("--try", dest="said", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.said:
        print(noticed(json.loads(options.said.read_text(encoding="utf-8")), options.seeds))
        return 0
    wanted = [each for each in mutations(MUTATIONS.read_text(encoding="utf-8")) if options.only in each.name]
    for mutation in wanted:
        changed((PACKAGE / mutation.path).read_text(encoding="utf-8"), mutation)
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        whole, said = Path(folder) / "pylint_zmq", Path(folder) / "said.json"
        shutil.copytree(PACKAGE, whole, ignore=shutil.ignore_patterns("__pycache__"))
        said.write_text(json.dumps(recorded(options.seeds)), encoding="utf-8")
        for mutation in wanted:
            start = time.monotonic()
            where = outcome(mutation, whole, said, options.seeds)
            survivors += not where
            print(f"{where or 'SURVIVED':60.60} {mutation.name} ({time.monotonic() - start:.0f} s)", flush=True)
    print(f"{len(wanted)} rules, {len(wanted) - survivors} noticed, {survivors} survived")
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main())
