"""Which names can still be read: what a state knows of the others need not be told apart any more.

Told by the text alone, backwards from the end of a function to its beginning. Beside names, a state knows attributes by
their paths and the outcomes of comparisons by their text (see state.py). A path counts as read where any attribute of
its last name is, for its head may go by other names; a comparison where one of the same text is evaluated.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.facts import Scope, comparison_names, comparison_text, facts_of, own_nodes
from pylint_zmq.analysis.shapes import body_of, children_of, elements_of
from pylint_zmq.names.once import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.names.resolution import ModuleNames

#: Names that can be read, with `.attr` for each path that ends so and `?text` for each comparison.
Live = frozenset[str]

#: What the names that are not the program's own start with: they are never forgotten here.
_SIGNS = "%&!^#"

#: Stands for every path: `getattr` reads what nobody can see.
_ANY_PATH = "."

_FUNCTIONS = (nodes.FunctionDef, nodes.Lambda)


@dataclass(frozen=True)
class Liveness:
    """What can be read from some points of a function on, before it is bound anew."""

    #: From just before each statement.
    before: dict[nodes.NodeNG, Live] = field(default_factory=dict)
    #: From each turn of a `for` on, its next element not yet bound.
    at_turns: dict[nodes.NodeNG, Live] = field(default_factory=dict)


def liveness(scope: Scope, names: ModuleNames) -> Liveness:
    """What can be read from each point of a function or module on, worked out once."""
    return once(scope, _worked_out, names)


def may_be_read(name: str, live: Live) -> bool:
    """Whether what a state has under a name can be read where `live` is what can be."""
    if name in live or name[0] in _SIGNS:
        return True
    return name[0] != "?" and "." in name and (f".{name.rpartition('.')[2]}" in live or _ANY_PATH in live)


def _worked_out(scope: Scope, names: ModuleNames) -> Liveness:
    for_ever = _for_ever(scope, names)
    found = Liveness()
    out = _Ways(for_ever, for_ever, for_ever, for_ever)
    _Blocks(found, for_ever, _texts(scope)).before(body_of(scope), for_ever, out)
    return found


def _for_ever(scope: Scope, names: ModuleNames) -> Live:
    """What is read by code that can run at any time, or that belongs to somebody else."""
    facts = facts_of(scope, names)
    found = {*facts.captured, *facts.outer}
    for node in own_nodes(scope):
        match node:
            case nodes.FunctionDef() | nodes.Lambda() | nodes.ClassDef():
                found |= names.scopes.by_node[node].free_names()
            case nodes.Name(name="getattr") | nodes.Attribute(attrname="getattr"):
                found.add(_ANY_PATH)
    return frozenset(found)


def _own(parts: Iterable[nodes.NodeNG]) -> Iterator[nodes.NodeNG]:
    """All nodes in the parts that run in the scope itself: of nested functions what they are defined by."""
    stack = list(parts)
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, _FUNCTIONS):
            stack.append(node.args)
            if isinstance(node, nodes.FunctionDef) and node.decorators is not None:
                stack.append(node.decorators)
        elif not isinstance(node, nodes.ClassDef):
            stack.extend(children_of(node))


def _texts(scope: Scope) -> dict[str, set[str]]:
    """The comparisons that each name stands in."""
    found: dict[str, set[str]] = {}
    for node in own_nodes(scope):
        for name in comparison_names(node) or ():
            found.setdefault(name, set()).add(f"?{comparison_text(node)}")
    return found


@dataclass(frozen=True)
class _Ways:
    """What can be read from where the ways out of a block lead."""

    raised: Live
    returned: Live
    broken: Live
    continued: Live


class _Blocks:
    """Goes backwards through the blocks of a function and notes what can be read before each statement.

    Any statement may raise: what can be read where that leads can be read before each one of a block. What can be read
    at the head of a loop is known after one pass through its body; a second one notes it there.
    """

    def __init__(self, found: Liveness, for_ever: Live, texts: dict[str, set[str]]) -> None:
        self._found = found
        self._for_ever = for_ever
        self._texts = texts
        self._reads: dict[tuple[nodes.NodeNG | None, ...], Live] = {}

    def before(self, body: list[nodes.NodeNG], after: Live, ways: _Ways) -> Live:
        """What can be read before a block, given what can be after it."""
        live = after
        for statement in reversed(body):
            live = self._found.before[statement] = _joined(self._statement(statement, live, ways), ways.raised)
        return live

    def _statement(self, node: nodes.NodeNG, after: Live, ways: _Ways) -> Live:
        match node:
            case nodes.If():
                branches = _joined(self.before(node.body, after, ways), self.before(node.orelse, after, ways))
                return _joined(self._read(node.test), self._unbound(branches, [node.test]))
            case nodes.While():
                return self._while(node, after, ways)
            case nodes.For():
                return self._for(node, after, ways)
            case nodes.Try() | nodes.TryStar():
                return self._try(node, after, ways)
            case nodes.With():
                return self._with(node, after, ways)
            case nodes.Match():
                cases = [self.before(case.body, after, ways) for case in node.cases]
                tests = [part for case in node.cases for part in (case.pattern, case.guard)]
                return _joined(self._read(node.subject, *tests), after, *cases)
            case nodes.Return():
                return _joined(self._read(node.value), ways.returned)
            case nodes.Raise():
                return self._read(node.exc, node.cause)
            case nodes.Break():
                return ways.broken
            case nodes.Continue():
                return ways.continued
            case _:
                return _joined(self._read(node), self._without(after, node))

    def _while(self, node: nodes.While, after: Live, ways: _Ways) -> Live:
        orelse = self._unbound(self.before(node.orelse, after, ways), [node.test])
        head = _joined(self._read(node.test), orelse, ways.raised)
        for _ in range(2):
            inside = self.before(node.body, head, replace(ways, broken=after, continued=head))
            head = _joined(head, self._unbound(inside, [node.test]))
        return head

    def _for(self, node: nodes.For, after: Live, ways: _Ways) -> Live:
        head = _joined(self._read(node.target), self.before(node.orelse, after, ways), ways.raised)
        for _ in range(2):
            inside = self.before(node.body, head, replace(ways, broken=after, continued=head))
            head = _joined(head, self._unbound(inside, [node.target]))
        self._found.at_turns[node] = head
        return _joined(self._read(node.iter), head)

    def _with(self, node: nodes.With, after: Live, ways: _Ways) -> Live:
        """A manager may swallow what is raised in the block, and go on after it."""
        swallowed = _joined(ways.raised, after)
        inside = self.before(node.body, after, replace(ways, raised=swallowed))
        goals = [target for _, target in node.items if target is not None]
        return _joined(
            self._read(*(part for item in node.items for part in item)), swallowed, self._unbound(inside, goals)
        )

    def _try(self, node: nodes.Try | nodes.TryStar, after: Live, ways: _Ways) -> Live:
        """Each statement of the block may be the last one before a handler, and each of all the last before finally."""
        if node.finalbody:
            after = self.before(node.finalbody, _joined(after, *self._jumps(node, ways)), ways)
            ways = _Ways(after, after, after, after)
        raised = ways.raised
        for handler in reversed(node.handlers):
            # Of a group each handler takes its part, one after the other.
            is_group = isinstance(node, nodes.TryStar)
            following, failing = (_joined(after, raised), raised) if is_group else (after, ways.raised)
            inside = self.before(handler.body, following, replace(ways, raised=failing))
            name = {handler.name.name} if handler.name is not None else set()
            raised = _joined(raised, self._read(handler.type), inside - (name - self._for_ever))
        orelse = self.before(node.orelse, after, ways)
        return self.before(node.body, orelse, replace(ways, raised=raised))

    @staticmethod
    def _jumps(node: nodes.NodeNG, ways: _Ways) -> Iterator[Live]:
        """Where the jumps in a statement lead that its `finally` comes before."""
        kinds = {type(inner) for inner in _own([node])}
        if nodes.Return in kinds:
            yield ways.returned
        if nodes.Break in kinds:
            yield ways.broken
        if nodes.Continue in kinds:
            yield ways.continued

    def _read(self, *parts: nodes.NodeNG | None) -> Live:
        """What the evaluation of the parts can read."""
        if parts not in self._reads:
            present = [part for part in parts if part is not None]
            self._reads[parts] = frozenset(key for node in _own(present) for key in _keys(node))
        return self._reads[parts]

    def _without(self, live: Live, statement: nodes.NodeNG) -> Live:
        """`live` without what a simple statement binds or deletes."""
        match statement:
            case nodes.Assign():
                return self._unbound(live, [statement.value, *statement.targets])
            case nodes.AnnAssign(value=value) if value is not None:
                return self._unbound(live, [value, statement.target])
            case nodes.Delete():
                return self._unbound(live, statement.targets)
            case nodes.Expr(value=value):
                return self._unbound(live, [value])
            case nodes.FunctionDef():
                return self._unbound(live, [statement])
            case nodes.Import() | nodes.ImportFrom():
                # The outcomes of comparisons stay known.
                bound = {alias or name.partition(".")[0] for name, alias in statement.names}
                return live - (bound - self._for_ever)
            case _:
                return live

    def _unbound(self, live: Live, parts: list[nodes.NodeNG]) -> Live:
        """`live` without what the parts bind, and the comparisons that it stands in: nothing is known of those."""
        gone: set[str] = set()
        for name in set(_bound(parts)) - self._for_ever:
            gone.add(name)
            gone.update(self._texts.get(name, ()))
        return live if live.isdisjoint(gone) else live - gone


def _bound(parts: Iterable[nodes.NodeNG | None]) -> Iterator[str]:
    """The names that targets bind or delete, and expressions bind, in any case."""
    for part in parts:
        match part:
            case nodes.AssignName(name=name) | nodes.DelName(name=name) | nodes.FunctionDef(name=name):
                yield str(name)
            case nodes.Tuple() | nodes.List():
                yield from _bound(elements_of(part))
            case nodes.Starred(value=inner) | nodes.UnaryOp(operand=inner) | nodes.Await(value=inner):
                yield from _bound([inner])
            case nodes.NamedExpr(target=target, value=inner):
                yield from _bound([target, inner])
            case nodes.BoolOp(values=[first, *_]) | nodes.IfExp(test=first) | nodes.Compare(left=first):
                # What comes after that may be left out.
                yield from _bound([first])
            case nodes.Call(func=func, args=args):
                yield from _bound([func, *args])


def _keys(node: nodes.NodeNG) -> Iterator[str]:
    """What the evaluation of a node by itself, its parts left out, reads."""
    match node:
        case nodes.Name(name=name):
            yield str(name)
        case nodes.Attribute(attrname=attr):
            yield f".{attr}"
        case nodes.AssignName(name=name) if isinstance(node.parent, nodes.AugAssign):
            yield str(name)
        case nodes.AssignAttr(attrname=attr) if isinstance(node.parent, nodes.AugAssign):
            yield f".{attr}"
        case nodes.Compare() if comparison_names(node) is not None:
            yield f"?{comparison_text(node)}"


def _joined(one: Live, *others: Live) -> Live:
    """The union, the same set where nothing comes to it."""
    for other in others:
        if not other <= one:
            one = other if one <= other else one | other
    return one
