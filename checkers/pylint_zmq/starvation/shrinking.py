"""Whether anything keeps a container small: takes something out, counts, or is a container that forgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.errors.text import enclosing
from pylint_zmq.model import growth
from pylint_zmq.names.scopes import assigned_value, last_name, parameters
from pylint_zmq.waits.tracing import carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.tracing import Carrier

CONSTRUCTORS = frozenset(
    {"__init__", "__new__", "__post_init__", "__setstate__", "__enter__", "__aenter__", "<module>"}
)


def is_bounded(names: ModuleNames, container: nodes.NodeNG, carrier: Carrier) -> bool:
    """Tell whether a container cannot be said to grow without an end."""
    filling = enclosing(container)
    for there, use in _readings(names, container):
        found = carrier_of(there, use)
        if found == carrier and (_bounds(use) or (enclosing(use) is not filling and _ends_one(use))):
            return True
        # What is read from something unknown may be this container.
        if found is None and _takes_out(use):
            return True
    return not _is_boundless(names, container, carrier)


def _readings(names: ModuleNames, container: nodes.NodeNG) -> Iterator[tuple[ModuleNames, nodes.NodeNG]]:
    """Yield where the program reads something of the container's name."""
    places: list[tuple[ModuleNames, nodes.NodeNG]] = []
    if isinstance(container, nodes.Attribute):
        places += [(names, each) for each in names.scopes.reads.get(container.attrname, ())]
        for other in names.program.modules_with(container.attrname) if names.program is not None else ():
            if other.modname != names.modname:
                places += [(other, each) for each in other.scopes.reads.get(container.attrname, ())]
    elif isinstance(container, nodes.Name):
        found = names.module.nodes_of_class(nodes.Name)
        places += [(names, each) for each in found if each.name == container.name]
    yield from places


def _bounds(use: nodes.NodeNG) -> bool:
    """Tell whether a use of the container takes something out, counts it, or gives it away."""
    match use.parent:
        case nodes.Subscript(value=value) if value is use:
            return _takes_out(use)
        case nodes.Attribute(attrname=method):
            return _takes_out(use) or method not in growth.LOOKING | growth.PUTTING.keys() | growth.REMOVING
        case nodes.Call(func=function):
            return last_name(function) not in growth.VIEWING
        case nodes.Compare() | nodes.For() | nodes.AsyncFor() | nodes.Comprehension() | nodes.While() | nodes.If():
            return False
        case nodes.UnaryOp() | nodes.BoolOp() | nodes.IfExp() | nodes.FormattedValue():
            return False
    return True


def _takes_out(use: nodes.NodeNG) -> bool:
    """Tell whether a use of the container takes something out of it while the program runs."""
    match use.parent:
        case nodes.Subscript(value=value) as element if value is use:
            return isinstance(element.parent, nodes.Delete) and _is_amid(use, element.slice)
        case nodes.Attribute(attrname=method, parent=nodes.Call(args=args)) if method in growth.REMOVING:
            return _is_amid(use, args[0] if args else None)
    return False


def _ends_one(use: nodes.NodeNG) -> bool:
    """Tell whether a use of the container ends what is in it while the program runs, and leaves it there."""
    element, key = use, None
    while True:
        match element.parent:
            case nodes.Subscript(value=value, slice=index) as outer if value is element:
                element, key = outer, index
            case nodes.Attribute(attrname=method, parent=nodes.Call(args=args) as outer) if method in growth.LOOKING:
                element, key = outer, args[0] if args else None
            case nodes.Call(func=function) as outer if last_name(function) in growth.VIEWING:
                element = outer
            case nodes.Attribute(attrname=method, parent=nodes.Call()) if method in growth.ENDING:
                return _is_amid(use, key)
            case nodes.NamedExpr(target=target) | nodes.For(target=target) | nodes.Assign(targets=[target]):
                return _is_amid(use, key) and _is_ended(target)
            case _:
                return False


def _is_ended(target: nodes.NodeNG) -> bool:
    """Tell whether the function of a target ends what it gets by a name of the target."""
    function = enclosing(target)
    bound = {each.name for each in target.nodes_of_class(nodes.AssignName)}
    called = function.nodes_of_class(nodes.Call) if function is not None else ()
    return any(
        isinstance(call.func, nodes.Attribute)
        and call.func.attrname in growth.ENDING
        and isinstance(call.func.expr, nodes.Name)
        and call.func.expr.name in bound
        for call in called
    )


def _is_amid(use: nodes.NodeNG, key: nodes.NodeNG | None) -> bool:
    """Tell whether what is taken out is taken out while the program runs, and not at its end."""
    function = enclosing(use)
    if not isinstance(function, nodes.FunctionDef):
        return True
    if isinstance(use, nodes.Attribute) and getattr(use.expr, "name", "") not in ("self", "cls"):
        # Another object comes to its end, and not the one whose container it is.
        return True
    if isinstance(key, nodes.Name) and key.name in [each.name for each in parameters(function.args)]:
        return True
    return function.name.strip("_") not in growth.ENDING


def _is_boundless(names: ModuleNames, container: nodes.NodeNG, carrier: Carrier) -> bool:
    """Tell whether all values that the container ever gets are plain empty containers, given at the beginning."""
    values: list[tuple[nodes.NodeNG, nodes.NodeNG | None]] = []
    if isinstance(container, nodes.Attribute):
        stores = names.scopes.stores.get(container.attrname, ())
        values = [(each, assigned_value(each)) for each in stores if carrier_of(names, each) == carrier]
        for cls in names.scopes.classes:
            values += [
                (each.node, each.value) for each in names.scopes.by_node[cls].bindings.get(container.attrname, ())
            ]
    elif isinstance(container, nodes.Name):
        bindings = names.scopes.module.bindings.get(container.name, ())
        values = [(each.node, each.value) for each in bindings]
    given = [(node, value) for node, value in values if value is not None]
    return bool(given) and all(_is_empty(names, value) and not _is_emptied(node) for node, value in given)


def _is_empty(names: ModuleNames, value: nodes.NodeNG) -> bool:
    match value:
        case nodes.Dict(items=[]) | nodes.List(elts=[]):
            return True
        case nodes.Call(func=function):
            return names.qualify(function) in growth.BOUNDLESS
    return False


def _is_emptied(node: nodes.NodeNG) -> bool:
    """Tell whether a value is given later, and not at the end: it takes the place of what was there."""
    function = enclosing(node)
    if not isinstance(function, nodes.FunctionDef) or function.name in CONSTRUCTORS:
        return False
    return function.name.strip("_") not in growth.ENDING


def counts(function: nodes.FunctionDef) -> bool:
    """Tell whether a function compares how many there are."""
    compared = [
        part
        for each in function.nodes_of_class(nodes.Compare)
        for part in (each.left, *(operand for _, operand in each.ops))
    ]
    return any(isinstance(part, nodes.Call) and last_name(part.func) == "len" for part in compared)
