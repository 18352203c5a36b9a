"""One rule page: its front matter, its text, and the code blocks that the test suite runs.

A page is a Markdown file named `<symbol>.md` that begins with `key: value` lines between two lines `---`.
A fenced block whose info string is `python ROLE [option=value ...]` is an example:

- `bad`: reported on each line that ends in `# [symbol]`, nowhere else;
- `good`: nothing is reported;
- `fixed`: what the fixer makes of the `bad` block before it.

The options are set for that block only. Blocks in other languages are shown and not run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROLES = ("bad", "good", "fixed")
FIXES = ("safe", "unsafe", "configured", "none")

_KEYS = frozenset({"symbol", "id", "checker", "default", "fix", "title", "template"})
_OPTIONAL_KEYS = frozenset({"old_names"})
_ID = re.compile(r"[EW]87\d\d")
_SYMBOL = re.compile(r"zmq(-[a-z]+)+")
_FENCE = re.compile(r"^```(?P<info>.*)$")
_MARK = re.compile(r"#\s*\[(?P<symbols>[^\]]+)\]\s*$")


class PageError(ValueError):
    """A page that breaks the format; the text says which page, where, and what is wrong."""


@dataclass(frozen=True)
class Block:
    """One example of a page."""

    role: str
    code: str
    #: Line of the page on which the code begins, counted from 1.
    line: int
    #: Pylint options that hold for this block, by their name without dashes in front.
    options: Mapping[str, str]

    @cached_property
    def marks(self) -> tuple[tuple[int, str], ...]:
        """What must be reported: pairs of a line of the code (from 1) and a symbol, in the order of the code."""
        return tuple(
            (number, symbol.strip())
            for number, line in enumerate(self.code.splitlines(), start=1)
            if (mark := _MARK.search(line))
            for symbol in mark["symbols"].split(",")
        )


@dataclass(frozen=True)
class RulePage:
    """Everything that is said about one message."""

    symbol: str
    id: str
    #: Name of the Pylint checker that reports it, e.g. "zmq-lifetime".
    checker: str
    default_enabled: bool
    #: The best fix that there is: "safe", "unsafe", "configured" (by a number that the user configures) or "none".
    fix: str
    #: One sentence; the text of `pylint --help-msg` and of the table in the README.
    title: str
    #: Text of the message, with a `%s` for each argument.
    template: str
    #: Pairs of id and symbol under which the message was known before.
    old_names: tuple[tuple[str, str], ...]
    #: The Markdown after the front matter, without leading blank lines.
    body: str
    #: Line of the file on which the body begins, counted from 1.
    body_line: int = 1

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The examples in the order of the page. Raises PageError on a block without a known role."""
        return tuple(_blocks(self))

    @cached_property
    def fixes(self) -> tuple[tuple[Block, Block], ...]:
        """Pairs of a bad block and the fixed block that belongs to it. Raises PageError on a fixed block alone."""
        pairs: list[tuple[Block, Block]] = []
        bad: Block | None = None
        for block in self.blocks:
            if block.role == "bad":
                bad = block
            elif block.role == "fixed":
                if bad is None:
                    raise PageError(f"{self.symbol}.md:{block.line}: a fixed block needs a bad block before it")
                pairs.append((bad, block))
        return tuple(pairs)

    @property
    def definition(self) -> tuple[str, str, str, dict[str, object]]:
        """The message as a value of Pylint's `msgs`: text, symbol, description, options."""
        options: dict[str, object] = {"default_enabled": self.default_enabled}
        if self.old_names:
            options["old_names"] = list(self.old_names)
        return self.template, self.symbol, self.title, options


def read_page(name: str, text: str) -> RulePage:
    """Parse the page `text` of the file `name` (with its ending). Raises PageError if it breaks the format."""
    lines = text.splitlines()
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        raise PageError(f"{name}:1: the front matter between two lines '---' is missing")
    end = lines.index("---", 1)
    values = _front_matter(name, lines[1:end])
    body = text.split("\n---\n", 1)[1] if "\n---\n" in text else ""
    blank = len(body) - len(body.lstrip("\n"))
    return RulePage(
        symbol=_checked(name, values, "symbol", bool(_SYMBOL.fullmatch(values["symbol"]))),
        id=_checked(name, values, "id", bool(_ID.fullmatch(values["id"]))),
        checker=values["checker"],
        default_enabled=_checked(name, values, "default", values["default"] in {"on", "off"}) == "on",
        fix=_checked(name, values, "fix", values["fix"] in FIXES),
        title=values["title"],
        template=values["template"],
        old_names=_old_names(name, values.get("old_names", "")),
        body=body.lstrip("\n"),
        body_line=end + 2 + blank,
    )


def _front_matter(name: str, lines: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, line in enumerate(lines, start=2):
        key, colon, value = line.partition(":")
        if not colon or key not in _KEYS | _OPTIONAL_KEYS or key in values or not value.strip():
            raise PageError(f"{name}:{number}: not a known 'key: value' line, or given twice: {line!r}")
        values[key] = value.strip()
    if missing := sorted(_KEYS - values.keys()):
        raise PageError(f"{name}:1: the front matter lacks {', '.join(missing)}")
    if name != f"{values['symbol']}.md":
        raise PageError(f"{name}:1: the file of {values['symbol']} must be named {values['symbol']}.md")
    return values


def _checked(name: str, values: Mapping[str, str], key: str, right: bool) -> str:
    if not right:
        raise PageError(f"{name}:1: {key} cannot be {values[key]!r}")
    return values[key]


def _old_names(name: str, text: str) -> tuple[tuple[str, str], ...]:
    """Pairs out of `W8799 zmq-old-name, W8798 zmq-older-name`."""
    pairs = [tuple(part.split()) for part in text.split(",") if part.strip()]
    for pair in pairs:
        if len(pair) != 2:
            raise PageError(f"{name}:1: old_names must be 'ID SYMBOL, ID SYMBOL', not {text!r}")
    return tuple((pair[0], pair[1]) for pair in pairs)


def _blocks(page: RulePage) -> Iterator[Block]:
    lines = page.body.splitlines()
    start, info = 0, None
    for index, line in enumerate(lines):
        fence = _FENCE.match(line)
        if not fence:
            continue
        if info is None:
            start, info = index + 1, fence["info"].split()
            continue
        if info[:1] == ["python"]:
            code = "\n".join(lines[start:index]) + "\n"
            yield _block(page, info[1:], code, page.body_line + start)
        info = None
    if info is not None:
        raise PageError(f"{page.symbol}.md:{page.body_line + start - 1}: the code block does not end")


def _block(page: RulePage, words: list[str], code: str, line: int) -> Block:
    role, options = (words[0], words[1:]) if words else ("", [])
    if role not in ROLES:
        raise PageError(f"{page.symbol}.md:{line - 1}: a Python block must be one of {', '.join(ROLES)}, not {role!r}")
    pairs = [option.partition("=") for option in options]
    if wrong := [key for key, equals, _ in pairs if not equals]:
        raise PageError(f"{page.symbol}.md:{line - 1}: the option {wrong[0]!r} needs a value: option=value")
    return Block(role, code, line, MappingProxyType({key: value for key, _, value in pairs}))
