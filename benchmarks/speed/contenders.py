"""Who is measured: zmqlint in the ways in which it is run, and what else people would run over the same files."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: Finds a context or socket that is made and bound to a name; the nearest that a pattern can come to a leak.
SEMGREP_RULE = """\
rules:
  - id: unclosed
    languages: [python]
    severity: WARNING
    message: never closed
    patterns:
      - pattern: |
          $S = $CTX.socket($T)
          ...
      - pattern-not: |
          $S = $CTX.socket($T)
          ...
          $S.close(...)
"""
_READ = "import sys, pathlib\nfor p in pathlib.Path(sys.argv[1]).rglob('*.py'):\n    p.is_file() and p.read_bytes()"
_TREES = """\
import sys, pathlib
from pylint_zmq.program.trees import parse_bytes
for p in pathlib.Path(sys.argv[1]).rglob("*.py"):
    data = p.read_bytes() if p.is_file() else b""
    if b"zmq" in data:
        parse_bytes(data, str(p))
"""


@dataclass(frozen=True)
class Contender:
    """A command, and what is done before each run of it."""

    name: str
    command: list[str]
    before: Callable[[], None] = lambda: None
    environment: Mapping[str, str] = field(default_factory=dict)
    #: Too slow to be run as often as the others.
    slow: bool = False


def contenders(place: Path, one: Path, scratch: Path) -> list[Contender]:
    """Return who is measured on the files at `place`; `one` of them is the one that changes."""
    cache = scratch / "cache"
    ours = [sys.executable, "-m", "zmqlint", "check", "--isolated", "--exit-zero", "--format", "concise"]
    everything = {"ZMQLINT_CACHE_DIR": str(cache)}

    def forget() -> None:
        shutil.rmtree(cache, ignore_errors=True)

    def change() -> None:
        with one.open("ab") as file:
            file.write(b"\n")

    rule = scratch / "rule.yaml"
    rule.write_text(SEMGREP_RULE)
    ruff_cache = scratch / "ruff"
    ruff = ["ruff", "check", "--isolated", "--select", "SIM115", "--exit-zero", "--cache-dir", str(ruff_cache)]
    pylint = [sys.executable, "-m", "pylint", "--rcfile=", "--disable=all", "--exit-zero", "--recursive=y"]
    found = [
        Contender("read all bytes", [sys.executable, "-c", _READ, str(place)]),
        Contender("grep -rl zmq", ["grep", "-rl", "--include=*.py", "zmq", str(place)]),
        Contender("bare trees of the files that mention zmq", [sys.executable, "-c", _TREES, str(place)]),
        Contender("zmqlint, cold", [*ours, str(place)], forget, everything),
        Contender("zmqlint, cold, one process", [*ours, "--jobs", "1", str(place)], forget, everything),
        Contender("zmqlint, without a cache", [*ours, "--no-cache", str(place)]),
        Contender("zmqlint, warm", [*ours, str(place)], environment=everything),
        Contender("zmqlint, warm, one file changed", [*ours, str(place)], change, everything),
        Contender("zmqlint, one file, warm", [*ours, str(one)], environment=everything),
        Contender("zmqlint, one file, changed", [*ours, str(one)], change, everything),
        Contender("zmqlint, one file, without a cache", [*ours, "--no-cache", str(one)]),
        Contender("ruff SIM115, without a cache", [*ruff, "--no-cache", str(place)]),
        Contender("ruff SIM115, cached", [*ruff, str(place)]),
        Contender(
            "semgrep, one rule",
            ["semgrep", "scan", "--config", str(rule), "--metrics=off", "--disable-version-check", str(place)],
            slow=True,
        ),
        Contender("Pylint, our plugin alone", [*pylint, "--load-plugins=pylint_zmq", _ours(), str(place)], slow=True),
        Contender("Pylint, R1732 alone", [*pylint, "--enable=R1732", str(place)], slow=True),
    ]
    # Commands beside this Python count, though its environment may not be active.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return [
        replace(each, command=[program, *each.command[1:]])
        for each in found
        if (program := shutil.which(each.command[0], path=path)) is not None
    ]


def _ours() -> str:
    return "--enable=zmq-lifetime,zmq-errors,zmq-timeouts,zmq-shutdown"
