"""`with ctx.socket(T) as s:` round the statements that use it, and the `finally` that starts in time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import Position, alone, line_of, own_nodes, position, statements_in
from libcst_zmq.edits import Applicability, Dissolve, Draw, Edit, Enclose, Insert, Item, Plan, RefusedError, Replace
from libcst_zmq.holding import arguments, is_close
from libcst_zmq.lasting import as_long
from libcst_zmq.liveness import bound_in
from libcst_zmq.nullable import may_be_none
from libcst_zmq.regions import Case, Region, makes_stream, own_parts, regions, returned
from pylint_zmq.model.harmless import RELEASING_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator


def plans(case: Case) -> Iterator[Plan]:
    """The ways to hold the resource in a block of its own, the plainest first."""
    if may_be_none(case.version.names, case.call):
        raise RefusedError("may-be-none")
    if isinstance(case.statement, nodes.Expr) and case.statement.value is case.call and alone(case.statement):
        line = case.release(case.text.all_of(case.call))
        yield Plan("close", (Replace(line_of(case.statement), (line,)),))
        return
    name = named(case)
    region = own_region(case)
    if region.last == region.start.index:
        yield Plan("close", (Insert(line_of(case.statement), (case.release(name),), after=True),))
        return
    if not case.is_context and (drawn := _late_finally(case, region)) is not None:
        yield drawn
    if returned(case, region.statements) or any(
        makes_stream(node) for inner in region.statements for node in inner.nodes_of_class(nodes.Call)
    ):
        raise RefusedError("escapes")
    _check_bindings(case, region, name)
    edits, end = _closes(case, region, name)
    if (joined := _joined(case, region, name)) is not None:
        yield Plan("with", (*joined, *edits))
    last = region.start.block[end]
    if end == region.start.index:
        return
    gone = {edit.line for edit in edits if isinstance(edit, Replace) and not edit.lines}
    head = f"with {{}} as {name}:" if _is_used(case, name, gone) else "with {}:"
    yield Plan("with", (Enclose(line_of(case.statement), line_of(last), head, swallow=True), *edits))


def closing(case: Case) -> Iterator[Plan]:
    """Unsafe: the same where others get hold of it, if the function closes it in the end all the same."""
    region = own_region(case)
    *before, last = region.statements
    leaving = any(isinstance(inner, (nodes.Return, nodes.Break, nodes.Continue)) for inner in statements_in(before))
    ends = last.finalbody if isinstance(last, nodes.Try) else [last]
    if leaving or not any(is_close(end, case.holding.direct, case.releases) for end in ends):
        return
    for plan in plans(case):
        if plan.name == "with" and plan.local:
            yield replace(plan, applicability=Applicability.UNSAFE, reason="closed-on-error", revokes=True)


def named(case: Case) -> str:
    """The name that the creating statement gives the resource. Raises RefusedError if that is not all that it does."""
    statement = case.statement
    match statement:
        case nodes.Assign(targets=[nodes.AssignName(name=name)], value=value):
            pass
        case nodes.AnnAssign(target=nodes.AssignName(name=name), value=value):
            pass
        case _:
            raise RefusedError("not-a-plain-assignment")
    if isinstance(value, nodes.Await):
        value = value.value
    if value is not case.finding.node:
        raise RefusedError(
            "conditional" if isinstance(value, (nodes.IfExp, nodes.BoolOp)) else "not-a-plain-assignment"
        )
    if any(name in node.names for node in case.function.nodes_of_class((nodes.Global, nodes.Nonlocal))):
        raise RefusedError("outer-name")
    return str(name)


def own_region(case: Case) -> Region:
    """The region in the creation's own block. Raises RefusedError if it does not end there."""
    if not alone(case.statement):
        raise RefusedError("shared-line")
    region = next(regions(case), None)
    if region is None or case.statement not in region.start.block:
        raise RefusedError("used-outside-block")
    return as_long(case, extended(case, region))


def _guarded_close(case: Case, statement: nodes.NodeNG) -> bool:
    """`if s is not None: s.close()` and the like."""
    return (
        isinstance(statement, nodes.If)
        and not statement.orelse
        and len(statement.body) == 1
        and is_close(statement.body[0], case.holding.direct, case.releases)
        and not case.live.before[statement]
    )


def extended(case: Case, region: Region) -> Region:
    """The region, up to the end of those of other lost resources that are created in it, so that they fit inside."""
    last = region.last
    block = region.start.block
    grown = True
    while grown:
        grown = False
        for other in case.others:
            statement = other.node.statement()
            if statement in block[region.start.index + 1 : last + 1]:
                inner = next(regions(Case(other, case.version, case.text)), None)
                if inner is not None and inner.start.block is block:
                    inner = as_long(Case(other, case.version, case.text), inner)
                    last, grown = max(last, inner.last), grown or inner.last > last
    return Region(region.start, last, region.crossed)


