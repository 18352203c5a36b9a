"""Makes small programs that create, keep, close and lose sockets, over every statement form of Python."""

from __future__ import annotations

import re

from .compound import Compound
from .simple import Made
from .source import SeededSource, Source
from .vocabulary import HELPERS, IMPORTS, OWNERS, UNSEEN


class Grammar(Compound):
    """Writes one program; `tags` are the statement forms that it used."""

    helpers = HELPERS

    def program(self) -> str:
        """The text of a module with one function `f` and the helpers that it calls."""
        self.kind = self.weighted([(6, "plain"), (1, "generator"), (2, "async")])
        bound = frozenset({"ctx"} if self.chance(9, 10) else {"c"})
        head = []
        if "c" in bound:
            self.tags.add("own context")
            head = ["c = zmq.Context()"]
        lines, bound_after = self.statements(bound, 0, 2 + self.source.pick(4))
        if bound_after is not None:
            lines += self.tail(bound_after)
        if self.kind == "generator" and not any("yield" in line for line in lines):
            lines.insert(0, "yield 0")
        body = [*self.declarations, *head, *lines] or ["pass"]
        params = ", ".join(["ctx"] if "ctx" in bound else [])
        params += "".join(f", {p}" for p in sorted(self.params)) if params else ", ".join(sorted(self.params))
        define = "async def" if self.kind == "async" else "def"
        if self.kind != "plain":
            self.tags.add(self.kind)
        function = [f"{define} f({params}):", *("    " + line for line in body)]
        return assemble("\n".join(function) + "\n", self.helpers)

    def tail(self, bound: frozenset[str]) -> list[str]:
        """What the end of a function does with what is left."""
        lines: list[str] = []
        for name in sorted(bound):
            if name in ("s", "t") and self.chance(3, 5):
                lines.append(f"{name}.close()")
            elif name in ("o", "p") and self.chance(3, 5):
                lines += [f"if {name} is not None:", f"    {name}.close()"]
            elif name == "xs" and self.chance(3, 5):
                lines += ["for x in xs:", "    x.close()"]
            elif name == "c" and self.chance(3, 5):
                lines.append(self.one_of(["c.term()", "c.destroy()", "c.destroy(linger=0)"]))
        return lines


class OwnerGrammar(Grammar):
    """Writes one program whose resources are objects that own a socket, most of them."""

    helpers = {**HELPERS, **OWNERS}  # noqa: RUF012 (nobody changes it)

    def program(self) -> str:
        return super().program().replace(": zmq.Socket = ", " = ")

    def creation(self, bound: frozenset[str]) -> str:
        if self.chance(1, 5):
            return super().creation(bound)
        return f"{self.weighted([(4, 'Client'), (1, 'make_client')])}({self.context(bound)})"

    def context(self, bound: frozenset[str]) -> str:
        # An object takes over the context that it is given.
        return super().context(bound - {"c"})

    def own_context(self, bound: frozenset[str]) -> Made:
        return self.work(bound)


def assemble(function: str, helpers: dict[str, str] = HELPERS) -> str:
    """The module: imports and helpers that the function needs, then the function."""
    used: list[str] = []
    text = function
    for name, helper in helpers.items():
        if re.search(rf"\b{name}\b", text):
            used.append(helper)
            text += helper
    words = set(re.findall(r"\w+", text))
    lines = [line for word, line in IMPORTS if word in words]
    unseen = [name for name in UNSEEN if name in words]
    if unseen:
        lines.append(f"from elsewhere import {', '.join(unseen)}")
    uses_global = "kept_socket = None\n" if "kept_socket" in words else ""
    return "\n\n".join(["\n".join(lines), *([uses_global] if uses_global else []), *used, function])


def generate_owners(source: Source | int) -> tuple[str, frozenset[str]]:
    """A program about objects that own sockets, and the forms that it uses."""
    grammar = OwnerGrammar(SeededSource(source) if isinstance(source, int) else source)
    text = grammar.program()
    return text, frozenset(grammar.tags)


def generate(source: Source | int) -> tuple[str, frozenset[str]]:
    """A program and the forms that it uses."""
    grammar = Grammar(SeededSource(source) if isinstance(source, int) else source)
    text = grammar.program()
    return text, frozenset(grammar.tags)
