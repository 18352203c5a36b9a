"""What a look at all files of a program found out, so that whoever knows it already need not look again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Outlook:
    """The files under one root, sorted, and which of them have to do with zmq."""

    root: Path
    files: tuple[Path, ...]
    #: Those that mention zmq.
    zmq_files: tuple[Path, ...]
    #: Those, and the ones that use what they hand out.
    relevant_files: tuple[Path, ...]
    #: Names of functions and classes that hand out something; see glance/giving.py.
    given: frozenset[str]
    #: The project's own factories, by its configuration, which `given` and `relevant_files` rest on.
    factories: frozenset[str]
