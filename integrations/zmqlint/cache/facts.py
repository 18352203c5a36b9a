"""What is known of one file by its bytes, and whether it still holds."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from pylint_zmq.glance import giving, words
from pylint_zmq.reading import SourceError, read_source
from zmqlint.soundness import check_parses

if TYPE_CHECKING:
    import os

#: A file that was written so shortly before it was read, in nanoseconds, may have been written again within one tick
#: of the clock of its file system: its time says nothing.
_UNSETTLED = 2_000_000_000
_NEVER = -1

#: (line, reason) of why a file cannot be checked.
Fault = tuple[int, str]


@dataclass
class Fact:
    """A file as it was when it was read."""

    size: int
    #: Nanoseconds; -1 if it cannot be relied on.
    mtime: int
    mode: int
    digest: str
    mentions_zmq: bool
    #: Whether it uses what zmq files hand out; only of files that do not mention zmq.
    uses: bool
    #: Of a file that mentions zmq: what it may hand out, and what that depends on.
    givers: dict[str, list[str]]
    #: Why it is no Python: None if nobody asked, (0, "") if it is.
    unparsable: Fault | None = None

    @property
    def matters(self) -> bool:
        """Whether the file has to do with zmq."""
        return self.mentions_zmq or self.uses

    def holds_for(self, status: os.stat_result) -> bool:
        """Whether a file with this status is the one that was read, by size and time."""
        return self.size == status.st_size and self.mtime == status.st_mtime_ns and self.mode == status.st_mode

    def same_content(self, other: Fact) -> bool:
        """Whether an analysis sees the same, in this file and in what it is to the program."""
        return self.digest == other.digest and self.matters == other.matters

    def as_list(self) -> list[Any]:
        """Return the fact as JSON has it."""
        fault = self.unparsable
        return [self.size, self.mtime, self.mode, self.digest, self.mentions_zmq, self.uses, self.givers, fault]


def fact_from(stored: list[Any]) -> Fact:
    """Return the fact that `as_list` made. Raises TypeError or ValueError for anything else."""
    size, mtime, mode, digest, mentions, uses, givers, unparsable = stored
    fault = (int(unparsable[0]), str(unparsable[1])) if unparsable is not None else None
    return Fact(int(size), int(mtime), int(mode), str(digest), bool(mentions), bool(uses), dict(givers), fault)


def read_fact(path: str, status: os.stat_result, known: Fact | None, *, lasts: bool) -> tuple[Fact, bytes]:
    """Return what the file at `path` is now, and its bytes. `status` was taken before. Raises SourceError.

    What is `known` of the same content is kept. Whether it uses what others hand out is left open. There is a digest
    only if the fact `lasts` longer than the run.
    """
    data = read_source(path)
    settled = time.time_ns() - status.st_mtime_ns > _UNSETTLED and len(data) == status.st_size
    mtime = status.st_mtime_ns if settled else _NEVER
    digest = digest_of(data) if lasts else ""
    if known is not None and known.digest == digest:
        return replace(known, size=status.st_size, mtime=mtime, mode=status.st_mode), data
    mentions = words.ZMQ in data
    givers = {name: sorted(callees) for name, callees in giving.givers(data).items()} if mentions else {}
    return Fact(status.st_size, mtime, status.st_mode, digest, mentions, False, givers), data


def digest_of(data: bytes) -> str:
    """Return what stands for the content of a file."""
    return blake2b(data, digest_size=16).hexdigest()


def parse_fault(path: str, data: bytes) -> Fault:
    """Return why the content of a file is no Python; (0, "") if it is."""
    try:
        check_parses(path, data)
    except SourceError as error:
        return error.line, error.reason
    return 0, ""
