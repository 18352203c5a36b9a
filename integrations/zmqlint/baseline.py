"""Known findings of old code, in one committed file: keyed by path, symbol and fingerprint, so that lines may move."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zmqlint.errors import ConfigError
from zmqlint.replacing import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pylint_zmq.reporters.reports import Report

VERSION = 1
DEFAULT_NAME = "zmqlint-baseline.json"

#: Path relative to the baseline's folder, with slashes; symbol; fingerprint without its number.
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Baseline:
    """How often each finding may occur."""

    path: Path
    counts: Mapping[Key, int] = field(default_factory=dict)

    def key(self, report: Report) -> Key:
        """Return what stands for `report` in this baseline."""
        return self.relative(report.place.path), report.symbol, report.fingerprint.partition(":")[0]

    def relative(self, path: str) -> str:
        """Return `path` as this baseline writes it."""
        return Path(os.path.relpath(os.path.abspath(path), os.path.abspath(self.path.parent))).as_posix()

    def split(self, reports: Iterable[Report], files: Iterable[str]) -> tuple[list[Report], list[Key]]:
        """Return the `reports` that are new, and the entries about `files` that no report matches any more."""
        left = Counter(self.counts)
        new = []
        for report in reports:
            key = self.key(report)
            if left[key] > 0:
                left[key] -= 1
            else:
                new.append(report)
        checked = {self.relative(path) for path in files}
        return new, sorted(key for key, count in left.items() if count > 0 and key[0] in checked)

    def updated(self, reports: Iterable[Report], files: Iterable[str]) -> Baseline:
        """Return the baseline that holds `reports` for `files`, and of other files what it held, if they exist."""
        checked = {self.relative(path) for path in files}
        folder = self.path.parent
        kept = {
            key: count for key, count in self.counts.items() if key[0] not in checked and (folder / key[0]).is_file()
        }
        return Baseline(self.path, kept | Counter(self.key(report) for report in reports))

    def write(self) -> None:
        """Write the file, sorted, so that its diffs are small. Raises ConfigError."""
        findings: dict[str, dict[str, dict[str, int]]] = {}
        for (path, symbol, digest), count in sorted(self.counts.items()):
            findings.setdefault(path, {}).setdefault(symbol, {})[digest] = count
        text = json.dumps({"version": VERSION, "findings": findings}, indent=2) + "\n"
        try:
            replace_file(self.path, text.encode())
        except OSError as error:
            raise ConfigError(f"baseline: {self.path}: {error.strerror or error}") from error


def read_baseline(path: Path) -> Baseline:
    """Return the baseline in the file at `path`. Raises ConfigError."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return Baseline(path, dict(_entries(document)))
    except OSError as error:
        raise ConfigError(f"baseline: {path}: {error.strerror or error}") from error
    except (ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise ConfigError(f"baseline: {path}: not a baseline of zmqlint: {reason}") from error


def _entries(document: Any) -> Iterable[tuple[Key, int]]:
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise ValueError(f"its version must be {VERSION}")
    for path, symbols in _items(document.get("findings"), "findings"):
        for symbol, digests in _items(symbols, path):
            for digest, count in _items(digests, symbol):
                if not isinstance(count, int) or isinstance(count, bool) or count < 1:
                    raise ValueError(f"{path}: {symbol}: {digest}: must be a number above 0, not {count!r}")
                yield (path, symbol, digest), count


def _items(value: Any, name: str) -> Iterable[tuple[str, Any]]:
    if not isinstance(value, dict):
        raise ValueError(f"{name}: must be an object, not {value!r}")
    return value.items()
