"""From any dotted name to the canonical one."""

from __future__ import annotations

import builtins
from functools import lru_cache

from pylint_zmq.model import classes, constants

#: Names of the standard library that are one and the same object.
_STDLIB_ALIASES: dict[str, str] = {
    "builtins.IOError": "builtins.OSError",
    "builtins.EnvironmentError": "builtins.OSError",
    "socket.error": "builtins.OSError",
    "select.error": "builtins.OSError",
    "os.error": "builtins.OSError",
    "socket.timeout": "builtins.TimeoutError",
    "asyncio.exceptions.CancelledError": "asyncio.CancelledError",
    "asyncio.exceptions.TimeoutError": "asyncio.TimeoutError",
    "concurrent.futures._base.TimeoutError": "concurrent.futures.TimeoutError",
}

#: The module that builtin names lie in.
BUILTINS = "builtins"
_BUILTINS: frozenset[str] = frozenset(dir(builtins))


@lru_cache(maxsize=4096)
def canonical(dotted: str) -> str:
    """Return the canonical spelling of a dotted name; a name that is no alias comes back unchanged."""
    if dotted != classes.ZMQ and not dotted.startswith(classes.ZMQ + "."):
        return _STDLIB_ALIASES.get(dotted, dotted)
    if dotted in classes.MODULES:
        return dotted
    module = _module_of(dotted)
    head, *tail = dotted[len(module) + 1 :].split(".")
    name = _member(module, head)
    if name in classes.MODULES:
        # `zmq.green.asyncio` and the like: a module under the name of another one.
        return canonical(".".join([name, *tail])) if tail else name
    return _constant(".".join([name, *tail]))


def _module_of(dotted: str) -> str:
    """Return the longest module of zmq that the name lies in."""
    module = dotted
    while module not in classes.MODULES:
        module = module.rpartition(".")[0]
    return module


def _member(module: str, name: str) -> str:
    """Return the canonical name of what `module` calls `name`."""
    dotted = f"{module}.{name}"
    while dotted not in classes.KEPT_NAMES:
        if dotted in classes.ALIASES:
            dotted = classes.ALIASES[dotted]
        elif module in classes.MODULE_ALIASES:
            dotted = f"{classes.MODULE_ALIASES[module]}.{name}"
        else:
            break
        module, _, name = dotted.rpartition(".")
    return dotted


def _constant(dotted: str) -> str:
    """`zmq.SocketType.PUSH` as `zmq.PUSH`, and the older names of socket types and options as the present ones."""
    parts = dotted.split(".")
    match parts:
        case [classes.ZMQ, enum, name] if name in constants.ENUMS.get(enum, ()):
            prefix = constants.EVENT_PREFIX if enum == constants.EVENT_ENUM else ""
            return _constant(f"{classes.ZMQ}.{prefix}{name}")
        case [classes.ZMQ, name] if name in constants.ALIASES:
            return f"{classes.ZMQ}.{constants.ALIASES[name]}"
    return dotted


def is_zmq(dotted: str | None) -> bool:
    """Tell whether the name lies in the zmq package."""
    return dotted is not None and (dotted == classes.ZMQ or dotted.startswith(classes.ZMQ + "."))


def socket_type_of(dotted: str | None) -> str | None:
    """`zmq.PUSH` as `PUSH`; None for any other name."""
    if dotted is None or not is_zmq(dotted):
        return None
    name = dotted[len(classes.ZMQ) + 1 :]
    return name if name in constants.SOCKET_TYPES else None


def star_name(module: str, name: str) -> str | None:
    """Return what `name` is after `from <module> import *`, for a module of zmq; None if nothing."""
    if module in classes.STAR_MODULES:
        own = classes.STAR_NAMES | classes.STAR_ENUMS | constants.CONSTANTS
    else:
        own = classes.STAR_NAMES_OF_MODULE.get(module, frozenset())
    return canonical(f"{module}.{name}") if name in own else None


def builtin(name: str) -> str | None:
    """`len` as `builtins.len`; None for a name that is no builtin."""
    return canonical(f"builtins.{name}") if name in _BUILTINS else None


def is_builtin_class(name: str) -> bool:
    """`list` and the like, as against `len`."""
    return isinstance(getattr(builtins, name, None), type)
