"""Whether a visible function gives out what is nobody else's: what it has kept is not for its callers to close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.nullable import MAKERS, values_returned

if TYPE_CHECKING:
    from pylint_zmq.names.definitions import Definition
    from pylint_zmq.names.resolution import ModuleNames

#: Calls that keep nothing, and stacks, which give up what they have before a function returns it open.
_KEEPING_NOTHING = frozenset({"enter_context", "push", "callback", "isinstance", "print", "str", "repr"})


def may_be_had(names: ModuleNames, call: nodes.Call, asked: tuple[nodes.NodeNG, ...] = ()) -> bool:
    """Whether what a call returns may be in other hands than the caller's, as far as the text tells."""
    definition = names.definition(call.func)
    if definition is None or not isinstance(definition.node, nodes.FunctionDef) or definition.node in asked:
        return False
    function = definition.node
    return any(_is_had(definition, value, (*asked, function)) for value in values_returned(function))


def _is_had(made_by: Definition, value: object, asked: tuple[nodes.NodeNG, ...]) -> bool:
    match value:
        case None | nodes.Const(value=None):
            return False
        case nodes.Await(value=inner):
            return _is_had(made_by, inner, asked)
        case nodes.IfExp(body=one, orelse=other):
            return _is_had(made_by, one, asked) or _is_had(made_by, other, asked)
        case nodes.Tuple(elts=elements):
            return any(_is_given(made_by, each.name) for each in elements if isinstance(each, nodes.Name))
        case nodes.Call():
            if made_by.names.definition(value.func) is not None:
                return may_be_had(made_by.names, value, asked)
            return not any(call.func.as_string().endswith(MAKERS) for call in value.nodes_of_class(nodes.Call))
        case nodes.Name(name=name):
            bound = [node.value for node in _assignments(made_by.node) if node.value and _binds(node, name)]
            return not bound or _is_given(made_by, name) or any(_is_had(made_by, each, asked) for each in bound)
        case _:
            return True


def _assignments(function: nodes.NodeNG) -> list[nodes.Assign | nodes.AnnAssign]:
    return list(function.nodes_of_class((nodes.Assign, nodes.AnnAssign)))


def _binds(statement: nodes.Assign | nodes.AnnAssign, name: str) -> bool:
    targets = statement.targets if isinstance(statement, nodes.Assign) else [statement.target]
    return any(isinstance(inner, nodes.AssignName) and inner.name == name for inner in targets)


def _is_given(made_by: Definition, name: str) -> bool:
    """Whether a function puts what it calls `name` anywhere, or gives it to code that cannot be seen."""
    uses = (use for use in made_by.node.nodes_of_class(nodes.Name) if use.name == name)
    return any(use.scope() is not made_by.node or _gives(made_by, use) for use in uses)


def _gives(made_by: Definition, use: nodes.Name) -> bool:
    holder = use.parent.parent if isinstance(use.parent, nodes.Keyword) else use.parent
    match holder:
        case nodes.Call(func=func) if func is not use:
            known = made_by.names.definition(func)
            seen = known is not None and isinstance(known.node, nodes.FunctionDef)
            return not seen and func.as_string().rpartition(".")[2] not in _KEEPING_NOTHING
        case nodes.Assign(targets=targets, value=value) if value is use:
            return any(isinstance(target, (nodes.AssignAttr, nodes.Subscript)) for target in targets)
        case nodes.Tuple() | nodes.List() | nodes.Set() | nodes.Dict():
            return not isinstance(holder.parent, nodes.Return)
        case nodes.Yield() | nodes.Starred():
            return True
        case _:
            return False
