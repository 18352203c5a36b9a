"""The statements of generated programs that hold others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .simple import SURE, Bound, Made, Simple


def indented(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]


def meet(*states: Bound | None) -> Bound | None:
    """The names bound on every path that goes on."""
    live = [state for state in states if state is not None]
    return frozenset.intersection(*live) if live else None


class Compound(Simple):
    """Writes blocks and the statements round them."""

    def statements(self, bound: Bound, depth: int, count: int) -> Made:
        """A few statements in sequence."""
        lines: list[str] = []
        now: Bound | None = bound
        for _ in range(count):
            more, now = self.statement(now, depth)
            lines += more
            if now is None:
                break
        return lines, now

    def block(self, bound: Bound, depth: int) -> Made:
        lines, after = self.statements(bound, depth + 1, 1 + self.source.pick(2 if depth else 3))
        return indented(lines), after

    def statement(self, bound: Bound, depth: int) -> Made:
        if depth >= 3 or self.chance(3, 5):
            return self.simple(bound)
        options: list[tuple[int, Callable[[Bound, int], Made]]] = [
            (5, self.branch),
            (3, self.loop_while),
            (4, self.loop_for),
            (8, self.attempt),
            (6, self.managed),
            (2, self.match),
        ]
        if self.kind == "async":
            options += [(3, self.async_for), (3, self.async_with)]
        return self.weighted(options)(bound, depth)

    @contextmanager
    def inside(self, **changes: object) -> Iterator[None]:
        """Other circumstances for the statements within."""
        before = {name: getattr(self, name) for name in changes}
        for name, value in changes.items():
            setattr(self, name, value)
        yield
        for name, value in before.items():
            setattr(self, name, value)

    # -- branches ----------------------------------------------------------------------------------------------------
    def condition(self, bound: Bound) -> str:
        forms = ["cond()", "not cond()", "cond() or cond()", "cond() and cond()", "fetch() is None", "registry.ready"]
        forms += ["(x := fetch()) is not None", "1 < work() < 3", "work() in items"]
        form = self.weighted([(6 if i == 0 else 1, f) for i, f in enumerate(forms)])
        if "items" in form:
            self.params.add("items")
        if ":=" in form:
            self.tags.add("walrus")
        return form

    def branch(self, bound: Bound, depth: int) -> Made:
        self.tags.add("if")
        lines, after = self.block(bound, depth)
        lines = [f"if {self.condition(bound)}:", *lines]
        if self.chance(1, 5):
            more, other = self.block(bound, depth)
            lines += [f"elif {self.condition(bound)}:", *more]
            after = meet(after, other)
        if self.chance(1, 2):
            more, other = self.block(bound, depth)
            return [*lines, "else:", *more], meet(after, other)
        return lines, meet(after, bound)

    def match(self, bound: Bound, depth: int) -> Made:
        self.tags.add("match")
        lines = [f"match {self.one_of(['kind()', 'kind()', 'fetch()'])}:"]
        patterns = ["None", "'push'"] if "fetch" in lines[0] else ["'push'", "'pull' | 'other'", "x if cond()"]
        afters: list[Bound | None] = []
        for pattern in patterns[: 1 + self.source.pick(len(patterns))]:
            more, after = self.block(bound, depth + 1)
            lines += [f"    case {pattern}:", *indented(more)]
            afters.append(after)
        if self.chance(1, 2):
            more, after = self.block(bound, depth + 1)
            lines += ["    case _:", *indented(more)]
        else:
            after = bound
        return lines, meet(after, *afters)

    # -- loops -------------------------------------------------------------------------------------------------------
    def body(self, bound: Bound, depth: int) -> list[str]:
        with self.inside(looping=True, pinned=self.pinned | bound):
            return self.block(bound, depth)[0]

    def otherwise(self, bound: Bound, depth: int) -> list[str]:
        """An `else` of a loop, now and then."""
        if not self.chance(1, 5):
            return []
        self.tags.add("loop else")
        with self.inside(pinned=self.pinned | bound):
            return ["else:", *self.block(bound, depth)[0]]

    def loop_while(self, bound: Bound, depth: int) -> Made:
        self.tags.add("while")
        if self.chance(1, 3):
            self.tags.add("endless loop")
            lines = ["while True:", *self.body(bound, depth)]
            if self.chance(2, 3):
                lines += ["    if cond():", "        break"]
            has_break = any(line.strip() == "break" for line in lines)
            return lines, bound if has_break else None
        return [f"while {self.condition(bound)}:", *self.body(bound, depth), *self.otherwise(bound, depth)], bound

    def loop_for(self, bound: Bound, depth: int) -> Made:
        self.tags.add("for")
        over = self.one_of(["items", "range(n)", "(1, 2)", "[work()]"])
        self.params |= {"items"} if over == "items" else {"n"} if "n" in over else set()
        return [f"for x in {over}:", *self.body(bound, depth), *self.otherwise(bound, depth)], bound

    def async_for(self, bound: Bound, depth: int) -> Made:
        self.tags.add("async for")
        return ["async for x in astream():", *self.body(bound, depth), *self.otherwise(bound, depth)], bound

    # -- exceptions --------------------------------------------------------------------------------------------------
    def handler_types(self) -> str:
        types = ["Exception", "", "BaseException", "ValueError", "zmq.ZMQError", "zmq.Again", "(ValueError, OSError)"]
        types += ["Boom", "zmq.ZMQError", "LookupError", "KeyError"]
        if self.kind == "async":
            types.append("asyncio.CancelledError")
        if self.kind == "generator":
            types.append("GeneratorExit")
        return self.one_of(types)

    def attempt(self, bound: Bound, depth: int) -> Made:
        """try in all its forms."""
        grouped = sys.version_info >= (3, 11) and self.chance(1, 10)
        before_lines: list[str] = []
        if self.chance(1, 2):
            before_lines, after_create = self.create(bound)
            bound = bound if after_create is None else after_create
        with self.inside(pinned=self.pinned | bound):
            lines, after = self.block(bound, depth)
            afters = [after]
            form = self.weighted([(4, "except"), (5, "finally"), (2, "both")])
            out = [*before_lines, "try:", *lines]
            if form != "finally":
                more, handled = self.handlers(bound, depth, grouped)
                out += more
                if self.chance(1, 4) and after is not None:
                    self.tags.add("try else")
                    more, afters[0] = self.block(after, depth)
                    out += ["else:", *more]
                afters += handled
            result = meet(*afters)
            if form != "except":
                self.tags.add("finally")
                more, ending = self.final(bound, depth)
                out += ["finally:", *more]
                deleted = {name for name in SURE if any(line.strip() == f"del {name}" for line in more)}
                result = None if ending is None or result is None else result - deleted
        return out, result

    def handlers(self, bound: Bound, depth: int, grouped: bool) -> tuple[list[str], list[Bound | None]]:
        self.tags.add("except*" if grouped else "except")
        out: list[str] = []
        afters: list[Bound | None] = []
        for _ in range(1 + self.source.pick(2)):
            types = self.handler_types()
            if grouped and types in ("", "BaseException", "Exception"):
                types = "ValueError"
            name = " as e" if types and self.chance(1, 4) else ""
            changes = {"grouping": True, "looping": False} if grouped else {}
            with self.inside(handling=not grouped, **changes):
                more, after = self.block(bound, depth)
            out += [f"except{'*' if grouped else ''} {types}{name}:".replace(" :", ":"), *more]
            afters.append(after)
            if types == "":
                break
        return out, afters

    def final(self, bound: Bound, depth: int) -> Made:
        """The body of a finally: most often it closes something."""
        names = self.sockets(bound)
        if names and self.chance(3, 5):
            lines = [f"{self.one_of(names)}.close()"]
            return indented(lines), bound
        if self.maybes(bound) and self.chance(3, 5):
            return indented(self.close_maybe(bound)[0]), bound
        with self.inside(handling=False):
            return self.block(bound, depth)

    # -- with --------------------------------------------------------------------------------------------------------
    def managed(self, bound: Bound, depth: int) -> Made:
        """with, round a block."""
        name = self.one_of(["s", "t"])
        items = [self.item(bound, name)]
        if self.chance(1, 5):
            items.append(self.item(bound, "t" if name == "s" else "s"))
        names = {n for _, ns in items for n in ns}
        head = "with " + ", ".join(text for text, _ in items) + ":"
        self.tags.add("with")
        suppresses = any("suppress" in text for text, _ in items)
        inner = bound | names
        lead: list[str] = []
        if "stack" in names:
            lead = self.on_stack(inner)
        with self.inside(pinned=self.pinned | bound if suppresses else self.pinned):
            lines, after = self.block(inner - {"stack"}, depth)
        if suppresses:
            after = meet(after, bound)
        return [head, *indented(lead), *lines], None if after is None else after - {"stack"}

    def item(self, bound: Bound, name: str) -> tuple[str, set[str]]:
        """One item of a with statement, and the names that it binds."""
        made = self.creation(bound)
        sockets = self.sockets(bound)
        forms: list[tuple[int, tuple[str, set[str], str]]] = [
            (6, (f"{made} as {name}", {name}, "with socket")),
            (2, (f"closing({made}) as {name}", {name}, "closing")),
            (1, (f"nullcontext({made}) as {name}", {name}, "nullcontext")),
            (
                3,
                (
                    f"suppress({self.one_of(['Exception', 'ValueError', 'zmq.ZMQError', 'KeyError, OSError'])})",
                    set(),
                    "suppress",
                ),
            ),
            (2, ("manager()", set(), "unknown manager")),
            (1, ("manager() as m", set(), "unknown manager")),
            (3, ("ExitStack() as stack", {"stack"}, "ExitStack")),
            (1, ("zmq.Context() as c", {"c"}, "with context")),
        ]
        if sockets:
            old = self.one_of(sockets)
            forms.append((3, (old, set(), "with socket")))
            forms.append((1, (f"closing({old})", set(), "closing")))
        text, names, tag = self.weighted(forms)
        self.tags.add(tag)
        return text, names

    def on_stack(self, bound: Bound, plain: bool = True) -> list[str]:
        """What is done with an ExitStack."""
        made = self.creation(bound)
        names = self.sockets(bound)
        lines = [
            self.one_of([f"x = stack.enter_context({made})", f"stack.enter_context({made})", f"stack.push({made})"])
        ]
        if names:
            name = self.one_of(names)
            forms = [f"stack.callback({name}.close)", f"stack.push({name})", f"stack.enter_context({name})"]
            forms += [f"stack.callback(shut, {name})", f"stack.enter_context(closing({name}))"]
            lines.append(self.one_of(forms))
        if plain and self.chance(1, 3):
            self.tags.add("pop_all")
            lines.append(self.one_of(["work()", "x = work()"]))
            lines.append(
                self.one_of(["stack.pop_all()", "keep(stack.pop_all())", "stack.pop_all().close()", "stack.close()"])
            )
        return lines

    def async_with(self, bound: Bound, depth: int) -> Made:
        self.tags.add("async with")
        form = self.one_of(["amanager()", "amanager() as m", "AsyncExitStack() as stack"])
        lead = self.on_stack(bound, plain=False) if "stack" in form else []
        lines, after = self.block(bound, depth)
        return [f"async with {form}:", *indented(lead), *lines], after
