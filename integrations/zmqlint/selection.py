"""Which messages are made, by which settings: plain data, from which each process builds its linter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pylint_zmq.rules import pages
from zmqlint.errors import ConfigError, suggestion

USELESS = "useless-suppression"
USELESS_ID = "I0021"


class Setting(NamedTuple):
    """One option with its value as text, and where it was set."""

    name: str
    value: str
    origin: str


@dataclass(frozen=True)
class Selection:
    """What was asked for."""

    settings: tuple[Setting, ...] = ()
    #: Ids of messages; empty: what the settings enable.
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def message_ids(name: str, origin: str) -> list[str]:
    """Return the ids that `name` stands for: a symbol, an id, a checker's name or `all`.

    Raises ConfigError, which says that `origin` is wrong.
    """
    if name in (USELESS, USELESS_ID):
        return [USELESS_ID]
    found = [
        page.id
        for page in pages().values()
        if name in ("all", page.symbol, page.id, page.checker) or any(name in old for old in page.old_names)
    ]
    if not found:
        known = [word for page in pages().values() for word in (page.symbol, page.id, page.checker)]
        raise ConfigError(f"{origin}: no message is called {name!r}{suggestion(name, known)}")
    return found
