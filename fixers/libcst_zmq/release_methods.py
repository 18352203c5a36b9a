"""Which method of a class releases what its instances own, as the analysis tells by running it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names.classes import VisibleClass, lineage

if TYPE_CHECKING:
    from libcst_zmq.judging import Version

#: Names that say "release", the plainest first; other names come after them.
_TELLING = ("close", "stop", "shutdown", "terminate", "term", "destroy", "release", "disconnect", "cleanup")


@dataclass(frozen=True)
class ReleaseMethod:
    """How an instance is released."""

    name: str
    #: It is a coroutine function.
    awaited: bool
    #: The class is a context manager that gives itself, and its end releases.
    manages: bool

    def call(self, receiver: str) -> str:
        """The statement that releases `receiver`."""
        return f"{'await ' if self.awaited else ''}{receiver}.{self.name}()"


def release_method(version: Version, call: nodes.NodeNG) -> ReleaseMethod | None:
    """The method that releases most of what the new instance owns; None if it is not seen which class that is."""
    definition = version.names.definition(call.func) if isinstance(call, nodes.Call) else None
    if definition is None or not isinstance(definition.node, nodes.ClassDef):
        return None
    cls = VisibleClass(definition.node, definition.names)
    methods = _methods(cls)
    by_field = version.engine.ownership.releases(cls).by_field
    counts = {name: sum(name in closers for closers in by_field.values()) for name in methods}
    fit = [name for name, count in counts.items() if count and not name.startswith("__") and _needs_none(methods[name])]
    if not fit:
        return None
    best = min(fit, key=lambda name: (name.startswith("_"), -counts[name], _rank(name)))
    manages = (
        counts.get("__exit__", 0) >= counts[best] and "__enter__" in methods and _gives_itself(methods["__enter__"])
    )
    return ReleaseMethod(best, isinstance(methods[best], nodes.AsyncFunctionDef), manages)


def _methods(cls: VisibleClass) -> dict[str, nodes.FunctionDef]:
    """The methods of a class by name, the nearest of each name, in the order of the text."""
    found: dict[str, nodes.FunctionDef] = {}
    for each in lineage(cls):
        for node in each.node.body:
            if isinstance(node, nodes.FunctionDef):
                found.setdefault(node.name, node)
    return found


def _needs_none(method: nodes.FunctionDef) -> bool:
    """Whether a method can be called without arguments."""
    positional = [*method.args.posonlyargs, *(method.args.args or ())]
    required = len(positional) - len(method.args.defaults or ())
    return required <= 1 and all(default is not None for default in method.args.kw_defaults or ())


def _gives_itself(method: nodes.FunctionDef) -> bool:
    """Whether a method does nothing but return its object, so that a `with` does no more than the release."""
    last = method.body[-1]
    return len(method.body) == 1 and isinstance(last, nodes.Return) and isinstance(last.value, nodes.Name)


def _rank(name: str) -> int:
    return _TELLING.index(name) if name in _TELLING else len(_TELLING)
