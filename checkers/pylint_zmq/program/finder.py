"""Which file a dotted name leads to, as an import in a given file would find it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from pylint_zmq.program import roots

if TYPE_CHECKING:
    from pathlib import Path

#: Below a root there may be one more folder that imports begin at.
_INNER_ROOT = "src"


class ModuleFinder:
    """Finds modules under one root, and remembers where it looked."""

    def __init__(self, root: Path) -> None:
        """Take `root`, a resolved folder."""
        self.root = root
        #: Files that are modules though they may not be on disk.
        self.extra: set[Path] = set()
        self._files: dict[tuple[str, Path | None], Path | None] = {}
        self._splits: dict[tuple[str, Path | None], tuple[Path | None, str]] = {}
        self._modnames: dict[Path, str | None] = {}
        self._beside: dict[str | None, Path | None] = {}

    def forget(self) -> None:
        """Look again, as files may have come or gone."""
        self._files.clear()
        self._splits.clear()

    def module_name(self, file: Path) -> str | None:
        """Return the dotted name of a file (resolved); None for one outside the root."""
        if file not in self._modnames:
            inside = file.is_relative_to(self.root)
            self._modnames[file] = roots.module_name(file, self.root) if inside else None
        return self._modnames[file]

    def file(self, dotted: str, importing: str | None) -> Path | None:
        """Return the file of the module called `dotted`, for an import in the file at the path `importing`."""
        return self._file(dotted, self._folder_beside(importing))

    def split(self, dotted: str, importing: str | None) -> tuple[Path | None, str]:
        """Return the file of the longest module that `dotted` begins with, and the rest of the name."""
        key = (dotted, self._folder_beside(importing))
        if key not in self._splits:
            self._splits[key] = self._split(*key)
        return self._splits[key]

    def _split(self, dotted: str, beside: Path | None) -> tuple[Path | None, str]:
        module, rest = dotted, ""
        while module:
            file = self._file(module, beside)
            if file is not None:
                return file, rest
            module, _, last = module.rpartition(".")
            rest = f"{last}.{rest}" if rest else last
        return None, rest

    def _file(self, dotted: str, beside: Path | None) -> Path | None:
        key = (dotted, beside)
        if key not in self._files:
            self._files[key] = self._search(dotted, beside)
        return self._files[key]

    def _search(self, dotted: str, beside: Path | None) -> Path | None:
        extra = next((each for each in sorted(self.extra) if self.module_name(each) == dotted), None)
        if extra is not None:
            return extra
        folders = [self.root, self.root / _INNER_ROOT, *([beside] if beside is not None else [])]
        places = [(folder, dotted) for folder in folders]
        head, _, rest = dotted.partition(".")
        if rest and head == self.root.name:
            # The root is itself a namespace package, which has no __init__.py to tell.
            places.append((self.root, rest))
        for folder, name in places:
            found = roots.module_file(folder, name)
            if found is not None and roots.real(found).is_relative_to(self.root):
                return roots.real(found)
        return None

    def _folder_beside(self, importing: str | None) -> Path | None:
        """Return the folder of a file that no package lists: run as a script, it imports what lies beside it."""
        if importing not in self._beside:
            self._beside[importing] = self._script_folder(importing)
        return self._beside[importing]

    def _script_folder(self, importing: str | None) -> Path | None:
        if not importing or not os.path.isabs(importing):
            return None
        file = roots.real(importing)
        return file.parent if file.is_relative_to(self.root) and not roots.is_in_package(file) else None
