"""Objects from outside go by paths (`ctx`, `self.ctx`); a call changes the names at the head of these paths."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pylint_zmq.analysis.values import UNKNOWN, Sym, Value

if TYPE_CHECKING:
    from collections.abc import Callable

#: Marks a path of the caller that no parameter leads to.
_OUTSIDE = "^"


class Symbols:
    """Translates the paths of symbols into a callee and back."""

    def __init__(self, bound: dict[str, Value]) -> None:
        """`bound` tells which value each parameter of the callee gets."""
        self._inwards = {value.path: name for name, value in bound.items() if isinstance(value, Sym)}
        self._outwards = {name: value.path for name, value in bound.items() if isinstance(value, Sym)}
        self._given = frozenset(bound)

    def inwards(self, value: Value) -> Value:
        """A value of the caller as the callee knows it."""
        if isinstance(value, Sym):
            return replace(value, path=self.path_inwards(value.path))
        return _mapped(value, self.inwards)

    def outwards(self, value: Value) -> Value:
        """A value of the callee as the caller knows it; unknown where the caller has no name for it."""
        if isinstance(value, Sym):
            path = self.path_outwards(value.path)
            return UNKNOWN if path is None else replace(value, path=path)
        return _mapped(value, self.outwards)

    def path_inwards(self, path: str) -> str:
        """A path of the caller as the callee knows it."""
        if path[0] == ":":
            return path
        head = path
        while True:
            if head in self._inwards:
                return self._inwards[head] + path[len(head) :]
            head, dot, _ = head.rpartition(".")
            if not dot:
                return f"{_OUTSIDE}{path}"

    def path_outwards(self, path: str) -> str | None:
        """A path of the callee as the caller knows it; None if the caller has no name for it."""
        if path[0] == _OUTSIDE:
            return path[1:]
        head, dot, tail = path.partition(".")
        if head in self._outwards:
            return self._outwards[head] + dot + tail
        return None if head in self._given else path


def _mapped(value: Value, change: Callable[[Value], Value]) -> Value:
    parts = value.parts()
    if not parts:
        return value
    return value.with_parts(tuple(change(part) for part in parts))
