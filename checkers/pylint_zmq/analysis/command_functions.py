"""Functions that a decorator makes the work of a command: the main code of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import commands
from pylint_zmq.names.scopes import plain_decorators

if TYPE_CHECKING:
    from pylint_zmq.names.resolution import ModuleNames


def is_made_a_command(names: ModuleNames, function: nodes.FunctionDef) -> bool:
    """Whether one of the decorators of a function, which is part of the module with these names, says so."""
    return any(_makes_commands(names, each) for each in plain_decorators(function))


def _makes_commands(names: ModuleNames, decorator: nodes.NodeNG) -> bool:
    module, _, name = (names.qualify(decorator) or "").rpartition(".")
    if module in commands.MODULES and name in commands.DECORATORS:
        return True
    match decorator:
        case nodes.Attribute(attrname=attribute, expr=app) if attribute in commands.DECORATORS:
            group = names.definition(app)
            if group is not None and isinstance(group.node, nodes.FunctionDef):
                return is_made_a_command(group.names, group.node)
            return names.declared(app) in commands.APPS
        case _:
            return False
