"""The code that is measured: whole distributions from the package index, fetched by pip and unpacked once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: What is fetched: the requirement, and whether it is the source distribution.
KNOWN = {"salt": ("salt==3008.5", True), "vllm": ("vllm", False)}


def corpus(name: str, folder: Path) -> Path:
    """Return the folder with the files of a corpus below `folder`; fetch them if they are not there."""
    place = folder / name
    if place.is_dir():
        return place
    requirement, is_source = KNOWN[name]
    loaded = folder / f".{name}"
    loaded.mkdir(parents=True, exist_ok=True)
    kind = ["--no-binary", name] if is_source else ["--only-binary", ":all:"]
    subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", *kind, requirement, "-d", loaded], check=True)
    (archive,) = (each for each in loaded.iterdir() if each.is_file())
    unpacked = loaded / "unpacked"
    if archive.name.endswith(".tar.gz"):
        with tarfile.open(archive) as opened:
            opened.extractall(unpacked, filter="data")
    else:
        with zipfile.ZipFile(archive) as opened:
            opened.extractall(unpacked)
    shutil.move(unpacked, place)
    return place


def python_files(place: Path) -> list[Path]:
    """Return the Python files of a corpus, sorted."""
    return sorted(path for path in place.rglob("*.py") if path.is_file())
