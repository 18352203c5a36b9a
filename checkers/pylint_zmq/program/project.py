"""The project on disk that a checked file belongs to, whichever files were asked for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from pylint_zmq.glance import views, words
from pylint_zmq.names import canonical, classes
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.memory import Memory, Touched
from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program import roots, trace
from pylint_zmq.program.finder import ModuleFinder
from pylint_zmq.program.grafting import grafted
from pylint_zmq.program.index import Index
from pylint_zmq.program.sources import Sources
from pylint_zmq.program.trees import SourceError, parse_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from astroid import nodes

    from pylint_zmq.program.outlook import Outlook
    from pylint_zmq.program.trace import Trace


@dataclass(frozen=True)
class Site:
    """A node, and the names of the module that it stands in."""

    node: nodes.NodeNG
    names: ModuleNames


#: The file of a package.
_PACKAGE = "__init__.py"


class Program:
    """The Python files under one source root. Nothing is imported or run; a broken file is one that is not there."""

    _known: ClassVar[dict[Path, Program]] = {}
    #: Of all programs, for one may lie inside another.
    _read: ClassVar[Sources] = Sources()

    def __init__(self, root: Path, texts: Sources | None = None) -> None:
        """Take `root`, a resolved folder, and what reads its files."""
        self.root = root
        #: What the names of all modules have worked out about expressions.
        self._touched = Touched()
        self.memory = Memory(self._touched)
        self._sources = texts if texts is not None else Sources()
        self._finder = ModuleFinder(root)
        self._index = Index(root, self._sources, ())
        self._trees: dict[Path, ModuleNames | None] = {}
        #: Files that do not matter to zmq, and that were looked into all the same.
        self._beside: dict[Path, ModuleNames | None] = {}
        self._following: set[str] = set()
        self._followed: dict[tuple[str, str | None], tuple[str, int]] = {}
        self._subclasses: dict[str, tuple[tuple[VisibleClass, ...], int]] = {}

    @classmethod
    def of(cls, path: str | os.PathLike[str], source_roots: Iterable[str | os.PathLike[str]] = ()) -> Program:
        """Return the program that the file at `path` belongs to; one and the same for all files under one root."""
        root = roots.source_root(roots.real(path), [roots.real(each) for each in source_roots])
        if root not in cls._known:
            cls._known[root] = cls(root, cls._read)
        return cls._known[root]

    @classmethod
    def inform(cls, outlook: Outlook) -> None:
        """Make known what was found out about a program whose files need not be read for it again."""
        program = cls._known.setdefault(outlook.root, cls(outlook.root, cls._read))
        program._index.inform(outlook)

    @classmethod
    def forget_all(cls) -> None:
        """Read everything anew from now on, as files may have changed."""
        cls._known.clear()
        cls._read = Sources()

    # One analysis after the other

    @property
    def sifting(self) -> bool:
        """Whether files that do not matter to zmq are left unseen, packages apart."""
        return self._index.sifting

    def start(self, factories: Iterable[str] = ()) -> None:
        """Begin the analysis of a file, with an empty trace; leave unseen from now on what does not matter.

        `factories` are the project's own functions that return a socket or context, by its configuration.
        """
        self._index.sift(frozenset(name.rpartition(".")[2] for name in factories))
        self._touched.mask = 0

    @property
    def trace(self) -> Trace:
        """What was asked since the last `start`, by the analysis or by answers that it found worked out."""
        return trace.trace_of(self._touched.things(), lambda name: self._index.with_word(name, everywhere=True))

    def matters(self, path: str | os.PathLike[str], text: bytes | str | None) -> bool:
        """Tell whether the file at `path` can have to do with zmq; its `text` is what is on disk if it is None."""
        if text is None:
            text = self._sources.read(roots.real(path))
        return self._index.matters(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)

    def tree(self, path: str | os.PathLike[str], data: bytes) -> nodes.Module | None:
        """Return the tree of the file at `path`, to be shared; None if `data` is not its content, or is no Python."""
        file = roots.real(path)
        if os.path.abspath(path) != str(file) or self._finder.module_name(file) is None:
            return None
        if self._sources.read(file) != data:
            return None
        if self._trees.get(file) is None:
            self._trees[file] = self._parse(file, data)
        names = self._trees[file]
        return names.module if names is not None else None

    # Modules

    def module_name(self, path: str | os.PathLike[str]) -> str | None:
        """Return the dotted name of a file; None for one outside the root, and for text that is of no file."""
        return self._finder.module_name(roots.real(path)) if not os.fspath(path).startswith("<") else None

    def edited(self, path: str | os.PathLike[str], modname: str, data: bytes) -> nodes.Module | None:
        """Use a tree of `data` for the file at `path`, made of what its last tree has in common with it.

        None if there is nothing like that. The last tree is not to be used any more.
        """
        names = self._trees.get(roots.real(path))
        if names is None or names.module.name != modname or names.module.file_bytes == data:
            return None
        module = grafted(names.module, data)
        if module is not None:
            self.overlay(path, module)
        return module

    def overlay(self, path: str | os.PathLike[str], module: nodes.Module) -> ModuleNames:
        """Use `module` for the file at `path`, and return its names.

        Its text may be another than that on disk; a tree that does not tell its text is that of the file.
        """
        file = roots.real(path)
        data = module.file_bytes.encode() if isinstance(module.file_bytes, str) else module.file_bytes
        if data is not None and data != self._sources.read(file):
            self._sources.replace(file, data)
            if file in self._index.files:
                self._index.text_changed(file)
            else:
                self._finder.extra.add(file)
                self._look_again()
            self._start_over()
        self._subclasses.clear()
        names = self._trees[file] = ModuleNames(module, self)
        return names

    def forget(self, path: str | os.PathLike[str]) -> None:
        """Read the file at `path` from disk again, as it may have changed, or is no longer overlaid."""
        file = roots.real(path)
        self._sources.replace(file, None)
        self._finder.extra.discard(file)
        self._trees.pop(file, None)
        self._look_again()
        self._start_over()

    def _look_again(self) -> None:
        """Find out anew which files there are."""
        self._finder.forget()
        before = self._index
        self._index = Index(self.root, self._sources, self._finder.extra)
        if before.sifting:
            self._index.sift(before.factories)

    def _start_over(self) -> None:
        """Drop all that was concluded, for some text is another; other files keep their trees."""
        self._subclasses.clear()
        self._followed.clear()
        self._beside.clear()
        self.memory = Memory(self._touched)
        self._trees = {file: names.anew() for file, names in self._trees.items() if names is not None}

    def names_of(self, module: nodes.Module) -> ModuleNames:
        """Return the names of a tree: those that the program has, if the tree is its own."""
        file = roots.real(module.file or "")
        own = self._trees.get(file)
        return own if own is not None and own.module is module else ModuleNames(module, self)

    def names(self, path: str | os.PathLike[str]) -> ModuleNames | None:
        """Return the names of the file at `path`; None if it lies outside the root or cannot be parsed."""
        return self._names(roots.real(path))

    def _names(self, file: Path) -> ModuleNames | None:
        return self._seen(file, self._text(file))

    def _seen(self, file: Path, data: bytes) -> ModuleNames | None:
        if file not in self._trees:
            seen = not self.sifting or file.name == _PACKAGE or self._index.matters(data)
            # What has nothing to do with zmq cannot make, keep or release a socket; only packages pass names on.
            self._trees[file] = self._parse(file, data) if seen else None
        return self._trees[file]

    def _parse(self, file: Path, data: bytes) -> ModuleNames | None:
        modname = self._finder.module_name(file)
        if modname is None:
            return None
        try:
            return ModuleNames(parse_bytes(data, str(file), modname), self)
        except SourceError:
            return None

    def _text(self, file: Path) -> bytes:
        self._touched.add((trace.FILE, file))
        return self._sources.read(file)

    def file(self, dotted: str, asking: ModuleNames | None = None) -> Path | None:
        """Return the file of the module called `dotted`, as the module `asking` would import it."""
        self._touched.add((trace.MODULE, dotted))
        return self._finder.file(dotted, _path(asking))

    def split(self, dotted: str, asking: ModuleNames | None) -> tuple[Path | None, str]:
        """Return the file of the longest module that `dotted` begins with, and the rest of the name."""
        self._touched.add((trace.MODULE, dotted))
        return self._finder.split(dotted, _path(asking))

    def _module(self, file: Path, asking: ModuleNames | None) -> ModuleNames | None:
        """Return the names of a file; of the very tree that asks, if it is of that file."""
        if asking is not None and asking.modname == self._finder.module_name(file):
            return asking
        return self._names(file)

    # Names across modules

    def follow(self, dotted: str, asking: ModuleNames | None = None) -> str:
        """Return the canonical name of `dotted`: through modules that only pass it on, to where it is made.

        A name that leads out of the program, or round in a circle, stays as far as it could be followed.
        """
        key = (dotted, _path(asking))
        kept = self._followed.get(key)
        if kept is not None:
            self._touched.mask |= kept[1]
            return kept[0]
        if dotted in self._following:
            return dotted
        # What is found inside a circle depends on where the circle was entered: not for keeping.
        outermost = not self._following
        self._following.add(dotted)
        before, self._touched.mask = self._touched.mask, 0
        try:
            found = self._follow(dotted, asking)
        finally:
            self._following.discard(dotted)
            mask = self._touched.mask
            self._touched.mask |= before
        if outermost:
            self._followed[key] = (found, mask)
        return found

    @property
    def is_following(self) -> bool:
        """Whether a name is being followed right now."""
        return bool(self._following)

    def _follow(self, dotted: str, asking: ModuleNames | None) -> str:
        file, rest = self.split(dotted, asking)
        if file is None:
            return canonical.canonical(dotted)
        modname = self._finder.module_name(file) or dotted
        if not rest:
            return self._hiding(modname) or modname
        own = f"{modname}.{rest}"
        if "." not in rest and words.defines(self._text(file), rest):
            return own
        names = self._module(file, asking)
        return (names.own_member(rest) if names is not None else None) or own

    def _hiding(self, modname: str) -> str | None:
        """Return what a package has under the name of one of its modules: `from .connect import connect`."""
        package, _, name = modname.rpartition(".")
        init = self.file(package) if package else None
        if init is None or not words.has_word(self._text(init), name):
            return None
        names = self._names(init)
        return names.export(name) if names is not None and name in names.scopes.module.bindings else None

    def star_name(self, dotted: str, name: str, asking: ModuleNames | None = None) -> str | None:
        """Return what `from <dotted> import *` brings in under `name`; None if nothing that can be seen."""
        key = f"{dotted}.*.{name}"
        file = self.file(dotted, asking)
        names = self._module(file, asking) if file is not None else None
        if names is None or name.startswith("_") or key in self._following:
            return None
        self._following.add(key)
        try:
            return names.export(name)
        finally:
            self._following.discard(key)

    def module_and_rest(self, qualified: str, asking: ModuleNames | None = None) -> tuple[ModuleNames, str] | None:
        """Split a canonical name into the module of the program that has it and the name there."""
        file, rest = self.split(qualified, asking)
        names = self._module(file, asking) if file is not None and rest else None
        return (names, rest) if names is not None else None

    def variable(self, qualified: str, asking: ModuleNames | None = None) -> tuple[ModuleNames, str] | None:
        """Return the module, and the name in it, of a module-level name of the program."""
        found = self.module_and_rest(qualified, asking)
        return found if found is not None and found[1] in found[0].scopes.module.bindings else None

    # The program as a whole

    @property
    def zmq_files(self) -> tuple[Path, ...]:
        """The files that mention zmq."""
        return self._index.zmq_files

    def modules_with(self, word: str, *, everywhere: bool = False) -> Iterator[ModuleNames]:
        """Yield the modules that contain `word`, of those that mention zmq, or of all; others are not parsed."""
        self._touched.add((views.ANYWHERE if everywhere else views.WORD, word))
        for path in self._index.with_word(word, everywhere=everywhere):
            # Only what has to do with the word is looked at: the file as a whole is not touched.
            names = self._seen(path, self._sources.read(path))
            if names is not None:
                yield names

    def beside(self, path: Path) -> ModuleNames | None:
        """Return the names of a file that need not matter to zmq; the rest of the program does not see them."""
        self._touched.add((trace.FILE, path))
        if path not in self._beside:
            self._beside[path] = self._trees.get(path) or self._parse(path, self._sources.read(path))
        return self._beside[path]

    def files_with(self, word: str) -> frozenset[Path]:
        """Return the files that contain `word` and do not mention zmq."""
        self._touched.add((views.ANYWHERE, word))
        return frozenset(self._index.with_word(word, everywhere=True)).difference(self._index.zmq_files)

    def has_word(self, path: Path, of: Iterable[str]) -> bool:
        """Tell whether a file contains one of these words."""
        text = self._text(path)
        return any(words.has_word(text, word) for word in of)

    def functions(self, kind: str, asked: Iterable[str]) -> frozenset[str]:
        """Return the `asked` names that some function of a kind (see glance/views.py) goes by."""
        found = set()
        for name in asked:
            self._touched.add((kind, name))
            if self._index.with_function(kind, name):
                found.add(name)
        return frozenset(found)

    def callers(self, name: str, *, everywhere: bool = False) -> Iterator[Site]:
        """Yield calls of anything called `name`, in files that mention zmq, or everywhere in the program."""
        for names in self.modules_with(name, everywhere=everywhere):
            yield from (Site(call, names) for call in names.scopes.calls.get(name, ()))

    def accesses(self, attribute: str, *, everywhere: bool = False) -> Iterator[Site]:
        """Yield reads and stores of an attribute, whatever it is an attribute of, as `callers`."""
        for names in self.modules_with(attribute, everywhere=everywhere):
            found = [*names.scopes.reads.get(attribute, ()), *names.scopes.stores.get(attribute, ())]
            yield from (Site(node, names) for node in sorted(found, key=_position))

    def subclasses(self, qualified: str, asking: ModuleNames | None = None) -> tuple[VisibleClass, ...]:
        """Return the classes of the program that derive from a class, through any number of steps, by file and line."""
        if qualified not in self._subclasses:
            self._subclasses[qualified] = ((), 0)
            before, self._touched.mask = self._touched.mask, 0
            found = tuple(self._find_subclasses(qualified, asking))
            self._subclasses[qualified] = (found, self._touched.mask)
            self._touched.mask |= before
        found, mask = self._subclasses[qualified]
        self._touched.mask |= mask
        return found

    def _find_subclasses(self, qualified: str, asking: ModuleNames | None) -> Iterator[VisibleClass]:
        found, looked_for = self._index.deriving_from(qualified.rpartition(".")[2])
        for path in found:
            self._touched.add((trace.FILE, path))
        for name in looked_for:
            self._touched.add((views.HEADER, name))
        for path in found:
            names = self._module(path, asking)
            every = [VisibleClass(node, names) for node in names.scopes.classes] if names is not None else []
            yield from (each for each in every if qualified in classes.bases(each))


def _path(asking: ModuleNames | None) -> str | None:
    return asking.module.file if asking is not None else None


def _position(node: nodes.NodeNG) -> tuple[int, int]:
    return node.lineno or 0, node.col_offset or 0
