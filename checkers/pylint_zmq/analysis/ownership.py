"""Who owns a socket that outlives its function: the fields of a class, what fills them, and which methods release them.

A method is asked by running it on an instance whose fields are all open: what is closed on some path is released. So
aliases, loops over several fields, swaps and calls of the class's own methods need no rules of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import answers
from pylint_zmq.analysis.facts import parameters
from pylint_zmq.analysis.heap import CONTEXT, OWNER, Instance, Items, Object, Resource, Site
from pylint_zmq.analysis.indirect_releases import indirectly_released
from pylint_zmq.analysis.ledger import Keeping
from pylint_zmq.analysis.method_texts import (
    assignments,
    does_more_than_use,
    fields_made_by,
    may_release,
    methods_called,
    methods_of,
    only_passes_on,
    own_calls,
    passed_on,
    with_callers,
)
from pylint_zmq.analysis.obligations import empty_instance, is_left_filled
from pylint_zmq.analysis.outcome import CALLER
from pylint_zmq.analysis.overridden import never_run
from pylint_zmq.analysis.properties import releases_through
from pylint_zmq.analysis.releases_elsewhere import gives_away
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.traits import default_of
from pylint_zmq.analysis.values import UNKNOWN, Manager, Ref, Sym, Tup, Value
from pylint_zmq.analysis.zmq_calls import closes_streams
from pylint_zmq.model.classes import STREAM
from pylint_zmq.model.harmless import RELEASING_METHODS
from pylint_zmq.names.classes import VisibleClass, class_named, lineage, subclasses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.ledger import Ledger, SiteRecord
    from pylint_zmq.names.resolution import ModuleNames

#: What makes an object.
_MAKING = frozenset({"__init__", "__new__", "__post_init__", "__attrs_post_init__"})
#: What may fill it first.
_CONSTRUCTORS = _MAKING | {"__aenter__", "__enter__"}
#: What Python calls when nobody refers to an object any more.
_COLLECTOR = frozenset({"__del__"})


@dataclass(frozen=True)
class Acquisition:
    """A creation that a method stores in a field."""

    field: str
    site: Site
    record: SiteRecord
    keeping: Keeping
    method: nodes.FunctionDef


@dataclass
class Releases:
    """What a class does about the end of its fields."""

    #: Field -> methods that close it on some path.
    by_field: dict[str, set[str]] = field(default_factory=dict)
    #: Every method that was asked, with what happened.
    asked: list[tuple[nodes.FunctionDef, Ledger]] = field(default_factory=list)
    #: Fields that went into code that cannot be seen.
    lent: set[str] = field(default_factory=set)
    #: Fields that are closed only where they are filled again: nothing closes the last one.
    refilled: dict[str, str] = field(default_factory=dict)
    #: Creations that the method that keeps them gives to code that cannot be seen, too.
    given: set[Site] = field(default_factory=set)
    #: Field -> (method, what was lost by overwriting or deleting it there).
    overwritten: dict[str, list[tuple[nodes.FunctionDef, Ledger]]] = field(default_factory=dict)

    #: Creation that is unlike the first one of its field -> methods that close it on some path.
    apart: dict[Site, set[str]] = field(default_factory=dict)

    def of(self, each: Acquisition) -> set[str]:
        """The methods that release what a creation leaves in its field."""
        return self.apart[each.site] if each.site in self.apart else self.by_field.get(each.field, set())

    @property
    def methods(self) -> set[str]:
        """All methods that release something."""
        return set().union(*self.by_field.values()) if self.by_field else set()


class Ownership:
    """Answers about the classes of the program, each worked out once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def own_acquisitions(self, cls: VisibleClass) -> list[Acquisition]:
        """What the methods of the class itself create and keep in its fields."""
        return answers.ask(self._engine, answers.acquisitions, cls.node, [])

    def find_acquisitions(self, cls: VisibleClass) -> list[Acquisition]:
        """Work out what the methods of a class create and keep in its fields."""
        return [found for method in methods_of(cls.node) for found in self._acquired_by(method)]

    def _acquired_by(self, method: nodes.FunctionDef) -> list[Acquisition]:
        names = parameters(method)
        if not names or not self._engine.creators.may_create(method):
            return []
        ledger = self._engine.run(method)
        found: list[Acquisition] = []
        for site, record in ledger.sites.items() if ledger is not None else ():
            for keeping in record.keepings:
                head, _, name = keeping.path.partition(".")
                if head == names[0] and name and "." not in name and "[" not in name:
                    found.append(Acquisition(name, site, record, keeping, method))
            trait = default_of(self._engine.names_of(method), method)
            if trait and record.handed and not record.keepings:
                found.append(Acquisition(trait, site, record, Keeping(f"{names[0]}.{trait}", "", UNKNOWN), method))
        return found

    def acquisitions(self, cls: VisibleClass) -> list[Acquisition]:
        """What the class and its visible bases keep in fields."""
        return [found for each in lineage(cls) for found in self.own_acquisitions(each)]

    def acquiring(self, cls: VisibleClass) -> set[str]:
        """Names of the methods after which an instance holds something, those that call such a method included."""
        names = {found.method.name for found in self.acquisitions(cls)}
        return with_callers(lineage(cls), names)

    def set_up(self, cls: VisibleClass) -> set[str]:
        """The constructor, and what it calls on the object, at any distance."""
        called = {"__init__", "__new__", "__post_init__"}
        methods = [method for member in lineage(cls) for method in methods_of(member.node)]
        waiting = set(called)
        while waiting:
            more = {name for method in methods if method.name in waiting for name in own_calls(method)}
            waiting = more - called
            called |= waiting
        return called

    def started(self, cls: VisibleClass) -> set[str]:
        """The methods that the constructor, and what it calls, lets something run: a thread, which ends by itself."""
        setting_up = methods_called(cls, self.set_up(cls))
        return {name for method in setting_up for name in passed_on(method)}

    def owns(self, cls: VisibleClass) -> bool:
        """Whether an instance is itself something to be released.

        It owns resources, and has a method that releases some.
        """
        methods = self.releases(cls).methods if self.acquisitions(cls) else set()
        return bool(methods) and not methods <= self.started(cls) | _CONSTRUCTORS | _COLLECTOR

    def ends(self, names: ModuleNames, resource: Resource, method: str) -> bool:
        """Whether a method of an owner releases what it owns."""
        cls = class_named(names, resource.derived) if resource.kind == OWNER else None
        return cls is not None and method in self.releases(cls).methods

    def releases(self, cls: VisibleClass) -> Releases:
        """What the class.

        Its bases and its visible subclasses release, by running their methods on an open instance.
        """
        return answers.ask(self._engine, answers.releases, cls.node, Releases())

    def find_releases(self, cls: VisibleClass) -> Releases:
        """Work out what a class does about the end of its fields."""
        found = Releases()
        acquired = self.acquisitions(cls)
        if not acquired:
            return found
        if closes_streams(cls.names):
            found.lent |= fields_made_by(cls, (STREAM,)) | set(stream_aliases(cls).values())
        family = [*lineage(cls), *(each for each in subclasses(cls))]
        names = {each.field: self._release_names(cls, each) for each in acquired}
        never = never_run(self._engine, cls)
        methods = dict.fromkeys(method for member in family for method in methods_of(member.node))
        asked = [method for method in methods if method not in never and self._may_release(method, names)]
        for method in asked:
            if method.name in _MAKING:
                self._look_at_constructor(cls, method, names, found)
        releasing = [method for method in asked if method.name not in _MAKING]
        for method in releasing:
            self._ask(cls, method, acquired, found)
        for name, method_name in releases_through(family, names):
            found.by_field.setdefault(name, set()).add(method_name)
        nested = {each.field for each in acquired if each.keeping.nested}
        found.lent |= indirectly_released(methods, names, nested) - found.by_field.keys()
        self._refilled(cls, family, acquired, names, found)
        self._ask_apart(cls, releasing, acquired, found)
        self._spread(family, found)
        return found

    def _refilled(
        self,
        cls: VisibleClass,
        family: list[VisibleClass],
        acquired: list[Acquisition],
        names: dict[str, frozenset[str]],
        found: Releases,
    ) -> None:
        """Set apart the fields whose only releases are the first half of a replacement."""
        methods = {method.name: method for member in family for method in methods_of(member.node)}
        for name, releasing in list(found.by_field.items()):
            filling = {each.method.name for each in acquired if each.field == name}
            first = {each for each in releasing if not only_passes_on(methods[each], releasing, names[name])}
            if first and first <= filling and all(self._refills(cls, methods[each], name, acquired) for each in first):
                found.refilled[name] = min(first)
                del found.by_field[name]

    def _release_names(self, cls: VisibleClass, each: Acquisition) -> frozenset[str]:
        """What the methods are called that release a field."""
        owner = class_named(cls.names, each.keeping.derived) if each.site.kind == OWNER else None
        return RELEASING_METHODS | (self.releases(owner).methods if owner is not None else set())

    def _refills(self, cls: VisibleClass, method: nodes.FunctionDef, name: str, acquired: list[Acquisition]) -> bool:
        """Whether a method that closes a field leaves it open again, unless something was raised."""
        entry, _ = open_instance(cls, parameters(method)[0], acquired)
        return is_left_filled(self._engine, method, entry, name)

    def _may_release(self, method: nodes.FunctionDef, fields: dict[str, frozenset[str]]) -> bool:
        return may_release(self._engine.names_of(method), method, fields)

    def _look_at_constructor(
        self, cls: VisibleClass, method: nodes.FunctionDef, fields: Iterable[str], found: Releases
    ) -> None:
        """Take from a constructor what it gives away: it begins with nothing, and what it fills it does not end."""
        ledger = self._engine.run(method) if self._engine.creators.may_create(method) else None
        if ledger is not None:
            found.given |= ledger.given
        names = parameters(method)
        given = {name for name in fields if gives_away(self._engine, method, name)}
        if not names or not given:
            return
        summary = self._engine.run_from(method, empty_instance(cls.node, names[0]), probing=True)
        if summary is not None:
            found.given |= summary.ledger.given
        else:
            # Too long to be run.
            found.lent |= given

    def _ask(self, cls: VisibleClass, method: nodes.FunctionDef, acquired: list[Acquisition], found: Releases) -> None:
        names = parameters(method)
        if not names:
            return
        entry, fields = open_instance(cls, names[0], acquired)
        summary = self._engine.run_from(method, entry, probing=True)
        if summary is None:
            # Too long to be run: it may release what its text speaks of, and with a context the sockets of it.
            spoken_of = {name for name in fields.values() if does_more_than_use(method, name)}
            ends = any(site.kind in (CONTEXT, OWNER) and name in spoken_of for site, name in fields.items())
            found.lent.update(fields.values() if ends else spoken_of)
            return
        ledger = summary.ledger
        found.asked.append((method, ledger))
        found.given |= ledger.given
        for site, record in ledger.sites.items():
            name = fields.get(site)
            if name is None:
                continue
            if record.released:
                found.by_field.setdefault(name, set()).add(method.name)
            if record.handed:
                found.lent.add(name)
            if any(not loss.erred for loss in record.losses) and method.name not in _CONSTRUCTORS:
                found.overwritten.setdefault(name, []).append((method, ledger))

    def _ask_apart(
        self, cls: VisibleClass, methods: list[nodes.FunctionDef], acquired: list[Acquisition], found: Releases
    ) -> None:
        """Ask the methods again about creations that are unlike the first one of their field: on another context."""
        for each in unlike_the_first(acquired):
            ordered = [each, *acquired]
            filling = {other.method.name for other in acquired if other.field == each.field}
            closing = [method for method in methods if self._closes(cls, method, each, ordered)]
            goes_on = all(m.name in filling and self._refills(cls, m, each.field, ordered) for m in closing)
            found.apart[each.site] = set() if goes_on else {method.name for method in closing}

    def _closes(
        self, cls: VisibleClass, method: nodes.FunctionDef, each: Acquisition, ordered: list[Acquisition]
    ) -> bool:
        """Whether a method closes, on some path, what the first of the creations leaves in its field."""
        names = parameters(method)
        if not names:
            return False
        entry, fields = open_instance(cls, names[0], ordered)
        summary = self._engine.run_from(method, entry, probing=True)
        sites = summary.ledger.sites.items() if summary is not None else ()
        return summary is None or any(fields.get(site) == each.field and record.released for site, record in sites)

    def _spread(self, family: list[VisibleClass], found: Releases) -> None:
        """A method that calls a releasing method of the object releases, too."""
        for methods in (*found.by_field.values(), *found.apart.values()):
            methods |= with_callers(family, methods)


