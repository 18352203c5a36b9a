"""How the tests ask about one expression in a piece of code: it stands in `ask(...)`."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from astroid import nodes

from pylint_zmq.names.resolution import ModuleNames
from pylint_zmq.program import Program
from pylint_zmq.program.trees import parse_text


def asked(code: str, modname: str = "mod") -> tuple[ModuleNames, nodes.NodeNG]:
    """The names of a module that stands alone, and the expression in its `ask(...)`."""
    names = ModuleNames(parse_text(dedent(code), modname=modname), None)
    return names, marked(names)


def marked(names: ModuleNames) -> nodes.NodeNG:
    (call,) = names.scopes.calls["ask"]
    return call.args[0]


def project(root: Path, files: dict[str, str]) -> Program:
    """A project on disk."""
    for path, code in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(dedent(code))
    return Program(root.resolve())


def qualified(code: str) -> str | None:
    names, expr = asked(code)
    return names.qualify(expr)


def socket_type(code: str) -> str | None:
    names, expr = asked(code)
    return names.socket_type(expr)


def declared(code: str) -> str | None:
    names, expr = asked(code)
    return names.declared(expr)


def defined(code: str) -> list[str]:
    """The qualified names of what a callee may be, the first one first."""
    names, expr = asked(code)
    found = names.definition(expr)
    return [each.qualname for each in found.candidates] if found is not None else []
