"""Runs the classes of a program: instances are made, their methods called in every order, and dropped."""

from __future__ import annotations

import ast
import inspect
import random
from dataclasses import dataclass, field
from typing import Any

from .rewrite import CREATORS
from .truth import FINE, NEVER, ON_ERROR, ON_PATH, Program, drive, next_prefix
from .world import Enough, Limits, Record, reach

ATTRIBUTE = "attribute"

#: Bounds of one search: the calls in one life are bounded by `CALLS`.
QUICK = Limits(choices=60, injections=2, runs=1500)
THOROUGH = Limits(choices=80, injections=2, runs=12000)
CALLS = 3


@dataclass
class Lot:
    """What became of the resources of one creation in a method, over all lives."""

    line: int
    column: int
    kind: str
    #: The creation stands in a constructor.
    by_constructor: bool = False
    #: In the call that made it: stayed, or was released or handed over; lost, with or without an error.
    cared_for: bool = False
    lost_at_once: bool = False
    lost_at_once_by_error: bool = False
    #: In a later call.
    overwritten: bool = False
    #: With the instance, that was made, or whose constructor, where the creation stands, failed.
    dropped: bool = False
    unmade: bool = False
    #: It outlived the call that made it.
    kept: bool = False
    #: At any time.
    released: bool = False
    handed: bool = False

    @property
    def fails(self) -> bool:
        """Whether it is lost because its constructor fails, where else its object has it."""
        return self.unmade or (self.by_constructor and self.kept and self.lost_at_once_by_error)

    @property
    def verdict(self) -> str:
        """The class of the loss."""
        if self.lost_at_once:
            return ON_PATH if self.cared_for else NEVER
        if (self.dropped or self.overwritten) and not (self.released or self.handed):
            return ATTRIBUTE
        if self.overwritten:
            return ON_PATH
        if self.lost_at_once_by_error and not self.fails:
            return ON_ERROR if self.cared_for else NEVER
        return FINE


@dataclass
class Lots:
    """The lots of all creations in the methods of a program."""

    by_place: dict[tuple[int, int, str], Lot] = field(default_factory=dict)
    exhaustive: bool = True
    ill: str = ""
    runs: int = 0


@dataclass(frozen=True)
class Plan:
    """What the text of a program tells of its classes: which methods bind a field to something new."""

    #: Method -> fields that it binds to a creation.
    fills: dict[str, set[str]]
    #: Fields that are bound to a creation while an instance is set up.
    from_start: set[str]
    #: Line of a creation -> methods that bind the same field to a new one: what they close they close to go on.
    refills: dict[int, set[str]]


def plan(module: ast.Module) -> Plan:
    """Read the plan of a module; methods of the same name count together."""
    fills: dict[str, set[str]] = {}
    lines: dict[int, str] = {}
    calls: dict[str, set[str]] = {}
    makers = {"make", *CREATORS}
    for method in (n for c in module.body if isinstance(c, ast.ClassDef) for n in c.body):
        if not isinstance(method, ast.FunctionDef):
            continue
        #: Name -> the line that bound it last.
        fresh: dict[str, int] = {}
        for node in in_order(method):
            if is_local(node):
                fresh[node.targets[0].id] = node.lineno  # type: ignore[attr-defined]
            if isinstance(node, ast.Assign) and makes(node.value, makers, fresh):
                stored = {t.attr for t in node.targets if isinstance(t, ast.Attribute)}
                fills.setdefault(method.name, set()).update(stored)
                made_at = fresh.get(getattr(node.value, "id", ""), node.value.lineno)
                lines.update((made_at, name) for name in stored)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                calls.setdefault(method.name, set()).add(node.func.attr)
    set_up = {"__init__"} | calls.get("__init__", set())
    refills = {line: {m for m, names in fills.items() if name in names} for line, name in lines.items()}
    return Plan(fills, {name for method in set_up for name in fills.get(method, ())}, refills)


def in_order(method: ast.FunctionDef) -> list[ast.AST]:
    """The nodes of a method in the order of their lines."""
    return sorted(ast.walk(method), key=lambda node: getattr(node, "lineno", 0))


