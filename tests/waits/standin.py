"""Sockets that know at each call whether it could wait for ever, and runs that try every way through a program."""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

#: Rounds of a loop that is asked whether to go on.
MOST_ROUNDS = 2
#: Runs of one program before the search is given up.
MOST_RUNS = 4000

RCVTIMEO = 27
NOBLOCK = 1


class InjectedError(Exception):
    """What a call raises when the run chooses so."""


@dataclass
class Choices:
    """One way through the program: answers given so far, and those to give first."""

    planned: list[int] = field(default_factory=list)
    given: list[int] = field(default_factory=list)

    def choose(self, among: int) -> int:
        at = len(self.given)
        answer = self.planned[at] if at < len(self.planned) else 0
        self.given.append(answer)
        self.among.append(among)
        return answer

    among: list[int] = field(default_factory=list)


class World:
    """What a program can call. `unbounded` collects the lines on which a call waited without a bound."""

    def __init__(self, choices: Choices, unbounded: set[int]) -> None:
        self.choices = choices
        self.unbounded = unbounded

    def work(self) -> None:
        match self.choices.choose(3):
            case 1:
                raise InjectedError
            case 2:
                raise ValueError

    def cond(self) -> bool:
        self.work()
        return bool(self.choices.choose(2))

    def rounds(self) -> list[int]:
        self.work()
        return [0] * self.choices.choose(MOST_ROUNDS + 1)

    def socket(self, _kind: object) -> Socket:
        self.work()
        return Socket(self)


class Socket:
    """A socket whose calls ask "is this call bounded now?" and note the line if not."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rcvtimeo = -1
        self.is_ready = False

    def setsockopt(self, option: int, value: int) -> None:
        self.world.work()
        assert option == RCVTIMEO
        self.rcvtimeo = value

    def poll(self, timeout: int) -> int:
        assert timeout >= 0
        self.world.work()
        # Not that of the last call: what was found ready then may be what another reader has taken since.
        answer = self.world.choices.choose(2)
        self.is_ready = self.is_ready or bool(answer)
        return answer

    def recv_multipart(self, flags: int = 0) -> list[bytes]:
        if not (flags & NOBLOCK or self.rcvtimeo >= 0 or self.is_ready):
            self.world.unbounded.add(sys._getframe(1).f_lineno)
        self.world.work()
        self.is_ready = False
        return [b""]


def truth(code: str) -> tuple[set[int], bool]:
    """Return the lines of `code` on which some run waits without a bound, and whether every run was tried."""
    compiled = compile(code.replace("import zmq\n", "\n"), "<program>", "exec")
    unbounded: set[int] = set()
    planned: list[int] = []
    for _ in range(MOST_RUNS):
        choices = Choices(planned)
        world = World(choices, unbounded)
        names: dict[str, Any] = {
            "zmq": SimpleNamespace(DEALER=5, RCVTIMEO=RCVTIMEO, NOBLOCK=NOBLOCK),
            "cond": world.cond,
            "rounds": world.rounds,
            "work": world.work,
        }
        exec(compiled, names)
        run: Callable[[World], None] = names["run"]
        with suppress(InjectedError, ValueError):
            run(world)
        following = _next(choices)
        if following is None:
            return unbounded, True
        planned = following
    return unbounded, False


def _next(choices: Choices) -> list[int] | None:
    """Return the answers of the next run in order; None after the last."""
    given = list(choices.given)
    while given:
        at = len(given) - 1
        if given[at] + 1 < choices.among[at]:
            given[at] += 1
            return given
        given.pop()
    return None
