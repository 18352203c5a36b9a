"""Which sockets meet: those whose endpoints can be one, and whose types can talk to each other."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pylint_zmq.names.test_files import is_test_file
from zmqlint.map.records import BIND, UNKNOWN_KIND, Meeting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zmqlint.map.records import Attachment, Creation

#: Which types can talk to each other, and what that is called.
PATTERNS: dict[str, str] = {
    **dict.fromkeys(("PUB", "SUB", "XPUB", "XSUB"), "pub-sub"),
    **dict.fromkeys(("PUSH", "PULL"), "pipeline"),
    **dict.fromkeys(("REQ", "REP", "DEALER", "ROUTER"), "request-reply"),
    "PAIR": "pair",
    "STREAM": "stream",
    **dict.fromkeys(("CLIENT", "SERVER"), "client-server"),
    **dict.fromkeys(("RADIO", "DISH"), "radio-dish"),
    **dict.fromkeys(("SCATTER", "GATHER"), "scatter-gather"),
    "PEER": "peer",
    "CHANNEL": "channel",
    "DGRAM": "datagram",
}
UNKNOWN_PATTERN = "unknown"

#: Transports whose endpoints end in a port.
_WITH_PORT = ("tcp", "udp", "ws", "wss")
_HOLE = re.compile(r"\{[^}]*\}")
#: `ipc://*`, `tcp://*:*`, `tcp://*:0`
_OPEN = re.compile(r"^\*$|:[*0]$|:\{random port\}$")
#: Names that so many endpoints go by that the same name says nothing beyond its file.
_COMMON = frozenset(
    "addr address endpoint url uri host hostname port ip ip_addr path name self interface iface server socket id "
    "conn connection location random_port zmq_port zmq_addr".split()
)

#: What two endpoints have in common if they are one; the last part is a file if they can only be one within it.
_Key = tuple[str, str, str]


@dataclass
class _Crossing:
    """The sockets at one endpoint, before those are told apart that cannot talk to each other."""

    by_name: bool
    attached: list[tuple[Creation, Attachment]] = field(default_factory=list)


def meetings(creations: Iterable[Creation]) -> tuple[Meeting, ...]:
    """Return where the sockets meet, in the order in which the endpoints come up."""
    crossings: dict[_Key, _Crossing] = {}
    for creation in creations:
        for attachment in creation.attachments:
            key, by_name = _key(attachment)
            crossing = crossings.setdefault(key, _Crossing(by_name))
            crossing.by_name = crossing.by_name and by_name
            crossing.attached.append((creation, attachment))
    return tuple(_merged(found for crossing in crossings.values() for found in _by_pattern(crossing)))


def _merged(found: Iterable[Meeting]) -> Iterable[Meeting]:
    """Return one meeting for all that bring the same sockets together: then each endpoint is another case."""
    merged: dict[object, Meeting] = {}
    for each in found:
        key = (each.pattern, each.binding, each.connecting)
        known = merged.get(key)
        if known is not None:
            each = replace(known, endpoints=(*known.endpoints, *each.endpoints), by_name=known.by_name and each.by_name)
        merged[key] = each
    return merged.values()


def _key(attachment: Attachment) -> tuple[_Key, bool]:
    """Return what the endpoint is joined by, and whether that is only a name."""
    text = attachment.endpoint
    transport, separator, rest = text.partition("://")
    if not separator:
        transport, rest = "", text
    bound = attachment.origin or attachment.place
    if _OPEN.search(rest):
        # The system chooses, each time anew.
        return (transport, "", f"{bound.path}:{bound.line}"), False
    if transport in _WITH_PORT and ":" in rest:
        rest = rest.rpartition(":")[2]
    holes = _HOLE.findall(rest)
    common = any(_plain(hole) in _COMMON or not _plain(hole).isidentifier() for hole in holes)
    # Each test has its own sockets, though all may use one port.
    within = bound.path if common or is_test_file(bound.path) else ""
    return (transport, rest, within), bool(holes) and attachment.origin is None


def _plain(hole: str) -> str:
    return hole.strip("{}$()").lower().replace(" ", "_")


def _by_pattern(crossing: _Crossing) -> Iterable[Meeting]:
    """Yield a meeting for each set of types that can talk to each other; unknown types may talk to any."""
    patterns = [PATTERNS.get(creation.kind, UNKNOWN_PATTERN) for creation, _ in crossing.attached]
    known = list(dict.fromkeys(each for each in patterns if each != UNKNOWN_PATTERN)) or [UNKNOWN_PATTERN]
    for pattern in known:
        here = [
            (creation, attachment)
            for (creation, attachment), own in zip(crossing.attached, patterns, strict=True)
            if own == pattern or (creation.kind == UNKNOWN_KIND and pattern == known[0])
        ]
        yield Meeting(
            tuple(dict.fromkeys(attachment.endpoint for _, attachment in here)),
            pattern,
            crossing.by_name,
            tuple(dict.fromkeys(creation.number for creation, each in here if each.action == BIND)),
            tuple(dict.fromkeys(creation.number for creation, each in here if each.action != BIND)),
        )
