"""Which names of a function can come to hold a resource at all; containers under any other name are not followed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from astroid import nodes

from pylint_zmq.analysis.facts import Scope, own_nodes
from pylint_zmq.analysis.shapes import children_of, elements_of
from pylint_zmq.model.methods import RECEIVES

#: Whether a call can create a resource.
Creates = Callable[[nodes.Call], bool]


def holders(scope: Scope, given: frozenset[str], creates: Creates) -> frozenset[str]:
    """Names that a resource can flow to: from a creation, or from one of the names in `given`."""
    flows = list(_flows(scope))
    held = set(given)
    made = [goal for source, goals in flows if _creates_inside(source, creates) for goal in goals]
    held.update(made)
    changed = True
    while changed:
        changed = False
        for source, goals in flows:
            if not held.issuperset(goals) and not held.isdisjoint(names_in(source)):
                held.update(goals)
                changed = True
    return frozenset(held)


def _flows(scope: Scope) -> Iterator[tuple[nodes.NodeNG, list[str]]]:
    """(expression, names that its value can get into) of every statement and call of the scope."""
    for node in own_nodes(scope):
        match node:
            case nodes.Assign():
                yield node.value, [name for target in node.targets for name in bases_of(target)]
                places = (target for target in node.targets if isinstance(target, nodes.Subscript))
                yield from ((place.slice, bases_of(place)) for place in places)
            case nodes.AnnAssign(value=value, target=target) | nodes.AugAssign(value=value, target=target) if (
                value is not None
            ):
                yield value, bases_of(target)
            case nodes.NamedExpr():
                yield node.value, bases_of(node.target)
            case nodes.For() | nodes.Comprehension():
                yield node.iter, bases_of(node.target)
            case nodes.With():
                yield from ((item, bases_of(target)) for item, target in node.items if target is not None)
            case nodes.Match():
                yield (
                    node.subject,
                    [name.name for case in node.cases for name in case.pattern.nodes_of_class(nodes.AssignName)],
                )
            case nodes.Call(func=nodes.Attribute(expr=receiver)):
                for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                    yield argument, bases_of(receiver)
            case nodes.Call() if node.args:
                # A visible function may put one argument into another.
                names = [name for argument in node.args for name in bases_of(argument)]
                yield from ((argument, names) for argument in node.args if names)


def bases_of(target: nodes.NodeNG) -> list[str]:
    """The names at the heads of a target: `a` of `a`, `a[k]`, `a.b`, each of a tuple."""
    match target:
        case nodes.AssignName() | nodes.Name():
            return [str(target.name)]
        case nodes.Tuple() | nodes.List():
            return [name for element in elements_of(target) for name in bases_of(element)]
        case nodes.Starred():
            return bases_of(target.value)
        case nodes.Subscript():
            return bases_of(target.value)
        case nodes.AssignAttr() | nodes.Attribute():
            return bases_of(target.expr)
        case nodes.Call(func=func):
            return bases_of(func)
        case _:
            return []


def names_in(expression: nodes.NodeNG) -> set[str]:
    """The names that an expression reads, without those that it only receives from: what comes in is data."""
    names: set[str] = set()
    waiting = [expression]
    while waiting:
        match waiting.pop():
            case nodes.Name(name=name):
                names.add(str(name))
            case nodes.Call(func=nodes.Attribute(attrname=attr), args=args, keywords=keywords) if attr in RECEIVES:
                waiting += [*args, *keywords]
            case node:
                waiting += children_of(node)
    return names


def flows_into(node: nodes.Call | nodes.Assign, held: frozenset[str]) -> bool:
    """Whether an argument of a method call, or an assigned value, is one of the names in `held`."""
    given = (
        [node.value] if isinstance(node, nodes.Assign) else [*node.args, *(keyword.value for keyword in node.keywords)]
    )
    return any(names_in(value) & held for value in given)


def _creates_inside(expression: nodes.NodeNG, creates: Creates) -> bool:
    return any(creates(call) for call in expression.nodes_of_class(nodes.Call))
