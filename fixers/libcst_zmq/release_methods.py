"""Which method of a class releases what its instances own, as the analysis tells by running it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.names.classes import VisibleClass, lineage

if TYPE_CHECKING:
    from libcst_zmq.judging import Version

#: Words that say "release", the plainest first. A method that only ends with a release, as one that serves does, is not
#: called for it.
_TELLING = (
    *("close", "stop", "shutdown", "terminate", "term", "destroy", "release", "disconnect", "cleanup", "teardown"),
    *("exit", "quit", "end", "finish", "finalize", "dispose", "kill", "clear", "reset", "down", "clean"),
)


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
    fit = [
        name
        for name, count in counts.items()
        if count
        and not name.startswith("_")
        and _rank(name) < len(_TELLING)
        and _needs_none(methods[name])
        and not fills_again(methods, name, {field for field, closers in by_field.items() if name in closers})
    ]
    if not fit:
        return None
    best = min(fit, key=lambda name: (-counts[name], _rank(name)))
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


def fills_again(methods: dict[str, nodes.FunctionDef], name: str, fields: set[str]) -> bool:
    """Whether a method, or one of its class that it calls, makes something new for one of the fields: it is no end."""
    called, waiting = {name}, [methods[name]]
    while waiting:
        method = waiting.pop()
        for target in method.nodes_of_class(nodes.AssignAttr):
            value = getattr(target.statement(), "value", None)
            given = target.attrname in fields and value is not None and not _is_none(value)
            if given and not _makes_what_is_missing(method, target):
                return True
        for use in method.nodes_of_class(nodes.Attribute):
            if use.expr.as_string() == "self" and use.attrname in methods and use.attrname not in called:
                called.add(use.attrname)
                waiting.append(methods[use.attrname])
    return False


def _makes_what_is_missing(method: nodes.FunctionDef, target: nodes.AssignAttr) -> bool:
    """Whether a property fills a field only where it is not there yet: what reads it to close it leaves it closed."""
    test = target.statement().parent
    reads = method.decorators is not None and "property" in method.decorators.as_string()
    return reads and isinstance(test, nodes.If) and target.attrname in test.test.as_string()


def _is_none(value: nodes.NodeNG) -> bool:
    return isinstance(value, nodes.Const) and value.value is None


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
    """The place of the plainest telling word in a name; behind all of them if there is none."""
    words = set(name.lower().split("_"))
    return min((place for place, word in enumerate(_TELLING) if word in words), default=len(_TELLING))
