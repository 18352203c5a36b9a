"""How long a timeout is: finite, endless, or as long as a caller says."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import waits
from pylint_zmq.names import classes, declarations
from pylint_zmq.names.bindings import Kind
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.names.scopes import assigned_value, parameters
from pylint_zmq.waits.defaults import replacements

if TYPE_CHECKING:
    from pylint_zmq.names.bindings import Binding
    from pylint_zmq.names.resolution import ModuleNames


class Patience(Enum):
    """How long a value lets a call wait. Later ones wait longer."""

    FINITE = 0
    #: Endless unless a caller says otherwise: a parameter whose default is None or -1.
    OPTIONAL = 1
    ENDLESS = 2


_DEEPEST = 6


def of(names: ModuleNames, expr: nodes.NodeNG | None, depth: int = 0) -> Patience:
    """Return how long `expr` as a timeout lets a call wait; what cannot be known counts as finite."""
    if depth > _DEEPEST:
        return Patience.FINITE
    match expr:
        case nodes.Const(value=None):
            return Patience.ENDLESS
        case nodes.UnaryOp(op="-", operand=nodes.Const()):
            return Patience.ENDLESS
        case nodes.IfExp(body=first, orelse=second):
            return _of_choice(names, expr.test, [of(names, first, depth + 1), of(names, second, depth + 1)])
        case nodes.BoolOp(op="or", values=values):
            return of(names, values[-1], depth + 1)
        case nodes.Name():
            return _of_name(names, expr, depth)
        case nodes.Attribute():
            return _of_attribute(names, expr, depth)
        case nodes.Call(func=nodes.Name(name="int" | "float" | "round"), args=[value]):
            return of(names, value, depth + 1)
    return Patience.FINITE


def _longest(found: list[Patience]) -> Patience:
    return max(found, key=lambda each: each.value, default=Patience.FINITE)


def _of_choice(names: ModuleNames, test: nodes.NodeNG, sides: list[Patience]) -> Patience:
    """`None if timeout is None else timeout * 1000`: the caller of the function decides."""
    longest = _longest(sides)
    if longest is Patience.ENDLESS and Patience.ENDLESS in sides and len(set(sides)) > 1:
        return Patience.OPTIONAL if _of_parameter_test(names, test) else Patience.FINITE
    return longest


def _of_parameter_test(names: ModuleNames, test: nodes.NodeNG) -> bool:
    return any(is_optional_parameter(names, each) for each in test.nodes_of_class(nodes.Name))


def is_optional_parameter(names: ModuleNames, name: nodes.Name) -> bool:
    """Tell whether a name is a parameter that is None, or negative, if the caller says nothing."""
    found = names.scopes.scope_of(name).lookup(name.name)
    for binding in found[1] if found is not None else ():
        if binding.kind is Kind.PARAMETER and isinstance(binding.node.parent, nodes.Arguments):
            return _default(names, binding.node) is Patience.OPTIONAL
    return False


def _default(names: ModuleNames, parameter: nodes.NodeNG) -> Patience:
    """Return how long a parameter lets a call wait when it is left out."""
    if not isinstance(parameter, nodes.AssignName) or not isinstance(parameter.parent, nodes.Arguments):
        return Patience.FINITE
    default = declarations.default_of(parameter.parent, parameter)
    if default is None:
        return Patience.FINITE
    return Patience.OPTIONAL if of(names, default, _DEEPEST) is Patience.ENDLESS else Patience.FINITE


def _of_name(names: ModuleNames, name: nodes.Name, depth: int) -> Patience:
    """A variable waits as long as the least patient of its values: paths are not told apart here."""
    found = names.scopes.scope_of(name).lookup(name.name)
    values: list[Patience] = []
    for binding in found[1] if found is not None else ():
        if binding.kind is Kind.PARAMETER:
            left_out = _default(names, binding.node)
            values.append(_after_replacing(names, name, binding.node, depth) or left_out)
        elif binding.kind is Kind.VALUE and binding.value is not None:
            values.append(of(names, binding.value, depth + 1))
        else:
            values.append(Patience.FINITE)
    if Patience.ENDLESS in values and found is not None and any(_is_up_to_caller(names, each) for each in found[1]):
        return Patience.OPTIONAL
    return _of_values(values)


def _after_replacing(names: ModuleNames, use: nodes.Name, parameter: nodes.NodeNG, depth: int) -> Patience | None:
    """Return how long a parameter waits that is left out, if the function then puts something in its place."""
    if not isinstance(parameter, nodes.AssignName) or not isinstance(parameter.parent, nodes.Arguments):
        return None
    default = declarations.default_of(parameter.parent, parameter)
    replaced = [of(names, each, depth + 1) for each in replacements(use, default)] if default is not None else []
    return replaced[-1] if replaced else None


def _of_values(values: list[Patience]) -> Patience:
    if values and all(each is Patience.ENDLESS for each in values):
        return Patience.ENDLESS
    return Patience.OPTIONAL if Patience.OPTIONAL in values else Patience.FINITE


def _is_up_to_caller(names: ModuleNames, binding: Binding) -> bool:
    """Tell whether a value is given only where a test of an optional parameter says so."""
    inner = binding.node.parent
    while inner is not None and not isinstance(inner, (nodes.FunctionDef, nodes.Module)):
        if isinstance(inner, nodes.If) and _of_parameter_test(names, inner.test):
            return True
        inner = inner.parent
    return False


def _of_attribute(names: ModuleNames, expr: nodes.Attribute, depth: int) -> Patience:
    own = classes.receiver_class(names, expr.expr)
    if own is None:
        return Patience.FINITE
    values: list[Patience] = []
    for each in classes.lineage(VisibleClass(own, names)):
        stored = [assigned_value(store) for store in each.stores(expr.attrname)]
        bound = [binding.value for binding in each.bindings(expr.attrname)]
        values += [of(each.names, value, depth + 1) for value in (*stored, *bound) if value is not None]
    return _of_values(values)


def is_timeout(name: str) -> bool:
    """Tell whether a parameter is a timeout, by its name."""
    return any(word in name.lower() for word in waits.TIMEOUT_WORDS)


def timeout_parameter(function: nodes.FunctionDef, names: ModuleNames) -> nodes.AssignName | None:
    """Return the parameter of a function that says how long it waits, if it waits for ever without it."""
    for parameter in parameters(function.args):
        if is_timeout(parameter.name):
            return parameter if _default(names, parameter) is Patience.OPTIONAL else None
    return None
