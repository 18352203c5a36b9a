"""Which files a run is about: what was named, what lies below it, and what cannot matter."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from zmqlint.result import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zmqlint.globs import Glob

_SUFFIXES = (".py", ".pyi", ".pyw")
#: Folders that hold no code of the project; any with a dot in front is passed over, too.
_NOT_SOURCE = frozenset({"__pycache__", "__pypackages__", "node_modules", "site-packages"})
_VENV_MARK = "pyvenv.cfg"


@dataclass(frozen=True)
class Exclusions:
    """What is left out. The first three are Pylint's, with its defaults, and hold for every file.

    `globs` hold only for what is found in folders, or with `force` for every file, too.
    """

    names: tuple[str, ...] = ("CVS",)
    name_patterns: tuple[re.Pattern[str], ...] = (re.compile(r"^\.#"),)
    path_patterns: tuple[re.Pattern[str], ...] = ()
    globs: tuple[Glob, ...] = ()
    #: The folder that `globs` are relative to.
    root: str = ""
    force: bool = False

    def ignores(self, path: str) -> bool:
        """Return whether Pylint would leave out `path`."""
        name = os.path.basename(path)
        return (
            name in self.names
            or any(pattern.match(name) for pattern in self.name_patterns)
            or any(pattern.match(os.path.normpath(path)) for pattern in self.path_patterns)
        )

    def excludes(self, path: str) -> bool:
        """Return whether one of the globs matches `path`."""
        if not self.globs:
            return False
        relative = PurePosixPath(Path(os.path.relpath(os.path.abspath(path), self.root)).as_posix())
        return any(glob.matches(relative) for glob in self.globs)


@dataclass(frozen=True)
class Discovery:
    """The files of a run, each once, and what could not be looked into."""

    files: tuple[str, ...]
    #: The same, with links resolved.
    resolved: tuple[str, ...]
    failures: tuple[Failure, ...]


def discover(paths: Sequence[str], exclusions: Exclusions) -> Discovery:
    """Return the Python files that `paths` stand for: files as they are, folders with all that lies below them."""
    files: dict[str, str] = {}
    failures: list[Failure] = []
    folders: dict[str, str] = {}

    def real(path: str) -> str:
        folder, name = os.path.split(path)
        if os.path.islink(path) or name in ("", ".", ".."):
            return os.path.realpath(path)
        if folder not in folders:
            folders[folder] = os.path.realpath(folder)
        return os.path.join(folders[folder], name)

    for path in paths:
        for file in _expanded(path, exclusions, failures):
            # One file under several names, by overlapping arguments or by links, is checked under the first.
            files.setdefault(real(file), file)
    return Discovery(tuple(files.values()), tuple(files), tuple(failures))


def _expanded(path: str, exclusions: Exclusions, failures: list[Failure]) -> Iterator[str]:
    if exclusions.ignores(path) or (exclusions.force and exclusions.excludes(path)):
        return
    if os.path.isdir(path):
        yield from _walk(path, exclusions, failures)
    elif os.path.lexists(path):
        yield path
    else:
        failures.append(Failure(path, "No such file or directory"))


def _walk(top: str, exclusions: Exclusions, failures: list[Failure]) -> Iterator[str]:
    def fail(error: OSError) -> None:
        failures.append(Failure(os.fsdecode(error.filename), error.strerror or str(error)))

    # Links to folders are not followed, so that no loop of links can keep the walk from ending.
    for folder, names, files in os.walk(top, onerror=fail):
        names[:] = sorted(name for name in names if _is_source_folder(folder, name, exclusions))
        for name in sorted(files):
            path = os.path.normpath(os.path.join(folder, name))
            if name.endswith(_SUFFIXES) and not exclusions.ignores(path) and not exclusions.excludes(path):
                yield path


def _is_source_folder(folder: str, name: str, exclusions: Exclusions) -> bool:
    path = os.path.join(folder, name)
    return not (
        name.startswith(".")
        or name in _NOT_SOURCE
        or os.path.exists(os.path.join(path, _VENV_MARK))
        or exclusions.ignores(path)
        or exclusions.excludes(path)
    )
