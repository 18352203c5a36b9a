"""The caches of all programs that the files of a run belong to."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pylint_zmq.program import roots
from pylint_zmq.program.commands import commands
from zmqlint.cache import folder
from zmqlint.cache.project import ProjectCache

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pylint_zmq.program.outlook import Outlook


class Memories:
    """Opens the cache of each program once."""

    def __init__(self, key: str, factories: Iterable[str], cache: Path | None, *, always_read: bool) -> None:
        """See `ProjectCache`."""
        self._key = key
        self._factories = frozenset(name.rpartition(".")[2] for name in factories)
        self._cache = cache
        self._always_read = always_read
        self._by_folder: dict[str, ProjectCache] = {}
        self._by_root: dict[str, ProjectCache] = {}

    def of(self, path: str) -> ProjectCache:
        """Return the cache of the program that the file at `path` (resolved) belongs to."""
        beside = os.path.dirname(path)
        if beside not in self._by_folder:
            # It is the same for all files in one folder.
            root = str(roots.source_root(roots.real(path)))
            if root not in self._by_root:
                # What is the main code of a process depends on them.
                installed = " ".join(sorted(commands(Path(root))))
                self._by_root[root] = ProjectCache(
                    root, f"{self._key} {installed}", self._factories, self._cache, always_read=self._always_read
                )
            self._by_folder[beside] = self._by_root[root]
        return self._by_folder[beside]

    def outlooks(self, paths: Iterable[str]) -> list[Outlook]:
        """Return what is known of the programs of the files at `paths` (resolved)."""
        return [cache.outlook for cache in dict.fromkeys(self.of(path) for path in paths)]

    def save(self) -> None:
        """Write down all that is new, and throw away what is old."""
        for cache in self._by_root.values():
            cache.save()
        if self._cache is not None:
            folder.drop_old(self._cache, time.time())
