"""One run of a program: the choices taken, the resources made, what became of each of them."""

from __future__ import annotations

import contextlib
import functools
import random
import sys
import types
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: File name of the program under test, by which its frames are told from those of the oracle.
PROGRAM = "<program>"


class Enough(BaseException):
    """Ends a run that is of no further interest (a bound was hit, `os._exit`)."""


class Unforeseen(Exception):  # noqa: N818
    """The exception of a type that no program names."""


@dataclass(frozen=True)
class Limits:
    """Bounds of the search through the paths of one function."""

    #: Times that the body of one loop may start in one activation of the function.
    rounds: int = 2
    #: The same for a loop over something of a known length.
    longest: int = 12
    choices: int = 80
    #: Exceptions injected in one run.
    injections: int = 3
    runs: int = 3000


@dataclass(eq=False)
class Record:
    """What is known of one resource; outlives it."""

    serial: int
    kind: str
    #: Number of the creation in the program's list of sites, None for what came from outside.
    site: int | None = None
    open: bool = True
    alive: bool = True
    released: bool = False
    handed: bool = False
    lost: bool = False
    by_error: bool = False
    #: By error at the time when it was lost.
    by_error_when_lost: bool = False
    #: Number of the call of a method (see lives.py) that made it.
    call: int = 0
    #: An instance had it when a call of a method was over.
    kept: bool = False
    #: The method during whose call it was released.
    released_by: str = ""
    #: The visible function that returned it returned others of its kind.
    several: bool = False
    raised_at: set[int] = field(default_factory=set)
    lost_at: set[int] = field(default_factory=set)
    #: The loss came to light only after the run, so that its step is not known.
    late: bool = False


