"""Code that lives as long as its process.

What it keeps to the end is not lost to anybody. By reachability, not by names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.command_functions import is_made_a_command
from pylint_zmq.analysis.process_targets import PROCESS, becomes_target
from pylint_zmq.analysis.shapes import blocks_of
from pylint_zmq.model.threads import RUN, THREAD_CLASSES
from pylint_zmq.names.classes import VisibleClass, bases, receiver_class, subclasses
from pylint_zmq.names.mentions import is_annotation, mentions_of
from pylint_zmq.names.scopes import last_name
from pylint_zmq.names.test_files import stands_in_tests
from pylint_zmq.program.beside import importers
from pylint_zmq.program.commands import commands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.facts import Scope
    from pylint_zmq.names.resolution import ModuleNames

#: Bases of a class whose `run` is the main code of a process.
_PROCESSES = frozenset(
    {"multiprocessing.Process", "multiprocessing.context.Process", "multiprocessing.process.BaseProcess"}
)
#: What makes a function the work of a command (argparse: `parser.set_defaults(func=run)`).
_SETS_COMMAND = "set_defaults"


class ProcessMain:
    """Answers whether a function is the main code of a process, and whether the process ends with it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._of_main: dict[nodes.ClassDef, bool] = {}
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
        if _is_test(function):
            return False
        if self._is_command(function):
            return True
        if self._is_exported(function):
            return False
        references = list(self._references(function))
        if any(self._is_target(function, node) for node in references):
            # The target of a process is its main code, whoever else may call it.
            return True
        if not all(self._ends_process(node, ends) for node in references):
            return False
        importing = self._references_of_importers(function)
        if importing is None:
            return False
        return any(self._is_target(function, node) for node in importing) or (
            bool(references or importing) and all(self._ends_process(node, ends) for node in importing)
        )

    def _is_run_of(self, function: nodes.FunctionDef, of: Callable[[str], bool]) -> bool:
        """Whether a function is what a process or a thread runs by itself."""
        cls = function.parent
        if not isinstance(cls, nodes.ClassDef) or function.name != RUN:
            return False
        return any(of(base) for base in bases(VisibleClass(cls, self._engine.names_of(function))))

    def _is_command(self, function: nodes.FunctionDef) -> bool:
        """Whether a decorator makes a function the work of a command, or the project installs it as one."""
        names = self._engine.names_of(function)
        if is_made_a_command(names, function):
            return True
        program = names.program
        if program is None:
            return False
        installed = names.memory.noted((commands, program.root), lambda: commands(program.root))
        return names.qualname(function) in {program.follow(each) for each in installed}

    def _is_exported(self, function: nodes.FunctionDef) -> bool:
        """Whether `__all__` of its module, or of a package round that, offers the function or its class to others."""
        names = self._engine.names_of(function)
        if function.name in names.offered:
            return True
        outermost = _outermost(function)
        name, qualified = outermost.name, names.qualname(outermost)
        if name in names.offered:
            return True
        return any(name in each.offered and each.export(name) == qualified for each in _packages_round(names))

    def _references(self, function: nodes.FunctionDef) -> Iterator[nodes.NodeNG]:
        """Every place of the code that has to do with zmq that reads the function, or may read it."""
        own, name = self._engine.names_of(function), function.name
        others = own.program.modules_with(name) if own.program is not None else ()
        for names in (own, *(each for each in others if each.module is not own.module)):
            yield from self._references_in(names, function)

    def _references_of_importers(self, function: nodes.FunctionDef) -> list[nodes.NodeNG] | None:
        """The same for code that has nothing to do with zmq and imports the function; None if that is too much."""
        own, name = self._engine.names_of(function), _outermost(function).name
        if own.program is None:
            return []
        passing_on = (each.modname for each in _packages_round(own) if name in each.scopes.module.bindings)
        modules = importers(own.program, name, {each.rpartition(".")[2] for each in (own.modname, *passing_on)})
        if modules is None:
            return None
        return [node for names in modules for node in self._references_in(names, function)]

    def _references_in(self, names: ModuleNames, function: nodes.FunctionDef) -> Iterator[nodes.NodeNG]:
        if isinstance(function.parent, nodes.ClassDef):
            reads = names.scopes.reads.get(function.name, ())
            yield from (node for node in reads if self._may_mean(function, function.parent, names, node))
            return
        qualified = self._engine.names_of(function).qualname(function)
        yield from (node for node in names.mentions(function.name) if names.qualify(node) == qualified)

    def _may_mean(
        self, method: nodes.FunctionDef, cls: nodes.ClassDef, names: ModuleNames, node: nodes.Attribute
    ) -> bool:
        """Whether an attribute of a method's name can be that method, going by what it is an attribute of."""
        definition = names.definition(node)
        if definition is not None:
            return any(each.node is method for each in definition.candidates)
        if names.qualify(node) is not None:
            return False
        declared, own = names.declared(node.expr), VisibleClass(cls, self._engine.names_of(cls))
        return declared is None or declared == own.qualname or declared in bases(own)

    def is_run_by_process(self, function: nodes.FunctionDef) -> bool:
        """Whether a function is what a process runs by its own module: no other file is looked into."""
        references = self._references_in(self._engine.names_of(function), function)
        return self._is_run_of(function, _is_process) or any(self._is_target(function, node) for node in references)

    def is_of_main(self, cls: VisibleClass) -> bool:
        """Whether all objects of a class that the program makes are made once, in the main code of a process.

        What a method of another object makes may be meant for others, too, whoever calls that one.
        """
        if cls.node not in self._of_main:
            self._of_main[cls.node] = self._is_of_main(cls)
        return self._of_main[cls.node]

    def _is_of_main(self, cls: VisibleClass) -> bool:
        mentions = [node for _, node in mentions_of(cls) if not is_annotation(node)]
        if subclasses(cls) or any(isinstance(node.scope().parent, nodes.ClassDef) for node in mentions):
            return False
        return bool(mentions) and all(self._ends_process(node, _runs_once) for node in mentions)

    def _is_target(self, function: nodes.FunctionDef, node: nodes.NodeNG) -> bool:
        """Whether a reference certainly means the function, and makes it what a process or a command runs."""
        names = self._engine.names_of(node)
        return (_is_run_by_command(node) or becomes_target(names, node)) and self._is_certain(function, node)

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