def _is_used(case: Case, name: str, gone: set[int]) -> bool:
    """Whether the function mentions a name in what is left of it without the statements at the lines `gone`."""
    return any(
        node.name == name and not any(line_of(part) in gone for part in statements_round(node))
        for node in case.function.nodes_of_class((nodes.Name, nodes.DelName))
    )


def statements_round(node: nodes.NodeNG) -> Iterator[nodes.NodeNG]:
    """The statements that a node stands in, from the innermost outwards."""
    current: nodes.NodeNG | None = node
    while current is not None and not isinstance(current, nodes.Module):
        if current.is_statement:
            yield current
        current = current.parent


def _check_bindings(case: Case, region: Region, name: str) -> None:
    for statement in statements_in(region.statements[1:]):
        bound = bound_by(statement)
        if name in bound:
            raise RefusedError("rebinding")
        if bound & case.holding.direct and not any(case.holding.carries(value) for value in _values(statement)):
            raise RefusedError("rebinding")


def _values(statement: nodes.NodeNG) -> list[nodes.NodeNG | None]:
    """What a statement, or the head of one, binds names to."""
    match statement:
        case nodes.With(items=items):
            return [expression for expression, _ in items]
        case nodes.For():
            return [statement.iter]
        case _:
            return [getattr(statement, "value", None)]


def bound_by(statement: nodes.NodeNG) -> frozenset[str]:
    """Names that a statement binds or may bind, the head of a compound one included, its blocks not."""
    assigned = (part.target for part in own_parts(statement) if isinstance(part, nodes.NamedExpr))
    walrus = frozenset(target.name for target in assigned if isinstance(target, nodes.AssignName))
    match statement:
        case nodes.For(target=target):
            return bound_in(target) | walrus
        case nodes.With(items=items):
            return walrus.union(*(bound_in(target) for _, target in items if target is not None))
        case _:
            return bound_in(statement) | walrus


# -- what the block makes redundant ----------------------------------------------------------------------------------
def _closes(case: Case, region: Region, name: str) -> tuple[list[Edit], int]:
    """Edits for the closes that the block makes redundant, and the index of the last statement that then is left."""
    edits: list[Edit] = []
    end = region.last
    statements = region.statements
    last = statements[-1]
    for statement in statements_in(statements[1:]):
        place = position(statement)
        if statement is last or not is_close(statement, {name}, case.releases):
            continue
        if _leaves_next(place, region) or (place.block is region.start.block and _only_closes(case, place, region)):
            edits += _without(case, statement, name)
    if (
        _guarded_close(case, last)
        and not case.is_context
        and case.text.plain(last)
        and len(list(last.nodes_of_class(nodes.Call))) == 1
        and not any(arguments(call) for call in last.nodes_of_class(nodes.Call))
    ):
        edits.append(Replace(line_of(last)))
        end -= 1
    elif is_close(last, {name}, case.releases):
        gone = _without(case, last, name)
        edits += gone
        if any(isinstance(edit, Replace) and not edit.lines for edit in gone):
            end -= 1
    elif isinstance(last, nodes.Try):
        edits += _final(case, last, name)
    return edits, end


def _only_closes(case: Case, place: Position, region: Region) -> bool:
    """Whether nothing but plain closes stands between a statement of the region's block and the region's end."""
    rest = region.start.block[place.index + 1 : region.last + 1]
    return not case.is_owner and all(_is_plain_close(statement) for statement in rest)


def _is_plain_close(statement: nodes.NodeNG) -> bool:
    match statement:
        case nodes.Expr(value=nodes.Call(func=nodes.Attribute(expr=nodes.Name(), attrname="close" | "term"), args=[])):
            return True
        case _:
            return False


def _leaves_next(place: Position, region: Region) -> bool:
    """Whether the next statement leaves the block, and nothing that it does can notice."""
    following = place.block[place.index + 1] if place.index + 1 < len(place.block) else None
    if isinstance(following, nodes.Return):
        return following.value is None or isinstance(following.value, (nodes.Name, nodes.Const))
    loops = [node for node in region.statements if any(inner is place.statement for inner in own_nodes(node))]
    inside_loop = any(isinstance(node, (nodes.For, nodes.While)) for outer in loops for node in own_nodes(outer))
    return isinstance(following, (nodes.Break, nodes.Continue)) and not inside_loop


