"""The project on disk that a checked file belongs to, whichever files were asked for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from pylint_zmq.names import canonical, classes
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.memory import Memory
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program import roots, sources
from pylint_zmq.program.trees import SourceError, parse_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from astroid import nodes

#: Below a root there may be one more folder that imports begin at.
_INNER_ROOT = "src"


@dataclass(frozen=True)
class Site:
    """A node, and the names of the module that it stands in."""

    node: nodes.NodeNG
    names: ModuleNames


class Program:
    """The Python files under one source root. Nothing is imported or run; a broken file is one that is not there."""

    _known: ClassVar[dict[Path, Program]] = {}

    def __init__(self, root: Path) -> None:
        """`root` is a resolved folder."""
        self.root = root
        self._sources = sources.Sources()
        self._trees: dict[Path, ModuleNames | None] = {}
        #: Files whose text is not that on disk.
        self._overlays: set[Path] = set()
        self._files: dict[tuple[str, Path | None], Path | None] = {}
        self._modnames: dict[Path, str] = {}
        self._following: set[str] = set()
        #: What the names of all modules have worked out about expressions.
        self.memory = Memory()
        self._subclasses: dict[str, tuple[VisibleClass, ...]] = {}

    @classmethod
    def of(cls, path: str | os.PathLike[str], source_roots: Iterable[str | os.PathLike[str]] = ()) -> Program:
        """Return the program that the file at `path` belongs to; one and the same for all files under one root."""
        root = roots.source_root(roots.real(path), [roots.real(each) for each in source_roots])
        if root not in cls._known:
            cls._known[root] = cls(root)
        return cls._known[root]

    @classmethod
    def forget_all(cls) -> None:
        """Read everything anew from now on, as files may have changed."""
        cls._known.clear()

    # Modules

    def module_name(self, path: str | os.PathLike[str]) -> str | None:
        """Return the dotted name of a file; None for one outside the root, and for text that is of no file."""
        file = roots.real(path)
        if os.fspath(path).startswith("<") or not file.is_relative_to(self.root):
            return None
        if file not in self._modnames:
            self._modnames[file] = roots.module_name(file, self.root)
        return self._modnames[file]

    def overlay(self, path: str | os.PathLike[str], module: nodes.Module) -> ModuleNames:
        """Use `module` for the file at `path`, and return its names.

        Its text may be another than that on disk; a tree that does not tell its text is that of the file.
        """
        file = roots.real(path)
        data = module.file_bytes.encode() if isinstance(module.file_bytes, str) else module.file_bytes
        if data is not None and data != self._sources.read(file):
            self._sources.replace(file, data)
            self._overlays.add(file)
            self._start_over()
        self._subclasses.clear()
        names = self._trees[file] = ModuleNames(module, self)
        return names

    def forget(self, path: str | os.PathLike[str]) -> None:
        """Read the file at `path` from disk again, as it may have changed, or is no longer overlaid."""
        file = roots.real(path)
        self._sources.replace(file, None)
        self._overlays.discard(file)
        self._trees.pop(file, None)
        self._start_over()

    def _start_over(self) -> None:
        """Drop all that was concluded, for some text is another; other files keep their trees."""
        for name in ("files", "zmq_files", "_headers"):
            self.__dict__.pop(name, None)
        self._files.clear()
        self._subclasses.clear()
        self.memory = Memory()
        self._trees = {
            file: ModuleNames(names.module, self) for file, names in self._trees.items() if names is not None
        }

    def names(self, path: str | os.PathLike[str]) -> ModuleNames | None:
        """Return the names of the file at `path`; None if it lies outside the root or cannot be parsed."""
        file = roots.real(path)
        if file not in self._trees:
            self._trees[file] = self._parse(file)
        return self._trees[file]

    def _parse(self, file: Path) -> ModuleNames | None:
        modname = self.module_name(file)
        if modname is None:
            return None
        try:
            return ModuleNames(parse_bytes(self._sources.read(file), str(file), modname), self)
        except SourceError:
            return None

    def find(self, dotted: str, asking: ModuleNames | None = None) -> ModuleNames | None:
        """Return the names of the module called `dotted`, as the module `asking` would import it."""
        if asking is not None and dotted == asking.modname:
            return asking
        file = self.file(dotted, asking)
        return self.names(file) if file is not None else None

    def file(self, dotted: str, asking: ModuleNames | None = None) -> Path | None:
        """Return the file of the module called `dotted`, as the module `asking` would import it."""
        beside = self._script_folder(asking)
        key = (dotted, beside)
        if key not in self._files:
            self._files[key] = self._search(dotted, beside)
        return self._files[key]

    def _script_folder(self, asking: ModuleNames | None) -> Path | None:
        """Return the folder of a file that is in no package: run as a script, it imports what lies beside it."""
        path = asking.module.file if asking is not None else None
        if not path or not os.path.isabs(path):
            return None
        file = roots.real(path)
        return file.parent if file.is_relative_to(self.root) and roots.above_package(file) == file.parent else None

    def _search(self, dotted: str, beside: Path | None) -> Path | None:
        folders = [self.root, self.root / _INNER_ROOT, *([beside] if beside is not None else [])]
        places = [(folder, dotted) for folder in folders]
        head, _, rest = dotted.partition(".")
        if rest and head == self.root.name:
            # The root is itself a namespace package, which has no __init__.py to tell.
            places.append((self.root, rest))
        overlaid = next((each for each in sorted(self._overlays) if self.module_name(each) == dotted), None)
        if overlaid is not None:
            return overlaid
        for folder, name in places:
            found = roots.module_file(folder, name)
            if found is not None and roots.real(found).is_relative_to(self.root):
                return roots.real(found)
        return None

    # Names across modules

    def follow(self, dotted: str, asking: ModuleNames | None = None) -> str:
        """Return the canonical name of `dotted`: through modules that only pass it on, to where it is made.

        A name that leads out of the program, or round in a circle, stays as far as it could be followed.
        """
        if dotted in self._following:
            return dotted
        self._following.add(dotted)
        try:
            return self._followed(dotted, asking)
        finally:
            self._following.discard(dotted)

    def _followed(self, dotted: str, asking: ModuleNames | None) -> str:
        module, rest = self._split(dotted, asking)
        if module is None:
            return canonical.canonical(dotted)
        modname = self.module_name(module) or dotted
        if not rest:
            return self._hiding(modname) or modname
        own = f"{modname}.{rest}"
        head = rest.partition(".")[0]
        data = self._sources.read(module)
        if head == rest and sources.defines(data, head):
            return own
        names = asking if asking is not None and asking.modname == modname else self.names(module)
        return (names.own_member(rest) if names is not None else None) or own

    def _hiding(self, modname: str) -> str | None:
        """Return what a package has under the name of one of its modules: `from .connect import connect`."""
        package, _, name = modname.rpartition(".")
        init = self.file(package) if package else None
        if init is None or not sources.has_word(self._sources.read(init), name):
            return None
        names = self.names(init)
        return names.export(name) if names is not None and name in names.scopes.module.bindings else None

    def _split(self, dotted: str, asking: ModuleNames | None) -> tuple[Path | None, str]:
        """Return the file of the longest module that `dotted` begins with, and the rest of the name."""
        module, rest = dotted, ""
        while module:
            file = self.file(module, asking)
            if file is not None:
                return file, rest
            module, _, last = module.rpartition(".")
            rest = f"{last}.{rest}" if rest else last
        return None, rest

    def star_name(self, dotted: str, name: str, asking: ModuleNames | None = None) -> str | None:
        """Return what `from <dotted> import *` brings in under `name`; None if nothing that can be seen."""
        key = f"{dotted}.*.{name}"
        names = self.find(dotted, asking)
        if names is None or name.startswith("_") or key in self._following:
            return None
        self._following.add(key)
        try:
            return names.export(name)
        finally:
            self._following.discard(key)

    def module_and_rest(self, qualified: str, asking: ModuleNames | None = None) -> tuple[ModuleNames, str] | None:
        """Split a canonical name into the module of the program that has it and the name there."""
        module, rest = self._split(qualified, asking)
        if module is None or not rest:
            return None
        names = asking if asking is not None and asking.modname == self.module_name(module) else self.names(module)
        return (names, rest) if names is not None else None

    def variable(self, qualified: str, asking: ModuleNames | None = None) -> tuple[ModuleNames, str] | None:
        """Return the module, and the name in it, of a module-level name of the program."""
        found = self.module_and_rest(qualified, asking)
        return found if found is not None and found[1] in found[0].scopes.module.bindings else None

    # The index

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Every Python file of the program, files that stand in for one on disk included."""
        return tuple(sorted({*roots.python_files(self.root), *self._overlays}))

    @cached_property
    def zmq_files(self) -> tuple[Path, ...]:
        """The files that mention zmq."""
        return tuple(path for path in self.files if sources.ZMQ in self._sources.read(path))

    def mentioning(self, word: str) -> tuple[Path, ...]:
        """Return the files that contain `word`."""
        return tuple(path for path in self.files if sources.has_word(self._sources.read(path), word))

    def callers(self, name: str, *, everywhere: bool = False) -> Iterator[Site]:
        """Yield calls of anything called `name`, in files that mention zmq, or everywhere in the program."""
        for names in self.modules_with(name, everywhere=everywhere):
            yield from (Site(call, names) for call in names.scopes.calls.get(name, ()))

    def accesses(self, attribute: str, *, everywhere: bool = False) -> Iterator[Site]:
        """Yield reads and stores of an attribute, whatever it is an attribute of, as `callers`."""
        for names in self.modules_with(attribute, everywhere=everywhere):
            found = [*names.scopes.reads.get(attribute, ()), *names.scopes.stores.get(attribute, ())]
            yield from (Site(node, names) for node in sorted(found, key=_position))

    def modules_with(self, word: str, *, everywhere: bool = False) -> Iterator[ModuleNames]:
        """Yield the modules that contain `word`, of those that mention zmq, or of all."""
        for path in self.files if everywhere else self.zmq_files:
            if sources.has_word(self._sources.read(path), word):
                names = self.names(path)
                if names is not None:
                    yield names

    def subclasses(self, qualified: str, asking: ModuleNames | None = None) -> tuple[VisibleClass, ...]:
        """Return the classes of the program that derive from a class, through any number of steps, by file and line."""
        if qualified not in self._subclasses:
            self._subclasses[qualified] = ()
            self._subclasses[qualified] = tuple(self._find_subclasses(qualified, asking))
        return self._subclasses[qualified]

    def _find_subclasses(self, qualified: str, asking: ModuleNames | None) -> Iterator[VisibleClass]:
        for path in self._files_deriving_from(qualified.rpartition(".")[2]):
            names = self.names(path)
            if names is not None and asking is not None and names.modname == asking.modname:
                names = asking
            every = [VisibleClass(node, names) for node in names.scopes.classes] if names is not None else []
            yield from (each for each in every if qualified in classes.bases(each) and each.qualname != qualified)

    def _files_deriving_from(self, name: str) -> list[Path]:
        """Files with a class header that may, through other classes, derive from something called `name`."""
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
            data = self._sources.read(path)
            for word, deriving in sources.class_headers(data).items():
                by_word.setdefault(word, []).append((path, deriving))
            for old, new in sources.renamings(data):
                other_names.setdefault(old, set()).add(new)
        return by_word, other_names


def _position(node: nodes.NodeNG) -> tuple[int, int]:
    return node.lineno or 0, node.col_offset or 0
