"""What the names of one module denote."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as model
from pylint_zmq.names import canonical, classes, declarations, definitions, hints, scopes, socket_types
from pylint_zmq.names.bindings import Binding, Kind, ModuleScopes, Scope
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.memory import Memory

if TYPE_CHECKING:
    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.hints import Type
    from pylint_zmq.program import Program

#: Calls whose first argument names the module that they return.
_IMPORTING_CALLS = frozenset({"pytest.importorskip", "importlib.import_module", "builtins.__import__"})

#: The name of a module that has none.
_UNNAMED = "__main__"


class ModuleNames:
    """The names of one parsed module. Everything is worked out when first asked for, and kept."""

    def __init__(self, module: nodes.Module, program: Program | None = None) -> None:
        """`program` is where imported modules are looked for; None if the module stands alone."""
        self.module = module
        self.program = program
        known = program.module_name(module.file) if program is not None and module.file is not None else None
        #: Dotted name, which depends on where the file lies and not on who parsed it.
        self.modname = known or module.name or _UNNAMED
        self._own_memory = Memory()
        self._named = Memory(self.memory.touched)

    def anew(self) -> ModuleNames:
        """Return the names of the same module with nothing concluded from other ones."""
        fresh = ModuleNames(self.module, self.program)
        if "scopes" in vars(self):
            # They are what the text says.
            vars(fresh)["scopes"] = self.scopes
        return fresh

    def __repr__(self) -> str:
        return f"ModuleNames({self.modname!r})"

    @cached_property
    def scopes(self) -> ModuleScopes:
        """The scopes of the module."""
        return scopes.build(self.module)

    @property
    def memory(self) -> Memory:
        """What has been worked out about expressions: one for all modules of a program, which may go in circles."""
        return self.program.memory if self.program is not None else self._own_memory

    def mentions(self, name: str) -> list[nodes.Name | nodes.Attribute]:
        """Return the reads of names and attributes of the module that end in `name`, in the order of the text."""
        found = [*self.scopes.names.get(name, ()), *self.scopes.reads.get(name, ())]
        return sorted(found, key=lambda node: (node.lineno, node.col_offset))

    @cached_property
    def offered(self) -> frozenset[str]:
        """The names that `__all__` offers to others."""
        bound = self.scopes.module.bindings.get("__all__", ())
        constants = [each for binding in bound for each in binding.node.statement().nodes_of_class(nodes.Const)]
        return frozenset(constant.value for constant in constants if isinstance(constant.value, str))

    @cached_property
    def by_qualname(self) -> dict[str, list[definitions.Defined]]:
        """The functions and classes of the module by their names without that of the module, in order."""
        found: dict[str, list[definitions.Defined]] = {}
        for node in self.scopes.by_node:
            if isinstance(node, (nodes.FunctionDef, nodes.ClassDef)):
                found.setdefault(self.qualname(node)[len(self.modname) + 1 :], []).append(node)
        return found

    # What a name denotes

    def qualify(self, expr: nodes.NodeNG, scope: Scope | None = None) -> str | None:
        """Return the canonical dotted name that a chain of names and attributes denotes by imports and definitions.

        `zmq.Context`, `zmq.PUSH`, `builtins.len`, `pkg.mod.Class.method`, `pkg.mod.func.<locals>.inner`. A local
        variable or parameter hides what has its name outside. None for a value, and for what is bound to several
        things. `scope` is where the expression is looked up if not where it stands.
        """
        match expr:
            case nodes.Name(name=name):
                return self.qualify_name(name, scope or self.scopes.scope_of(expr))
            case nodes.Attribute():
                if scope is not None or self._follows:
                    return self._qualify_attribute(expr, scope)
                return self.memory.noted((ModuleNames.qualify, expr), lambda: self._qualify_attribute(expr, None))
        return None

    def _qualify_attribute(self, expr: nodes.Attribute, scope: Scope | None) -> str | None:
        base = self.qualify(expr.expr, scope)
        if base is not None:
            return self.member(base, expr.attrname)
        return self._constant_of_receiver(expr.expr, expr.attrname)

    @property
    def _follows(self) -> bool:
        """Whether a name is being followed, perhaps in a circle: what is found then is not for keeping."""
        return self.program is not None and self.program.is_following

    def _constant_of_receiver(self, receiver: nodes.NodeNG, attribute: str) -> str | None:
        """Return what a class body names under `attribute`, for a `self.attribute` that no instance changes."""
        cls = classes.receiver_class(self, receiver)
        return classes.constant(VisibleClass(cls, self), attribute) if cls is not None else None

    def qualify_name(self, name: str, scope: Scope) -> str | None:
        """Return the canonical dotted name that `name` denotes when it is read in `scope`."""
        return self._named.answer((name, scope), self._resolve, None)

    def member(self, base: str, attribute: str) -> str | None:
        """Return what `attribute` of the thing with the canonical name `base` is called; a re-export is followed."""
        dotted = f"{base}.{attribute}"
        if canonical.is_zmq(base):
            return canonical.canonical(dotted)
        if self.program is not None:
            return self.program.follow(dotted, self)
        if base == self.modname or base.startswith(self.modname + "."):
            return self.own_member(dotted[len(self.modname) + 1 :])
        return canonical.canonical(dotted)

    def own_member(self, path: str) -> str | None:
        """Return the canonical name of what this module calls `path` (`Class.method`)."""
        head, *tail = path.split(".")
        base = self.export(head)
        own = f"{self.modname}.{head}"
        if base is None:
            return None
        if base != own:
            for attribute in tail:
                base = self.member(base, attribute) if base is not None else None
            return base
        if len(tail) == 1:
            cls = classes.class_at(self, head)
            constant = classes.constant(cls, tail[0]) if cls is not None else None
            if constant is not None:
                return constant
        return ".".join([own, *tail])

    def export(self, name: str) -> str | None:
        """Return the canonical name of what importers find under `name` in this module.

        A variable of the module is its own name (`pkg.mod.ctx`); None for a name that the module does not have.
        """
        top = self.scopes.module
        if name not in top.bindings:
            return self._from_stars(name)
        resolved = self.qualify_name(name, top)
        return resolved if resolved is not None else f"{self.modname}.{name}"

    def _resolve(self, question: tuple[str, Scope]) -> str | None:
        name, scope = question
        found = scope.lookup(name)
        if found is None:
            return self._from_stars(name) or canonical.builtin(name)
        owner, bindings = found
        if owner is not scope:
            return self.qualify_name(name, owner)
        return self._common(name, bindings, scope)

    def _common(self, name: str, bindings: list[Binding], scope: Scope) -> str | None:
        """Return what several bindings of one name agree on.

        Imports may differ, as in try / except ImportError or if / else: one from zmq counts first, then the first.
        What an except handler puts in place of a failed import (None, a stand-in) does not count.
        """
        candidates: list[str] = []
        fallbacks: list[str] = []
        for binding in bindings:
            if _is_nothing(binding):
                continue
            target = self._denoted(name, binding, scope)
            fallback = _in_handler(binding.node)
            if target is not None:
                (fallbacks if fallback else candidates).append(target)
            elif not fallback:
                return None
        every = candidates + fallbacks
        if not every:
            return None
        imports = {self._denoted(name, each, scope) for each in bindings if each.kind is Kind.IMPORT}
        if len(set(candidates)) > 1 and not set(candidates) <= imports:
            return None
        return next((each for each in every if canonical.is_zmq(each)), every[0])

    def _denoted(self, name: str, binding: Binding, scope: Scope) -> str | None:
        """Return the canonical name that one binding gives to `name`."""
        match binding:
            case Binding(kind=Kind.IMPORT, node=nodes.Import() as node):
                return self._imported(node, name)
            case Binding(kind=Kind.IMPORT, node=nodes.ImportFrom() as node):
                original = next(given for given, alias in node.names if (alias or given) == name)
                return self._follow(f"{self.imported_module(node)}.{original}")
            case Binding(kind=Kind.DEFINITION):
                return f"{self.qualname_prefix(scope)}{name}"
            case Binding(kind=Kind.VALUE, value=nodes.Name() | nodes.Attribute() as value):
                return self.qualify(value)
            case Binding(kind=Kind.VALUE, value=nodes.Call(func=function, args=[nodes.Const(value=str(module)), *_])):
                imports = self.qualify(function) in _IMPORTING_CALLS or _is_called_as(binding.node, module)
                return self._follow(module) if imports else None
        return None

    def _imported(self, node: nodes.Import, name: str) -> str:
        for given, alias in node.names:
            if alias == name:
                return self._follow(given) or given
        return name

    def imported_module(self, node: nodes.ImportFrom) -> str:
        """Return the absolute dotted name of the module that an import takes names from."""
        if not node.level:
            return str(node.modname)
        parts = self.modname.split(".")
        if not self.module.package:
            parts = parts[:-1]
        parts = parts[: len(parts) - (node.level - 1)] if node.level > 1 else parts
        return ".".join([*parts, node.modname] if node.modname else parts)

    def _follow(self, dotted: str) -> str | None:
        if canonical.is_zmq(dotted):
            return canonical.canonical(dotted)
        if self.program is not None:
            return self.program.follow(dotted, self)
        return canonical.canonical(dotted)

    def _from_stars(self, name: str) -> str | None:
        """Return what a star import brings in under `name`; the last one counts."""
        for node in reversed(self.scopes.stars):
            module = self.imported_module(node)
            if canonical.is_zmq(module):
                found = canonical.star_name(module, name)
            else:
                found = self.program.star_name(module, name, self) if self.program is not None else None
            if found is not None:
                return found
        return None

    def qualname_prefix(self, scope: Scope) -> str:
        """Return what stands before the name of a definition made in `scope`, its dot included."""
        parts: list[str] = []
        inner: Scope | None = scope
        while inner is not None and inner.parent is not None:
            node = inner.node
            if isinstance(node, nodes.ClassDef):
                parts.append(node.name)
            elif isinstance(node, nodes.FunctionDef):
                parts += ["<locals>", node.name]
            inner = inner.parent
        return ".".join([self.modname, *reversed(parts), ""])

    def qualname(self, node: nodes.FunctionDef | nodes.ClassDef) -> str:
        """Return the full dotted name of a function or class of this module."""
        return self.qualname_prefix(self.scopes.by_node[node].parent or self.scopes.module) + str(node.name)

    # What an expression is

    def socket_type(self, expr: nodes.NodeNG) -> str | None:
        """Return the socket type that an expression is by the imports (`PUSH`); `ANY` for several, else None."""
        return socket_types.socket_type(self, expr)

    def declared(self, expr: nodes.NodeNG) -> str | None:
        """Return the qualified class that an expression is declared, or assigned, to be an instance of."""
        found = self.type_of(expr)
        return found.name if found is not None and found is not hints.CONFLICT else None

    def type_of(self, expr: nodes.NodeNG) -> Type | None:
        """Return the class that an expression is declared to be an instance of, with its type arguments."""
        return self.memory.answer((self, expr), _type_of, None)

    def definition(self, expr: nodes.NodeNG) -> Definition | None:
        """Return the visible function or class that a callee expression denotes."""
        if self._follows:
            return definitions.definition(self, expr)
        return self.memory.noted((ModuleNames.definition, expr), lambda: definitions.definition(self, expr))

    def bases(self, cls: nodes.ClassDef) -> tuple[str, ...]:
        """All qualified bases of a class of this module, nearest first; what cannot be seen as far as it is named."""
        return classes.bases(VisibleClass(cls, self))

    def is_subclass(self, qualified: str, of: str) -> bool:
        """Tell whether the class `qualified` is `of` or derives from it."""
        return classes.is_subclass(self, qualified, of)


def _type_of(question: tuple[ModuleNames, nodes.NodeNG]) -> Type | None:
    return declarations.type_of(*question)


def _is_called_as(target: nodes.NodeNG, module: str) -> bool:
    """`zmq = optional("zmq")`: what a variable has the name of pyzmq for, made from that very name."""
    return module in model.MODULES and getattr(target, "name", "").lstrip("_") == model.ZMQ


def _is_nothing(binding: Binding) -> bool:
    """`name = None`, or an annotation without a value."""
    if binding.kind is not Kind.VALUE:
        return False
    return binding.value is None or (isinstance(binding.value, nodes.Const) and binding.value.value is None)


def _in_handler(node: nodes.NodeNG) -> bool:
    """Tell whether the node lies in an except clause of its own scope."""
    inner: nodes.NodeNG | None = node.parent
    while inner is not None and not isinstance(inner, (nodes.FunctionDef, nodes.ClassDef, nodes.Lambda)):
        if isinstance(inner, nodes.ExceptHandler):
            return True
        inner = inner.parent
    return False
