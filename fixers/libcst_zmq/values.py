"""Numbers that a fix may write into code. They are decisions of the user; without one, there is a suggestion only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Values:
    """What was configured; None where nothing was. Times are in milliseconds."""

    recv_timeout: int | None = None
    send_timeout: int | None = None
    poll_timeout: int | None = None
    linger: int | None = None
    max_sockets: int | None = None
