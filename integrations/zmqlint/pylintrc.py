"""What Pylint's own configuration says that concerns us; the rest of it is none of our business.

No init-hook is run, no plugin is loaded, and options and symbols that belong to others are passed over in silence.
"""

from __future__ import annotations

import configparser
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pylint_zmq.options import BY_NAME
from zmqlint.errors import ConfigError
from zmqlint.selection import Setting

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Pylint's own options that decide which of our messages are made, and about which files.
BORROWED = (
    "enable",
    "disable",
    "confidence",
    "ignore",
    "ignore-patterns",
    "ignore-paths",
    "source-roots",
    "py-version",
)
JOBS = "jobs"

_RC_NAMES = ("pylintrc", "pylintrc.toml", ".pylintrc", ".pylintrc.toml")
_INI_NAMES = ("setup.cfg", "tox.ini")
_SHARED_NAMES = ("pyproject.toml", *_INI_NAMES)
#: Names of the files that may configure us.
CONFIGURATION_NAMES = (*_RC_NAMES, *_SHARED_NAMES)


def find_pylintrc() -> Path | None:
    """Return the configuration file that Pylint itself would read when started here.

    Pylint has a function for this, but loading it takes longer than checking a file; a test compares the two.
    """
    return next(_candidates(), None)


def _candidates() -> Iterator[Path]:
    here = Path.cwd()
    yield from (path for name in (*_RC_NAMES, *_SHARED_NAMES) if _speaks_of_pylint(path := here / name))
    package = here
    while (package / "__init__.py").is_file() and package != package.parent:
        package = package.parent
        yield from (path for name in _RC_NAMES if (path := package / name).is_file())
    yield from (path for path in [_upward_pyproject(here)] if path and _speaks_of_pylint(path))
    yield from (path for path in _personal() if path.is_file())


def _upward_pyproject(folder: Path) -> Path | None:
    for parent in (folder, *folder.parents):
        if (parent / "pyproject.toml").is_file():
            return parent / "pyproject.toml"
        if (parent / ".git").is_dir() or (parent / ".hg").is_dir():
            break
    return None


def _personal() -> Iterator[Path]:
    if Path(os.environ.get("PYLINTRC", "")).exists() and "PYLINTRC" in os.environ:
        yield Path(os.environ["PYLINTRC"])
    elif (home := os.path.expanduser("~")) not in ("~", "/root"):
        yield from (Path(home, ".pylintrc"), Path(home, ".config", "pylintrc"))
    yield Path("/etc/pylintrc")


def _speaks_of_pylint(path: Path) -> bool:
    """Return whether `path` is a file that Pylint would use: its own, or a shared one with a section for it."""
    if not path.is_file():
        return False
    if path.name in _RC_NAMES:
        return True
    # A file that cannot be read is taken for one that says something, so that the reader can complain.
    try:
        if path.suffix == ".toml":
            with path.open("rb") as file:
                return "pylint" in tomllib.load(file).get("tool", {})
        parser = configparser.ConfigParser(interpolation=None)
        parser.read(path, encoding="utf-8")
    except (OSError, configparser.Error, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return path.suffix == ".toml"
    return any(section == "pylint" or section.startswith("pylint.") for section in parser.sections())


def read_pylintrc(path: Path) -> list[Setting]:
    """Return the settings in `path` that concern us, in its order. Raises ConfigError."""
    try:
        pairs = list(_toml_pairs(path) if path.suffix == ".toml" else _ini_pairs(path))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
    except (configparser.Error, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {' '.join(str(error).split())}") from error
    known = {*BY_NAME, *BORROWED, JOBS}
    return [Setting(name, value, str(path)) for name, value in pairs if name in known]


def _toml_pairs(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        table = tomllib.load(file).get("tool", {}).get("pylint", {})
    for name, value in table.items():
        # Pylint takes an option from whichever section it stands in, or from none.
        for inner_name, inner_value in value.items() if isinstance(value, dict) else [(name, value)]:
            yield inner_name, _as_text(inner_value)


def _ini_pairs(path: Path) -> Iterator[tuple[str, str]]:
    parser = configparser.ConfigParser(inline_comment_prefixes=("#", ";"), interpolation=None)
    with path.open(encoding="utf-8-sig") as file:
        parser.read_file(file)
    for section in parser.sections():
        if path.name not in _INI_NAMES or section.startswith("pylint"):
            yield from parser[section].items()


def _as_text(value: Any) -> str:
    """Return a TOML value as Pylint's command line would have it."""
    if isinstance(value, list):
        return ",".join(_as_text(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
