"""Where a program begins on disk, and which of its files hold Python code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SUFFIX = ".py"
_CODE_SUFFIXES = (".py", ".pyw")
#: Folders that hold other people's code, or none.
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "dist-packages"})
#: Folders in a row that may lack an `__init__.py` inside a package.
_MOST_BARE_FOLDERS = 3
#: What stands where a project begins: above that, nothing is looked for.
_PROJECT_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg")
#: More files than this are no program that a person works on, but a disk.
MOST_FILES = 20_000


def real(path: str | os.PathLike[str]) -> Path:
    """Return the path with links resolved; the path itself made absolute where that cannot be done."""
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError):
        return Path(os.path.abspath(path))


def source_root(path: Path, configured: Iterable[Path] = ()) -> Path:
    """Return the folder that the imports of the file at `path` (resolved) begin at.

    The innermost configured root that holds the file; else the folder above its top-most package; else, for a file
    in no package, the git work tree that it lies in; else its own folder.
    """
    holding = [root for root in configured if path.is_relative_to(root)]
    if holding:
        return max(holding, key=lambda root: len(root.parts))
    top = above_package(path)
    if top != path.parent:
        return top
    return next((folder for folder in path.parents if (folder / ".git").exists()), path.parent)


def above_package(path: Path) -> Path:
    """Return the folder above the top-most package of a file; the file's own folder if it is in no package."""
    folder = path.parent
    while (package := _package_round(folder)) is not None and package.parent != package:
        folder = package.parent
    return folder


def is_in_package(path: Path) -> bool:
    """Tell whether the folder of a file says that it is a package."""
    return (path.parent / "__init__.py").is_file()


def _package_round(folder: Path) -> Path | None:
    """Return the package that a folder is, or is a part of without an `__init__.py` of its own (PEP 420)."""
    for _ in range(_MOST_BARE_FOLDERS + 1):
        if (folder / "__init__.py").is_file():
            return folder
        if not folder.name.isidentifier() or any((folder / name).exists() for name in _PROJECT_MARKS):
            return None
        folder = folder.parent
        if any((folder / name).exists() for name in _PROJECT_MARKS):
            return None
    return None


def module_name(path: Path, root: Path) -> str:
    """Return the dotted name of a file: from above its top-most package, or from `root` if it is in no package."""
    top = above_package(path)
    if top == path.parent and path.is_relative_to(root):
        top = root
    parts = list(path.relative_to(top).with_suffix("").parts)
    if parts[-1] == "__init__" and len(parts) > 1:
        parts.pop()
    return ".".join(parts)


def module_file(folder: Path, dotted: str) -> Path | None:
    """Return the file of the module `dotted` under `folder`: a module, or the `__init__` of a package."""
    base = folder.joinpath(*dotted.split("."))
    candidates = (base / f"__init__{_SUFFIX}", base.with_name(base.name + _SUFFIX))
    return next((each for each in candidates if each.is_file()), None)


def python_files(root: Path) -> Iterator[Path]:
    """Yield all Python files under `root`, by their resolved paths.

    Links to folders are not followed, and neither are links to files that lead out of the root.
    """
    return map(Path, python_paths(str(root)))


def python_paths(root: str) -> Iterator[str]:
    """Yield what `python_files` does, as texts."""
    count = 0
    folders = [root]
    while folders and count < MOST_FILES:
        inner: list[str] = []
        for entry in _entries(folders.pop()):
            if entry.is_dir(follow_symlinks=False):
                if not _is_foreign(entry):
                    inner.append(entry.path)
            elif entry.name.endswith(_CODE_SUFFIXES) and not os.path.isdir(entry):
                path = entry.path if not entry.is_symlink() else str(real(entry.path))
                if path == entry.path or path.startswith(f"{root}{os.sep}"):
                    yield path
                    count += 1
        folders.extend(reversed(inner))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_foreign(entry: os.DirEntry[str]) -> bool:
    """Tell whether the folder is hidden, generated, or an environment with installed packages."""
    name = entry.name
    return name.startswith(".") or name in _SKIPPED or os.path.exists(os.path.join(entry.path, "pyvenv.cfg"))
