"""Local containers of resources: what they hold, what their methods do, and how one element is taken out of several.

A container keeps its values in order; equal resources stand as one `many` resource (state.py merges them), which means
one or more. Whoever takes an element splits it off first, so that what happens to the one does not happen to the rest.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import expressions
from pylint_zmq.analysis.heap import Items, Resource
from pylint_zmq.analysis.outcome import CALLER
from pylint_zmq.analysis.raising import ANY
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import (
    NONE,
    UNKNOWN,
    Const,
    Manager,
    Opaque,
    Plain,
    Ref,
    Sym,
    Tup,
    Value,
    references,
    renamed,
)
from pylint_zmq.model.setup import OPTION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.frame import Frame

Key = str | int | None

#: Kinds of Items that a subscript or a method call treats as a builtin container.
#: Marks the items of a dict that are its keys.
KEY_ITEM = "\0key"

BUILTIN_KINDS = frozenset({"list", "set", "dict", "view", "pairs"})

#: More items than this are no longer kept in order, so that loops come to an end.
_LONGEST = 12


def compact(box: Items) -> Items:
    """Drop items that hold nothing of interest, but remember that there is something.

    A display is kept as it stands.
    """
    if box.kind not in BUILTIN_KINDS:
        return box
    kept = tuple(item for item in box.items if references(item[1]))
    if len(kept) == len(box.items):
        return box if len(kept) <= _LONGEST else replace(box, items=tuple(dict.fromkeys(kept)))
    return replace(box, items=kept or ((None, UNKNOWN),), others=True)


def shortened(box: Items) -> Items:
    """A container as a display makes it: exact, unless it is long."""
    return box if len(box.items) <= _LONGEST else compact(box)


def constant_key(value: Value) -> Key:
    """The key that a constant value makes, None if it is not known."""
    return value.value if isinstance(value, Const) and isinstance(value.value, (str, int)) else None


def elements(state: State, value: Value) -> tuple[Value, ...] | None:
    """The values in a tuple or local container; None if it is neither, or may hold more than is known."""
    if isinstance(value, Tup):
        return value.items
    box = state.items(value)
    if box is None or box.kind not in BUILTIN_KINDS or box.others or box.foreign:
        return None
    if box.kind == "dict":
        return tuple(value if key == KEY_ITEM else UNKNOWN if key is None else Const(key) for key, value in box.items)
    return tuple(item for _, item in box.items)


def is_local_container(state: State, value: Value) -> bool:
    """Whether iterating, unpacking, subscripting cannot raise.

    A tuple, or a builtin container that the function built.
    """
    if isinstance(value, (Tup, Plain)) or (isinstance(value, Manager) and value.kind == "range"):
        return True
    box = state.items(value)
    return box is not None and box.kind in BUILTIN_KINDS


def split(state: State, number: int) -> tuple[State, Ref]:
    """Take one out of several: the new resource stands before the rest wherever the rest stands."""
    item = state.heap[number]
    assert isinstance(item, Resource)
    state, one = state.add(replace(item, many=False))
    ids = {other: other for other in state.heap}
    ids[number] = one.to
    names = dict(state.names)
    for name, value in names.items():
        # What a caller holds goes by its place; of several it is the rest.
        if name != CALLER and isinstance(value, Tup) and number in references(value):
            names[name] = Tup(tuple(part for item in value.items for part in _doubled(item, number, ids)))
    heap = dict(state.heap)
    for other, box in state.heap.items():
        if isinstance(box, Items) and any(number in references(value) for _, value in box.items):
            items = tuple((key, part) for key, value in box.items for part in _doubled(value, number, ids))
            heap[other] = replace(box, items=items)
    return State(names, heap), one


def _doubled(value: Value, number: int, ids: dict[int, int]) -> tuple[Value, ...]:
    return (renamed(value, ids), value) if number in references(value) else (value,)


def singled(state: State, value: Value) -> Iterator[tuple[State, Value, bool]]:
    """Make a value that is taken out of a container stand for exactly one object.

    (state, value, whether others remain).
    """
    several = [number for number in references(value) if isinstance(item := state.heap[number], Resource) and item.many]
    if not several:
        yield state, value, False
        return
    number = several[0]
    item = state.heap[number]
    assert isinstance(item, Resource)
    yield state.store(number, replace(item, many=False)), value, False
    more, one = split(state, number)
    ids = {other: other for other in more.heap}
    ids[number] = one.to
    yield more, renamed(value, ids), True


def taken(frame: Frame, state: State, box_ref: Ref, position: int, remove: bool) -> Iterator[tuple[State, Value]]:
    """Take the item at a position, with or without removing it."""
    box = state.items(box_ref)
    assert box is not None
    for after, value, _ in singled(state, box.items[position][1]):
        if remove:
            now = after.items(box_ref)
            assert now is not None
            at = [item for _, item in now.items].index(value)
            after = after.store(box_ref.to, replace(now, items=now.items[:at] + now.items[at + 1 :]))
        yield after, value


def subscript(frame: Frame, node: nodes.Subscript, state: State) -> Iterator[tuple[State, Value]]:
    """Evaluate `value[index]`."""
    for after, (owner, index) in expressions.evaluate_all(frame, [node.value, node.slice], state):
        if isinstance(node.slice, nodes.Slice) and is_local_container(after, owner):
            yield from _slice(after, owner)
            continue
        if not is_local_container(after, owner):
            held, slot = after.hold(owner)
            frame.raises(held, node, ANY)
            yield held.without(slot), _unknown_element(owner, node)
            continue
        yield from read_item(frame, after, owner, index)


def _unknown_element(owner: Value, node: nodes.Subscript) -> Value:
    if isinstance(owner, Sym):
        return Sym(f"{owner.path}[{node.slice.as_string()}]")
    return UNKNOWN


def _slice(state: State, owner: Value) -> Iterator[tuple[State, Value]]:
    box = state.items(owner)
    if box is None:
        yield state, owner if isinstance(owner, Tup) else Plain()
    else:
        yield state.add(replace(box, foreign=False))


def read_item(frame: Frame, state: State, owner: Value, index: Value) -> Iterator[tuple[State, Value]]:
    """The element of a local container at an index or key; every element where the index is not known."""
    key = constant_key(index)
    if isinstance(owner, Tup):
        if isinstance(key, int) and -len(owner.items) <= key < len(owner.items):
            yield state, owner.items[key]
        else:
            yield from ((state, value) for value in dict.fromkeys(owner.items) or (UNKNOWN,))
        return
    box = state.items(owner)
    if box is None or not isinstance(owner, Ref):
        yield state, UNKNOWN
        return
    positions = _positions(state, box, key)
    for position in positions:
        yield from taken(frame, state, owner, position, remove=False)
    if not positions or box.others:
        yield state, UNKNOWN


def _positions(state: State, box: Items, key: Key) -> list[int]:
    if box.kind == "dict" and key is not None:
        exact = [at for at, (known, _) in enumerate(box.items) if known == key]
        return exact or [at for at, (known, _) in enumerate(box.items) if known is None]
    if isinstance(key, int) and box.kind == "list" and not box.others and -len(box.items) <= key < len(box.items):
        passed = box.items[: key + 1] if key >= 0 else box.items[key:]
        if not any(_several(state, value) for _, value in passed):
            return [key % len(box.items)]
    return list(range(len(box.items)))


def _several(state: State, value: Value) -> bool:
    return any(isinstance(item := state.heap[number], Resource) and item.many for number in references(value))


def store_item(frame: Frame, state: State, owner: Value, index: Value, value: Value, node: nodes.NodeNG) -> State:
    """`owner[index] = value`."""
    if isinstance(owner, (Plain, Tup)):
        return frame.all_escaped(state, (value, index))
    if not isinstance(owner, Ref) or not is_local_container(state, owner):
        held, slot = state.hold(value)
        if isinstance(owner, Sym):
            frame.kept(state, value, owner.path, "dict")
        gone = frame.all_escaped(held, (value, index))
        frame.raises(gone, node, ANY, doubt=OPTION if _is_declared_dict(frame, node) else "")
        return gone.without(slot)
    box = state.items(owner)
    assert box is not None
    if box.foreign:
        return frame.escaped(state, value)
    if references(index):
        # A resource that is a key is kept by the container, and comes out when it is gone through.
        state = frame.escaped(state, value)
        return state.store(owner.to, replace(box, items=(*box.items, (KEY_ITEM, index))))
    key = constant_key(index)
    items = box.items
    if key is not None and box.kind == "dict":
        items = tuple(item for item in items if item[0] != key)
    elif box.kind == "list":
        positions = _positions(state, box, key)
        if len(positions) == 1 and not _several(state, items[positions[0]][1]):
            items = items[: positions[0]] + items[positions[0] + 1 :]
    return state.store(owner.to, compact(replace(box, items=(*items, (key if box.kind == "dict" else None, value)))))


def _is_declared_dict(frame: Frame, node: nodes.NodeNG) -> bool:
    """Whether what an element is stored in is a dict by its declaration, which takes any key."""
    found = frame.names.type_of(node.value) if isinstance(node, nodes.Subscript) else None
    return found is not None and found.is_mapping


def delete_item(frame: Frame, state: State, owner: Value, index: Value, node: nodes.NodeNG) -> Iterator[State]:
    """`del owner[index]`."""
    if not isinstance(owner, Ref) or not is_local_container(state, owner):
        if not is_local_container(state, owner):
            frame.raises(state, node, ANY)
        yield state
        return
    box = state.items(owner)
    assert box is not None
    positions = _positions(state, box, constant_key(index))
    for position in positions:
        for after, _ in taken(frame, state, owner, position, remove=True):
            yield after
    if not positions:
        yield state


def method(
    frame: Frame, node: nodes.NodeNG, owner: Ref, attr: str, args: tuple[Value, ...], state: State
) -> Iterator[tuple[State, Value]]:
    """A method call on a local builtin container; none of them raises."""
    box = state.items(owner)
    assert box is not None
    match attr:
        case "append" | "add" | "appendleft" | "insert" | "setdefault" if args:
            yield from _add(frame, node, owner, attr, args, state)
        case "extend" | "update" | "extendleft" if args:
            yield _extended(frame, owner, args[0], state), NONE
        case "pop" | "popleft" | "popitem":
            yield from _pop(frame, owner, box, attr, args, state)
        case "remove" | "discard" if args:
            yield from _remove(state, owner, box, args[0])
        case "clear":
            yield state.store(owner.to, replace(box, items=(), others=box.foreign)), NONE
        case "copy" | "values" | "__iter__":
            kind = "view" if attr == "values" else box.kind
            items = tuple((None if attr == "values" else key, value) for key, value in box.items)
            yield state.add(Items(kind, items, others=box.others))
        case "items":
            pairs = tuple((None, Tup((UNKNOWN if key is None else Const(key), value))) for key, value in box.items)
            yield state.add(Items("pairs", pairs, others=box.others))
        case "keys":
            yield state.add(Items("view", tuple((None, UNKNOWN) for _ in box.items), others=box.others))
        case "get" if args:
            yield from _get(frame, owner, box, args, state)
        case _:
            yield state, UNKNOWN


def _add(
    frame: Frame, node: nodes.NodeNG, owner: Ref, attr: str, args: tuple[Value, ...], state: State
) -> Iterator[tuple[State, Value]]:
    box = state.items(owner)
    assert box is not None
    value = args[-1]
    if box.foreign:
        yield frame.escaped(state, value), NONE
        return
    key = constant_key(args[0]) if box.kind == "dict" else None
    if attr == "setdefault":
        positions = _positions(state, box, key)
        for position in positions:
            yield from taken(frame, state, owner, position, remove=False)
        if key is not None and positions and box.items[positions[0]][0] == key:
            return
    first = attr == "appendleft" or (attr == "insert" and constant_key(args[0]) == 0)
    items = ((key, value), *box.items) if first else (*box.items, (key, value))
    yield state.store(owner.to, compact(replace(box, items=items))), value if attr == "setdefault" else NONE


def _extended(frame: Frame, owner: Ref, more: Value, state: State) -> State:
    box = state.items(owner)
    assert box is not None
    if box.foreign:
        return frame.escaped(state, more)
    other = state.items(more)
    if other is not None and other.kind in BUILTIN_KINDS:
        items = other.items if box.kind == other.kind else tuple((None, value) for _, value in other.items)
        return state.store(
            owner.to, compact(replace(box, items=(*box.items, *items), others=box.others or other.others))
        )
    if isinstance(more, Tup):
        return state.store(
            owner.to, compact(replace(box, items=(*box.items, *((None, value) for value in more.items))))
        )
    return state.store(owner.to, replace(box, others=True))


def _pop(
    frame: Frame, owner: Ref, box: Items, attr: str, args: tuple[Value, ...], state: State
) -> Iterator[tuple[State, Value]]:
    if box.kind == "dict" and attr == "pop":
        positions = _positions(state, box, constant_key(args[0]) if args else None)
    elif box.kind == "list" and not box.others and box.items and attr in ("pop", "popleft"):
        at_start = attr == "popleft" or (bool(args) and constant_key(args[0]) == 0)
        plain = not args or at_start
        positions = [0 if at_start else len(box.items) - 1] if plain else list(range(len(box.items)))
    else:
        positions = list(range(len(box.items)))
    for position in positions:
        for after, value in taken(frame, state, owner, position, remove=True):
            yield after, Tup((UNKNOWN, value)) if attr == "popitem" and box.kind == "dict" else value
    if not positions or box.others or (box.kind == "dict" and len(args) > 1 and constant_key(args[0]) is None):
        yield state, args[1] if len(args) > 1 else UNKNOWN


def _remove(state: State, owner: Ref, box: Items, value: Value) -> Iterator[tuple[State, Value]]:
    items = list(box.items)
    for at, (_, item) in enumerate(items):
        if item == value and references(value):
            del items[at]
            break
    yield state.store(owner.to, replace(box, items=tuple(items))), NONE


def _get(frame: Frame, owner: Ref, box: Items, args: tuple[Value, ...], state: State) -> Iterator[tuple[State, Value]]:
    key = constant_key(args[0])
    default = args[1] if len(args) > 1 else NONE
    positions = _positions(state, box, key)
    for position in positions:
        yield from taken(frame, state, owner, position, remove=False)
    certain = key is not None and any(known == key for known, _ in box.items)
    if not certain:
        yield state, default
    if box.others:
        yield state, Opaque()
