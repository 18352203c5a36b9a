"""Where the cache lies, and how its files are read and written: whole or not at all, and never an error of the run."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

#: Grows when what is written changes its form; other versions are not read.
VERSION = 2
VARIABLE = "ZMQLINT_CACHE_DIR"

#: Tells programs that make backups to leave the folder out (bford.info/cachedir).
_TAG = "CACHEDIR.TAG"
_TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# What zmqlint remembers of earlier runs. Can be deleted.\n"
#: Files that no run has read for so long are deleted, in seconds.
_OLDEST = 30 * 24 * 3600.0


def cache_folder(configured: str, root: Path) -> Path | None:
    """Return the folder of the cache: by the environment, else `configured` (relative to `root`), else the system's.

    None if there is no place for one, as for a user without a home.
    """
    chosen = os.environ.get(VARIABLE) or (str(root / configured) if configured else "")
    if chosen:
        return Path(chosen)
    base = _system_folder()
    return Path(base, "zmqlint") if base else None


def _system_folder() -> str:
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA", "")
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        return os.path.join(home, "Library", "Caches") if home != "~" else ""
    return os.environ.get("XDG_CACHE_HOME") or (os.path.join(home, ".cache") if home != "~" else "")


def read(path: Path) -> dict[str, Any]:
    """Return the document in the file at `path`; an empty one if there is none, or it makes no sense."""
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError, MemoryError):
        return {}
    return document if isinstance(document, dict) and document.get("version") == VERSION else {}


def write(path: Path, document: dict[str, Any]) -> None:
    """Make `document` the content of the file at `path`, in one step; where that cannot be done, leave things be.

    Of several runs that write at once, one wins, and its document is whole.
    """
    name = ""
    try:
        _prepare(path.parent)
        text = json.dumps({"version": VERSION, **document}, separators=(",", ":"))
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        os.replace(name, path)
    except (OSError, ValueError):
        with suppress(OSError):
            if name:
                os.unlink(name)


def _prepare(folder: Path) -> None:
    if (folder / _TAG).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / _TAG).write_text(_TAG_TEXT, encoding="utf-8")


def drop_old(folder: Path, now: float) -> None:
    """Delete what has not been written for a month before `now` (seconds), and what killed runs left behind."""
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.endswith((".json", ".tmp")) and now - entry.stat().st_mtime > _OLDEST:
                os.unlink(entry.path)