def _outermost(function: nodes.FunctionDef) -> nodes.FunctionDef | nodes.ClassDef:
    """The function, or the class or function at module level that it stands in."""
    outermost: nodes.FunctionDef | nodes.ClassDef = function
    while isinstance(outermost.parent, (nodes.FunctionDef, nodes.ClassDef)):
        outermost = outermost.parent
    return outermost


def _is_called_by_python(function: nodes.FunctionDef) -> bool:
    """Whether a function is a special method, which runs wherever there is an object of its class."""
    return isinstance(function.parent, nodes.ClassDef) and function.name[:2] == function.name[-2:] == "__"


def _is_test(function: nodes.FunctionDef) -> bool:
    """Whether pytest or unittest runs a function, and others after it in the same process."""
    return function.name.startswith("test") and stands_in_tests(function)


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
    return base in _PROCESSES or base.rpartition(".")[2] == PROCESS


def _is_run_by_command(node: nodes.NodeNG) -> bool:
    """Whether a reference makes the function what a command of the program does."""
    match node.parent:
        case nodes.Keyword(parent=nodes.Call(func=func)):
            return last_name(func) == _SETS_COMMAND
        case _:
            return False


def _runs_once(statement: nodes.NodeNG) -> bool:
    """Whether no loop of its scope stands round a statement."""
    inner: nodes.NodeNG = statement
    while not isinstance(inner, (nodes.Module, nodes.FunctionDef)):
        if inner.parent is None or isinstance(inner, (nodes.For, nodes.While, nodes.ComprehensionScope)):
            return False
        inner = inner.parent
    return True


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
        block = next((block for block in blocks_of(parent) if child in block), None)
        if block is not None and block[-1] is not child and not isinstance(child, nodes.Return):
            return False
        child = parent
    return True
