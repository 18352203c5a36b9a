"""An ExitStack, for a resource that is made on a condition, in an expression or a container, or given away at times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, ancestors, line_of, own_nodes, position, risky, statements_in
from libcst_zmq.edits import Applicability, Draw, Edit, Enclose, Import, Insert, Pass, Plan, RefusedError, Replace
from libcst_zmq.holding import arguments, is_close
from libcst_zmq.lasting import as_long
from libcst_zmq.liveness import NONE
from libcst_zmq.managed import bound_by, named
from libcst_zmq.nullable import may_be_none, resources_in
from libcst_zmq.regions import Case, Region, drops, escapes, makes_stream, regions, returned, stream_name

if TYPE_CHECKING:
    from collections.abc import Iterator

IMPORT = Import("contextlib", "ExitStack")
#: In place of a statement of a probe: it hands nothing over, and the path goes on, for what comes behind counts, too.
_INSTEAD = "called_instead()"


def shared(case: Case) -> Iterator[Plan]:
    """One more resource on a stack that is there."""
    region = next(regions(case), None)
    if region is not None and not _is_streamed(case):
        yield from _on_present(case, region, _given(case, region))


def widened(case: Case) -> Iterator[Plan]:
    """A context on the stack of its sockets, which gives up in the end what it has: the stack begins with it."""
    if not case.is_context or not alone(case.statement) or may_be_none(case.version.names, case.call):
        return
    place = position(case.statement)
    for index in range(place.index + 1, len(place.block) - 1):
        holder = place.block[index]
        if not isinstance(holder, nodes.With) or not (name := _stack_name(holder)) or not _pops(holder.body[-1], name):
            continue
        if returned(case, place.block[place.index : index + 1]):
            raise RefusedError("escapes")
        drawn = Draw(line_of(holder), line_of(case.statement))
        edits = (drawn, Pass(case.text.span(case.call), f"{name}.enter_context"))
        yield Plan("stack", edits, probe=(*edits, leaving(place.block[index + 1])))
        return


def _is_streamed(case: Case) -> bool:
    if case.is_context:
        return False
    made = case.statement.nodes_of_class(nodes.Call)
    return not stream_name(case) and any(makes_stream(node) and case.holding.carries(node) for node in made)


def plans(case: Case) -> Iterator[Plan]:
    """The ways to put the resource on a stack of its own."""
    region = next(regions(case), None)
    if region is None:
        raise RefusedError("used-outside-block")
    if _is_streamed(case):
        raise RefusedError("in-a-stream")
    region = as_long(case, region)
    if isinstance(case.statement, nodes.Assign) and isinstance(case.statement.targets[0], nodes.Tuple):
        region = _ended_with(case, region)
    given = _given(case, region)
    yield from _named_block(case, region)
    stack = fresh_stack(case)
    entering = _entering(case, stack)
    first, last = region.statements[0], region.statements[-1]
    if not alone(first) or not alone(last):
        raise RefusedError("shared-line")
    frame: list[Edit] = [Enclose(line_of(first), line_of(last), f"with ExitStack() as {stack}:"), IMPORT]
    closes = list(_closing(case, region, stack))
    safety, reason = _pushes_context(case)
    if not returned(case, region.statements) and not _streamed(case, region):
        yield Plan("stack", (*entering, *frame, *closes, *_redundant(case, region)), safety, reason)
    if given and _gives_up(case, region):
        # A stack in the other for each of them is not to be read.
        raise RefusedError("several")
    for chosen in given:
        probe = [leaving(statement) for statement in chosen]
        kept = [edit for edit in closes if edit.line not in {line_of(statement) for statement in chosen}]
        if (end := _end_before(region, chosen)) is not None and not kept:
            short = Enclose(line_of(first), line_of(end), f"with ExitStack() as {stack}:")
            pop = Insert(line_of(end), (f"{stack}.pop_all()",), after=True)
            edits = (*entering, short, IMPORT)
            yield Plan("stack", (*edits, pop), safety, reason, (*edits, *probe))
        pops = [_before(statement, f"{stack}.pop_all()") for statement in chosen]
        edits = (*entering, *frame, *kept)
        yield Plan("stack", (*edits, *pops), safety, reason, (*edits, *probe))


def _named_block(case: Case, region: Region) -> Iterator[Plan]:
    """`with ctx, sock:` right behind the statement that unpacks what one call has made."""
    whole = region.statements
    match case.statement:
        case nodes.Assign(targets=[nodes.Tuple() as target], value=value) if value is case.call and len(whole) > 1:
            names = _unpacked(case, target)
        case _:
            return
    behind, last = whole[1], whole[-1]
    if whole[0] is not case.statement or returned(case, whole) or not alone(behind) or not alone(last):
        return
    if NONE.union(*map(bound_by, statements_in(whole[1:]))) & {*names}:
        return
    redundant = _redundant(case, region)
    gone = {edit.line for edit in redundant}
    left = [statement for statement in whole[1:] if line_of(statement) not in gone]
    if not left:
        return
    safety, reason = _pushes_context(case)
    ended = {call.func.as_string() for statement in whole for call in statement.nodes_of_class(nodes.Call)}
    # A context is there first, and goes last.
    names.sort(key=lambda name: not {f"{name}.term", f"{name}.destroy"} & ended)
    head = f"with {', '.join(names)}:"
    yield Plan("with", (Enclose(line_of(behind), line_of(last), head), *redundant), safety, reason)


def _unpacked(case: Case, target: nodes.Tuple) -> list[str]:
    """The names in a tuple that surely get sockets or contexts. Raises RefusedError if there is none."""
    names = [element.name for element in target.elts if isinstance(element, nodes.AssignName)]
    if len(names) != len(target.elts) or not alone(case.statement):
        raise RefusedError("not-a-plain-assignment")
    given = resources_in(case.version.names, case.call, len(names))
    if not given:
        raise RefusedError("may-be-none")
    body = case.function.body
    if len(given) > 1 and escapes(case, Region(position(body[0]), len(body) - 1, False), trusting=False):
        # The judge asks for the fate of one of them.
        raise RefusedError("several")
    return [names[i] for i in given]


def _ended_with(case: Case, region: Region) -> Region:
    """The region with the statements right behind it that close what the same call has made."""
    last = region.last
    for statement in region.rest:
        if not is_close(statement, case.holding.direct, ("close", "term")):
            break
        last += 1
    return Region(region.start, last, region.crossed)


def _end_before(region: Region, chosen: list[nodes.NodeNG]) -> nodes.NodeNG | None:
    """The statement before the only one that hands over, if every path through the region comes to that."""
    block = region.start.block
    if len(chosen) != 1 or chosen[0] not in block[region.start.index + 1 : region.last + 1]:
        return None
    before = block[region.start.index : block.index(chosen[0])]
    end = (risky(before) or before)[-1]
    return end if alone(end) and alone(chosen[0]) else None


def _given(case: Case, region: Region) -> list[list[nodes.NodeNG]]:
    """Guesses at the statements that hand the resource over: what can be seen only borrows, or it does not."""
    guesses = [escapes(case, region), escapes(case, region, trusting=False)]
    first = [[s for s in guess if not _after_one(s, guess)] for guess in guesses]
    return [guess for index, guess in enumerate(first) if guess and guess not in first[:index]]


def _after_one(statement: nodes.NodeNG, given: list[nodes.NodeNG]) -> bool:
    """Whether another of the statements runs before this one for certain."""
    current: nodes.NodeNG | None = statement
    while current is not None and not isinstance(current, nodes.FunctionDef):
        if current.is_statement and not isinstance(current, (nodes.ExceptHandler, nodes.MatchCase)):
            place = position(current)
            if any(before in given or _has_done(before, given) for before in place.block[: place.index]):
                return True
        current = current.parent
    return False


def _has_done(statement: nodes.NodeNG, given: list[nodes.NodeNG]) -> bool:
    """Whether a `try`, where control comes behind it, has run one of the statements."""
    if not isinstance(statement, nodes.Try) or not all(isinstance(h.body[-1], nodes.Raise) for h in statement.handlers):
        return False
    return any(inner in given for inner in statement.body)


def _streamed(case: Case, region: Region) -> bool:
    """Whether a stream takes the socket over; with a context it has nothing to do."""
    if case.is_context:
        return False
    statements = [s for s in region.statements if not (s is case.statement and stream_name(case))]
    calls = (call for statement in statements for call in statement.nodes_of_class(nodes.Call))
    return any(makes_stream(call) and case.holding.carries(call) for call in calls)


def _pushes_context(case: Case) -> tuple[Applicability, str]:
    """A context that comes with the socket out of one call would be terminated, too."""
    same = any(other.node is case.finding.node for other in case.others)
    return (Applicability.UNSAFE, "linger-unbounded") if same else (Applicability.SAFE, "")


def _redundant(case: Case, region: Region) -> list[Replace]:
    """Closes at the very end of the region, which its end makes redundant."""
    edits: list[Replace] = []
    # A name that gets something else on the way may have that closed here.
    others = NONE.union(*(bound_by(inner) for inner in statements_in(region.statements[1:])))
    bound = bound_by(case.statement)
    whole = len(bound) == 1 or getattr(case.statement, "value", None) is case.call
    names = case.holding.direct - others if whole and region.statements[0] is case.statement else NONE
    for statement in reversed(region.statements[1:]):
        if not is_close(statement, names, ("close", "term")) or case.text.commented(statement):
            break
        if any(arguments(call) for call in statement.nodes_of_class(nodes.Call)):
            break
        edits.append(Replace(line_of(statement)))
    return edits if len(edits) < len(region.statements) - 1 else []


def _on_present(case: Case, region: Region, given: list[list[nodes.NodeNG]]) -> Iterator[Plan]:
    """The stack of a `with` round the creation, if it keeps what is put on it as long as this one needs."""
    node, loop = case.statement.parent, False
    while node is not None and node is not case.function:
        loop = loop or isinstance(node, (nodes.For, nodes.While))
        if isinstance(node, nodes.With) and (name := _stack_name(node)) and not loop:
            inside = [inner for inner in node.body if any(n is case.statement for n in own_nodes(inner))]
            start = node.body.index(inside[0]) if inside else 0
            quiet = not any(case.live.elsewhere[inner] for inner in node.body[start:])
            # A stack that gives up what it has in the end: what comes after it is reached that way only.
            popped = _pops(node.body[-1], name) and "suppress" not in node.as_string()
            if (not popped and (not quiet or case.live.after[node.body[-1]])) or list(drops(case, region)):
                return
            if _keeps(case, name, ()) and not returned(case, region.statements) and not _streamed(case, region):
                yield Plan("stack", tuple(_entering(case, name)))
            elif _keeps(case, name, ("pop_all",)):
                for chosen in given:
                    if all(_popped_before(statement, name) for statement in chosen):
                        entering = tuple(_entering(case, name))
                        yield Plan("stack", entering, probe=(*entering, *map(leaving, chosen)))
            return
        node = node.parent


def _gives_up(case: Case, region: Region) -> bool:
    """Whether a stack in the region, or one that the region is in, gives up what it has in the end."""
    inside = [node for statement in region.statements for node in own_nodes(statement)]
    return any(
        isinstance(node, nodes.With) and (name := _stack_name(node)) and _pops(node.body[-1], name)
        for node in (*inside, *ancestors(region.statements[0], case.function))
    )


def _popped_before(statement: nodes.NodeNG, stack: str) -> bool:
    """Whether a stack gives up what it has right before a statement."""
    place = position(statement)
    before = place.block[place.index - 1] if place.index else None
    if isinstance(before, nodes.With):
        before = before.body[-1]
    return before is not None and _pops(before, stack)


def _pops(statement: nodes.NodeNG, stack: str) -> bool:
    return bool(statement.as_string() == f"{stack}.pop_all()")


def _stack_name(holder: nodes.With) -> str:
    for expression, target in holder.items:
        match expression, target:
            case nodes.Call(func=func), nodes.AssignName(name=name):
                if func.as_string().rpartition(".")[2] == "ExitStack":
                    return str(name)
    return ""


def _keeps(case: Case, name: str, more: tuple[str, ...]) -> bool:
    """Whether nothing but registering, and calls of `more` methods, is done with a stack."""
    uses = [node for node in case.function.nodes_of_class(nodes.Name) if node.name == name]
    registering = ("enter_context", "push", "callback", *more)
    bound = sum(node.name == name for node in case.function.nodes_of_class(nodes.AssignName))
    return bound == 1 and all(
        isinstance(use.parent, nodes.Attribute) and use.parent.attrname in registering for use in uses
    )


def fresh_stack(case: Case) -> str:
    """A name for the stack that the function does not use."""
    used = {node.name for node in case.function.nodes_of_class(nodes.Name)}
    used |= {node.name for node in case.function.nodes_of_class(nodes.AssignName)}
    if "ExitStack" in used and not any(
        "ExitStack" in str(i.as_string()) for i in case.function.root().nodes_of_class((nodes.ImportFrom,))
    ):
        raise RefusedError("name-taken")
    number = 1
    while (name := "stack" if number == 1 else f"stack{number}") in used:
        number += 1
    return name


def _entering(case: Case, stack: str) -> list[Edit]:
    """The creation, put on the stack at once."""
    statement, call = case.statement, case.call
    match statement:
        case nodes.Assign(targets=[nodes.Tuple() as target], value=value) if value is call:
            pushed = tuple(f"{stack}.push({name})" for name in _unpacked(case, target))
            return [Insert(line_of(statement), pushed, after=True)]
    if (stream := stream_name(case)) and alone(statement):
        return [Insert(line_of(statement), (f"{stack}.callback({stream}.close)",), after=True)]
    if isinstance(call.parent, nodes.Await):
        raise RefusedError("awaited")
    if may_be_none(case.version.names, call):
        name = named(case)
        if not alone(statement):
            raise RefusedError("may-be-none")
        return [Insert(line_of(statement), (f"if {name} is not None:", f"    {stack}.push({name})"), after=True)]
    return [Pass(case.text.span(call), f"{stack}.enter_context")]


def _closing(case: Case, region: Region, stack: str) -> Iterator[Insert]:
    """The stack closed where the name is about to get something else."""
    for statement in drops(case, region):
        if not alone(statement):
            raise RefusedError("shared-line")
        if statement is case.statement and statement is region.statements[0]:
            continue
        yield Insert(line_of(statement), (f"{stack}.close()",))


def _before(statement: nodes.NodeNG, line: str) -> Edit:
    if not alone(statement) or isinstance(statement, nodes.While):
        raise RefusedError("escapes")
    return Insert(line_of(statement), (line,))


def leaving(statement: nodes.NodeNG) -> Edit:
    """What a probe has in place of a statement that hands over."""
    simple = not isinstance(statement, (nodes.If, nodes.For, nodes.With, nodes.Try, nodes.Match, nodes.FunctionDef))
    return Replace(line_of(statement), (_INSTEAD,)) if simple else Insert(line_of(statement), (_INSTEAD,))


def later(case: Case) -> Iterator[Plan]:
    """Unsafe: everything on one stack round the whole function, whatever its names go through."""
    body = case.function.body
    stack = fresh_stack(case)
    given = [s for s in statements_in(body) if s is not case.statement]
    start = next(
        (i for i, s in enumerate(body) if not isinstance(s, nodes.Expr) or not isinstance(s.value, nodes.Const)), 0
    )
    while start < len(body) - 1 and isinstance(body[start], (nodes.Global, nodes.Nonlocal)):
        start += 1
    if not given or returned(case, body) or not alone(body[start]) or not alone(body[-1]):
        return
    edits = (
        *_entering(case, stack),
        Enclose(line_of(body[start]), line_of(body[-1]), f"with ExitStack() as {stack}:"),
        IMPORT,
    )
    yield Plan("stack", edits, Applicability.UNSAFE, "closed-later")
