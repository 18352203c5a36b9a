"""Which files of a program are worth a look, going by their bytes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pylint_zmq.glance import giving, words
from pylint_zmq.glance.views import FUNCTIONS
from pylint_zmq.program import roots

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable
    from pathlib import Path

    from pylint_zmq.program.outlook import Outlook
    from pylint_zmq.program.sources import Sources


class Index:
    """Walks the root once, when first asked, and looks at each text once for each question."""

    def __init__(self, root: Path, texts: Sources, extra: Iterable[Path]) -> None:
        """Take the files under `root`, and `extra` ones that may not be on disk."""
        self._root = root
        self._texts = texts
        self._extra = frozenset(extra)
        self._by_word: dict[tuple[str, bool], list[Path]] = {}
        #: Whether files that do not matter are left out where classes are looked for.
        self.sifting = False
        #: The project's own functions that return a socket or context, by its configuration.
        self.factories: frozenset[str] = frozenset()
        self._givers_in: dict[Path, giving.Givers] = {}
        self._headers_in: dict[Path, tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]] = {}
        self._functions_in: dict[str, dict[Path, frozenset[str]]] = {}
        self._functions: dict[str, dict[str, list[Path]]] = {}

    def text_changed(self, path: Path) -> None:
        """Look at one of the files anew; the others, and which there are, have stayed the same."""
        data = self._texts.read(path)
        mentions = words.ZMQ in data
        if mentions != (path in self.zmq_files):
            del self.zmq_files
        for (word, everywhere), found in list(self._by_word.items()):
            if (path in found) != ((mentions or everywhere) and words.has_word(data, word)):
                del self._by_word[word, everywhere]
        if self._givers_in.pop(path, {}) != (giving.givers(data) if mentions else {}):
            self._conclude_anew()
        if path in self._headers_in and self._headers_in.pop(path) != self._headers_of(path):
            self.__dict__.pop("_headers", None)
        self.__dict__.pop("relevant_files", None)
        self._functions.clear()
        for by_path in self._functions_in.values():
            by_path.pop(path, None)

    def _conclude_anew(self) -> None:
        """Find out anew which functions and classes hand out something, and so which files matter."""
        for concluded in ("givers", "relevant_files", "_headers"):
            self.__dict__.pop(concluded, None)

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Every Python file, in order of the paths."""
        return tuple(sorted({*roots.python_files(self._root), *self._extra}))

    @cached_property
    def zmq_files(self) -> tuple[Path, ...]:
        """The files that mention zmq."""
        return tuple(path for path in self.files if words.ZMQ in self._texts.read(path))

    @cached_property
    def givers(self) -> re.Pattern[bytes]:
        """What finds the use of a function or class of the zmq files that may hand out or own a resource."""
        for path in self.zmq_files:
            if path not in self._givers_in:
                self._givers_in[path] = giving.givers(self._texts.read(path))
        given = giving.given_names((self._givers_in[path] for path in self.zmq_files), self.factories)
        return giving.uses(given, self.factories)

    @cached_property
    def relevant_files(self) -> tuple[Path, ...]:
        """The files that matter."""
        return tuple(path for path in self.files if self.matters(self._texts.read(path)))

    def inform(self, outlook: Outlook) -> None:
        """Take over what somebody else found out about the files."""
        self.sift(outlook.factories)
        self.__dict__["files"] = outlook.files
        self.__dict__["zmq_files"] = outlook.zmq_files
        self.__dict__["relevant_files"] = outlook.relevant_files
        self.__dict__["givers"] = giving.uses(outlook.given, outlook.factories)

    def sift(self, factories: frozenset[str]) -> None:
        """Leave out from now on what does not matter; `factories` are the project's own, by its configuration."""
        if not self.sifting or factories != self.factories:
            self.sifting, self.factories = True, factories
            self._conclude_anew()

    def matters(self, data: bytes) -> bool:
        """Tell whether a file with the content `data` can have to do with zmq."""
        return words.ZMQ in data or self.givers.search(data) is not None

    def with_word(self, word: str, *, everywhere: bool) -> list[Path]:
        """Return the files that contain `word`, of all or of those that mention zmq."""
        key = (word, everywhere)
        if key not in self._by_word:
            searched = self.files if everywhere else self.zmq_files
            self._by_word[key] = [path for path in searched if words.has_word(self._texts.read(path), word)]
        return self._by_word[key]

    def with_function(self, kind: str, name: str) -> list[Path]:
        """Return the files that mention zmq and have a function called `name` of that kind."""
        if kind not in self._functions:
            by_name: dict[str, list[Path]] = {}
            by_path = self._functions_in.setdefault(kind, {})
            for path in self.zmq_files:
                if path not in by_path:
                    by_path[path] = FUNCTIONS[kind](self._texts.read(path))
                for found in by_path[path]:
                    by_name.setdefault(found, []).append(path)
            self._functions[kind] = by_name
        return self._functions[kind].get(name, [])

    def deriving_from(self, name: str) -> tuple[list[Path], set[str]]:
        """Return the files with a class header that may, through other classes, derive from something called `name`.

        Second, all names that were looked for on the way.
        """
        by_word, other_names = self._headers
        found: set[Path] = set()
        seen: set[str] = set()
        pending = [name]
        while pending:
            word = pending.pop()
            if word in seen:
                continue
            seen.add(word)
            for path, new in other_names.get(word, ()):
                found.add(path)
                pending.append(new)
            for path, deriving in by_word.get(word, ()):
                found.add(path)
                pending += deriving
        return sorted(found), seen

    @cached_property
    def _headers(self) -> tuple[dict[str, list[tuple[Path, tuple[str, ...]]]], dict[str, list[tuple[Path, str]]]]:
        """By a word in the brackets of class headers: where, and the classes with it; and other names of names."""
        by_word: dict[str, list[tuple[Path, tuple[str, ...]]]] = {}
        other_names: dict[str, list[tuple[Path, str]]] = {}
        for path in self.relevant_files if self.sifting else self.files:
            headers, renamings = self._headers_of(path)
            for word, deriving in headers.items():
                by_word.setdefault(word, []).append((path, deriving))
            for old, new in renamings:
                other_names.setdefault(old, []).append((path, new))
        return by_word, other_names

    def _headers_of(self, path: Path) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
        if path not in self._headers_in:
            data = self._texts.read(path)
            self._headers_in[path] = words.class_headers(data), words.renamings(data)
        return self._headers_in[path]
