"""Code that lives as long as its process.

What it keeps to the end is not lost to anybody. By reachability, not by names.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model.threads import RUN, THREAD_CLASSES
from pylint_zmq.names.classes import VisibleClass, bases, receiver_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.facts import Scope
    from pylint_zmq.names.resolution import ModuleNames

#: Bases of a class whose `run` is the main code of a process.
_PROCESSES = frozenset(
    {"multiprocessing.Process", "multiprocessing.context.Process", "multiprocessing.process.BaseProcess"}
)
#: The last part of what makes a process, whatever context it is made by (`get_context("spawn").Process`).
_PROCESS = "Process"
#: What makes a function the work of a command (argparse: `parser.set_defaults(func=run)`).
_SETS_COMMAND = "set_defaults"
_TEST_FOLDERS = frozenset({"test", "tests", "testing"})


def is_test_file(path: str) -> bool:
    """Whether a file holds tests, by the usual names: test_x.py, x_test.py, conftest.py, a folder called tests."""
    pure = PurePath(path)
    name = pure.name
    return (
        name.startswith(("test_", "conftest"))
        or name.endswith("_test.py")
        or not _TEST_FOLDERS.isdisjoint(pure.parts[-4:-1])
    )


def stands_in_tests(node: nodes.NodeNG) -> bool:
    """Whether a node is part of a file that holds tests."""
    return is_test_file(str(node.root().file or ""))


class ProcessMain:
    """Answers whether a function is the main code of a process, and whether the process ends with it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[tuple[nodes.NodeNG, Callable[[nodes.NodeNG], bool]], bool] = {}

    def is_main(self, scope: Scope) -> bool:
        """Whether the function runs only in the main code of a process, and as the last thing that it does."""
        return self._is_main(scope, _runs_last)

    def ends_by_error(self, scope: Scope) -> bool:
        """Whether the function runs only in the main code of a process, where nobody catches what leaves it."""
        return self._is_main(scope, _is_uncaught)

    def _is_main(self, scope: Scope, ends: Callable[[nodes.NodeNG], bool]) -> bool:
        if isinstance(scope, nodes.Module):
            return True
        key = (scope, ends)
        if key not in self._known:
            # A function that only calls itself is nobody's main code.
            self._known[key] = False
            self._known[key] = isinstance(scope, nodes.FunctionDef) and self._worked_out(scope, ends)
        return self._known[key]

    def _worked_out(self, function: nodes.FunctionDef, ends: Callable[[nodes.NodeNG], bool]) -> bool:
        if self._is_run_of(function, _is_process):
            return True
        if self._is_run_of(function, THREAD_CLASSES.__contains__) or _is_called_by_python(function):
            return False
        if self._is_exported(function):
            return False
        references = list(self._references(function))
        # The target of a process is its main code, whoever else may call it.
        return any(_is_target(node) and self._is_certain(function, node) for node in references) or (
            bool(references) and all(self._ends_process(node, ends) for node in references)
        )

    def _is_run_of(self, function: nodes.FunctionDef, of: Callable[[str], bool]) -> bool:
        """Whether a function is what a process or a thread runs by itself."""
        cls = function.parent
        if not isinstance(cls, nodes.ClassDef) or function.name != RUN:
            return False
        return any(of(base) for base in bases(VisibleClass(cls, self._engine.names_of(function))))

    def _is_exported(self, function: nodes.FunctionDef) -> bool:
        """Whether `__all__` of its module, or of a package round that, offers the function or its class to others."""
        names = self._engine.names_of(function)
        if function.name in names.offered:
            return True
        outermost: nodes.FunctionDef | nodes.ClassDef = function
        while isinstance(outermost.parent, (nodes.FunctionDef, nodes.ClassDef)):
            outermost = outermost.parent
        name, qualified = outermost.name, names.qualname(outermost)
        if name in names.offered:
            return True
        return any(name in each.offered and each.export(name) == qualified for each in _packages_round(names))

    def _references(self, function: nodes.FunctionDef) -> Iterator[nodes.NodeNG]:
        """Every place of the program that reads something of the function's name."""
        names = self._engine.names_of(function)
        qualified = names.qualname(function)
        modules = list(names.program.modules_with(function.name)) if names.program is not None else [names]
        for each in modules or [names]:
            if isinstance(function.parent, nodes.ClassDef):
                yield from each.scopes.reads.get(function.name, ())
                continue
            for node in each.mentions(function.name):
                if each.qualify(node) == qualified:
                    yield node

    def _is_certain(self, function: nodes.FunctionDef, node: nodes.NodeNG) -> bool:
        """Whether a reference means this function; a method may be of any class with such a method."""
        cls, names = function.parent, self._engine.names_of(node)
        if not isinstance(cls, nodes.ClassDef) or names.qualify(node) == self._engine.names_of(function).qualname(
            function
        ):
            return True
        return isinstance(node, nodes.Attribute) and receiver_class(names, node.expr) is cls

    def _ends_process(self, node: nodes.NodeNG, ends: Callable[[nodes.NodeNG], bool]) -> bool:
        """Whether a reference is a call in the main code of a process that ends the process, in the way asked for."""
        parent = node.parent
        if not isinstance(parent, nodes.Call) or parent.func is not node:
            return False
        statement = parent.statement()
        scope = statement.scope()
        if isinstance(scope, nodes.ClassDef) or not ends(statement):
            return False
        return isinstance(scope, nodes.Module) or (isinstance(scope, nodes.FunctionDef) and self._is_main(scope, ends))


