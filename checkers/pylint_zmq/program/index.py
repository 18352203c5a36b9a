"""Which files of a program are worth a look, going by their bytes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pylint_zmq.program import roots, sources

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pylint_zmq.program.sources import Sources


class Index:
    """Walks the root once, when first asked."""

    def __init__(self, root: Path, texts: Sources, extra: Iterable[Path]) -> None:
        """Take the files under `root`, and `extra` ones that may not be on disk."""
        self._root = root
        self._texts = texts
        self._extra = frozenset(extra)
        self._by_word: dict[tuple[str, bool], list[Path]] = {}

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Every Python file, in order of the paths."""
        return tuple(sorted({*roots.python_files(self._root), *self._extra}))

    @cached_property
    def zmq_files(self) -> tuple[Path, ...]:
        """The files that mention zmq."""
        return tuple(path for path in self.files if sources.ZMQ in self._texts.read(path))

    def with_word(self, word: str, *, everywhere: bool) -> list[Path]:
        """Return the files that contain `word`, of all or of those that mention zmq."""
        key = (word, everywhere)
        if key not in self._by_word:
            searched = self.files if everywhere else self.zmq_files
            self._by_word[key] = [path for path in searched if sources.has_word(self._texts.read(path), word)]
        return self._by_word[key]

    def deriving_from(self, name: str) -> list[Path]:
        """Return the files with a class header that may, through other classes, derive from something called `name`."""
        by_word, other_names = self._headers
        found: set[Path] = set()
        seen: set[str] = set()
        pending = [name]
        while pending:
            word = pending.pop()
            if word in seen:
                continue
            seen.add(word)
            pending += other_names.get(word, ())
            for path, deriving in by_word.get(word, ()):
                found.add(path)
                pending += deriving
        return sorted(found)

    @cached_property
    def _headers(self) -> tuple[dict[str, list[tuple[Path, tuple[str, ...]]]], dict[str, set[str]]]:
        """By a word in the brackets of class headers: where, and the classes with it; and other names of names."""
        by_word: dict[str, list[tuple[Path, tuple[str, ...]]]] = {}
        other_names: dict[str, set[str]] = {}
        for path in self.files:
            data = self._texts.read(path)
            for word, deriving in sources.class_headers(data).items():
                by_word.setdefault(word, []).append((path, deriving))
            for old, new in sources.renamings(data):
                other_names.setdefault(old, set()).add(new)
        return by_word, other_names
