"""What an analysis asked of its program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable
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


def trace_of(touched: Iterable[Hashable]) -> Trace:
    """Sort what was touched, each thing a pair of a kind and a value."""
    by_kind: dict[str, set[Any]] = {}
    for kind, value in cast("Iterable[tuple[str, Any]]", touched):
        by_kind.setdefault(kind, set()).add(value)
    files = frozenset(by_kind.pop(FILE, ()))
    modules = frozenset(part for dotted in by_kind.pop(MODULE, ()) for part in dotted.split("."))
    return Trace(files, modules, {kind: frozenset(names) for kind, names in by_kind.items()})
