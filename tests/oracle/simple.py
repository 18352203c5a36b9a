"""The statements of generated programs that hold no others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from .source import Source, one_of, weighted
from .vocabulary import TYPES

T = TypeVar("T")

#: Names bound at a place; None where no path gets to.
Bound = frozenset[str]
#: Lines of code, and the names bound after them.
Made = tuple[list[str], "Bound | None"]

SURE = ("s", "t")
MAYBE = ("o", "p")


class Simple:
    """Writes simple statements. A name is always a socket (`s`, `t`), a socket or None (`o`, `p`), a list (`xs`)."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tags: set[str] = set()
        self.kind = "plain"
        self.params: set[str] = set()
        self.declarations: list[str] = []
        #: Names of sockets that may not be deleted here, since the code may run again.
        self.pinned: frozenset[str] = frozenset()
        self.looping = False
        self.handling = False
        self.grouping = False

    def one_of(self, options: Sequence[T]) -> T:
        return one_of(self.source, options)

    def weighted(self, options: Sequence[tuple[int, T]]) -> T:
        return weighted(self.source, options)

    def chance(self, count: int, of: int) -> bool:
        return self.source.pick(of) < count

    # -- expressions -------------------------------------------------------------------------------------------------
    def context(self, bound: Bound) -> str:
        return self.one_of(sorted(bound & {"ctx", "c"}) or ["zmq.Context.instance()"])

    def creation(self, bound: Bound) -> str:
        """A call that returns a new socket."""
        kind = f"zmq.{self.one_of(TYPES)}"
        context = self.context(bound)
        form = self.weighted([(14, "method"), (2, "class"), (1, "instance"), (4, "helper")])
        if form == "helper":
            self.tags.add("factory")
            return f"{self.one_of(['make', 'make_bound', 'make_safely'])}({context})"
        if form == "class":
            self.tags.add("zmq.Socket")
            return f"zmq.Socket({context}, {kind})"
        if form == "instance":
            return f"zmq.Context.instance().socket({kind})"
        return f"{context}.socket({kind})"

    def sockets(self, bound: Bound) -> list[str]:
        return [name for name in SURE if name in bound]

    def maybes(self, bound: Bound) -> list[str]:
        return [name for name in MAYBE if name in bound]

    # -- statements --------------------------------------------------------------------------------------------------
    def simple(self, bound: Bound) -> Made:
        """One simple statement that fits what is bound."""
        options: list[tuple[int, Callable[[Bound], Made]]] = [
            (10, self.create),
            (5, self.create_maybe),
            (6, self.work),
            (2, self.temporary),
            (3, self.leave),
            (1, self.container),
            (1, self.flag),
            (1, self.small),
            (1, self.leave_early),
            (1, self.own_context),
        ]
        if self.sockets(bound):
            options += [
                (9, self.close),
                (5, self.talk),
                (3, self.alias),
                (3, self.give),
                (2, self.delete),
                (3, self.lend),
                (2, self.capture),
            ]
        if self.maybes(bound):
            options += [(6, self.close_maybe), (2, self.forget), (2, self.choose_expression)]
        if "xs" in bound:
            options.append((5, self.fill))
        if "c" in bound:
            options.append((3, self.end_context))
        if self.kind == "generator":
            options.append((8, self.give_away))
        if self.kind == "async":
            options.append((4, self.wait))
        return self.weighted(options)(bound)

    def create(self, bound: Bound) -> Made:
        name = self.one_of(SURE)
        if self.chance(1, 12):
            self.tags.add("tuple target")
            if self.chance(1, 2):
                return ["s, t = make_two(" + self.context(bound) + ")"], bound | {"s", "t"}
            return [f"s, t = {self.creation(bound)}, {self.creation(bound)}"], bound | {"s", "t"}
        if self.chance(1, 16):
            self.tags.add("starred")
            lines = [
                f"{name}, *rest = [{self.creation(bound)}, {self.creation(bound)}]",
                "for x in rest:",
                "    x.close()",
            ]
            return lines, bound | {name}
        if self.chance(1, 16):
            self.tags.add("chained assignment")
            return [f"s = t = {self.creation(bound)}"], bound | {"s", "t"}
        if self.chance(1, 16):
            self.tags.add("walrus")
            return [f"if ({name} := {self.creation(bound)}).closed:", "    work()"], bound | {name}
        if self.chance(1, 16):
            self.tags.add("annotated assignment")
            return [f"{name}: zmq.Socket = {self.creation(bound)}"], bound | {name}
        return [f"{name} = {self.creation(bound)}"], bound | {name}

    def create_maybe(self, bound: Bound) -> Made:
        name = self.one_of(MAYBE)
        form = self.source.pick(6)
        if form == 0:
            self.tags.add("conditional expression")
            return [f"{name} = {self.creation(bound)} if cond() else None"], bound | {name}
        if form == 1:
            self.tags.add("factory")
            return [f"{name} = make_or_none({self.context(bound)})"], bound | {name}
        if form == 2 and name in bound:
            self.tags.add("or")
            return [f"{name} = {name} or {self.creation(bound)}"], bound
        if form in (2, 3):
            return [f"{name} = {self.creation(bound)}"], bound | {name}
        return [f"{name} = None"], bound | {name}

    def work(self, bound: Bound) -> Made:
        form = self.weighted(
            [(8, "work()"), (1, "quiet()"), (1, "guarded()"), (1, "fail()"), (1, "subscript"), (1, "unpack")]
        )
        if form == "fail()":
            self.tags.add("helper that raises")
            return ["fail()"], None
        if form == "subscript":
            self.tags.add("subscript")
            return [self.one_of(["item = registry['k']", "registry['k'] = 1", "del registry['k']"])], bound
        if form == "unpack":
            self.tags.add("unpacking")
            return [self.one_of(["a, b = pair()", "a, *b = parts()"])], bound
        if form != "work()":
            self.tags.add("helper")
        return [form], bound

    def temporary(self, bound: Bound) -> Made:
        self.tags.add("temporary")
        made = self.creation(bound)
        forms = [
            made,
            f"{made}.close()",
            f"{made}.send(b'x')",
            f"use({made}, work())",
            f"keep({made})",
            f"shut({made})",
            f"borrow({made})",
            f"use([{made}, work()])",
        ]
        return [self.one_of(forms)], bound

    def leave(self, bound: Bound) -> Made:
        """A statement that goes elsewhere."""
        forms = [
            (3, "return"),
            (1, "raise ValueError('x')"),
            (1, "raise Boom() from None"),
            (1, "sys.exit(1)"),
            (1, "os._exit(1)"),
        ]
        forms = [(w, f) for w, f in forms if not (f == "return" and self.grouping)]
        if self.looping:
            forms += [(4, "break"), (4, "continue")]
        if self.handling:
            forms += [(6, "raise")]
        form = self.weighted(forms)
        if form == "return" and self.sockets(bound) and self.chance(1, 2):
            form = f"return {self.one_of(self.sockets(bound))}"
        self.tags.add(form.split()[0].partition("(")[0])
        return [form], None

    def container(self, bound: Bound) -> Made:
        self.tags.add("container")
        if self.chance(1, 3):
            self.tags.add("comprehension")
            over = self.one_of(["range(n)", "items", "(1, 2)"])
            self.params |= {over} & {"items"} | ({"n"} if over == "range(n)" else set())
            return [f"xs = [{self.creation(bound)} for _ in {over}]"], bound | {"xs"}
        if self.chance(1, 4):
            return [f"xs = [{self.creation(bound)}, {self.creation(bound)}]"], bound | {"xs"}
        if self.chance(1, 2):
            if self.chance(1, 3):
                self.tags.add("set")
                return [f"d = {{{self.creation(bound)}}}", "for x in d:", "    x.close()"], bound
            self.tags.add("dict")
            lines = [f"d = {{'a': {self.creation(bound)}}}", f"d['b'] = {self.creation(bound)}"]
            closing = [
                ["for x in d.values():", "    x.close()"],
                ["d['a'].close()"],
                ["d.clear()"],
                ["d.pop('a').close()"],
            ]
            return lines + self.one_of(closing), bound
        return ["xs = []"], bound | {"xs"}

    def flag(self, bound: Bound) -> Made:
        """A flag that is correlated with a creation and its close."""
        self.tags.add("correlated flag")
        name = self.one_of(SURE)
        lines = ["if flag:", f"    {name} = {self.creation(bound)}"]
        self.params.add("flag")
        between = self.one_of([[], ["work()"]])
        if self.chance(1, 2):
            lines = ["own = fetch() is None", "if own:", *lines[1:]]
            return [*lines, *between, self.one_of(["if own:", "if own and cond():"]), f"    {name}.close()"], bound
        return [*lines, *between, "if flag:", f"    {name}.close()"], bound

    def small(self, bound: Bound) -> Made:
        forms = [
            "assert cond()",
            "assert flag",
            "x = fetch()",
            "x = f'{work()}'",
            "x = 1 if cond() else 2",
            "print('x')",
        ]
        form = self.one_of(forms)
        if "flag" in form:
            self.params.add("flag")
        self.tags.add({"a": "assert", "x": "expression", "p": "harmless call"}[form[0]])
        return [form], bound

    def leave_early(self, bound: Bound) -> Made:
        """A test of a flag that ends the function on one side."""
        self.tags.add("early way out")
        self.params.add("flag")
        asked = self.one_of(["flag", "not flag"])
        ways = [
            "raise ValueError('x')",
            *([] if self.grouping else ["return"]),
            *(["continue"] if self.looping else []),
        ]
        return [f"if {asked}:", f"    {self.one_of(ways)}"], bound

    def own_context(self, bound: Bound) -> Made:
        self.tags.add("own context")
        return [self.one_of(["c = zmq.Context()", "c = zmq.Context(1)"])], bound | {"c"}

    def end_context(self, bound: Bound) -> Made:
        return [self.one_of(["c.term()", "c.destroy()", "c.destroy(linger=0)"])], bound

    def close(self, bound: Bound) -> Made:
        name = self.one_of(self.sockets(bound))
        form = self.weighted(
            [(8, "{}.close()"), (1, "{}.close(linger=0)"), (1, "{}.close(0)"), (1, "shut({})"), (1, "shut_surely({})")]
        )
        if self.chance(1, 12):
            self.tags.add("closed test")
            return [f"if not {name}.closed:", f"    {name}.close()"], bound
        if form.startswith("shut"):
            self.tags.add("closer")
        return [form.format(name)], bound

    def talk(self, bound: Bound) -> Made:
        name = self.one_of(self.sockets(bound))
        wait = "await " if self.kind == "async" else ""
        forms = [f"{name}.bind('tcp://*:1')", f"{name}.linger = 0", f"{name}.setsockopt(zmq.LINGER, 0)"]
        if self.kind != "async":
            forms += [f"{wait}{name}.send(b'x')", f"x = {wait}{name}.recv()"]
        return [self.one_of(forms)], bound

    def alias(self, bound: Bound) -> Made:
        self.tags.add("alias")
        name = self.one_of(self.sockets(bound))
        if {"s", "t"} <= bound and self.chance(1, 3):
            self.tags.add("swap")
            return ["s, t = t, s"], bound
        other = self.one_of([n for n in (*SURE, *MAYBE) if n != name])
        form = self.one_of(["{} = {}", "{} = echo({})"]) if self.chance(1, 3) else "{} = {}"
        return [form.format(other, name)], bound | {other}

    def give(self, bound: Bound) -> Made:
        self.tags.add("handed over")
        name = self.one_of(self.sockets(bound))
        forms = [f"keep({name})", f"box.sock = {name}", f"stash({name})", f"registry.add({name})"]
        forms += [f"registry['k'] = {name}", f"keep(*[{name}])", f"keep(late={name})", f"keep({{'k': {name}}})"]
        if self.chance(1, 8) and not self.declarations:
            self.tags.add("global")
            self.declarations.append("global kept_socket")
            return [f"kept_socket = {name}"], bound
        return [self.one_of(forms)], bound

    def delete(self, bound: Bound) -> Made:
        names = [n for n in self.sockets(bound) if n not in self.pinned]
        if not names:
            return self.close(bound)
        self.tags.add("del")
        name = self.one_of(names)
        return [f"del {name}"], bound - {name}

    def lend(self, bound: Bound) -> Made:
        self.tags.add("helper")
        name = self.one_of(self.sockets(bound))
        return [f"{self.one_of(['borrow', 'calm', 'shut_maybe', 'shut_late'])}({name})"], bound

    def capture(self, bound: Bound) -> Made:
        """A lambda or nested function that holds a socket."""
        name = self.one_of(self.sockets(bound))
        self.tags.add("closure")
        forms = [
            [f"g = lambda: {name}.close()", self.one_of(["g()", "keep(g)", "work()"])],
            [f"g = lambda x={name}: x.close()", self.one_of(["g()", "keep(g)", "work()"])],
            ["def g():", f"    {name}.close()", self.one_of(["g()", "keep(g)", "work()"])],
            [f"g = {name}.close", self.one_of(["g()", "keep(g)", "work()"])],
        ]
        return self.one_of(forms), bound

    def close_maybe(self, bound: Bound) -> Made:
        name = self.one_of(self.maybes(bound))
        self.tags.add("None guard")
        forms = [
            [f"if {name} is not None:", f"    {name}.close()"],
            [f"if {name}:", f"    {name}.close()"],
            [f"{name} and {name}.close()"],
            [f"shut_if_any({name})"],
            [f"if {name} and cond():", f"    {name}.close()"],
            [f"if {name} is not None and not {name}.closed:", f"    {name}.close()"],
            [f"if {name} is None:", "    work()", "else:", f"    {name}.close()"],
        ]
        return self.one_of(forms), bound

    def forget(self, bound: Bound) -> Made:
        name = self.one_of(self.maybes(bound))
        if self.chance(1, 4):
            self.tags.add("nonlocal")
            return ["def g():", f"    nonlocal {name}", f"    {name} = None", self.one_of(["g()", "work()"])], bound
        return [f"{name} = None"], bound

    def choose_expression(self, bound: Bound) -> Made:
        self.tags.add("conditional expression")
        name = self.one_of(self.maybes(bound))
        other = self.one_of(SURE)
        made = self.creation(bound)
        return [self.one_of([f"{other} = {name} or {made}", f"{other} = {name} if {name} else {made}"])], bound | {
            other
        }

    def fill(self, bound: Bound) -> Made:
        self.tags.add("container")
        names = self.sockets(bound)
        forms = [[f"xs.append({self.creation(bound)})"], ["xs.clear()"], ["for x in xs:", "    x.close()"]]
        forms += [
            ["while xs:", "    xs.pop().close()"],
            ["for x in xs:", "    x.close()", "    if cond():", "        break"],
        ]
        forms += [["keep(xs)"], ["xs = []"], ["shut_all(xs)"]]
        forms += [
            [f"xs += [{self.creation(bound)}]"],
            [f"xs.insert(0, {self.creation(bound)})"],
            [f"xs.extend([{self.creation(bound)}, {self.creation(bound)}])"],
            ["if xs:", "    xs[0].close()"],
            ["if xs:", "    xs.pop(0).close()"],
            ["for x in list(xs):", "    x.close()", "    xs.remove(x)"],
            ["for i, x in enumerate(xs):", "    x.close()"],
            ["ys = [x for x in xs if not x.closed]", "for x in ys:", "    x.close()"],
            ["ys = xs + [None]", "for x in ys:", "    if x is not None:", "        x.close()"],
            ["if len(xs) > 0:", "    xs[-1].close()"],
        ]
        if names:
            forms += [[f"xs.append({self.one_of(names)})"]] * 2
        return self.one_of(forms), bound

    def give_away(self, bound: Bound) -> Made:
        self.tags.add("yield")
        names = self.sockets(bound)
        return [self.one_of(["yield 1", "yield work()", f"yield {self.one_of(names)}" if names else "yield"])], bound

    def wait(self, bound: Bound) -> Made:
        self.tags.add("await")
        return [self.one_of(["await awork()", "x = await awork()", "await asyncio.sleep(1)"])], bound
