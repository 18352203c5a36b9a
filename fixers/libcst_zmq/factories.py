"""A function that gives a socket away in the end, and loses it if something raises before that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq import stacked
from libcst_zmq.blocks import Position, alone, line_of, position, statements_in
from libcst_zmq.edits import Applicability, Enclose, Plan, RefusedError
from libcst_zmq.liveness import bound_in
from libcst_zmq.managed import named
from libcst_zmq.nullable import may_be_none
from libcst_zmq.regions import Case, Region, escapes, stream_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONG = (nodes.For, nodes.While, nodes.With, nodes.Try, nodes.Match)
#: Statements that may hand a socket over, before it is held to be handed over for good.
_MOST_ENDS = 4


def plans(case: Case) -> Iterator[Plan]:
    """`try: ... except BaseException: s.close(); raise` round what stands between the creation and the handing over."""
    name = stream_name(case) or named(case)
    if may_be_none(case.version.names, case.call):
        raise RefusedError("may-be-none")
    if not alone(case.statement):
        raise RefusedError("shared-line")
    place = position(case.statement)
    whole = Region(place, len(place.block) - 1, False)
    if _goes_with_its_context(case):
        # One stack for both reads better than one `try` in the other.
        yield from stacked.plans(case)
    guesses = [{id(s) for s in escapes(case, whole, trusting=trusting)} for trusting in (True, False)]
    reasons = []
    for given in guesses if guesses[0] != guesses[1] else guesses[:1]:
        try:
            yield _plan(case, place, name, given)
        except RefusedError as error:
            reasons.append(error)
    if reasons:
        raise reasons[-1]


def _goes_with_its_context(case: Case) -> bool:
    """Whether the context that the socket is made from is lost as well; every way from the one leads to the other."""
    place = position(case.statement)
    for other in case.others:
        made = other.node.statement()
        if not other.symbol.startswith("zmq-unclosed-context") or made not in place.block[: place.index]:
            continue
        between = place.block[place.block.index(made) : place.index]
        leaves = any(isinstance(s, (nodes.Return, nodes.Break, nodes.Continue)) for s in statements_in(between))
        if not leaves and case.call.func.as_string() in {f"{name}.socket" for name in bound_in(made)}:
            return True
    return False


def giving(case: Case) -> Iterator[Plan]:
    """Unsafe: the same round the statements that hand the socket over, too, which may fail half way."""
    if case.is_context:
        return
    name = stream_name(case) or named(case)
    place = position(case.statement)
    given = {id(s) for s in escapes(case, Region(place, len(place.block) - 1, False), trusting=False)}
    ends = 0
    for index in range(place.index + 1, len(place.block)):
        statement = place.block[index]
        if isinstance(statement, (*_LONG, nodes.Return)) or ends == _MOST_ENDS:
            return
        if any(id(inner) in given for inner in statements_in([statement])):
            ends += 1
            enclosed = _enclosed(case, place.block[place.index + 1 : index + 1], name)
            yield Plan("factory", (enclosed,), Applicability.UNSAFE, "closed-on-error", revokes=True)


def _plan(case: Case, place: Position, name: str, given: set[int]) -> Plan:
    """The plan, if the statements `given` are those that hand the socket over. Raises RefusedError."""
    end = place.index
    for index in range(place.index + 1, len(place.block)):
        statement = place.block[index]
        if any(id(inner) in given for inner in [statement, *statements_in([statement])]):
            break
        end = index
    handing = place.block[end + 1] if end + 1 < len(place.block) else None
    between = place.block[place.index + 1 : end + 1]
    if not between or handing is None:
        raise RefusedError("escapes")
    enclosed = _enclosed(case, between, name)
    return Plan("factory", (enclosed,), probe=(enclosed, stacked.leaving(handing)))


def _enclosed(case: Case, between: list[nodes.NodeNG], name: str) -> Enclose:
    """The statements in a `try` that closes the socket if they raise. Raises RefusedError if they cannot be."""
    if any(inner is other.node.statement() for other in case.others for inner in statements_in(between)):
        # One stack for several reads better than one `try` in the other.
        raise RefusedError("several")
    if any(name in bound_in(inner) for inner in statements_in(between)):
        raise RefusedError("rebinding")
    if any(case.live.elsewhere[inner] for inner in between):
        raise RefusedError("used-by-handler")
    if not alone(between[0]) or not alone(between[-1]):
        raise RefusedError("shared-line")
    tail = f"except BaseException:\n    {case.release(name)}\n    raise"
    return Enclose(line_of(between[0]), line_of(between[-1]), "try:", tail)