def stream_aliases(cls: VisibleClass) -> dict[str, str]:
    """Fields that hold a ZMQStream, with the field of the socket that it was made of."""
    found: dict[str, str] = {}
    for node in assignments(cls.node):
        match node:
            case nodes.Assign(
                targets=[nodes.AssignAttr(attrname=stream)],
                value=nodes.Call(func=func, args=[nodes.Attribute(expr=nodes.Name(), attrname=sock), *_]),
            ) if cls.names.qualify(func) == STREAM:
                found[stream] = sock
    return found


def unlike_the_first(acquired: list[Acquisition]) -> list[Acquisition]:
    """The creations unlike the first one of their field: what closes that may not close them."""
    contexts = {each.field for each in acquired if each.site.kind == CONTEXT}
    numbers = {name: at for at, name in enumerate(sorted(contexts))}

    def character(each: Acquisition) -> object:
        context = _own_context(each.keeping, "", contexts, numbers)
        return each.site.kind, context if isinstance(context, Ref) else None, each.keeping.registered

    first: dict[str, Acquisition] = {}
    for each in acquired:
        first.setdefault(each.field, each)
    return [each for each in acquired if character(each) != character(first[each.field])]


def open_instance(cls: VisibleClass, receiver: str, acquired: list[Acquisition]) -> tuple[State, dict[Site, str]]:
    """A state in which `receiver` is an instance with every acquired field open; second, the field of each site."""
    fields: dict[str, Acquisition] = {}
    for each in acquired:
        fields.setdefault(each.field, each)
    heap: dict[int, Object] = {}
    sites: dict[Site, str] = {}
    held: dict[str, Value] = {}
    contexts = {name for name, each in fields.items() if each.site.kind == "context"}
    numbers = {name: at + 1 for at, name in enumerate(sorted(fields))}
    boxes = len(fields) + 1
    for name, each in sorted(fields.items()):
        site = Site(each.site.node, -1 - numbers[name], 0, each.site.kind)
        sites[site] = name
        context = _own_context(each.keeping, receiver, contexts, numbers)
        several = bool(each.keeping.box)
        heap[numbers[name]] = Resource(
            each.site.kind,
            site,
            context=context,
            many=several,
            derived=each.keeping.derived,
            registered=each.keeping.registered,
        )
        held[name] = Ref(numbers[name])
        if several:
            item: Value = Manager("exit", held[name]) if each.keeping.box == "stack" else held[name]
            heap[boxes] = Items(each.keeping.box, ((None, item),))
            held[name] = Ref(boxes)
            boxes += 1
    for stream, sock in stream_aliases(cls).items():
        if sock in held:
            held.setdefault(stream, held[sock])
    heap[0] = Instance(cls.node, receiver, tuple(sorted(held.items())))
    return State({receiver: Ref(0), CALLER: Tup((Ref(0),))}, heap), sites


def _own_context(keeping: Keeping, receiver: str, contexts: set[str], numbers: dict[str, int]) -> Value:
    """The context of a field's socket: another field, or one from outside."""
    context = keeping.context
    if isinstance(context, Sym):
        _head, _, name = context.path.partition(".")
        if name in contexts:
            return Ref(numbers[name])
        return Sym(f"{receiver}.{name}", "context") if name and "." not in name else context
    if isinstance(context, Ref):
        # A context of the same run: the one that is kept beside it, if there is just one.
        return Ref(numbers[next(iter(contexts))]) if len(contexts) == 1 else UNKNOWN
    return context