def _without(case: Case, statement: nodes.NodeNG, name: str) -> list[Edit]:
    """The close gone, or turned into the LINGER that it asked for; it stays where a comment speaks of it."""
    given = [argument for call in statement.nodes_of_class(nodes.Call) for argument in arguments(call)][:1]
    if any(case.text.mentions(case.function, f"{name}.{method}") for method in case.releases):
        return []
    if case.is_context or case.is_owner:
        # destroy(linger=N) sets what the end of the block would not.
        return [] if given or case.text.commented(statement) else [Replace(line_of(statement))]
    if not alone(statement):
        return []
    if given:
        return [Replace(line_of(statement), (f"{name}.linger = {case.text.all_of(given[0])}",))]
    return [] if case.text.commented(statement) else [Replace(line_of(statement))]


def _final(case: Case, holder: nodes.Try, name: str) -> list[Edit]:
    """The close among those at the end of a `finally` that ends with the block."""
    for statement in reversed(holder.finalbody):
        if is_close(statement, {name}, case.releases):
            gone = _without(case, statement, name)
            removed = any(isinstance(edit, Replace) and not edit.lines for edit in gone)
            return [Dissolve(line_of(holder))] if removed and len(holder.finalbody) == 1 else gone
        if case.is_owner or not _is_plain_close(statement):
            break
    return []


# -- an existing try or with -----------------------------------------------------------------------------------------
def _late_finally(case: Case, region: Region) -> Plan | None:
    """What stands between the creation and a `try` whose `finally` closes, drawn into the `try`."""
    block, start = region.start.block, region.start.index
    for index in range(start + 1, len(block)):
        holder = block[index]
        if not (isinstance(holder, nodes.Try) and not holder.handlers and not holder.orelse and holder.finalbody):
            continue
        closes = [
            node for node in statements_in(holder.finalbody) if is_close(node, case.holding.direct, case.releases)
        ]
        if not closes or index == start + 1:
            return None
        between = block[start + 1 : index]
        read = {node.name for final in holder.finalbody for node in final.nodes_of_class(nodes.Name)}
        bound = frozenset().union(*(bound_by(inner) for inner in statements_in(between)))
        plain = (
            len(holder.finalbody) == 1 and index == region.last and is_close(holder.finalbody[0], case.holding.direct)
        )
        if bound & read or plain or not _only_releases(holder, block[:index]):
            return None
        return Plan("finally", (Draw(line_of(holder), line_of(between[0])),))
    return None


def _only_releases(holder: nodes.Try, before: list[nodes.NodeNG]) -> bool:
    """Whether a `finally` does nothing but release what nobody sees but the `try` and what stands before it."""
    for statement in statements_in(holder.finalbody):
        names = {name.name for name in statement.nodes_of_class(nodes.Name)}
        match statement:
            case nodes.If(orelse=[]) if not any(statement.test.nodes_of_class(nodes.Call)):
                continue
            case nodes.Expr(value=nodes.Call(func=nodes.Attribute(expr=nodes.Name(), attrname=attr))) if (
                attr in RELEASING_METHODS
            ):
                pass
            case _:
                return False
        own = [s for s in before if names & bound_by(s)]
        inside = [*before[before.index(own[0]) :], holder] if own else []
        for name in holder.scope().nodes_of_class(nodes.Name):
            if name.name in names and not any(outer in inside for outer in statements_round(name)):
                return False
    return True


def _joined(case: Case, region: Region, name: str) -> list[Edit] | None:
    """The creation as one more item of the `with` whose block it begins."""
    holder = region.start.owner
    if (
        not isinstance(holder, nodes.With)
        or isinstance(holder, nodes.AsyncWith)
        or region.start.index
        or case.text.commented(case.statement)
    ):
        return None
    if (
        isinstance(case.statement, nodes.AnnAssign)
        or len(region.statements) < 2
        or "stack" in holder.items[0][0].as_string().lower()
    ):
        return None
    if any(case.live.elsewhere[inner] for inner in region.start.block) or _disturbs(region.rest):
        return None
    lines = {item.lineno for item, _ in holder.items} | {case.finding.node.lineno, case.finding.node.end_lineno}
    if len(lines) > len(holder.items) + 1 or case.finding.node.lineno != case.finding.node.end_lineno:
        return None
    for statement in statements_in(region.rest):
        if name in bound_by(statement):
            return None
    return [Item(line_of(holder), (("", name),), creation=line_of(case.statement))]


def _disturbs(statements: list[nodes.NodeNG]) -> bool:
    """Whether statements end a context or claim an endpoint, which a socket that is open longer may hold up."""
    methods = {"term", "destroy", "bind", "bind_to_random_port"}
    return any(
        call.func.attrname in methods
        for s in statements
        for call in s.nodes_of_class(nodes.Call)
        if isinstance(call.func, nodes.Attribute)
    )