class World:
    """What the stand-ins and the hooks inside the program talk to; restarted for every run."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        #: Exception types that the program names in handlers; unknown calls raise each of them.
        self.named: tuple[type[BaseException], ...] = ()
        self.group_types: tuple[type[BaseException], ...] = ()
        self.restart([])

    def restart(self, prefix: list[int], later: random.Random | None = None) -> None:
        """Begin a run with the choices of `prefix`, and from then on the first option, or as `later` says."""
        self.prefix = prefix
        self.later = later
        self.trail: list[tuple[int, int]] = []
        self.records: list[Record] = []
        self.kept: list[Any] = []
        self.rounds: dict[Any, int] = {}
        self.injected = 0
        self.dead = False
        self.capped = False
        self.looped = False
        self.ill = ""
        self.leaving = False
        self.making = False
        self.over = False
        self.calls = 0
        self.method = ""
        self.line = 0
        self.exit = 0
        self.taken: set[int] = set()

    # -- choices -----------------------------------------------------------------------------------------------------
    def choose(self, options: int) -> int:
        """One of `options` numbers from 0; every one of them is taken in some run."""
        if self.dead:
            raise Enough
        position = len(self.trail)
        if position >= self.limits.choices:
            self.capped = True
            self.stop()
        if position < len(self.prefix):
            choice = self.prefix[position]
        else:
            choice = 0 if self.later is None else self.later.randrange(options)
        self.trail.append((choice, options))
        return choice

    def stop(self) -> None:
        """End the run here; nothing that happens while it unwinds counts."""
        self.dead = True
        raise Enough

    def may_raise(self, types_: tuple[type[BaseException], ...]) -> None:
        """A raising point: goes on, or raises one of the types."""
        if self.injected >= self.limits.injections:
            if self.dead:
                raise Enough
            self.capped = True
            return
        choice = self.choose(1 + len(types_))
        if choice:
            self.injected += 1
            raise self.raising(types_[choice - 1])

    def unseen(self) -> None:
        """Code that nobody can see runs, and may raise anything."""
        self.may_raise((Unforeseen, *self.named, *self.group_types))

    # -- exceptions --------------------------------------------------------------------------------------------------
    def raising(self, error: Any) -> BaseException:
        """Note that `error` (a class or an instance) is raised now, and return the instance."""
        if self.dead:
            raise Enough
        self.making = True
        made = error() if callable(error) else error
        self.making = False
        if not isinstance(made, BaseException):
            self.ill = "raises what is no exception"
            self.stop()
        made.__dict__["oracle"] = True
        self.touch()
        return made  # type: ignore[no-any-return]

    def reraising(self) -> None:
        """Note that the exception being handled is raised again."""
        if self.dead:
            raise Enough
        self.touch()

    def whole(self, group: int) -> None:
        """A try with handlers of `except*` begins: none of them has taken anything."""
        self.taken.discard(group)

    def parted(self, group: int) -> None:
        """A handler of `except*` takes its part."""
        self.taken.add(group)

    def going_on(self, group: int) -> None:
        """Note that what the handlers of `except*` left, or raised, is raised, if they took anything."""
        if self.dead:
            raise Enough
        if group in self.taken:
            self.touch()

    def touch(self) -> None:
        """An exception is raised: whatever is open now can from now on only be lost by error."""
        lines = self.lines()
        for record in self.records:
            if record.open and record.alive and not record.handed:
                record.by_error = True
                record.raised_at |= lines

    def caught(self) -> None:
        """The program handles an exception: drop what its traceback keeps alive."""
        if self.dead:
            raise Enough
        error = sys.exc_info()[1]
        if error is not None:
            self.let_go(error)

    def let_go(self, error: BaseException | None) -> None:
        """Drop the frames that `error` holds: references out of sight of the program."""
        if error is None:
            return
        if not foreseen(error) and not self.dead:
            self.ill = self.ill or f"{type(error).__name__}: {error}"
        before, self.leaving = self.leaving, True
        todo, seen = [error], set()
        while todo:
            current = todo.pop()
            if id(current) in seen:
                continue
            seen.add(id(current))
            trace, current.__traceback__ = current.__traceback__, None
            while trace is not None:
                with contextlib.suppress(RuntimeError):
                    trace.tb_frame.clear()
                trace = trace.tb_next
            todo += [e for e in (current.__context__, current.__cause__) if e is not None]
            todo += getattr(current, "exceptions", ())
        self.leaving = before

    # -- places ------------------------------------------------------------------------------------------------------
    def lines(self) -> set[int]:
        """Lines of the program that are being executed."""
        found = {self.line}
        frame: types.FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == PROGRAM:
                found.add(frame.f_lineno)
            frame = frame.f_back
        return found

    # -- resources ---------------------------------------------------------------------------------------------------
    def record(self, kind: str) -> Record:
        made = Record(len(self.records), kind, call=self.calls)
        self.records.append(made)
        return made

    def gone(self, record: Record) -> None:
        """The last reference to a resource goes."""
        if not record.alive:
            return
        record.alive = False
        if self.dead or not record.open or record.handed:
            return
        record.lost = True
        if self.leaving:
            record.by_error = True
        record.by_error_when_lost = record.by_error
        record.late = self.over
        record.lost_at |= (self.lines() | {self.exit}) - {0}

    def give(self, *values: Any) -> None:
        """The values go where nobody can see them: stored outside, passed to unseen code, returned, yielded."""
        if self.dead:
            raise Enough
        for value in values:
            if type(value) in PLAIN:
                continue
            # A socket itself is not kept, so that its context stays in sight only as long as the program sees it.
            if not hasattr(type(value), "hand_over"):
                self.kept.append(value)
            for resource in reach(value):
                resource.hand_over()

    def seen(self) -> None:
        """What the variables hold that functions in unseen hands capture is in unseen hands, too."""
        for function in [] if self.dead else self.kept:
            if isinstance(function, types.FunctionType):
                for resource in reach(function):
                    resource.hand_over()

    # -- hooks that the rewritten program calls ----------------------------------------------------------------------
    def made(self, site: int, value: Any) -> Any:
        """The value of a creation call."""
        record = getattr(value, "_record", None)
        if record is not None and record.site is None and not getattr(value, "_foreign", True):
            record.site = site
        return value

    def now(self) -> tuple[int, int]:
        """Serial of the next resource, and the line, before a visible function runs."""
        return len(self.records), self.line

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Visible functions run on behalf of the statement that is being executed."""
        line = self.line
        yield
        self.line = line

    def came(self, site: int, before: tuple[int, int], value: Any) -> Any:
        """The value of a call of a visible function: what it made and returns open counts as created by the call."""
        since, self.line = before
        if type(value) not in PLAIN:
            outer = reach(value)
            owned = {id(part) for owner in outer if owner._kind == "owner" for part in reach(vars(owner))}
            mine = [r for r in outer if r._record.serial >= since and id(r) not in owned]
            fresh = [r for r in mine if not r._foreign and not r._record.handed]
            for resource in fresh:
                record = resource._record
                record.site = site
                record.several = sum(other._kind == resource._kind for other in fresh) > 1
                record.by_error = False
                record.raised_at.clear()
        return value

    def tick(self, loop: int, counted: bool) -> None:
        """A loop's body starts. One that is `counted` ends by itself, unless it adds to what it goes through."""
        if self.dead:
            raise Enough
        key = (loop, id(sys._getframe(1)))
        self.rounds[key] = self.rounds.get(key, 0) + 1
        if self.rounds[key] > (self.limits.longest if counted else self.limits.rounds):
            self.looped = True
            self.stop()

    def enough_rounds(self, count: int) -> bool:
        """Whether an iteration over something unknown has to end here."""
        if count < self.limits.rounds:
            return False
        self.looped = True
        return True

    def loop(self, loop: int) -> None:
        """A loop is reached: its rounds are counted from here."""
        self.rounds.pop((loop, id(sys._getframe(1))), None)


