"""How long a resource must stay open behind its last use, so that nobody else can tell that it is closed earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import statements_in
from libcst_zmq.holding import is_close
from libcst_zmq.liveness import bound_in
from libcst_zmq.regions import Case, Region
from pylint_zmq.model.harmless import HARMLESS_BUILTINS, LOGGER_METHODS, LOGGER_NAMES, RELEASING_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUIET = frozenset(name.rpartition(".")[2] for name in HARMLESS_BUILTINS)
#: What a socket does that is over when the call is: nobody connects to it, and what it has sent stays queued.
_DONE = ("connect", "send", "recv", "poll", "subscribe", "unsubscribe", "disconnect", "get")
_OPTIONS = ("setsockopt", "set", "set_string", "setsockopt_string")


def as_long(case: Case, region: Region) -> Region:
    """The region, up to the last statement of the block that closes it.

    If nothing closes it, up to the last one that does anything: it has been open until the name went. One that only
    connects, and keeps its endless LINGER, need not be.
    """
    last = region.last
    closed = any(is_close(each, case.holding.direct, _ends(case)) for each in statements_in(region.statements))
    lasting = not (closed or case.is_context or _is_done(case))
    for index, statement in enumerate(region.rest, region.last + 1):
        if bound_in(statement) & case.holding.direct:
            break
        closes = any(is_close(each, case.holding.direct, _ends(case)) for each in statements_in([statement]))
        if closes or (lasting and _acts(statement)):
            last = index
            # What comes behind the close was never its business.
            lasting = lasting and not closes
    return Region(region.start, last, region.crossed)


def _ends(case: Case) -> tuple[str, ...]:
    """What ends the resource, or a socket of the context."""
    return (*case.releases, "close")


def _is_done(case: Case) -> bool:
    """Whether the socket is made in this function, and all that is done with it is over at once."""
    return case.version.names.definition(case.call.func) is None and all(_ends_at_once(use) for use in _uses(case))


def _uses(case: Case) -> Iterator[nodes.Name]:
    return (node for node in case.function.nodes_of_class(nodes.Name) if node.name in case.holding.direct)


def _ends_at_once(use: nodes.Name) -> bool:
    match use.parent:
        case nodes.Attribute(attrname=attr, parent=nodes.Call(args=args)):
            if attr in _OPTIONS:
                return not (args and args[0].as_string().endswith("LINGER"))
            return attr.startswith((*_DONE, *RELEASING_METHODS))
        case nodes.AssignAttr(attrname=attr):
            return attr.lower() != "linger"
        case _:
            return False


def _acts(statement: nodes.NodeNG) -> bool:
    """Whether a statement calls anything but what tells, counts or closes."""
    for call in statement.nodes_of_class(nodes.Call):
        match call.func:
            case nodes.Name(name=name) if name in _QUIET:
                continue
            case nodes.Attribute(attrname=attr) if attr in RELEASING_METHODS:
                continue
            case nodes.Attribute(attrname=attr, expr=of) if attr in LOGGER_METHODS:
                if of.as_string().rpartition(".")[2].strip("_").lower() in LOGGER_NAMES:
                    continue
        return True
    return False
