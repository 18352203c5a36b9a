"""Calls of builtins and of contextlib, functools, asyncio.run: what they do with the resources in their arguments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pylint_zmq.analysis import calls, conditions, containers, summaries
from pylint_zmq.analysis.arguments import Arguments
from pylint_zmq.analysis.heap import Items
from pylint_zmq.analysis.raising import ANY
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import (
    NOT_NONE,
    UNKNOWN,
    Bound,
    Const,
    Manager,
    Named,
    Opaque,
    Partial,
    Routine,
    Sym,
    Tup,
    Value,
    references,
)
from pylint_zmq.model.harmless import (
    CHOOSING_BUILTINS,
    CONTAINER_BUILTINS,
    HARMLESS_BUILTINS,
    HARMLESS_FUNCTIONS,
    KNOWN_MANAGERS,
)

if TYPE_CHECKING:
    from astroid import nodes

    from pylint_zmq.analysis.frame import Frame

Result = Iterator[tuple[State, Value]]

#: A range up to this long is gone through exactly.
_SHORT_RANGE = 4


def known_call(frame: Frame, node: nodes.NodeNG, name: str, arguments: Arguments, state: State) -> Result | None:
    """The effect of a call by its qualified name; None if the name is not known here."""
    if name in KNOWN_MANAGERS:
        return _manager(frame, node, KNOWN_MANAGERS[name], arguments, state)
    if name in CONTAINER_BUILTINS:
        return _container(frame, node, name, arguments, state)
    if name in CHOOSING_BUILTINS and any(references(value) for value in arguments.values()):
        return iter([(state, value) for value in arguments.positional])
    if name == "builtins.getattr":
        return _getattr(frame, node, arguments, state)
    if name == "builtins.bool":
        return _bool(frame, arguments.first(), state)
    if name == "builtins.len":
        box = state.items(arguments.first())
        return iter([(state, Opaque(conditions.items_truth(box) if box is not None else None, True))])
    if name in HARMLESS_BUILTINS or name in HARMLESS_FUNCTIONS:
        return iter([(state, NOT_NONE if name != "builtins.print" else UNKNOWN)])
    if name == "functools.partial" and arguments.positional:
        return _partial(frame, node, arguments, state)
    if name == "asyncio.run" and isinstance(arguments.first(), Partial):
        return _asyncio_run(frame, node, arguments, state)
    return None


def _bool(frame: Frame, value: Value, state: State) -> Result:
    truth = conditions.truth_of(frame, value, state)
    for known in (True, False) if truth is None else (truth,):
        yield state, Const(known)


def _getattr(frame: Frame, node: nodes.NodeNG, arguments: Arguments, state: State) -> Result:
    if len(arguments.positional) < 3:
        frame.raises(state.hold(arguments.first())[0], node, ANY)
    values = arguments.positional
    owner = values[0] if values else UNKNOWN
    if len(values) > 1 and isinstance(values[1], Const) and references(owner):
        yield state, Bound(owner, str(values[1].value))
    elif isinstance(owner, Sym) and len(values) > 1 and isinstance(values[1], Const):
        path = f"{owner.path}.{values[1].value!s}"
        yield state, state.names.get(path, Sym(path))
    else:
        yield frame.all_escaped(state, values[2:]), UNKNOWN


def _partial(frame: Frame, node: nodes.NodeNG, arguments: Arguments, state: State) -> Result:
    held, _ = state.hold(Tup(arguments.values()))
    frame.raises(held, node, ANY)
    yield state, Partial(arguments.positional[0], arguments.positional[1:], arguments.keywords)


def _asyncio_run(frame: Frame, node: nodes.NodeNG, arguments: Arguments, state: State) -> Result:
    coroutine = arguments.first()
    assert isinstance(coroutine, Partial)
    frame.raises(state.hold(coroutine)[0], node, ANY)
    if coroutine.awaited and isinstance(coroutine.function, Routine):
        yield from summaries.run_routine(
            frame, node, coroutine.function, Arguments(coroutine.args, coroutine.keywords), state
        )
    else:
        yield from calls.unknown(frame, node, arguments, state)


def _manager(frame: Frame, node: nodes.NodeNG, kind: str, arguments: Arguments, state: State) -> Result:
    if kind in ("stack", "async stack"):
        yield state.add(Items(kind))
    elif kind == "suppress":
        names = tuple(value.name if isinstance(value, Named) else None for value in arguments.positional)
        yield state, Manager("suppress", UNKNOWN, names)
    else:
        yield state, Manager(kind, arguments.first() if arguments.positional else Const(None))


def _container(frame: Frame, node: nodes.NodeNG, name: str, arguments: Arguments, state: State) -> Result:
    kind = CONTAINER_BUILTINS[name]
    if name not in HARMLESS_BUILTINS:
        frame.raises(state.hold(Tup(arguments.values()))[0], node, ANY)
    first = arguments.first()
    match kind:
        case "range":
            yield state, _range(arguments)
        case "zip":
            yield state.add(_zipped(state, arguments))
        case "enumerate":
            inside, open_end = _inside(state, first)
            # What others give may raise while it is gone through; their pairs are not known to be pairs, then.
            view = "pairs" if containers.is_local_container(state, first) else "view"
            yield state.add(Items(view, tuple((None, Tup((UNKNOWN, value))) for value in inside), others=open_end))
        case "dict":
            yield state.add(containers.shortened(_dict(state, arguments)))
        case _:
            inside, open_end = _inside(state, first) if arguments.positional else ((), False)
            if name == "builtins.reversed":
                inside = tuple(reversed(inside))
            result = Tup(inside) if kind == "tuple" and not open_end else None
            if result is not None:
                yield state, result
            else:
                box = Items(
                    "list" if kind == "tuple" else kind, tuple((None, value) for value in inside), others=open_end
                )
                yield state.add(containers.shortened(box))


def _range(arguments: Arguments) -> Value:
    first = arguments.first()
    if (
        len(arguments.positional) == 1
        and isinstance(first, Const)
        and isinstance(first.value, int)
        and first.value <= _SHORT_RANGE
    ):
        return Tup((NOT_NONE,) * max(first.value, 0))
    return Manager("range", UNKNOWN)


def _inside(state: State, value: Value) -> tuple[tuple[Value, ...], bool]:
    """The known elements of something iterable, and whether there may be others."""
    inside = containers.elements(state, value)
    if inside is not None:
        return inside, False
    box = state.items(value)
    if box is None or box.kind not in containers.BUILTIN_KINDS or box.kind == "dict":
        return (), True
    return tuple(item for _, item in box.items), True


def _zipped(state: State, arguments: Arguments) -> Items:
    known = [_inside(state, value) for value in arguments.positional]
    closed = [len(inside) for inside, open_end in known if not open_end]
    longest = max((len(inside) for inside, _ in known), default=0)
    length = min(closed) if closed else longest
    rows = [
        (None, Tup(tuple(inside[at] if at < len(inside) else UNKNOWN for inside, _ in known))) for at in range(length)
    ]
    local = all(containers.is_local_container(state, value) for value in arguments.positional)
    view = "pairs" if local and len(known) == 2 else "view"
    return Items(view, tuple(rows), others=not closed or any(open_end for _, open_end in known))


def _dict(state: State, arguments: Arguments) -> Items:
    box = state.items(arguments.first()) if arguments.positional else None
    if box is not None and box.kind == "dict":
        items, others = list(box.items), box.others
    else:
        pairs, others = _inside(state, arguments.first()) if arguments.positional else ((), False)
        items = [_item(pair) for pair in pairs]
    items += [(name if name != "**" else None, value) for name, value in arguments.keywords]
    return Items("dict", tuple(items), others=others)


def _item(pair: Value) -> tuple[str | int | None, Value]:
    """The key and value that one of the things becomes which a dictionary is made of."""
    match pair:
        case Tup(items=(key, value)):
            return containers.constant_key(key), value
        case _:
            return None, pair
