"""Who owns a socket that outlives its function: the fields of a class, what fills them, and which methods release them.

A method is asked by running it on an instance whose fields are all open: what is closed on some path is released. So
aliases, loops over several fields, swaps and calls of the class's own methods need no rules of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import answers, summaries
from pylint_zmq.analysis.facts import own_nodes, parameters
from pylint_zmq.analysis.frame import Runaway
from pylint_zmq.analysis.heap import CONTEXT, OWNER, Instance, Items, Object, Resource, Site
from pylint_zmq.analysis.ledger import Keeping
from pylint_zmq.analysis.obligations import left_open
from pylint_zmq.analysis.outcome import CALLER
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.traits import default_of
from pylint_zmq.analysis.values import UNKNOWN, Manager, Ref, Sym, Tup, Value
from pylint_zmq.analysis.zmq_calls import closes_streams
from pylint_zmq.model.classes import STREAM
from pylint_zmq.model.harmless import RELEASING_METHODS
from pylint_zmq.model.methods import SOCKET_METHODS, SOCKET_RELEASES
from pylint_zmq.names.classes import VisibleClass, class_named, lineage, subclasses

if TYPE_CHECKING:
    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.ledger import Ledger, SiteRecord
    from pylint_zmq.names.resolution import ModuleNames

#: What a constructor is called.
_CONSTRUCTORS = frozenset({"__init__", "__new__", "__post_init__", "__attrs_post_init__", "__aenter__", "__enter__"})


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

    @property
    def methods(self) -> set[str]:
        """All methods that release something."""
        return set().union(*self.by_field.values()) if self.by_field else set()


class Ownership:
    """Answers about the classes of the program, each worked out once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._acquired: dict[nodes.ClassDef, list[Acquisition]] = {}
        self._releases: dict[nodes.ClassDef, Releases] = {}

    def own_acquisitions(self, cls: VisibleClass) -> list[Acquisition]:
        """What the methods of the class itself create and keep in its fields."""
        if cls.node not in self._acquired:
            if self._engine.shares(cls.node):
                self._acquired[cls.node] = answers.ask(self._engine, answers.acquisitions, cls.node, [])
            else:
                self.find_acquisitions(cls)
        return self._acquired[cls.node]

    def find_acquisitions(self, cls: VisibleClass) -> list[Acquisition]:
        """Work out what the methods of a class create and keep in its fields."""
        self._acquired[cls.node] = []
        self._acquired[cls.node] = [found for method in methods_of(cls.node) for found in self._acquired_by(method)]
        return self._acquired[cls.node]

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
        return _with_callers(lineage(cls), names)

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

    def owns(self, cls: VisibleClass) -> bool:
        """Whether an instance is itself something to be released.

        It owns resources, and has a method that releases some.
        """
        return bool(self.acquisitions(cls)) and bool(self.releases(cls).methods)

    def ends(self, names: ModuleNames, resource: Resource, method: str) -> bool:
        """Whether a method of an owner releases what it owns."""
        cls = class_named(names, resource.derived) if resource.kind == OWNER else None
        return cls is not None and method in self.releases(cls).methods

    def releases(self, cls: VisibleClass) -> Releases:
        """What the class.

        Its bases and its visible subclasses release, by running their methods on an open instance.
        """
        if cls.node not in self._releases:
            if self._engine.shares(cls.node):
                self._releases[cls.node] = answers.ask(self._engine, answers.releases, cls.node, Releases())
            else:
                self.find_releases(cls)
        return self._releases[cls.node]

    def find_releases(self, cls: VisibleClass) -> Releases:
        """Work out what a class does about the end of its fields."""
        self._releases[cls.node] = Releases()
        self._releases[cls.node] = self._worked_out(cls)
        return self._releases[cls.node]

    def _worked_out(self, cls: VisibleClass) -> Releases:
        found = Releases()
        acquired = self.acquisitions(cls)
        if not acquired:
            return found
        if closes_streams(cls.names):
            found.lent.update(stream_fields(cls))
        family = [*lineage(cls), *(each for each in subclasses(cls))]
        names = {each.field: self._release_names(cls, each) for each in acquired}
        done: set[nodes.FunctionDef] = set()
        for member in family:
            for method in methods_of(member.node):
                if method not in done and _may_release(method, names) and not _is_hidden(cls, member, method.name):
                    done.add(method)
                    self._ask(cls, method, acquired, found)
        self._refilled(cls, family, acquired, names, found)
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
            first = {each for each in releasing if not _only_passes_on(methods[each], releasing, names[name])}
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
        left = left_open(self._engine, method, entry)
        return bool(left) and all(name in fields for fields in left)

    def _ask(self, cls: VisibleClass, method: nodes.FunctionDef, acquired: list[Acquisition], found: Releases) -> None:
        names = parameters(method)
        if not names:
            return
        entry, fields = open_instance(cls, names[0], acquired)
        ledger = self._probe(method, entry)
        if ledger is None:
            # Too long to be run: it may release what its text speaks of, and with a context the sockets of it.
            ends = any(site.kind in (CONTEXT, OWNER) and _mentions(method, name) for site, name in fields.items())
            found.lent.update(name for name in fields.values() if ends or _mentions(method, name))
            return
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

    def _probe(self, method: nodes.FunctionDef, entry: State) -> Ledger | None:
        engine = self._engine
        saved = engine.begin(method, probing=True)
        try:
            frame = engine.frame(method, entry)
            return summaries.summarise(frame, entry.canonical()).ledger
        except (Runaway, RecursionError):
            return None
        finally:
            engine.end(saved)

    def _spread(self, family: list[VisibleClass], found: Releases) -> None:
        """A method that calls a releasing method of the object releases, too."""
        for name, methods in found.by_field.items():
            found.by_field[name] = _with_callers(family, methods)


