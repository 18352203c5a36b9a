"""What Pylint's own configuration says that concerns us; the rest of it is none of our business.

No init-hook is run, no plugin is loaded, and options and symbols that belong to others are passed over in silence.
"""

from __future__ import annotations

import configparser
import contextlib
import io
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

from pylint.config import find_default_config_files

from pylint_zmq.options import BY_NAME
from zmqlint.errors import ConfigError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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

_SHARED_FILES = ("setup.cfg", "tox.ini")


class Setting(NamedTuple):
    """One option with its value as text, and where it was set."""

    name: str
    value: str
    origin: str


def find_pylintrc() -> Path | None:
    """Return the configuration file that Pylint itself would read when started here."""
    # Pylint prints what it cannot read on the way; if it matters to us, our own reader says so.
    with contextlib.redirect_stdout(io.StringIO()):
        return next(iter(find_default_config_files()), None)


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
        if path.name not in _SHARED_FILES or section.startswith("pylint"):
            yield from parser[section].items()


def _as_text(value: Any) -> str:
    """Return a TOML value as Pylint's command line would have it."""
    if isinstance(value, list):
        return ",".join(_as_text(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
