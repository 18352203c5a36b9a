"""Runs the test suites of real projects before and after all fixes: `python benchmarks/fix_suites.py --work FOLDER`.

For each project its source distribution is downloaded with pip and installed with what its tests need into a virtual
environment of its own. Each test file runs in a process of its own, with a time limit. Then the sources are rewritten
by `zmqlint fix --unsafe-fixes`, and the same files run again. A file whose results differ is run twice more, before and
after, and counts as different only if both of its results do.

Exits with 1 if a result differs. Needs the network; run it by hand.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tarfile
import venv
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

#: Seconds for one test file.
LIMIT = 120
FIX = ["fix", "--isolated", "--select", "all", "--unsafe-fixes"]


@dataclass(frozen=True)
class Project:
    """A project on the package index whose source distribution holds its tests."""

    name: str
    version: str
    #: What its tests need beside its own dependencies.
    needs: tuple[str, ...]
    #: Pattern of its test files.
    tests: str


PROJECTS = (
    Project("posttroll", "1.13.1", ("numpy", "pytest-mock", "pytest-reraise"), "posttroll/tests/test_*.py"),
    Project("aiozmq", "1.0.0", ("msgpack",), "tests/*_test.py"),
)

#: Test -> "passed", "failed", "error", "skipped".
Results = dict[str, str]


class Checkout:
    """An unpacked project with its environment."""

    def __init__(self, project: Project, work: Path) -> None:
        self.project = project
        self.folder = work / f"{project.name}-{project.version}"
        self.python = work / f"{project.name}-venv" / "bin" / "python"
        if not self.folder.is_dir():
            self._download(work)
        if not self.python.exists():
            venv.create(self.python.parents[1], with_pip=True)
            self._pip("install", "--quiet", "pytest", "pytest-timeout", *project.needs, "--editable", str(self.folder))
        self.fixed = work / f"{project.name}-fixed"
        shutil.rmtree(self.fixed, ignore_errors=True)
        shutil.copytree(self.folder, self.fixed)

    def _download(self, work: Path) -> None:
        wanted = f"{self.project.name}=={self.project.version}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
        subprocess.run([*command, "--dest", str(work), wanted], check=True)
        with tarfile.open(next(work.glob(f"{self.project.name}-{self.project.version}.tar.gz"))) as archive:
            archive.extractall(work, filter="data")

    def _pip(self, *arguments: str) -> None:
        subprocess.run([str(self.python), "-m", "pip", *arguments], check=True)

    def fix(self) -> str:
        """Rewrite the copy; returns what the command says at the end."""
        (self.fixed / ".git").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "zmqlint", *FIX, "."]
        done = subprocess.run(command, cwd=self.fixed, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        return done.stderr.strip().rpartition("\n")[2]

    def files(self) -> list[str]:
        """The test files, relative to the project."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.glob(self.project.tests))

    def run(self, folder: Path, file: str) -> Results:
        """The results of one test file in one of the two folders."""
        report = folder / "results.xml"
        report.unlink(missing_ok=True)
        command = [str(self.python), "-m", "pytest", "-q", "-p", "no:cacheprovider", "--timeout", str(LIMIT // 2)]
        command += ["--override-ini", "pythonpath=.", f"--junitxml={report}", file]
        try:
            subprocess.run(command, cwd=folder, capture_output=True, timeout=LIMIT, check=False)
        except subprocess.TimeoutExpired:
            return {file: "did not end"}
        if not report.exists():
            return {file: "no results"}
        cases = ET.parse(report).getroot().iter("testcase")
        return {f"{case.get('classname')}::{case.get('name')}": _outcome(case) for case in cases}


def _outcome(case: ET.Element) -> str:
    return next((child.tag for child in case if child.tag in ("failure", "error", "skipped")), "passed")


def compare(project: Project, work: Path) -> bool:
    """Whether the results are the same before and after; tells the counts and what differs."""
    checkout = Checkout(project, work)
    print(f"{project.name} {project.version}: {checkout.fix()}", flush=True)
    changed = [
        path
        for path in checkout.fixed.rglob("*.py")
        if path.read_bytes() != (checkout.folder / path.relative_to(checkout.fixed)).read_bytes()
    ]
    print(f"  {len(changed)} files changed", flush=True)
    before: Results = {}
    after: Results = {}
    for file in checkout.files():
        one, other = checkout.run(checkout.folder, file), checkout.run(checkout.fixed, file)
        if one != other:
            one, other = _settled(checkout, file, one, other)
        before |= one
        after |= other
    differing = sorted(test for test in before.keys() | after.keys() if before.get(test) != after.get(test))
    for name, results in (("before", before), ("after", after)):
        counts = {kind: sum(value == kind for value in results.values()) for kind in sorted(set(results.values()))}
        print(f"  {name}: {counts}")
    for test in differing:
        print(f"  DIFFERS {test}: {before.get(test)}, then {after.get(test)}")
    return not differing


def _settled(checkout: Checkout, file: str, one: Results, other: Results) -> tuple[Results, Results]:
    """The results after two more runs; a test that has had the result of the other side once is not stable."""
    again, other_again = checkout.run(checkout.folder, file), checkout.run(checkout.fixed, file)
    for test in one.keys() | other.keys():
        if {one.get(test), again.get(test)} & {other.get(test), other_again.get(test)}:
            one[test] = other[test] = "unstable"
    return one, other


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--work", type=Path, required=True, help="folder for downloads and environments")
    words.add_argument("projects", nargs="*", help=f"which (default: {' '.join(p.name for p in PROJECTS)})")
    given = words.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    chosen = [project for project in PROJECTS if not given.projects or project.name in given.projects]
    same = [compare(project, given.work.absolute()) for project in chosen]
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
