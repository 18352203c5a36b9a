"""The creations of a project while what is done with them is still being gathered, from all files that mention zmq."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.lifetimes import subject_of
from pylint_zmq.errors import creation as creating
from pylint_zmq.model import classes as model
from pylint_zmq.model import methods
from pylint_zmq.model.constants import ANY_SOCKET_TYPE
from pylint_zmq.names.scopes import assigned_value, elements, parameters
from pylint_zmq.waits import calls
from pylint_zmq.waits.places import scope_name
from pylint_zmq.waits.things import Things
from pylint_zmq.waits.tracing import carrier_of, decorated
from zmqlint.map.records import CONTEXT, UNKNOWN_KIND, Attachment, Place, Release, Setting
from zmqlint.map.splitting import Way, outside, ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.tracing import Carrier

_DECORATORS = "zmq.decorators"
_FLAVOURS = {
    model.ASYNC_SOCKET: "asyncio",
    model.ASYNC_CONTEXT: "asyncio",
    model.GREEN_SOCKET: "green",
    model.GREEN_CONTEXT: "green",
    model.TORNADO_SOCKET: "tornado",
    model.TORNADO_CONTEXT: "tornado",
}
#: What can be bound to a single value.
_TARGETS = (nodes.AssignName, nodes.AssignAttr, nodes.Subscript)
#: Containers are written into by these; what holds the element is then the container.
_PUTTING = frozenset({"append", "appendleft", "add", "insert", "setdefault"})


@dataclass(eq=False)
class Draft:
    """One creation."""

    call: nodes.Call
    names: ModuleNames
    kind: str
    #: The call that makes it: `call` itself, unless a function makes it for its callers.
    maker: nodes.Call
    #: From where it is made to the call that it is made for, which is `call`; empty if that is one place.
    way: Way = ()
    attachments: set[Attachment] = field(default_factory=set)
    settings: set[Setting] = field(default_factory=set)
    releases: set[Release] = field(default_factory=set)
    sends: bool = False
    receives: bool = False
    #: Places at which it is used; a report at one of them is about it.
    uses: set[Place] = field(default_factory=set)
    threads: set[str] = field(default_factory=set)
    contexts: list[Draft] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """Where it is made."""
        return place_of(self.names, self.call if self.decorated is None else self.decorated.body[0], self.call)

    @property
    def decorated(self) -> nodes.FunctionDef | None:
        """The function that gets it as a parameter, if a decorator makes it."""
        function = self.call.parent.parent if isinstance(self.call.parent, nodes.Decorators) else None
        return function if isinstance(function, nodes.FunctionDef) else None

    @property
    def owner(self) -> str:
        """What holds it, as people would say it."""
        subject = self._parameter() or subject_of(self.call) or _wrapped(self.call) or _container(self.call)
        scope = self.place.scope
        if subject.startswith(("self.", "cls.")):
            return f"{scope.rpartition('.')[0]}.{subject.partition('.')[2]}"
        where = f"{scope.replace('.<locals>', '')}()" if scope else ""
        if not subject:
            match self.call.parent:
                case nodes.Return():
                    subject = "(returned)"
                case nodes.Call(func=func):
                    subject = f"(given to {func.as_string()}())"
                case _:
                    subject = "(unnamed)"
        return f"{where}: {subject}" if where else subject

    def _parameter(self) -> str:
        function = self.decorated
        if function is None:
            return ""
        made = (
            each.name for each in parameters(function.args) if decorated(self.names, function, each.name) is self.call
        )
        return next(made, "")

    @property
    def flavour(self) -> str:
        """Which of pyzmq's kinds of sockets it is, empty for the plain one."""
        names = self.names
        made = names.declared(self.call) or names.qualify(self.call.func) or ""
        return next((name for base, name in _FLAVOURS.items() if names.is_subclass(made, base)), "")

    def outside(self, names: ModuleNames, expr: nodes.NodeNG) -> tuple[ModuleNames, nodes.NodeNG]:
        """Return what `expr`, where it is made, is to the call that it is made for."""
        return outside(self.way, names, expr)


