"""What an analysis asked of its program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from pylint_zmq.glance.views import ANYWHERE

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable
    from pathlib import Path

#: Kinds of what answers depend on, beside those of glance/views.py.
FILE = "file"
MODULE = "module"


@dataclass(frozen=True)
class Trace:
    """What an analysis asked of its program: a change that touches none of it cannot change what was found."""

    #: Files that were looked at as a whole.
    files: frozenset[Path]
    #: Parts of the dotted names of modules that were looked for: a new file of such a name may be what is found.
    modules: frozenset[str]
    #: By the kind of question (see glance/views.py): the names that were looked for in all files that matter.
    asked: dict[str, frozenset[str]]
    #: Files in which a name was found that was looked for anywhere.
    found: frozenset[Path]


def trace_of(touched: Iterable[Hashable], files_with: Callable[[str], Iterable[Path]]) -> Trace:
    """Sort what was touched, each thing a pair of a kind and a value; `files_with` tells which files have a name."""
    by_kind: dict[str, set[Any]] = {}
    for kind, value in cast("Iterable[tuple[str, Any]]", touched):
        by_kind.setdefault(kind, set()).add(value)
    files = frozenset(by_kind.pop(FILE, ()))
    modules = frozenset(part for dotted in by_kind.pop(MODULE, ()) for part in dotted.split("."))
    found = frozenset(path for name in by_kind.get(ANYWHERE, ()) for path in files_with(name))
    return Trace(files, modules, {kind: frozenset(names) for kind, names in by_kind.items()}, found)
