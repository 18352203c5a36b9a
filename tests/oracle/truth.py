"""Runs every function of a program on every path and says what is lost where."""

from __future__ import annotations

import ast
import builtins
import functools
import gc
import inspect
import itertools
import random
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .rewrite import WORLD, Rewriter, Site
from .standin import Again, ZMQError, foreign_context, foreign_socket, library, owner_class
from .unseen import Unknown, range_of
from .world import PROGRAM, Enough, Limits, Record, Unforeseen, World, reach

NEVER, ON_PATH, ON_ERROR, FINE = "never", "on-path", "on-error", "fine"


@dataclass
class Fate:
    """What became of the resources of one creation, over all runs."""

    line: int
    column: int
    kind: str
    lost: bool = False
    lost_by_error: bool = False
    cared_for: bool = False
    #: One call of a factory made several of this kind, so that it has no single class.
    several: bool = False
    lost_at: set[int] = field(default_factory=set)
    raised_at: set[int] = field(default_factory=set)
    #: Some loss came to light only after its run: `lost_at` does not know its step.
    late: bool = False

    @property
    def verdict(self) -> str:
        """The class of the loss, as the design defines it."""
        if not (self.lost or self.lost_by_error):
            return FINE
        if not self.cared_for:
            return NEVER
        return ON_PATH if self.lost else ON_ERROR

    def add(self, record: Record) -> None:
        self.several |= record.several
        self.cared_for |= record.released or record.handed
        if not record.lost:
            return
        if record.by_error:
            self.lost_by_error = True
            self.raised_at |= record.raised_at
        else:
            self.lost = True
        self.late |= record.late
        self.lost_at |= record.lost_at | record.raised_at


@dataclass
class Truth:
    """The fates of all creations of a program."""

    fates: dict[tuple[int, int, str], Fate] = field(default_factory=dict)
    exhaustive: bool = True
    looped: bool = False
    #: Why the program is none of ours (an exception that the table of raising points does not know), or "".
    ill: str = ""
    runs: int = 0
    #: For each line of a statement, the first lines of the statements round it.
    round: dict[int, set[int]] = field(default_factory=dict)

    def leaving(self, lines: set[int]) -> set[int]:
        """The lines, and the heads of the statements that end with them: falling out of an `if` is a step of both."""
        return lines.union(*(self.round.get(line, ()) for line in lines))

    def verdicts(self) -> dict[tuple[int, int, str], str]:
        return {place: fate.verdict for place, fate in self.fates.items()}


