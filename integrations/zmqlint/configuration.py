"""What holds for a run: the command line, over `[tool.zmqlint]`, over Pylint's sections."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pylint_zmq.options import OPTIONS
from zmqlint.errors import ConfigError, suggestion
from zmqlint.globs import Glob
from zmqlint.pylintrc import JOBS, find_pylintrc, read_pylintrc
from zmqlint.schema import checked, load_schema
from zmqlint.selection import Selection, Setting, message_ids

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

PYPROJECT = "pyproject.toml"
COMMAND_LINE = "command line"


@dataclass(frozen=True)
class Table:
    """The content of `[tool.zmqlint]`, checked, and the file that it stands in."""

    #: The file; None if there is none.
    path: Path | None = None
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    #: Numbers that fixes may write; 0 where none is given. Times are in milliseconds.
    fix_linger: int = 0
    fix_max_sockets: int = 0
    fix_poll_timeout: int = 0
    fix_recv_timeout: int = 0
    fix_send_timeout: int = 0
    format: str = "text"
    output: tuple[str, ...] = ()
    baseline: str = ""
    cache_dir: str = ""
    cache_always_read: bool = False

    @property
    def given(self) -> frozenset[str]:
        """The keys whose values differ from what holds when nothing is said."""
        return frozenset(
            item.name.replace("_", "-")
            for item in fields(self)
            if item.name != "path" and getattr(self, item.name) != getattr(Table(), item.name)
        )

    @property
    def root(self) -> Path:
        """The folder that the paths and patterns in it are relative to."""
        return self.path.parent if self.path else Path.cwd()


@dataclass(frozen=True)
class Configuration:
    """Everything that a command needs to know beside the paths."""

    table: Table
    pylintrc: Path | None
    selection: Selection
    #: Number of processes; 0: as many as pay.
    jobs: int
    baseline: Path | None = None
    #: Whether results are remembered for later runs.
    cache: bool = True


def load(arguments: Namespace) -> Configuration:
    """Return what holds by the files in force and the command line's `arguments`. Raises ConfigError."""
    table = Table()
    pylintrc = None
    settings: list[Setting] = []
    if not arguments.isolated:
        table = read_table(Path(arguments.config) if arguments.config else find_pyproject())
        pylintrc = Path(arguments.rcfile) if arguments.rcfile else find_pylintrc()
    if pylintrc:
        settings = read_pylintrc(pylintrc)
    jobs = next((setting for setting in reversed(settings) if setting.name == JOBS), None)
    given = [
        Setting(option.name, value, COMMAND_LINE)
        for option in OPTIONS
        if (value := getattr(arguments, option.name.replace("-", "_"), None)) is not None
    ]
    selection = Selection(
        tuple(setting for setting in settings if setting.name != JOBS) + tuple(given),
        _ids(arguments.select, "--select"),
        _ids(arguments.ignore, "--ignore"),
    )
    return Configuration(
        table,
        pylintrc,
        selection,
        arguments.jobs if arguments.jobs is not None else _jobs(jobs),
        _baseline(arguments.baseline, table),
        not arguments.no_cache,
    )


def find_pyproject() -> Path | None:
    """Return the nearest pyproject.toml, from here upwards to the end of the repository."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / PYPROJECT).is_file():
            return folder / PYPROJECT
        if (folder / ".git").exists():
            return None
    return None


def read_table(path: Path | None) -> Table:
    """Return the table in the file at `path`, or an empty one. Raises ConfigError."""
    if path is None:
        return Table()
    try:
        with path.open("rb") as file:
            document = tomllib.load(file)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {' '.join(str(error).split())}") from error
    found = document.get("tool", {}).get("zmqlint", {})
    known = load_schema("configuration")["properties"]
    values: dict[str, Any] = {}
    for key, value in found.items():
        if key not in known:
            raise ConfigError(f"{path}: [tool.zmqlint] has no key {key!r}{suggestion(key, known)}")
        try:
            values[key.replace("-", "_")] = checked(value, known[key])
        except ValueError as error:
            raise ConfigError(f"{path}: [tool.zmqlint] {key}: {error}") from error
    return Table(path.absolute(), **values)


def globs(patterns: tuple[str, ...]) -> tuple[Glob, ...]:
    """Return the patterns ready to match."""
    return tuple(Glob(pattern) for pattern in patterns)


def _ids(values: list[str] | None, option: str) -> tuple[str, ...]:
    names = [part.strip() for value in values or () for part in value.split(",") if part.strip()]
    return tuple(number for name in names for number in message_ids(name, option))


def _baseline(given: str | None, table: Table) -> Path | None:
    if given:
        return Path(given)
    return table.root / table.baseline if table.baseline else None


def _jobs(setting: Setting | None) -> int:
    if setting is None:
        return 0
    try:
        return max(0, int(setting.value))
    except ValueError:
        raise ConfigError(f"{setting.origin}: jobs: must be a number, not {setting.value!r}") from None
