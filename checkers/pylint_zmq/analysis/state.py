"""One state of a run: what the names hold, and the heap behind them.

States are values; nothing here changes one in place.

Names that start with a sign are not the program's: `%n` an operand under evaluation, `&...` what an enclosing statement
holds (a loop, an open `with`, a pending return value), `!name` a captured name whose closure went out of sight,
`?text` the outcome of a test, `self.x` what is known of an attribute, `^` what the caller of a summary holds.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pylint_zmq.analysis.heap import OPEN, Instance, Items, Object, Resource
from pylint_zmq.analysis.values import LEAVES, Opaque, Plain, Ref, Tup, Value, references, renamed

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from astroid import nodes

Heap = dict[int, Object]
Names = dict[str, Value]


class StateKey:
    """What tells a canonical state from others; its hash is worked out once."""

    __slots__ = ("_content", "_hash")

    def __init__(self, content: Hashable) -> None:
        self._content = content
        self._hash = hash(content)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, StateKey) and self._hash == other._hash and self._content == other._content


class State:
    """Names and heap. Two states are the same if their `key()` is, after `canonical()`."""

    __slots__ = ("_canonical", "_held", "_is_collected", "_key", "heap", "names")

    def __init__(self, names: Names, heap: Heap) -> None:
        self.names = names
        self.heap = heap
        self._key: StateKey | None = None
        self._canonical: State | None = None
        self._is_collected = not heap
        #: The slot that was bound last to hold an operand, and the state before that.
        self._held: tuple[str, State] | None = None

    def key(self) -> StateKey:
        """What tells this state from others. Only meaningful for a canonical state."""
        if self._key is None:
            self._key = StateKey((frozenset(self.names.items()), tuple(self.heap.items())))
        return self._key

    def causes(self) -> tuple[nodes.NodeNG | None, ...]:
        """What raised first while each resource was open; the key leaves that out."""
        return tuple(item.cause for item in self.heap.values() if isinstance(item, Resource))

    def bind(self, name: str, value: Value) -> State:
        """The state with `name` holding `value`; a value that says nothing frees the name."""
        before = self.names.get(name)
        if isinstance(value, Opaque) and value.truth is None and not value.not_none:
            return self if before is None else self.without(name)
        if before is value:
            return self
        return self._with_names({**self.names, name: value}, (value,) if before is None else (value, before))

    def without(self, *gone: str) -> State:
        """The state with these names unbound."""
        if self._held is not None and gone == (self._held[0],):
            return self._held[1]
        freed = [self.names[name] for name in gone if name in self.names]
        if not freed:
            return self
        return self._with_names({name: value for name, value in self.names.items() if name not in gone}, freed)

    def _with_names(self, names: Names, moved: Iterable[Value]) -> State:
        """The state with other names; where nothing of `moved` refers to the heap, that is as it was."""
        state = State(names, self.heap)
        if self._is_collected and all(value.__class__ in LEAVES for value in moved):
            state._is_collected = True
            if self._canonical is self:
                state._canonical = state
        return state

    def store(self, number: int, item: Object) -> State:
        """The state with the heap object `number` replaced."""
        return self.with_objects({number: item})

    def with_objects(self, objects: Heap) -> State:
        """The state with some heap objects replaced."""
        state = State(self.names, {**self.heap, **objects})
        if self._is_collected and all(item.links() == self.heap[number].links() for number, item in objects.items()):
            state._is_collected = True
            if self._canonical is self and not _may_be_joined(state.heap):
                state._canonical = state
        return state

    def add(self, item: Object) -> tuple[State, Ref]:
        """The state with a new heap object, and the reference to it."""
        number = max(self.heap, default=-1) + 1
        heap = dict(self.heap)
        heap[number] = item
        return State(self.names, heap), Ref(number)

    def hold(self, value: Value) -> tuple[State, str]:
        """Keep an operand alive while the next one is evaluated; returns the slot to give to `release`."""
        if not references(value):
            return self, ""
        slot = f"%{sum(name[0] == '%' for name in self.names)}"
        held = self._with_names({**self.names, slot: value}, (value,))
        held._held = (slot, self)
        return held, slot

    def drop_operands(self) -> State:
        """The state after an exception unwound the evaluation stack."""
        state = self
        while state._held is not None:
            state = state._held[1]
        return state.without(*[name for name in state.names if name[0] == "%"])

    def resource(self, value: Value) -> Resource | None:
        """The resource that the value refers to, if it does."""
        if isinstance(value, Ref):
            item = self.heap[value.to]
            if isinstance(item, Resource):
                return item
        return None

    def items(self, value: Value) -> Items | None:
        """The container that the value refers to, if it does."""
        if isinstance(value, Ref):
            item = self.heap[value.to]
            if isinstance(item, Items):
                return item
        return None

    def holds_open(self) -> bool:
        """Whether anything in the heap is still to be released, or can come to be."""
        return any(
            isinstance(item, Instance) or (isinstance(item, Resource) and item.is_due()) for item in self.heap.values()
        )

    def reach(self, roots: Iterable[Value], contexts: bool = True) -> dict[int, None]:
        """Heap ids reachable from the values, in the order in which they are met.

        Without `contexts`, the way from a socket to its context is not taken: whoever takes a socket does
        not take its context.
        """
        seen: dict[int, None] = {}
        heap = self.heap
        stack = [number for root in roots if root.__class__ not in LEAVES for number in references(root)]
        stack.reverse()
        while stack:
            number = stack.pop()
            if number in seen:
                continue
            seen[number] = None
            item = heap[number]
            follow = item.links() if contexts or not isinstance(item, Resource) else references(item.monitor)
            if follow:
                stack.extend(reversed(follow))
        return seen

    def collected(self) -> tuple[State, list[Resource]]:
        """Drop what no name reaches; second, the open resources that this lost."""
        if self._is_collected:
            return self, []
        seen = self.reach(self.names.values())
        if len(seen) == len(self.heap):
            self._is_collected = True
            return self, []
        lost = [
            item
            for number, item in self.heap.items()
            if number not in seen and isinstance(item, Resource) and item.status == OPEN
        ]
        kept = State(self.names, {number: self.heap[number] for number in self.heap if number in seen})
        kept._is_collected = True
        return kept, lost

    def canonical(self, known: dict[Hashable, State] | None = None) -> State:
        """The one representative of all states that differ in heap ids only.

        Equal elements of a container become one. `known` keeps the representatives of the states of one run: most are
        met again and again.
        """
        if self._canonical is None:
            if known is None or not self.heap:
                self._canonical = self._in_canonical_form()
            else:
                content = (self.key(), self.causes())
                found = known.get(content)
                if found is None:
                    found = known[content] = self._in_canonical_form()
                self._canonical = found
            self._canonical._canonical = self._canonical
            self._canonical._is_collected = True
        return self._canonical

    def _in_canonical_form(self) -> State:
        if not self.heap:
            return self
        merged = _merge_equal_elements(_without_foreign(self)) if _may_be_joined(self.heap) else self
        holding = sorted(name for name, value in merged.names.items() if value.__class__ not in LEAVES)
        seen = merged.reach(merged.names[name] for name in holding)
        order = list(seen)
        if list(merged.heap) == order and order == list(range(len(order))):
            return merged
        ids = {old: new for new, old in enumerate(order)}
        heap: Heap = {}
        for old, new in ids.items():
            item = merged.heap[old]
            unchanged = all(ids[number] == number for number in item.links())
            heap[new] = item if unchanged else item.with_edges(tuple(renamed(edge, ids) for edge in item.edges()))
        return State({name: renamed(value, ids) for name, value in merged.names.items()}, heap)


def _may_be_joined(heap: Heap) -> bool:
    """Whether a heap holds resources that may be equal, or a container that tells nothing any more."""
    seen: set[Hashable] = set()
    for item in heap.values():
        if isinstance(item, Resource):
            alike = (item.site, item.status)
            if alike in seen:
                return True
            seen.add(alike)
        elif isinstance(item, Items) and item.foreign:
            return True
    return False


def _without_foreign(state: State) -> State:
    """A container that somebody else has tells nothing any more: whoever refers to it refers to something unknown."""
    gone = {number for number, item in state.heap.items() if isinstance(item, Items) and item.foreign}
    if not gone:
        return state
    names = {name: _unknown_if(value, gone) for name, value in state.names.items()}
    heap: Heap = {}
    for number, item in state.heap.items():
        if number not in gone:
            heap[number] = item.with_edges(tuple(_unknown_if(edge, gone) for edge in item.edges()))
    return State(names, heap)


def _unknown_if(value: Value, gone: set[int]) -> Value:
    if isinstance(value, Ref):
        return Plain() if value.to in gone else value
    parts = value.parts()
    if not parts:
        return value
    return value.with_parts(tuple(_unknown_if(part, gone) for part in parts))


def _holders(state: State) -> Iterator[tuple[Hashable, Hashable, Value]]:
    """(holder, slot, value) of everything that keeps values: the names, and the heap objects."""
    for name, value in state.names.items():
        if isinstance(value, Tup) and name[0] == "&":
            for part in value.items:
                yield name, None, part
        else:
            yield name, "name", value
    for number, item in state.heap.items():
        if isinstance(item, Items):
            for key, value in item.items:
                yield number, key, value
        else:
            for edge in item.edges():
                yield number, "field", edge


def _merge_equal_elements(state: State) -> State:
    """Merge resources that are equal and held in the same way by the same containers, and by nobody else."""
    resources = [(number, item) for number, item in state.heap.items() if isinstance(item, Resource)]
    candidates: dict[Resource, list[int]] = {}
    for number, item in resources:
        candidates.setdefault(replace(item, many=False) if item.many else item, []).append(number)
    if len(candidates) == len(resources):
        return state
    holds: dict[int, set[Hashable]] = {number: set() for number in state.heap}
    for holder, slot, value in _holders(state):
        ids = references(value)
        for number in ids:
            if slot in ("name", "field") or len(ids) > 1:
                holds[number].add((holder, slot, number))
            else:
                holds[number].add((holder, slot, renamed(value, {number: 0})))
    instead: dict[int, int] = {}
    for group in candidates.values():
        first_by_holders: dict[Hashable, int] = {}
        for number in group:
            kept = first_by_holders.setdefault(frozenset(holds[number]), number)
            if kept != number:
                instead[number] = kept
    return _with_merged(state, instead) if instead else state


def _with_merged(state: State, instead: dict[int, int]) -> State:
    ids = {number: instead.get(number, number) for number in state.heap}
    names: Names = {}
    for name, value in state.names.items():
        new = renamed(value, ids)
        names[name] = Tup(tuple(dict.fromkeys(new.items))) if isinstance(new, Tup) and name[0] == "&" else new
    heap: Heap = {}
    kept = set(instead.values())
    for number, item in state.heap.items():
        if number in instead:
            continue
        item = item.with_edges(tuple(renamed(edge, ids) for edge in item.edges()))
        if isinstance(item, Items):
            item = replace(item, items=tuple(dict.fromkeys(item.items)))
        elif isinstance(item, Resource) and number in kept:
            item = replace(item, many=True)
        heap[number] = item
    return State(names, heap)
