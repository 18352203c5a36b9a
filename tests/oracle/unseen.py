"""Stand-ins for values and functions of code that nobody can see."""

from __future__ import annotations

import asyncio
from collections.abc import Generator, Iterator
from typing import Any

from .world import Unforeseen, World


class Unknown:
    """A value of which nothing is known: reading attributes and comparing is harmless, the rest may raise."""

    __slots__ = ("__weakref__", "_truth", "_world")

    def __init__(self, world: World) -> None:
        object.__setattr__(self, "_world", world)
        object.__setattr__(self, "_truth", None)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Unknown(self._world)

    def __setattr__(self, name: str, value: Any) -> None:
        self._world.give(value)

    def __delattr__(self, name: str) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self._world.give(*args, *kwargs.values())
        self._world.unseen()
        return Unknown(self._world)

    def __bool__(self) -> bool:
        if self._truth is None:
            object.__setattr__(self, "_truth", self._world.choose(2) == 0)
        return bool(self._truth)

    def _fresh(self, *_: Any) -> Any:
        return Unknown(self._world)

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _fresh
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = _fresh

    def __hash__(self) -> int:
        return 1

    def __contains__(self, item: Any) -> bool:
        return self._world.choose(2) == 0

    def __format__(self, spec: str) -> str:
        return "?"

    def __str__(self) -> str:
        return "?"

    def __getitem__(self, key: Any) -> Any:
        self._world.unseen()
        return Unknown(self._world)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._world.give(key, value)
        self._world.unseen()

    def __delitem__(self, key: Any) -> None:
        self._world.unseen()

    def __iter__(self) -> Iterator[Any]:
        self._world.unseen()
        return Advance(self._world, None)


class Advance:
    """An iteration over something unknown: each advance ends it, yields, or raises."""

    def __init__(self, world: World, exactly: int | None) -> None:
        self._world = world
        self._left = exactly
        self._count = 0

    def __iter__(self) -> Advance:
        return self

    def __next__(self) -> Any:
        self._world.unseen()
        self._count += 1
        if self._left is not None:
            if self._count > self._left:
                raise StopIteration
        elif self._world.enough_rounds(self._count - 1) or self._world.choose(2) == 0:
            raise StopIteration
        return Unknown(self._world)

    async def __anext__(self) -> Any:
        await Awaitable(self._world)
        if self._world.enough_rounds(self._count) or self._world.choose(2) == 0:
            raise StopAsyncIteration
        self._count += 1
        return Unknown(self._world)


class Several(Unknown):
    """An unknown value that unpacks into a known number of parts, if it does not raise."""

    __slots__ = ("_count",)

    def __init__(self, world: World, count: int) -> None:
        super().__init__(world)
        object.__setattr__(self, "_count", count)

    def __iter__(self) -> Iterator[Any]:
        self._world.unseen()
        return iter([Unknown(self._world) for _ in range(self._count)])


class Awaitable:
    """What an unseen coroutine function returns: awaiting it may raise anything, and CancelledError."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __await__(self) -> Generator[Any, None, Any]:
        named = tuple(t for t in self._world.named if t is not asyncio.CancelledError)
        self._world.may_raise((asyncio.CancelledError, *unforeseen(self._world), *named))
        return Unknown(self._world)
        yield


def unforeseen(world: World) -> tuple[type[BaseException], ...]:
    return (Unforeseen, *world.group_types)


class Manager:
    """A context manager that nobody can see: entering and leaving may raise; it suppresses nothing."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __enter__(self) -> Any:
        self._world.unseen()
        return Unknown(self._world)

    def __exit__(self, *error: Any) -> None:
        self._world.let_go(error[1])
        self._world.unseen()

    async def __aenter__(self) -> Any:
        return await Awaitable(self._world)

    async def __aexit__(self, *error: Any) -> None:
        self._world.let_go(error[1])
        await Awaitable(self._world)


class Stream:
    """Something to iterate over with `async for`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __aiter__(self) -> Any:
        self._world.unseen()
        return Advance(self._world, None)


def boom(world: World) -> type[Exception]:
    """An exception of the project's own, imported from where nobody looks: making one is an unseen call."""

    def begin(self: Exception, *args: Any) -> None:
        if not world.making:
            world.give(*args)
            world.unseen()

    return type("Boom", (Exception,), {"__init__": begin})


class Range:
    """`range` of something unknown: any number of rounds, no exception."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __iter__(self) -> Iterator[Any]:
        count = 0
        while not self._world.enough_rounds(count) and self._world.choose(2):
            yield count
            count += 1


def range_of(world: World) -> Any:
    """The builtin `range`, that takes unknown bounds too."""

    def replaced(*bounds: Any) -> Any:
        return range(*bounds) if all(type(b) is int for b in bounds) else Range(world)

    return replaced


def unseen_names(world: World) -> dict[str, Any]:
    """The names that programs import from `elsewhere`."""

    def function(result: Any) -> Any:
        def called(*args: Any, **kwargs: Any) -> Any:
            world.give(*args, *kwargs.values())
            world.unseen()
            return result()

        return called

    def unknown() -> Any:
        return Unknown(world)

    work = function(unknown)
    return {
        "work": work,
        "keep": work,
        "use": work,
        "log": work,
        "cond": function(lambda: world.choose(2) == 0),
        "fetch": function(lambda: None if world.choose(2) else Unknown(world)),
        "kind": function(lambda: ("push", "pull", "other", "new")[world.choose(4)]),
        "pair": function(lambda: Several(world, 2)),
        "parts": function(lambda: Several(world, 3)),
        "manager": function(lambda: Manager(world)),
        "amanager": function(lambda: Manager(world)),
        "awork": function(lambda: Awaitable(world)),
        "astream": function(lambda: Stream(world)),
        "registry": Unknown(world),
        "box": Unknown(world),
        "Boom": boom(world),
    }


__all__ = ["Awaitable", "Range", "Unknown", "range_of", "unseen_names"]
