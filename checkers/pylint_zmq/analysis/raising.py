"""Exceptions as the analysis knows them: a class that bounds what it can be, and classes that it is known not to be."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from dataclasses import replace

from pylint_zmq.frozen import frozen
from pylint_zmq.model.classes import BASES

#: Spellings of one class (Python 3: OSError has many names; asyncio.TimeoutError is the builtin since 3.11).
_SAME = {
    "builtins.IOError": "builtins.OSError",
    "builtins.EnvironmentError": "builtins.OSError",
    "socket.error": "builtins.OSError",
    "select.error": "builtins.OSError",
    "socket.timeout": "builtins.TimeoutError",
    "asyncio.TimeoutError": "builtins.TimeoutError",
    "asyncio.exceptions.TimeoutError": "builtins.TimeoutError",
    "asyncio.exceptions.CancelledError": "asyncio.CancelledError",
    "concurrent.futures.CancelledError": "asyncio.CancelledError",
}

#: Classes of the standard library that are no `Exception`, or whose base matters.
_LIBRARY_BASES = {
    "asyncio.CancelledError": ("builtins.BaseException",),
    "queue.Empty": ("builtins.Exception",),
    "queue.Full": ("builtins.Exception",),
    "asyncio.InvalidStateError": ("builtins.Exception",),
}

#: Qualified name of a class -> qualified names of its bases; None where it cannot be seen.
Bases = Callable[[str], "tuple[str, ...] | None"]


@frozen
class Raised:
    """An exception in flight: an instance of `bound` (exactly, or of a subclass), of none of `excluded`."""

    bound: str
    exact: bool = False
    excluded: frozenset[str] = frozenset()
    #: Classes that it has no instance of inside either, should it be a group.
    parted: frozenset[str] = frozenset()
    #: What is inside it, if it is a group that an `except*` made.
    inside: Raised | None = None


ANY = Raised("builtins.Exception")
ZMQ_ERROR = Raised("zmq.ZMQError", exact=True)
AGAIN = Raised("zmq.Again", exact=True)
#: What a call of pyzmq raises in place of ZMQError once the context has ended.
CONTEXT_TERMINATED = "zmq.ContextTerminated"
ASSERTION = Raised("builtins.AssertionError", exact=True)
CANCELLED = Raised("asyncio.CancelledError", exact=True)
GENERATOR_EXIT = Raised("builtins.GeneratorExit", exact=True)
SYSTEM_EXIT = Raised("builtins.SystemExit", exact=True)
GROUP = Raised("builtins.ExceptionGroup", exact=True)

#: Classes that an exception group is an instance of.
_MAY_BE_A_GROUP = frozenset({"builtins.Exception", "builtins.BaseException"})


def normal(name: str) -> str:
    """The one name of an exception class that has several."""
    return _SAME.get(name, name)


def is_builtin_exception(name: str) -> bool:
    """Whether a dotted name is a builtin exception class."""
    head, _, tail = name.partition(".")
    found = getattr(builtins, tail, None) if head == "builtins" else None
    return isinstance(found, type) and issubclass(found, BaseException)


def known_bases(name: str, bases: Bases) -> tuple[str, ...] | None:
    """All bases of an exception class, itself first; None if any of them cannot be seen."""
    name = normal(name)
    if is_builtin_exception(name):
        found = getattr(builtins, name.partition(".")[2])
        return tuple(f"builtins.{base.__name__}" for base in found.__mro__ if base is not object)
    direct = _LIBRARY_BASES.get(name) or BASES.get(name)
    if direct is None:
        direct = bases(name)
    if direct is None:
        return None
    found_all = [name]
    for base in direct:
        above = known_bases(base, bases) if normal(base) != name else None
        if above is None:
            return None
        found_all.extend(above)
    return tuple(found_all)


def catches(raised: Raised, handler: str | None, bases: Bases) -> tuple[Raised | None, Raised | None]:
    """What a handler for class `handler` makes of an exception.

    (what it catches, what it lets by); None where impossible.

    A handler that cannot be resolved (None) may catch anything.
    """
    if handler is None:
        return raised, raised
    handler = normal(handler)
    above = known_bases(raised.bound, bases)
    if handler in (above or (raised.bound, "builtins.Exception", "builtins.BaseException")):
        return raised, None
    handler_above = known_bases(handler, bases)
    if handler in raised.excluded or (handler_above is not None and raised.excluded.intersection(handler_above)):
        return None, raised
    if raised.exact:
        # The bases of a class that cannot be seen may hold the handler's.
        certain = above is not None or (handler_above is not None and "builtins.Exception" not in handler_above)
        return (None, raised) if certain else (raised, replace(raised, excluded=raised.excluded | {handler}))
    if raised.bound not in (handler_above or ("builtins.Exception",)):
        # Two classes, neither above the other: only an unknown class could be both.
        return None, raised
    return Raised(handler, excluded=raised.excluded), replace(raised, excluded=raised.excluded | {handler})


def handles(raised: Raised, handler: str | None, bases: Bases) -> tuple[Raised | None, Raised | None]:
    """As `catches`, for an `except`.

    Once the context has ended, pyzmq raises ContextTerminated in place of ZMQError (zmq.error._check_rc). Who handles
    that waits for it, and does there what has to be done; who only suppresses it says that it does not matter.
    """
    if raised == ZMQ_ERROR and handler == CONTEXT_TERMINATED:
        return Raised(CONTEXT_TERMINATED, exact=True), raised
    return catches(raised, handler, bases)


def handles_parts(raised: Raised, handler: str | None, bases: Bases) -> tuple[Raised | None, Raised | None]:
    """As `handles`, for an `except*`: a group that no `except ValueError` caught may still have a ValueError inside."""
    if raised.inside is not None:
        caught, left = handles_parts(raised.inside, handler, bases)
        return in_group(caught), in_group(left)
    if raised.exact or raised.bound not in _MAY_BE_A_GROUP:
        return handles(raised, handler, bases)
    caught, left = handles(replace(raised, excluded=raised.parted), handler, bases)
    if left is not None:
        left = replace(left, excluded=raised.excluded | left.excluded, parted=left.excluded)
    return caught, left


def in_group(raised: Raised | None) -> Raised | None:
    """The group that an `except*` makes of an exception, or of what is left of one; None of none."""
    return raised if raised is None or raised.inside is not None else replace(GROUP, inside=raised)