def _is_called_by_python(function: nodes.FunctionDef) -> bool:
    """Whether a function is a special method, which runs wherever there is an object of its class."""
    return isinstance(function.parent, nodes.ClassDef) and function.name[:2] == function.name[-2:] == "__"


def _packages_round(names: ModuleNames) -> Iterator[ModuleNames]:
    """The packages that a module is part of, as far as they can be seen."""
    program, package = names.program, names.modname.rpartition(".")[0]
    while program is not None and package:
        file = program.file(package, names)
        found = program.names(file) if file is not None else None
        if found is not None:
            yield found
        package = package.rpartition(".")[0]


def _is_process(base: str) -> bool:
    return base in _PROCESSES or base.rpartition(".")[2] == _PROCESS


def _is_target(node: nodes.NodeNG) -> bool:
    """Whether a reference makes the function the target of a process, or what a command of the program does."""
    parent = node.parent
    if not isinstance(parent, nodes.Keyword) or not isinstance(parent.parent, nodes.Call):
        return False
    made = parent.parent.func
    name = made.attrname if isinstance(made, nodes.Attribute) else getattr(made, "name", "")
    return (name == _PROCESS and parent.arg == "target") or name == _SETS_COMMAND


def _is_uncaught(statement: nodes.NodeNG) -> bool:
    """Whether no handler of its scope can catch what a statement raises, and no `with` can swallow it."""
    child: nodes.NodeNG = statement
    while not isinstance(child, (nodes.Module, nodes.FunctionDef)):
        parent = child.parent
        if parent is None or isinstance(parent, nodes.With):
            return False
        if isinstance(parent, (nodes.Try, nodes.TryStar)) and parent.handlers and child in parent.body:
            return False
        child = parent
    return True


def _runs_last(statement: nodes.NodeNG) -> bool:
    """Whether nothing but the end of its scope follows a statement; a `try` round it must not catch and go on."""
    child: nodes.NodeNG = statement
    while not isinstance(child, (nodes.Module, nodes.FunctionDef)):
        parent = child.parent
        if parent is None or isinstance(parent, (nodes.For, nodes.While)):
            return False
        block = next((block for block in _blocks(parent) if child in block), None)
        if block is not None and block[-1] is not child and not isinstance(child, nodes.Return):
            return False
        child = parent
    return True


def _blocks(node: nodes.NodeNG) -> Iterator[list[nodes.NodeNG]]:
    for name in ("body", "orelse"):
        block = getattr(node, name, None)
        if isinstance(block, list):
            yield block
