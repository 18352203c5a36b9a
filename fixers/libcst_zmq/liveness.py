"""Which of some names may still be used after a statement, in a way that a closed resource does not bear."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from astroid import nodes

from libcst_zmq.blocks import Function, own_nodes
from libcst_zmq.holding import harmful_uses

Names = frozenset[str]
NONE: Names = frozenset()

#: Managers that never swallow an exception.
_PLAIN_MANAGERS = ("socket", "Socket", "Context", "closing", "open", "nullcontext")


@dataclass(frozen=True)
class _Targets:
    """The names live where control goes on an exception, a return, a `break`, a `continue`."""

    error: Names = NONE
    leave: Names = NONE
    stop: Names = NONE
    again: Names = NONE


class Liveness:
    """Liveness of `names` at every statement of a function; exceptions may come from any statement."""

    def __init__(self, function: Function, names: set[str]) -> None:
        self.names = frozenset(names)
        self.before: dict[nodes.NodeNG, Names] = defaultdict(frozenset)
        self.after: dict[nodes.NodeNG, Names] = defaultdict(frozenset)
        #: Names live where an exception or a return takes control from the statement, loops round it, or ends them.
        self.elsewhere: dict[nodes.NodeNG, Names] = defaultdict(frozenset)
        self._block(function.body, NONE, _Targets())

    def _block(self, block: list[nodes.NodeNG], after: Names, to: _Targets) -> Names:
        for statement in reversed(block):
            self.after[statement] |= after
            self.elsewhere[statement] |= to.error | to.leave
            if any(isinstance(node, nodes.Break) for node in own_nodes(statement)):
                self.elsewhere[statement] |= to.stop
            if any(isinstance(node, nodes.Continue) for node in own_nodes(statement)):
                self.elsewhere[statement] |= to.again
            after = self._statement(statement, after, to) | to.error
            self.before[statement] |= after
        return after

    def _uses(self, node: nodes.NodeNG | None) -> Names:
        return NONE if node is None else frozenset(harmful_uses(node, self.names))

    def _statement(self, statement: nodes.NodeNG, after: Names, to: _Targets) -> Names:
        match statement:
            case nodes.Return() | nodes.Raise():
                return self._uses(statement) | (to.leave if isinstance(statement, nodes.Return) else to.error)
            case nodes.Break() | nodes.Continue():
                return to.stop if isinstance(statement, nodes.Break) else to.again
            case nodes.If(test=test, body=body, orelse=orelse):
                branches = self._block(body, after, to) | self._block(orelse, after, to)
                return branches | self._uses(test)
            case nodes.While(test=test):
                return self._loop(test, NONE, statement, after, to)
            case nodes.For(iter=over, target=target):
                return self._loop(over, bound_in(target), statement, after, to)
            case nodes.Try() | nodes.TryStar():
                return self._try(statement, after, to)
            case nodes.With():
                return self._with(statement, after, to)
            case nodes.Match(subject=subject, cases=cases):
                inside = (self._uses(case.guard) | self._block(case.body, after, to) for case in cases)
                return after.union(*inside) | self._uses(subject)
            case nodes.FunctionDef() | nodes.ClassDef():
                return (after - {statement.name}) | self._uses(statement)
            case _:
                return (after - bound_in(statement)) | self._uses(statement)

    def _loop(
        self, head: nodes.NodeNG, bound: Names, loop: nodes.For | nodes.While, after: Names, to: _Targets
    ) -> Names:
        start = self._uses(head)
        otherwise = self._block(loop.orelse, after, to)
        while True:
            inside = self._block(loop.body, start, replace(to, stop=after, again=start))
            grown = start | (inside - bound) | otherwise | to.error
            if grown == start:
                return start
            start = grown

    def _try(self, statement: nodes.Try | nodes.TryStar, after: Names, to: _Targets) -> Names:
        if statement.finalbody:
            final = statement.finalbody
            outer = to
            to = _Targets(
                *(self._block(final, live, outer) for live in (outer.error, outer.leave, outer.stop, outer.again))
            )
            after = self._block(final, after, outer)
        caught = NONE
        for handler in statement.handlers:
            caught |= self._uses(handler.type) | self._block(handler.body, after, to)
        otherwise = self._block(statement.orelse, after, to)
        return self._block(statement.body, otherwise, replace(to, error=to.error | caught))

    def _with(self, statement: nodes.With, after: Names, to: _Targets) -> Names:
        plain = all(_is_plain(item) for item, _ in statement.items)
        inner = to if plain else replace(to, error=to.error | after)
        live = self._block(statement.body, after, inner)
        for expression, target in reversed(statement.items):
            bound = bound_in(target) if target is not None else NONE
            live = (live - bound) | self._uses(expression)
        return live


def bound_in(node: nodes.NodeNG) -> Names:
    """The names that a simple statement or a target surely binds or deletes."""
    match node:
        case (
            nodes.Assign(targets=targets)
            | nodes.Delete(targets=targets)
            | nodes.Tuple(elts=targets)
            | nodes.List(elts=targets)
        ):
            return NONE.union(*(bound_in(target) for target in targets if isinstance(target, nodes.NodeNG)))
        case nodes.AnnAssign(target=target) if node.value is not None:
            return bound_in(target)
        case nodes.Starred(value=value):
            return bound_in(value)
        case nodes.AssignName(name=name) | nodes.DelName(name=name):
            return frozenset({name})
        case _:
            return NONE


def _is_plain(manager: nodes.NodeNG) -> bool:
    if isinstance(manager, nodes.Call):
        func = manager.func
        name = func.attrname if isinstance(func, nodes.Attribute) else getattr(func, "name", "")
        return name in _PLAIN_MANAGERS
    return False
