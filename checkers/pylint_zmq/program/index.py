"""Which files of a program are worth a look, going by their bytes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pylint_zmq.program import roots, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pylint_zmq.program.sources import Sources


class Index:
    """Walks the root once, when first asked, and looks at each text once for each question."""

    def __init__(self, root: Path, texts: Sources, extra: Iterable[Path]) -> None:
        """Take the files under `root`, and `extra` ones that may not be on disk."""
        self._root = root
        self._texts = texts
        self._extra = frozenset(extra)
        self._by_word: dict[tuple[str, bool], list[Path]] = {}
        self._headers_in: dict[Path, tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]] = {}
        self._gathered: dict[Callable[[bytes], frozenset[str]], dict[Path, frozenset[str]]] = {}

    def text_changed(self, path: Path) -> None:
        """Look at one of the files anew; the others, and which there are, have stayed the same."""
        data = self._texts.read(path)
        mentions = sources.ZMQ in data
        if mentions != (path in self.zmq_files):
            del self.zmq_files
        for (word, everywhere), found in list(self._by_word.items()):
            if (path in found) != ((mentions or everywhere) and sources.has_word(data, word)):
                del self._by_word[word, everywhere]
        if path in self._headers_in and self._headers_in.pop(path) != self._headers_of(path):
            self.__dict__.pop("_headers", None)
        for by_path in self._gathered.values():
            by_path.pop(path, None)

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

    def gathered(self, find: Callable[[bytes], frozenset[str]]) -> frozenset[str]:
        """Return all that `find` finds in the texts that mention zmq."""
        by_path = self._gathered.setdefault(find, {})
        for path in self.zmq_files:
            if path not in by_path:
                by_path[path] = find(self._texts.read(path))
        return frozenset().union(*by_path.values())

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
            headers, renamings = self._headers_of(path)
            for word, deriving in headers.items():
                by_word.setdefault(word, []).append((path, deriving))
            for old, new in renamings:
                other_names.setdefault(old, set()).add(new)
        return by_word, other_names

    def _headers_of(self, path: Path) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
        if path not in self._headers_in:
            data = self._texts.read(path)
            self._headers_in[path] = sources.class_headers(data), sources.renamings(data)
        return self._headers_in[path]
