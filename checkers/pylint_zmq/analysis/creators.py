"""Which functions can create a resource at all: only those are worth running."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import Scope, own_nodes
from pylint_zmq.model.classes import MAKE_MONITOR, MAKE_SOCKET
from pylint_zmq.names.resolution import ModuleNames

if TYPE_CHECKING:
    from pylint_zmq.analysis.engine import Engine


class Creators:
    """Answers whether a function creates a socket or context, by itself or through the visible functions that it calls."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[nodes.NodeNG, bool] = {}

    def may_create(self, scope: Scope | nodes.FunctionDef) -> bool:
        """Whether a run of the scope can come by a creation; nested functions and lambdas count where they are called."""
        if scope not in self._known:
            # A function that calls itself creates nothing by that alone.
            self._known[scope] = False
            names = self._engine.names_of(scope)
            self._known[scope] = any(self.creates(names, node) for node in own_nodes(scope) if isinstance(node, nodes.Call))
        return self._known[scope]

    def creates(self, names: ModuleNames, call: nodes.Call) -> bool:
        """Whether a call can create a resource, itself or in the visible function that it calls."""
        func = call.func
        if isinstance(func, nodes.Attribute) and func.attrname in (MAKE_SOCKET, MAKE_MONITOR):
            return True
        qualified = self._engine.qualify(names, func)
        if qualified is not None and self._engine.kind_of_class(names, qualified):
            return True
        if self._is_configured(func, qualified):
            return True
        definition = self._engine.definition(names, func)
        if definition is None:
            return False
        return any(isinstance(each.node, nodes.FunctionDef) and self.may_create(each.node) for each in definition.candidates)

    def _is_configured(self, func: nodes.NodeNG, qualified: str | None) -> bool:
        settings = self._engine.settings
        factories = settings.socket_factories | settings.context_factories
        if not factories:
            return False
        written = func.as_string()
        return bool(factories & {qualified, written, written.rpartition(".")[2]})