def _is_hidden(cls: VisibleClass, member: VisibleClass, name: str) -> bool:
    """Whether instances of a class never run a method of a base: another one stands before it, and does not call it."""
    order = [each.node for each in lineage(cls)]
    place = order.index(member.node) if member.node in order else 0
    before = (method for each in order[:place] for method in methods_of(each))
    overriding = next((method for method in before if method.name == name), None)
    return overriding is not None and not _passes_on(overriding, {each.name for each in order})


def _passes_on(method: nodes.FunctionDef, classes: set[str]) -> bool:
    """Whether a method calls another of its name, through `super()` or one of the classes."""
    for node in own_nodes(method):
        match node:
            case nodes.Attribute(attrname=name, expr=nodes.Call(func=nodes.Name(name="super"))) if name == method.name:
                return True
            case nodes.Attribute(attrname=name, expr=nodes.Name(name=cls) | nodes.Attribute(attrname=cls)) if (
                name == method.name and cls in classes
            ):
                return True
    return False


def _with_callers(family: list[VisibleClass], names: set[str]) -> set[str]:
    """The names, and those of the methods that call one of them on their own object, at any distance."""
    found = set(names)
    changed = True
    while changed:
        callers = {method.name for member in family for method in methods_of(member.node) if found & own_calls(method)}
        changed = not callers <= found
        found |= callers
    return found


def methods_of(cls: nodes.ClassDef) -> list[nodes.FunctionDef]:
    """The functions in a class body."""
    return [node for node in cls.body if isinstance(node, nodes.FunctionDef)]


def _mentions(method: nodes.FunctionDef, field: str) -> bool:
    """Whether the text of a method does more with a field than to use it."""
    return any(
        isinstance(node, nodes.Attribute)
        and node.attrname == field
        and not (isinstance(node.parent, nodes.Attribute) and node.parent.attrname in SOCKET_METHODS - SOCKET_RELEASES)
        for node in own_nodes(method)
    )


def _only_passes_on(method: nodes.FunctionDef, releasing: set[str], names: frozenset[str]) -> bool:
    """Whether a method releases only by calling another method of its object."""
    if not own_calls(method) & (releasing - {method.name}):
        return False
    own = parameters(method)[:1]
    return not any(
        isinstance(node, nodes.Attribute)
        and node.attrname in names
        and not (isinstance(node.expr, nodes.Name) and node.expr.name in own)
        for node in own_nodes(method)
    )


def _may_release(method: nodes.FunctionDef, fields: dict[str, frozenset[str]]) -> bool:
    """Whether the text of a method can release or overwrite a field at all; a field comes with what releases it."""
    for node in own_nodes(method):
        match node:
            case nodes.Attribute(attrname=attr, expr=nodes.Attribute(attrname=name)) if attr in fields.get(name, ()):
                return True
            case nodes.Attribute(attrname=attr) if attr in RELEASING_METHODS:
                return True
            case nodes.Attribute(attrname=attr) if attr in fields and not isinstance(node.parent, nodes.Attribute):
                # Handed to something, looped over, entered: not just used.
                return True
            case nodes.AssignAttr(attrname=attr) | nodes.DelAttr(attrname=attr) if attr in fields:
                return True
    return False


def own_calls(method: nodes.FunctionDef) -> set[str]:
    """Names of the methods that a method calls on its own object, or through super()."""
    names = parameters(method)
    called: set[str] = set()
    for node in own_nodes(method):
        match node:
            case nodes.Attribute(expr=nodes.Name(name=name), attrname=attr) if names and name == names[0]:
                called.add(attr)
            case nodes.Attribute(expr=nodes.Call(func=nodes.Name(name="super")), attrname=attr):
                called.add(attr)
    return called


def stream_fields(cls: VisibleClass) -> set[str]:
    """Fields that hold a ZMQStream."""
    return {
        node.targets[0].attrname
        for node in cls.node.nodes_of_class(nodes.Assign)
        if isinstance(node.targets[0], nodes.AssignAttr)
        and isinstance(node.value, nodes.Call)
        and cls.names.qualify(node.value.func) == STREAM
    }


def stream_aliases(cls: VisibleClass) -> dict[str, str]:
    """Fields that hold a ZMQStream, with the field of the socket that it was made of."""
    found: dict[str, str] = {}
    for node in cls.node.nodes_of_class(nodes.Assign):
        match node:
            case nodes.Assign(
                targets=[nodes.AssignAttr(attrname=stream)],
                value=nodes.Call(func=func, args=[nodes.Attribute(expr=nodes.Name(), attrname=sock), *_]),
            ) if cls.names.qualify(func) == STREAM:
                found[stream] = sock
    return found


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
        several = each.keeping.box not in ("", "tuple")
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
