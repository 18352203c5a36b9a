"""Which calls can give the caller a fresh resource: only functions with such a call are worth running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import answers
from pylint_zmq.analysis.facts import Scope, own_nodes
from pylint_zmq.analysis.holders import bases_of, flows_into, names_in
from pylint_zmq.model.classes import MAKE_MONITOR, MAKE_SOCKET
from pylint_zmq.names.classes import VisibleClass

if TYPE_CHECKING:
    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.names.resolution import ModuleNames


class Creators:
    """Answers whether a function creates something, and whether it gives it to its caller."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def may_create(self, scope: Scope) -> bool:
        """Whether a run of the scope comes by a creation, its own or that of a function that gives it one."""
        return self._engine.noted(Creators.may_create, scope, lambda: self._may_create(scope))

    def _may_create(self, scope: Scope) -> bool:
        names = self._engine.names_of(scope)
        return any(self.creates(names, node) for node in own_nodes(scope) if isinstance(node, nodes.Call))

    def gives(self, function: nodes.FunctionDef | nodes.Lambda) -> bool:
        """Whether a function returns or yields what it created, or puts it into what it was given.

        A function that calls itself gives nothing by that alone.
        """
        return answers.ask(self._engine, answers.gives, function, False)

    def find_gives(self, function: nodes.FunctionDef | nodes.Lambda) -> bool:
        """Work out whether a function gives something."""
        return self.may_create(function) and self._lets_go(function)

    def _lets_go(self, function: nodes.FunctionDef | nodes.Lambda) -> bool:
        if not isinstance(function, nodes.FunctionDef):
            return True
        names = self._engine.names_of(function)
        held = self._engine.holders(function, frozenset())
        facts = self._engine.facts(function)
        if held & facts.outer:
            return True
        for node in own_nodes(function):
            match node:
                case nodes.Return(value=value) | nodes.Yield(value=value) if value is not None:
                    if names_in(value) & held or any(
                        self.creates(names, call) for call in value.nodes_of_class(nodes.Call)
                    ):
                        return True
                case (
                    nodes.Call(func=nodes.Attribute(expr=receiver))
                    | nodes.Assign(targets=[nodes.Subscript(value=receiver)])
                ):
                    if facts.parameters.intersection(bases_of(receiver)) and flows_into(node, held):
                        return True
        return False

    def creates(self, names: ModuleNames, call: nodes.Call) -> bool:
        """Whether a call gives a fresh resource, itself or by the visible function that it calls."""
        func = call.func
        if isinstance(func, nodes.Attribute) and func.attrname in (MAKE_SOCKET, MAKE_MONITOR):
            return True
        qualified = names.qualify(func)
        if qualified is not None and self._engine.kind_of_class(names, qualified):
            return True
        if self._is_configured(func, qualified):
            return True
        definition = names.definition(func)
        if definition is None:
            return False
        if isinstance(definition.node, nodes.ClassDef):
            return not definition.alternatives and self._engine.ownership.owns(
                VisibleClass(definition.node, definition.names)
            )
        return any(isinstance(each.node, nodes.FunctionDef) and self.gives(each.node) for each in definition.candidates)

    def _is_configured(self, func: nodes.NodeNG, qualified: str | None) -> bool:
        settings = self._engine.settings
        factories = settings.socket_factories | settings.context_factories
        if not factories:
            return False
        written = func.as_string()
        return bool(factories & {qualified, written, written.rpartition(".")[2]})