PLAIN = frozenset({type(None), bool, int, str, bytes, float})


def foreseen(error: BaseException) -> bool:
    """Whether the exception comes from a raising point, and not from Python itself."""
    if "oracle" in error.__dict__:
        return True
    return any(foreseen(part) for part in getattr(error, "exceptions", ()))


def reach(value: Any) -> list[Any]:
    """The resources that can be got at from `value`."""
    found, todo, seen = [], [value], set()
    while todo:
        current = todo.pop()
        if type(current) in PLAIN or id(current) in seen:
            continue
        seen.add(id(current))
        if hasattr(type(current), "hand_over"):
            found.append(current)
        todo.extend(parts(current))
    return found


def parts(value: Any) -> list[Any]:
    """What `value` refers to directly, as far as a program of ours can make it."""
    if isinstance(value, (list, tuple, set, frozenset, deque)):
        return list(value)
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, types.FunctionType):
        cells = [cell.cell_contents for cell in value.__closure__ or () if not empty(cell)]
        return [*cells, *(value.__defaults__ or ()), *(value.__kwdefaults__ or {}).values()]
    if isinstance(value, types.MethodType):
        return [value.__self__, value.__func__]
    if isinstance(value, functools.partial):
        return [value.func, *value.args, *value.keywords.values()]
    if isinstance(value, (types.GeneratorType, types.CoroutineType)):
        frame = value.gi_frame if isinstance(value, types.GeneratorType) else value.cr_frame
        return list(frame.f_locals.values()) if frame is not None else []
    if isinstance(value, (contextlib.ExitStack, contextlib.AsyncExitStack)):
        return list(value._exit_callbacks)  # type: ignore[union-attr]
    if type(value).__module__ == PROGRAM or isinstance(value, contextlib.closing):
        return list(vars(value).values())
    return []


def empty(cell: types.CellType) -> bool:
    try:
        cell.cell_contents  # noqa: B018 (reading it is the test)
    except ValueError:
        return True
    return False
