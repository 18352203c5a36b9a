"""Makes small classes that keep sockets and contexts in their fields, and release some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from .compound import indented
from .grammar import assemble
from .source import SeededSource, Source, one_of, weighted
from .vocabulary import TYPES

T = TypeVar("T")

#: A method: what its `def` line says behind its name, and its body.
Methods = dict[str, tuple[str, list[str]]]


@dataclass
class Member:
    """A class under construction."""

    name: str
    base: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    methods: Methods = field(default_factory=dict)

    def add(self, method: str, lines: Sequence[str], params: str = "self") -> None:
        """Put lines at the end of a method, which is made if it is not there."""
        known = self.methods.setdefault(method, (params, []))
        known[1].extend(lines)

    def text(self) -> str:
        lines = [f"class {self.name}({self.base}):" if self.base else f"class {self.name}:"]
        lines += indented([f"{name} = {value}" for name, value in self.fields.items()])
        for name, (params, body) in self.methods.items():
            lines += ["", *indented([f"def {name}({params}):", *indented(body or ["pass"])])]
        return "\n".join(lines) + "\n"


class ClassGrammar:
    """Writes one class with its fields, at times with a base class; `tags` are the forms that it used."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.tags: set[str] = set()
        self.own_context = False

    def one_of(self, options: Sequence[T]) -> T:
        return one_of(self.source, options)

    def weighted(self, options: Sequence[tuple[int, T]]) -> T:
        return weighted(self.source, options)

    def chance(self, count: int, of: int) -> bool:
        return self.source.pick(of) < count

    def program(self) -> str:
        base = Member("Base")
        main = Member("Client")
        derived = self.chance(1, 3)
        (base if derived else main).add("__init__", ["self.ctx = ctx"], "self, ctx")
        if derived:
            self.tags.add("base class")
            main.base = "Base"
            main.add("__init__", ["super().__init__(ctx)"], "self, ctx")
        if self.chance(1, 4):
            self.own_context = True
            self.context_field(main)
        for name in ("a", "b", "d")[: 1 + self.source.pick(3)]:
            opens = self.one_of([base, main]) if derived else main
            ends = self.one_of([base, main]) if derived else main
            self.field(name, opens, ends)
        for member in (base, main):
            if self.chance(1, 3):
                member.add(self.one_of(["work", "close"]), ["work()"])
        if derived and "close" in base.methods and "close" in main.methods and self.chance(2, 3):
            self.tags.add("super")
            main.add("close", ["super().close()"])
        if self.chance(1, 4) and "close" in {**(base.methods if derived else {}), **main.methods}:
            self.tags.add("__exit__")
            main.add("__exit__", ["self.close()"], "self, *error")
        return assemble("\n\n".join(member.text() for member in ([base] if derived else []) + [main]))

    # -- what is kept ------------------------------------------------------------------------------------------------
    def creation(self, member: Member) -> str:
        kind = f"zmq.{self.one_of(TYPES)}"
        context = "self.own" if self.own_context and member.name == "Client" and self.chance(1, 2) else "self.ctx"
        return self.weighted(
            [(6, f"{context}.socket({kind})"), (1, f"zmq.Socket({context}, {kind})"), (2, f"make({context})")]
        )

    def field(self, name: str, opens: Member, ends: Member) -> None:
        kind = self.weighted([(5, "plain"), (3, "late"), (3, "listed"), (2, "keyed")])
        self.tags.add(kind)
        if ends is not opens and ends.name == "Base":
            ends.fields[name] = {"listed": "()", "keyed": "{}"}.get(kind, "None")
        getattr(self, kind)(name, opens)
        if kind in ("plain", "late"):
            self.overwrite(name, opens)
            if self.chance(1, 4):
                ends.add("use", [f"if self.{name} is not None:", f"    self.{name}.send(b'x')"])
        if self.chance(1, 8):
            self.tags.add("handed over")
            ends.add(f"give_{name}", [self.one_of([f"keep(self.{name})", f"return self.{name}"])])
        if self.chance(2, 3):
            self.ending(name, kind, ends)

    def plain(self, name: str, opens: Member) -> None:
        if self.chance(1, 5):
            self.tags.add("set up by a method")
            opens.add("__init__", [f"self._open_{name}()"])
            opens.add(f"_open_{name}", [f"self.{name} = {self.creation(opens)}"])
        elif self.chance(1, 4):
            self.tags.add("bound first")
            opens.add("__init__", [f"s = {self.creation(opens)}", "s.bind('tcp://*:1')", f"self.{name} = s"])
        else:
            opens.add("__init__", [f"self.{name} = {self.creation(opens)}"])
            if self.chance(1, 8):
                self.tags.add("handed over at once")
                opens.add("__init__", [f"registry.add(self.{name})"])
        if self.chance(1, 8):
            opens.add("__init__", [f"self.{name}.bind('tcp://*:1')"])

    def late(self, name: str, opens: Member) -> None:
        opens.add("__init__", [f"self.{name} = None"])
        made = f"self.{name} = {self.creation(opens)}"
        guard = self.chance(1, 2)
        opens.add(f"open_{name}", [f"if self.{name} is None:", f"    {made}"] if guard else [made])

    def listed(self, name: str, opens: Member) -> None:
        if self.chance(1, 3):
            self.tags.add("comprehension")
            opens.add("__init__", [f"self.{name} = [{self.creation(opens)} for _ in range(2)]"])
        else:
            opens.add("__init__", [f"self.{name} = []"])
            opens.add(f"add_{name}", [f"self.{name}.append({self.creation(opens)})"])
        if self.chance(1, 6):
            self.tags.add("emptied")
            opens.add(f"empty_{name}", [f"self.{name} = []"])

    def keyed(self, name: str, opens: Member) -> None:
        opens.add("__init__", [f"self.{name} = {{}}"])
        opens.add(f"add_{name}", [f"self.{name}[len(self.{name})] = {self.creation(opens)}"])

    def context_field(self, member: Member) -> None:
        self.tags.add("own context")
        member.add("__init__", ["self.own = zmq.Context()"])
        if self.chance(3, 4):
            member.add("close", [self.one_of(["self.own.term()", "self.own.destroy()", "self.own.destroy(linger=0)"])])

    # -- what is given up --------------------------------------------------------------------------------------------
    def overwrite(self, name: str, opens: Member) -> None:
        if not self.chance(1, 4):
            return
        self.tags.add("overwritten")
        made = f"self.{name} = {self.creation(opens)}"
        forms = [
            [f"self.{name} = None"],
            [made],
            [f"if self.{name} is not None:", f"    self.{name}.close()", made],
            [f"s = self.{name}", made, "if s is not None:", "    s.close()"],
        ]
        opens.add(f"reset_{name}", self.one_of(forms))

    # -- what is released --------------------------------------------------------------------------------------------
    def ending(self, name: str, kind: str, ends: Member) -> None:
        method = self.weighted([(5, "close"), (1, "stop"), (1, "__del__"), (2, "helper")])
        lines = self.listed_end(name) if kind == "listed" else self.keyed_end(name) if kind == "keyed" else []
        lines = lines or self.plain_end(name)
        if method == "helper":
            self.tags.add("helper method")
            ends.add(f"_end_{name}", lines)
            method, lines = "close", [f"self._end_{name}()"]
        if self.chance(1, 6):
            lines = ["try:", "    work()", "finally:", *indented(lines)]
        ends.add("stop" if method == "__del__" else method, lines)

    def plain_end(self, name: str) -> list[str]:
        """The field may be None in all of these: it may be late, or given up."""
        forms = [
            [f"if self.{name} is not None:", f"    self.{name}.close()"],
            [f"if self.{name}:", f"    self.{name}.close()", f"    self.{name} = None"],
            [f"s = self.{name}", "if s is not None and not s.closed:", "    s.close()"],
            [f"s, self.{name} = self.{name}, None", "if s is not None:", "    s.close()"],
            [f"shut_if_any(self.{name})"],
            [f"for s in (self.{name},):", "    if s is not None:", "        s.close()"],
            [f"if self.{name} is None:", "    return", f"self.{name}.close()"],
        ]
        return self.one_of(forms[:-1]) if not self.chance(1, 8) else ["if self.ctx is None:", "    work()", *forms[0]]

    def listed_end(self, name: str) -> list[str]:
        forms = [
            [f"for s in self.{name}:", "    s.close()"],
            [f"while self.{name}:", f"    self.{name}.pop().close()"],
            [f"for s in self.{name}:", "    shut(s)", f"self.{name} = []"],
            [f"kept, self.{name} = self.{name}, []", "for s in kept:", "    s.close()"],
        ]
        return self.one_of(forms)

    def keyed_end(self, name: str) -> list[str]:
        forms = [
            [f"for s in self.{name}.values():", "    s.close()"],
            [f"for _, s in self.{name}.items():", "    s.close()", f"self.{name}.clear()"],
            [f"for s in list(self.{name}.values()):", "    s.close()"],
        ]
        return self.one_of(forms)


def generate_class(source: Source | int) -> tuple[str, frozenset[str]]:
    """A program with a class, and the forms that it uses."""
    grammar = ClassGrammar(SeededSource(source) if isinstance(source, int) else source)
    text = grammar.program()
    return text, frozenset(grammar.tags)
