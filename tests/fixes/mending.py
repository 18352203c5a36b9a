"""Mends a text, for tests."""

from __future__ import annotations

import textwrap

from libcst_zmq.makers import CREATION, MANAGED
from libcst_zmq.repairing import Repair, Terms, repair
from libcst_zmq.values import Values
from pylint_zmq.settings import Settings

SETTINGS = Settings(process_lifetime="report", setup_errors="report")
_SYMBOLS = MANAGED | CREATION


def mend(
    text: str,
    *,
    unsafe: bool = False,
    target: tuple[int, int] = (3, 10),
    symbols: frozenset[str] = _SYMBOLS,
    values: Values | None = None,
) -> Repair:
    """What becomes of a program that imports zmq."""
    source = "import zmq\n\n\n" + textwrap.dedent(text).lstrip("\n")
    terms = Terms(SETTINGS, symbols, unsafe, target, values=values or Values())
    return repair(source.encode(), "", "program", terms)


def body(done: Repair) -> str:
    """The mended text without the import of zmq above it."""
    return done.source.decode().split("import zmq\n", 1)[1].lstrip("\n")


def mended(
    text: str,
    *,
    unsafe: bool = False,
    target: tuple[int, int] = (3, 10),
    symbols: frozenset[str] = _SYMBOLS,
    values: Values | None = None,
) -> str:
    """The mended text."""
    return body(mend(text, unsafe=unsafe, target=target, symbols=symbols, values=values))


def reasons(text: str) -> list[str]:
    """Why what was left was left, in the order of the text."""
    return [outcome.reason for outcome in mend(text).outcomes if outcome.status != "fixed"]
