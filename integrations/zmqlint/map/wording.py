"""What the map says about a socket or context, aspect by aspect, in the same words in every format for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pylint_zmq.reporters.paths import shown
from zmqlint.map.fates import HANDED, PROCESS
from zmqlint.map.records import BIND

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zmqlint.map.records import Creation, Place, Release

_RECEIVE, _SEND, _LINGER = "RCVTIMEO", "SNDTIMEO", "LINGER"
_FURTHER_TIMEOUTS = ("CONNECT_TIMEOUT", "HEARTBEAT_IVL", "HEARTBEAT_TIMEOUT", "TCP_KEEPALIVE", "TCP_MAXRT")
_LIMITS = ("HWM", "SNDHWM", "RCVHWM", "MAXMSGSIZE", "BACKLOG", "MAX_SOCKETS", "IO_THREADS")
_ENDLESS = "-1"
#: Reports of these checkers, or with these words in their symbols, make an aspect red.
_SHUTDOWN = "zmq-shutdown"


class Tone(Enum):
    """How a statement is to be taken."""

    PLAIN = "plain"
    #: Nothing is set, which may be all right.
    QUIET = "quiet"
    #: Worth a look in a review.
    NOTE = "note"
    #: `zmqlint check` reports it.
    MISSING = "missing"


class Aspect(Enum):
    """What is told about each socket and context; the value is its heading."""

    ENDPOINTS = "endpoints"
    CLOSED = "closed by"
    TIMEOUTS = "timeouts"
    LINGER = "linger"
    THREAD = "thread"
    LIMITS = "limits"


@dataclass(frozen=True)
class Statement:
    """One thing that is said."""

    text: str
    tone: Tone = Tone.PLAIN


def statements(creation: Creation, aspect: Aspect, root: str) -> list[Statement]:
    """Return what is said about an aspect of a creation; paths are shown relative to `root`."""
    told = list(_TELLING[aspect](creation, root))
    if not _is_missing(creation, aspect):
        return told
    return [Statement(each.text, Tone.MISSING) for each in told] or [Statement("not set", Tone.MISSING)]


def _is_missing(creation: Creation, aspect: Aspect) -> bool:
    return any(aspect_of(problem.checker, problem.symbol) is aspect for problem in creation.problems)


def aspect_of(checker: str, symbol: str) -> Aspect | None:
    """Return the aspect that a report is about; None if it is about how the creation is done."""
    if checker == "zmq-lifetime" or "term-with" in symbol:
        return Aspect.CLOSED
    if checker == "zmq-timeouts":
        return Aspect.TIMEOUTS
    if checker == _SHUTDOWN:
        return Aspect.LINGER if "linger" in symbol else Aspect.LIMITS
    return None


def _endpoints(creation: Creation, root: str) -> Iterator[Statement]:
    for each in dict.fromkeys((each.action, each.endpoint) for each in creation.attachments):
        yield Statement(f"{'binds' if each[0] == BIND else 'connects to'} {each[1]}")
    if not creation.attachments and not creation.is_context:
        yield Statement("none in sight", Tone.QUIET)


def _closed(creation: Creation, root: str) -> Iterator[Statement]:
    own = [each for each in creation.releases if each.how != "context"]
    for each in own:
        yield Statement(_ending(each, creation, root))
    if own:
        return
    context = next(iter(creation.releases), None)
    if context is not None:
        yield Statement(f"the end of its context, {_where(context.place, creation, root)}")
    elif _is_missing(creation, Aspect.CLOSED):
        yield Statement("nobody")
    elif creation.fate == PROCESS:
        yield Statement("the end of the process", Tone.QUIET)
    elif creation.fate == HANDED:
        yield Statement("handed over to code that is not seen", Tone.NOTE)
    else:
        yield Statement("nobody in sight", Tone.NOTE)


def _ending(release: Release, creation: Creation, root: str) -> str:
    where = _where(release.place, creation, root)
    return f"with, {where}" if release.how == "with" else f"{release.how}(), {where}"


def _where(place: Place, creation: Creation, root: str) -> str:
    function = f"{place.scope.replace('.<locals>', '')}(), " if place.scope else ""
    file = "" if place.path == creation.place.path else f"{shown(place.path, root)} "
    return f"{function}{file}line {place.line}"


def _timeouts(creation: Creation, root: str) -> Iterator[Statement]:
    if creation.is_context:
        yield from (Statement(text) for text in _set(creation, (_RECEIVE, _SEND), "ms"))
        return
    for option, does, word in ((_RECEIVE, creation.receives, "receive"), (_SEND, creation.sends, "send")):
        values = _values(creation, option)
        if values:
            yield Statement(f"{word} {_duration(values)}")
        elif does:
            yield Statement(f"{word} none", Tone.QUIET)
    yield from (Statement(text) for text in _set(creation, _FURTHER_TIMEOUTS, ""))


def _linger(creation: Creation, root: str) -> Iterator[Statement]:
    values = _values(creation, _LINGER)
    if values:
        is_endless = values == [_ENDLESS]
        yield Statement(_duration(values), Tone.NOTE if is_endless and creation.sends else Tone.PLAIN)
    elif creation.sends:
        yield Statement("not set: waits for ever", Tone.NOTE)
    elif not creation.is_context:
        yield Statement("not set", Tone.QUIET)


def _thread(creation: Creation, root: str) -> Iterator[Statement]:
    tone = Tone.NOTE if len(creation.threads) > 1 else Tone.PLAIN
    yield from (Statement(each.replace(".<locals>", ""), tone) for each in creation.threads)


def _limits(creation: Creation, root: str) -> Iterator[Statement]:
    yield from (Statement(text) for text in _set(creation, _LIMITS, ""))
    if not creation.values(*_LIMITS):
        yield Statement("default", Tone.QUIET)


def _set(creation: Creation, options: Iterable[str], unit: str) -> Iterator[str]:
    for option in options:
        values = _values(creation, option)
        if values:
            yield f"{option} {' or '.join(values)} {unit}".strip()


def _values(creation: Creation, option: str) -> list[str]:
    return list(dict.fromkeys(each.value for each in creation.values(option)))


def _duration(values: list[str]) -> str:
    return " or ".join("for ever" if each == _ENDLESS else f"{each} ms" for each in values)


_TELLING = {
    Aspect.ENDPOINTS: _endpoints,
    Aspect.CLOSED: _closed,
    Aspect.TIMEOUTS: _timeouts,
    Aspect.LINGER: _linger,
    Aspect.THREAD: _thread,
    Aspect.LIMITS: _limits,
}