class Program:
    """A program, compiled with hooks, ready to be run again and again."""

    def __init__(self, text: str, limits: Limits, owners: bool = False) -> None:
        module = ast.parse(text)
        self.round: dict[int, set[int]] = {}
        surroundings(module, set(), self.round)
        rewriter = Rewriter(module, owners)
        self.functions = [n.name for n in module.body if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
        #: Globals that functions store in.
        self.outer = {name for n in ast.walk(module) if isinstance(n, ast.Global) for name in n.names}
        handlers = [n.type for n in ast.walk(module) if isinstance(n, ast.ExceptHandler) and n.type is not None]
        suppressed = [a for n in ast.walk(module) if is_suppress(n) for a in n.args]  # type: ignore[attr-defined]
        sources = {ast.unparse(n) for n in [*handlers, *suppressed]}
        grouped = any(type(n).__name__ == "TryStar" for n in ast.walk(module))
        module.body = rewriter.block(module.body)
        self.sites = rewriter.sites
        self.code = compile(module, PROGRAM, "exec")
        self._parameters: dict[types.CodeType, list[inspect.Parameter]] = {}
        self.world = World(limits)
        self.modules = library(self.world)
        self.world.owner = owner_class(self.world)
        self.load()
        types = {t for source in sources for t in flat(eval(source, dict(self.names)))}
        ours = (t for t in types if issubclass(t, Exception) and t not in (Exception, BaseException))
        self.world.named = tuple(sorted((t for t in ours if not hasattr(t, "exceptions")), key=lambda t: t.__name__))
        if grouped:
            groups = [(t,) for t in self.world.named] + [self.world.named][: len(self.world.named) > 1]
            makers = [group_maker(*group, Unforeseen) for group in groups]
            # Of a pair nothing is left when two handlers have taken their parts.
            pairs = itertools.combinations(self.world.named, 2)
            self.world.group_types = (*makers, *(group_maker(*pair) for pair in pairs))

    def load(self) -> None:
        """Run the module's own level."""
        names = dict(vars(builtins))
        names["__import__"] = self.find
        names["range"] = range_of(self.world)
        names["print"] = lambda *_, **__: None
        self.names: dict[str, Any] = {"__builtins__": names, "__name__": PROGRAM, WORLD: self.world}
        exec(self.code, self.names)

    def find(self, name: str, globals_: Any = None, locals_: Any = None, wanted: Any = (), level: int = 0) -> Any:
        return self.modules[name if wanted else name.partition(".")[0]]

    def arguments(self, function: Callable[..., Any]) -> list[Any]:
        """Values for the parameters, by their names."""
        return [self.argument(p) for p in self.parameters(function)]

    def parameters(self, function: Callable[..., Any]) -> list[inspect.Parameter]:
        """The parameters that can be given by position, looked up once for each function of the text."""
        code = function.__code__
        if code not in self._parameters:
            found = inspect.signature(function).parameters.values()
            self._parameters[code] = [p for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        return self._parameters[code]

    def argument(self, parameter: inspect.Parameter) -> Any:
        zmq = self.modules["zmq.asyncio" if "zmq.asyncio" in self.code.co_names else "zmq"]
        name = parameter.name
        if parameter.default is None and self.world.choose(2):
            return None
        if name.startswith(("ctx", "context")):
            return foreign_context(zmq.Context)
        if name in ("sock", "s", "t"):
            return foreign_socket(zmq.Socket)
        if name in ("own", "flag", "fast"):
            return self.world.choose(2) == 0
        if name == "given":
            return None if self.world.choose(2) else Unknown(self.world)
        return Unknown(self.world)


def surroundings(node: ast.AST, heads: set[int], found: dict[int, set[int]]) -> None:
    """Note for every line of a statement below `node` the lines where the statements round it begin."""
    for child in ast.iter_child_nodes(node):
        inside = heads
        if isinstance(child, ast.stmt):
            found.setdefault(child.lineno, set()).update(heads)
            opens = not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
            inside = heads | {child.lineno} if opens else set()
        surroundings(child, inside, found)


def group_maker(*members: type[BaseException]) -> Any:
    """What makes an exception that is a group of the members."""

    def make() -> BaseException:
        parts = [member() for member in members]
        for part in parts:
            part.__dict__["oracle"] = True
        return builtins.BaseExceptionGroup("several", parts)  # type: ignore[attr-defined,no-any-return]

    return make


def is_suppress(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress")


def flat(value: Any) -> list[Any]:
    return [t for v in value for t in flat(v)] if isinstance(value, tuple) else [value]


def next_prefix(trail: list[tuple[int, int]]) -> list[int] | None:
    """The choices of the next run, depth first; None after the last."""
    for position in range(len(trail) - 1, -1, -1):
        choice, options = trail[position]
        if choice + 1 < options:
            return [c for c, _ in trail[:position]] + [choice + 1]
    return None


def drive(world: World, started: Any) -> Any:
    """Bring a generator or a coroutine to its end, throwing what it may be thrown; returns its value."""
    if inspect.iscoroutine(started):
        try:
            started.send(None)
        except StopIteration as end:
            return end.value
        raise AssertionError("a coroutine waited")
    if not inspect.isgenerator(started):
        return started
    step: Callable[[], Any] = functools.partial(next, started)
    while True:
        try:
            given = step()
        except StopIteration as end:
            return end.value
        world.give(given)
        del given
        step = resume(world, started)


def resume(world: World, generator: Any) -> Callable[[], Any]:
    """What happens at a `yield`: it goes on, or an exception comes out of it."""
    try:
        world.may_raise((GeneratorExit, *_anything(world)))
    except Enough:
        raise
    except BaseException as raised:
        raised.__traceback__ = None
        return functools.partial(generator.throw, raised)
    return functools.partial(generator.send, None)


def _anything(world: World) -> tuple[type[BaseException], ...]:
    return (Unforeseen, *world.named)


def run(program: Program, name: str, prefix: list[int], later: random.Random | None = None) -> None:
    """One run of one function."""
    world = program.world
    world.restart(prefix, later)
    try:
        if program.outer:
            program.load()
        function = program.names[name]
        result = drive(world, function(*program.arguments(function)))
        world.give(result)
        del result
    except Enough:
        world.dead = True
    except BaseException as error:
        world.let_go(error)
    settle(program)


def settle(program: Program) -> None:
    """Decide about what is still alive: reachable from outside, or only a cycle of dead references."""
    world = program.world
    if world.dead or not any(r.open and r.alive and not r.handed for r in world.records):
        return
    world.over = True
    # What a socket in a global keeps alive is out of sight: its context.
    program.names.update(dict.fromkeys(program.outer))
    for resource in reach(world.kept):
        resource.hand_over()
        if hasattr(resource, "let_context_go"):
            resource.let_context_go()
    if any(r.open and r.alive and not r.handed for r in world.records):
        gc.collect()


def truth_of(text: str, limits: Limits | None = None) -> Truth:
    """Everything that is lost in `text`, by running each of its functions on each of its paths."""
    truth = Truth()
    program = Program(text, limits or Limits(), owners=True)
    truth.round = program.round
    collecting = gc.isenabled()
    gc.disable()
    try:
        for name in program.functions:
            explore(program, name, truth)
    finally:
        program.world.dead = True
        if collecting:
            gc.enable()
    return truth


def explore(program: Program, name: str, truth: Truth) -> None:
    """All runs of one function, depth first; if there are too many, the second half of the budget are random ones."""
    world = program.world
    prefix: list[int] | None = []
    runs = 0
    later: random.Random | None = None
    while prefix is not None and not truth.ill:
        run(program, name, prefix, later)
        runs += 1
        for record in world.records:
            if record.site is not None:
                note(program.sites[record.site], name, record, truth)
        truth.exhaustive &= not world.capped
        truth.looped |= world.looped
        truth.ill = world.ill
        prefix = next_prefix(world.trail) if later is None else []
        if prefix is not None and runs >= world.limits.runs // 2:
            truth.exhaustive = False
            prefix, later = [], later or random.Random(0)
            if runs >= world.limits.runs:
                break
    truth.runs += runs


def note(site: Site, name: str, record: Record, truth: Truth) -> None:
    if site.owner != name:
        return
    place = site.line, site.column, record.kind
    truth.fates.setdefault(place, Fate(*place)).add(record)


def main() -> None:
    truth = truth_of(sys.stdin.read())
    print(f"{truth.runs} runs, exhaustive: {truth.exhaustive}, ill: {truth.ill or 'no'}")
    for fate in truth.fates.values():
        print(f"{fate.line}:{fate.column} {fate.kind} {fate.verdict} lost at {sorted(fate.lost_at)}")


if __name__ == "__main__":
    main()

__all__ = ["Again", "Fate", "Program", "Truth", "ZMQError", "truth_of"]