def place_of(names: ModuleNames, node: nodes.NodeNG, at: nodes.NodeNG | None = None) -> Place:
    """Return where a node stands; on the line of `at`, if that is another."""
    return Place(str(names.module.file or ""), (at or node).lineno or 1, scope_name(names, node))


def _wrapped(call: nodes.Call) -> str:
    """`stream (ZMQStream)` for `stream = ZMQStream(ctx.socket(...))`."""
    match call.parent:
        case nodes.Call(func=nodes.Name(name=name) | nodes.Attribute(attrname=name)) as outer if subject_of(outer):
            return f"{subject_of(outer)} ({name})"
    return ""


def _container(call: nodes.Call) -> str:
    match call.parent:
        case nodes.Call(func=nodes.Attribute(attrname=method, expr=container)) if method in _PUTTING:
            return f"{container.as_string()}[]"
        case nodes.ListComp() | nodes.List() | nodes.DictComp() | nodes.Tuple() | nodes.Dict() as display:
            subject = subject_of(display)
            return f"{subject}[]" if subject else ""
    return ""


class Drafts:
    """All creations of some modules, and the way from an expression to those that it can be."""

    def __init__(self, modules: Iterable[ModuleNames], factories: dict[str, str]) -> None:
        """`factories`: names of own functions, dotted or bare, with `socket` or `context`."""
        self.things = Things()
        self._factories = factories
        self.by_call: dict[nodes.NodeNG, Draft] = {}
        #: What variables and fields hold, where the way back to the creation is not seen.
        self._held: dict[Carrier, list[Draft]] = {}
        #: Creations in functions that give them to their callers, with the drafts for those.
        self._split: dict[nodes.Call, list[Draft]] = {}
        modules = list(modules)
        made = [draft for names in modules for draft in self._made_in(names)]
        found = {draft: ways(self.things, draft.names, draft.call) for draft in made}
        times = Counter(way[-1].call for each in found.values() for way in each)
        for draft in made:
            # A call that gives several things, or one of several, is not told apart.
            is_split = found[draft] and all(times[way[-1].call] == 1 for way in found[draft])
            outer = [self._for_caller(draft, way) for way in found[draft]] if is_split else []
            if outer:
                self._split[draft.call] = outer
            for each in outer or [draft]:
                self.by_call[each.call] = each
                self._hold(each.names, each.call, [each])
        for names in modules:
            for call in names.scopes.calls.get(model.STREAM.rpartition(".")[2], ()):
                if call.args:
                    self._hold(names, call, self.of(names, call.args[0]))
            for assign in names.module.nodes_of_class(nodes.Assign):
                for target, there, value in _unpacked(names, assign):
                    self._keep(names, target, self.of(there, value))
        for draft in self.by_call.values():
            maker = draft.maker.func
            if isinstance(maker, nodes.Attribute) and draft.kind != CONTEXT:
                context = draft.outside(draft.way[0].names if draft.way else draft.names, maker.expr)
                draft.contexts = [each for each in self.of(*context) if each.kind == CONTEXT]

    def of(self, names: ModuleNames, expr: nodes.NodeNG) -> list[Draft]:
        """Return the creations that `expr` can be."""
        if expr in self.by_call:
            return [self.by_call[expr]]
        trace = self.things.trace(names, expr)
        held = [each for carrier in trace.carriers for each in self._held.get(carrier, ())]
        found = [self.by_call[call] for _, call in trace.creations if call in self.by_call]
        for _, call in trace.creations:
            made_for = self._split.get(call, [])
            # Of those that one function makes, the ones that are kept on the way are meant.
            found += [each for each in made_for if each in held] or made_for
        return list(dict.fromkeys([*found, *held]))

    def _for_caller(self, draft: Draft, way: Way) -> Draft:
        argument = _type_argument(draft.names, draft.call) if draft.kind == UNKNOWN_KIND else None
        kind = draft.kind
        if argument is not None:
            names, given = outside(way, draft.names, argument)
            kind = names.socket_type(given) or UNKNOWN_KIND
        kind = UNKNOWN_KIND if kind == ANY_SOCKET_TYPE else kind
        made = Draft(way[-1].call, way[-1].caller, kind, draft.call, way)
        made.uses.add(draft.place)
        return made

    def _hold(self, names: ModuleNames, call: nodes.Call, drafts: list[Draft]) -> None:
        for target in _targets(call):
            self._keep(names, target, drafts)

    def _keep(self, names: ModuleNames, target: nodes.NodeNG, drafts: list[Draft]) -> None:
        carrier = carrier_of(names, target)
        if carrier is not None:
            self._held.setdefault(carrier, []).extend(drafts)

    def _made_in(self, names: ModuleNames) -> Iterator[Draft]:
        for made in creating.creations(names):
            if made.kind in (creating.SOCKET, creating.CONTEXT):
                yield Draft(made.call, names, _kind(names, made.call, made.kind), made.call)
        for call in (call for group in names.scopes.calls.values() for call in group):
            qualified = names.qualify(call.func) or ""
            if qualified.startswith(f"{_DECORATORS}.") and isinstance(call.parent, nodes.Decorators):
                draft = Draft(call, names, _kind(names, call, qualified.rpartition(".")[2]), call)
                draft.releases.add(Release("with", draft.place))
                yield draft
            elif self._factories:
                written = call.func.as_string()
                kind = next((self._factories[name] for name in self._spellings(qualified, written)), None)
                if kind is not None:
                    yield Draft(call, names, CONTEXT if kind == creating.CONTEXT else UNKNOWN_KIND, call)

    def _spellings(self, qualified: str, written: str) -> Iterator[str]:
        yield from (each for each in (qualified, written, written.rpartition(".")[2]) if each in self._factories)