def is_local(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and isinstance(node.value, ast.Call)


def makes(value: ast.expr, makers: set[str], fresh: dict[str, int]) -> bool:
    called = {getattr(n.func, "attr", getattr(n.func, "id", "")) for n in ast.walk(value) if isinstance(n, ast.Call)}
    return bool(called & makers) or (isinstance(value, ast.Name) and value.id in fresh)


class Life:
    """One life of an instance of one class."""

    def __init__(self, program: Program, wanted: Plan, name: str) -> None:
        self.program = program
        self.world = program.world
        self.plan = wanted
        self.cls = program.names[name]
        self.told: set[int] = set()
        self.lots: list[tuple[Record, str]] = []

    def run(self) -> None:
        """Make it, call its methods, drop it."""
        instance = self.cls.__new__(self.cls)
        made = self.call(instance, "__init__")
        methods = sorted(name for name in dir(self.cls) if is_public(self.cls, name))
        for _ in range(CALLS if made and not self.world.dead else 0):
            allowed = [name for name in methods if self.may_come(instance, name)]
            chosen = self.choose(1 + len(allowed))
            if not chosen:
                break
            self.call(instance, allowed[chosen - 1])
        if not self.world.dead:
            # What is given away keeps its hold on what it was when it was given.
            self.world.leaving = not made
            del instance
            self.tell("dropped" if made else "unmade")

    def choose(self, options: int) -> int:
        try:
            return self.world.choose(options)
        except Enough:
            return 0

    def may_come(self, instance: Any, name: str) -> bool:
        """Whether an orderly client calls the method now: it does not open again what it opened and did not close."""
        for each in self.plan.fills.get(name, set()) - self.plan.from_start:
            held = reach(vars(instance).get(each))
            if any(resource._record.open and not resource._record.handed for resource in held):
                return False
        return True

    def call(self, instance: Any, name: str) -> bool:
        """Call a method; whether it came to its end."""
        world = self.world
        world.calls += 1
        world.method = name
        done = False
        try:
            method = getattr(instance, name)
            parameters = inspect.signature(method).parameters.values()
            result = drive(world, method(*(self.program.argument(p) for p in parameters if p.kind in (0, 1))))
            if not set(map(id, reach(result))) & set(map(id, reach(vars(instance)))):
                # What the instance still has is lent.
                world.give(result)
            del result
            done = True
        except Enough:
            world.dead = True
        except BaseException as error:
            world.let_go(error)
        self.tell("call")
        for resource in reach(vars(instance)):
            resource._record.kept |= done
        for record in world.records:
            # The client has dealt with the error.
            record.by_error = False
        return done

    def tell(self, when: str) -> None:
        for record in [] if self.world.dead else self.world.records:
            if record.lost and record.serial not in self.told:
                self.told.add(record.serial)
                at_once = when == "call" and record.call == self.world.calls
                self.lots.append((record, "at once" if at_once else "overwritten" if when == "call" else when))


def is_public(cls: type, name: str) -> bool:
    return name == "__exit__" or (not name.startswith("_") and inspect.isfunction(getattr(cls, name)))


def lots_of(text: str, limits: Limits | None = None) -> Lots:
    """What becomes of everything that the classes of a program create."""
    lots = Lots()
    program = Program(text, limits or QUICK)
    module = ast.parse(text)
    wanted = plan(module)
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            cls = program.names[node.name]
            if any("__init__" in vars(base) for base in cls.__mro__ if base is not object):
                explore(program, wanted, node.name, lots)
    program.world.dead = True
    return lots


def explore(program: Program, wanted: Plan, name: str, lots: Lots) -> None:
    """All lives of instances of one class; if there are too many, the second half of the budget are random ones."""
    world = program.world
    prefix: list[int] | None = []
    later: random.Random | None = None
    runs = 0
    while prefix is not None and not lots.ill and runs < world.limits.runs:
        world.restart(prefix, later)
        life = Life(program, wanted, name)
        life.run()
        runs += 1
        for record in world.records:
            note(program, wanted, record, lots)
        for record, when in life.lots:
            note_loss(program, name, record, when, lots)
        lots.exhaustive &= not world.capped
        lots.ill = world.ill
        prefix = next_prefix(world.trail) if later is None else []
        if later is None and runs >= world.limits.runs // 2:
            lots.exhaustive = False
            prefix, later = [], random.Random(0)
    lots.runs += runs


def lot_of(program: Program, record: Record, lots: Lots) -> Lot | None:
    if record.site is None or "." not in program.sites[record.site].owner:
        return None
    site = program.sites[record.site]
    place = site.line, site.column, record.kind
    return lots.by_place.setdefault(place, Lot(*place, by_constructor=site.owner.endswith(".__init__")))


def note(program: Program, wanted: Plan, record: Record, lots: Lots) -> None:
    lot = lot_of(program, record, lots)
    if lot is not None:
        lot.released |= record.released and record.released_by not in wanted.refills.get(lot.line, ())
        lot.handed |= record.handed
        lot.cared_for |= not record.lost or record.released or record.handed
        lot.kept |= record.kept


def note_loss(program: Program, name: str, record: Record, when: str, lots: Lots) -> None:
    lot = lot_of(program, record, lots)
    if lot is None:
        return
    lot.cared_for |= when != "at once"
    lot.kept |= when in ("overwritten", "dropped")
    if when == "at once":
        lot.lost_at_once |= not record.by_error_when_lost
        lot.lost_at_once_by_error |= record.by_error_when_lost
    elif when == "overwritten":
        lot.overwritten |= not record.by_error_when_lost
    elif when == "dropped":
        lot.dropped = True
    elif record.site is not None and program.sites[record.site].owner == f"{name}.__init__":
        lot.unmade = True
