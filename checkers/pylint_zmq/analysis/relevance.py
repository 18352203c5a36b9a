"""Which tests can matter to a resource: only their outcomes are worth telling states apart.

A test whose branches neither make, move nor release anything, and are not tested again where they would, splits the
states of a function for nothing. Real code is full of such tests.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import Scope, comparison_names, comparison_text, own_nodes, test_atoms, tested_path
from pylint_zmq.analysis.holders import Creates, names_in
from pylint_zmq.frozen import frozen
from pylint_zmq.model.harmless import RELEASING_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXITS = (nodes.Return, nodes.Raise, nodes.Break, nodes.Continue)


@frozen
class Relevance:
    """Names and comparisons whose outcome is kept in a state."""

    #: Names in a test that decides about a resource or a way out: their constants matter.
    tested: frozenset[str]
    #: Names and attribute paths that are tested more than once, once at least to decide about a resource.
    retested: frozenset[str]
    #: The same for comparisons of local names with constants, by their text; with the names in them.
    repeated: dict[str, frozenset[str]]


@frozen
class _Test:
    atom: nodes.NodeNG
    decides: bool
    leaves: bool
    weight: int


def relevance(scope: Scope, held: frozenset[str], creates: Creates) -> Relevance:
    """Find the tests of a function that matter, given the names that can hold a resource."""
    counts: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    names: dict[str, frozenset[str]] = {}
    deciding: set[str] = set()
    tested: set[str] = set()
    for test in _tests(scope, held, creates):
        paths = _paths(test.atom)
        own = {path for path in paths if path.partition(".")[0] in held}
        for path in paths:
            counts[path] += test.weight
        deciding.update(paths if test.decides else own)
        tested.update(paths if test.decides or test.leaves else own)
        compared = comparison_names(test.atom)
        if compared:
            text = comparison_text(test.atom)
            texts[text] += test.weight
            names[text] = compared
            if test.decides:
                deciding.add(f"?{text}")
    return Relevance(
        frozenset(tested),
        frozenset(path for path, count in counts.items() if count > 1 and path in deciding),
        {text: names[text] for text, count in texts.items() if count > 1 and f"?{text}" in deciding},
    )


def _tests(scope: Scope, held: frozenset[str], creates: Creates) -> Iterator[_Test]:
    for node in own_nodes(scope):
        tests, region = _controlled(node)
        if not tests:
            continue
        inside = [inner for part in region for inner in (part, *own_nodes(part))]
        decides = _lets_one_through(node) or any(_touches(inner, held, creates) for inner in inside)
        leaves = isinstance(node, (nodes.Assert, nodes.While)) or any(isinstance(inner, _EXITS) for inner in inside)
        weight = _weight(node, scope)
        for test in tests:
            for atom in test_atoms(test):
                yield _Test(atom, decides, leaves, weight)


def _controlled(node: nodes.NodeNG) -> tuple[list[nodes.NodeNG], list[nodes.NodeNG]]:
    """The tests in a node, and what runs or does not run by their outcome."""
    match node:
        case nodes.If() | nodes.While():
            return [node.test], [*node.body, *node.orelse]
        case nodes.IfExp():
            return [node.test], [node.body, node.orelse]
        case nodes.Assert():
            return [node.test], []
        case nodes.BoolOp():
            return list(node.values), list(node.values)
        case nodes.Assign(value=nodes.Compare() as flag) | nodes.AnnAssign(value=nodes.Compare() as flag):
            return [flag], []
        case nodes.Comprehension():
            return list(node.ifs), [node.parent] if node.parent is not None else []
        case nodes.Match():
            guards = [case.guard for case in node.cases if case.guard is not None]
            return [node.subject, *guards], [inner for case in node.cases for inner in case.body]
        case _:
            return [], []


def _lets_one_through(node: nodes.NodeNG) -> bool:
    """Whether one outcome of a test leaves the function for sure: to keep the other one splits no states."""
    return isinstance(node, nodes.Assert) or (
        isinstance(node, nodes.If)
        and any(branch and isinstance(branch[-1], (nodes.Return, nodes.Raise)) for branch in (node.body, node.orelse))
    )


def _touches(node: nodes.NodeNG, held: frozenset[str], creates: Creates) -> bool:
    """Whether a node makes, moves or releases something."""
    match node:
        case nodes.Call(func=nodes.Attribute(attrname=attr)) if attr in RELEASING_METHODS:
            return True
        case nodes.Call():
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            return creates(node) or any(names_in(value) & held for value in given)
        case nodes.Return(value=value) | nodes.Assign(value=value) | nodes.NamedExpr(value=value) if value is not None:
            return bool(names_in(value) & held) or _binds(node, held)
        case nodes.Yield() | nodes.YieldFrom() | nodes.Await():
            return bool(names_in(node) & held)
        case nodes.Delete() | nodes.With():
            return bool(names_in(node) & held) or any(name.name in held for name in node.nodes_of_class(nodes.DelName))
        case _:
            return False


def _binds(node: nodes.NodeNG, held: frozenset[str]) -> bool:
    return any(name.name in held for name in node.nodes_of_class(nodes.AssignName))


def _paths(atom: nodes.NodeNG) -> list[str]:
    parts = [atom.left, *(value for _, value in atom.ops)] if isinstance(atom, nodes.Compare) else [atom]
    return [path for path in map(tested_path, parts) if path is not None]


def _weight(node: nodes.NodeNG, scope: Scope) -> int:
    """A test in a loop is met again: it counts twice."""
    above: nodes.NodeNG | None = node
    while above is not None and above is not scope:
        if isinstance(above, (nodes.For, nodes.While)):
            return 2
        above = above.parent
    return 1