def _kind(names: ModuleNames, call: nodes.Call, kind: str) -> str:
    if kind == creating.CONTEXT:
        return CONTEXT
    argument = _type_argument(names, call)
    found = names.socket_type(argument) if argument is not None else None
    return found if found not in (None, ANY_SOCKET_TYPE) else UNKNOWN_KIND


def _type_argument(names: ModuleNames, call: nodes.Call) -> nodes.NodeNG | None:
    """Return the argument of a creation that says the type of the socket."""
    by_class = not isinstance(call.func, nodes.Attribute) or call.func.attrname != model.MAKE_SOCKET
    position = 1 if by_class and not (names.qualify(call.func) or "").startswith(_DECORATORS) else 0
    return calls.argument(call, position, model.SOCKET_TYPE_ARGUMENT)


def _targets(call: nodes.Call) -> list[nodes.NodeNG]:
    """Return the variables and fields that are bound to what a call gives."""
    parent = call.parent.parent if isinstance(call.parent, nodes.Await) else call.parent
    match parent:
        case nodes.Assign(targets=targets):
            return [each for each in targets if isinstance(each, _TARGETS)]
        case nodes.AnnAssign(target=target) | nodes.NamedExpr(target=target):
            return [target]
        case nodes.With(items=items):
            return [target for item, target in items if item is call and target is not None]
        case nodes.Tuple(parent=nodes.Assign(targets=[nodes.Tuple() as target])):
            return [each for each in elements(target) if isinstance(each, _TARGETS) and assigned_value(each) is call]
    return []


def _unpacked(names: ModuleNames, assign: nodes.Assign) -> Iterator[tuple[nodes.NodeNG, ModuleNames, nodes.NodeNG]]:
    """Yield each target of `a, b = make()`, with what the visible function returns for it."""
    match assign:
        case nodes.Assign(
            targets=[nodes.Tuple() as target], value=nodes.Call(func=func) | nodes.Await(value=nodes.Call(func=func))
        ):
            definition = names.definition(func)
            for each in definition.candidates if definition is not None else ():
                for result in each.node.nodes_of_class(nodes.Return):
                    if isinstance(result.value, nodes.Tuple) and len(result.value.elts) == len(target.elts):
                        pairs = zip(elements(target), elements(result.value), strict=False)
                        yield from ((one, each.names, value) for one, value in pairs)


#: Methods that end what they are called on.
RELEASING = (methods.SOCKET_RELEASES | methods.CONTEXT_RELEASES) - {"__exit__"}
