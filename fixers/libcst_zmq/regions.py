"""The statements that need a resource: from its creation to the last one after which nothing uses it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import Function, Position, Text, function_of, in_one_loop, levels, position, statements_in
from libcst_zmq.edits import RefusedError
from libcst_zmq.holding import Holding, arguments
from libcst_zmq.liveness import Liveness, bound_in
from libcst_zmq.origins import may_be_had
from libcst_zmq.release_methods import ReleaseMethod, release_method
from libcst_zmq.values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.judging import Subject, Version
    from pylint_zmq.analysis.findings import Finding


#: How a socket tells what context it is of.
_CONTEXT = ("context", "underlying")


@dataclass
class Case:
    """One finding about a local resource, and what the fixes ask about it."""

    finding: Finding
    version: Version
    text: Text
    #: The other findings in the same function.
    others: list[Finding] = field(default_factory=list)
    #: What the user has configured.
    values: Values = field(default_factory=Values)

    @cached_property
    def function(self) -> Function:
        """The function that creates it. Raises RefusedError."""
        return function_of(self.finding.node)

    @property
    def call(self) -> nodes.Call:
        """The call that creates it."""
        if not isinstance(self.finding.node, nodes.Call):
            raise RefusedError("no-fix-known")
        return self.finding.node

    @cached_property
    def holding(self) -> Holding:
        """The names that may hold it. Raises RefusedError if a function that is there already reads one of them."""
        holding = Holding(self.function, self.call)
        for function in self._inner():
            # One that stands behind it in a loop is there before it, too, the next time round.
            earlier = (function.lineno or 0) < (self.statement.lineno or 0)
            earlier = earlier or in_one_loop(function, self.statement, self.function)
            if earlier and any(name.name in holding.names for name in function.nodes_of_class(nodes.Name)):
                raise RefusedError("captured")
        return holding

    def _inner(self) -> Iterator[nodes.NodeNG]:
        """The functions within the function."""
        return (n for n in self.function.nodes_of_class((nodes.FunctionDef, nodes.Lambda)) if n is not self.function)

    def check_hands(self) -> None:
        """Raise RefusedError if others may have it in a way that the analysis does not tell.

        Who makes it may have kept it, a function within this one may give it away, a socket tells its context.
        """
        if may_be_had(self.version.names, self.call):
            raise RefusedError("escapes")
        holding = Holding(self.function, self.call)
        calls = (call for function in self._inner() for call in function.nodes_of_class(nodes.Call))
        if any(holding.carries(argument) for call in calls for argument in arguments(call)):
            raise RefusedError("captured")
        told = (n for n in self.function.nodes_of_class(nodes.Attribute) if n.attrname in _CONTEXT)
        if self.is_context and any(holding.carries(attribute) for attribute in told):
            raise RefusedError("escapes")

    @cached_property
    def live(self) -> Liveness:
        """Where they are used later."""
        return Liveness(self.function, self.holding.names)

    @cached_property
    def subject(self) -> Subject:
        """What the finding is about."""
        return self.version.subject(self.finding)

    @property
    def statement(self) -> nodes.NodeNG:
        """The statement that creates it."""
        return self.finding.node.statement()

    @property
    def is_context(self) -> bool:
        """Whether it is a context, and no socket."""
        return self.finding.symbol.startswith("zmq-unclosed-context")

    @property
    def is_field(self) -> bool:
        """Whether it is kept in a field of an object."""
        return self.finding.subject.startswith("self.")

    @property
    def is_owner(self) -> bool:
        """Whether it is an instance of a class that owns sockets."""
        return self.finding.symbol == "zmq-unclosed-owner"

    @property
    def releases(self) -> tuple[str, ...]:
        """The methods that release it."""
        if self.is_context:
            return ("term", "destroy")
        return (self.release_method.name,) if self.release_method is not None else ("close",)

    @cached_property
    def release_method(self) -> ReleaseMethod | None:
        """The method that releases an owner; None for anything else, and where the class cannot be seen."""
        return release_method(self.version, self.call) if self.is_owner else None

    def release(self, name: str) -> str:
        """The statement that releases it under a name."""
        return self.release_method.call(name) if self.release_method is not None else f"{name}.{self.releases[0]}()"


@dataclass(frozen=True)
class Region:
    """Statements of one block."""

    start: Position
    last: int
    #: A loop lies between the creation and the block.
    crossed: bool

    @property
    def statements(self) -> list[nodes.NodeNG]:
        """All of them, in order."""
        return self.start.block[self.start.index : self.last + 1]

    @property
    def rest(self) -> list[nodes.NodeNG]:
        """The statements of the block behind the region."""
        return self.start.block[self.last + 1 :]


def regions(case: Case) -> Iterator[Region]:
    """The regions that will do, the smallest first: each ends where no name is used any more."""
    live = case.live
    for place, crossed in levels(case.statement, case.function):
        for index in range(place.index, len(place.block)):
            statement = place.block[index]
            if not live.after[statement]:
                if not any(live.elsewhere[inner] for inner in place.block[place.index : index + 1]):
                    yield Region(place, index, crossed)
                break


def drops(case: Case, region: Region) -> Iterator[nodes.NodeNG]:
    """Statements of the region at which a name lets the resource go, and no other name has it."""
    for statement in statements_in(region.statements):
        creates = statement is case.statement
        if creates and not region.crossed:
            continue
        if _never_after(statement, case.statement, region):
            continue
        if bound_in(statement) & case.holding.names and not case.live.before[statement]:
            value = getattr(statement, "value", None)
            if creates or not case.holding.carries(value):
                yield statement


def _never_after(statement: nodes.NodeNG, creation: nodes.NodeNG, region: Region) -> bool:
    """Whether no path within the region leads from the creation to the statement."""
    way, other = _way(creation, region), _way(statement, region)
    for depth, ((owner, part, index), (owner2, part2, index2)) in enumerate(zip(way, other, strict=False)):
        if depth and isinstance(owner, (nodes.For, nodes.While)):
            return False
        if owner is not owner2 or part != part2:
            return isinstance(owner, nodes.If) and owner is owner2
        if index2 != index:
            return index2 < index
    return False


def _way(statement: nodes.NodeNG, region: Region) -> list[tuple[nodes.NodeNG, int, int]]:
    """From the region inwards: the owner of each block round a statement, which of its blocks, and the place in it."""
    found: list[tuple[nodes.NodeNG, int, int]] = []
    while True:
        place = position(statement)
        found.append((place.owner, id(place.block), place.index))
        if place.block is region.start.block:
            return found[::-1]
        statement = place.holder


def returned(case: Case, statements: list[nodes.NodeNG]) -> bool:
    """Whether one of the statements may return the resource."""
    return any(isinstance(s, nodes.Return) and case.holding.carries(s.value) for s in statements_in(statements))


def escapes(case: Case, region: Region, *, trusting: bool = True) -> list[nodes.NodeNG]:
    """Statements of the region that may hand the resource to somebody else, by their text.

    With `trusting`, functions that can be seen only borrow it.
    """
    return [
        statement
        for statement in statements_in(region.statements)
        if statement is not case.statement and any(_gives(case, node, trusting) for node in own_parts(statement))
    ]


def stream_name(case: Case) -> str:
    """The name of a stream that takes the socket over as soon as it is made; "" if there is none."""
    match case.statement:
        case nodes.Assign(targets=[nodes.AssignName(name=name)], value=nodes.Call(args=[first, *_]) as call):
            return str(name) if first is case.finding.node and makes_stream(call) else ""
        case _:
            return ""


def makes_stream(node: nodes.NodeNG) -> bool:
    """Whether an expression is a stream, which takes its socket over."""
    return isinstance(node, nodes.Call) and node.func.as_string().rpartition(".")[2] == "ZMQStream"


def own_parts(statement: nodes.NodeNG) -> Iterator[nodes.NodeNG]:
    """The expressions of a statement, without the blocks in it."""
    for child in statement.get_children():
        if not child.is_statement and not isinstance(child, (nodes.ExceptHandler, nodes.MatchCase)):
            yield child
            yield from own_parts(child)


def _gives(case: Case, node: nodes.NodeNG, trusting: bool) -> bool:
    holding, parent = case.holding, node.parent
    match node:
        case nodes.Call():
            seen = trusting and not makes_stream(node) and _only_borrows(case, node.func)
            return not seen and any(holding.carries(argument) for argument in arguments(node))
        case nodes.Yield(value=value) if value is not None:
            return holding.carries(value)
        case nodes.AssignAttr() | nodes.Subscript():
            return (
                isinstance(parent, (nodes.Assign, nodes.AnnAssign))
                and holding.carries(parent.value)
                and node is not parent.value
            )
        case nodes.AssignName(name=name):
            return (
                name in _outer(holding.function) and isinstance(parent, nodes.Assign) and holding.carries(parent.value)
            )
        case _:
            return isinstance(parent, nodes.Return) and holding.carries(node)


def _only_borrows(case: Case, function: nodes.NodeNG) -> bool:
    """Whether a function can be seen, so that the analysis knows it, or fills a container of this function."""
    match function:
        case nodes.Attribute(expr=nodes.Name(name=name)) if name in case.holding.names - case.holding.direct:
            return True
        case _:
            definition = case.version.names.definition(function)
            return definition is not None and isinstance(definition.node, nodes.FunctionDef)


def _outer(function: Function) -> set[str]:
    return {name for node in function.nodes_of_class((nodes.Global, nodes.Nonlocal)) for name in node.names}
