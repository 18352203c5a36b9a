"""The creations of a project while what is done with them is still being gathered, from all files that mention zmq."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.lifetimes import subject_of
from pylint_zmq.errors import creation as creating
from pylint_zmq.model import classes as model
from pylint_zmq.model import methods
from pylint_zmq.names.scopes import assigned_value, elements, parameters
from pylint_zmq.waits.places import scope_name
from pylint_zmq.waits.things import Things
from pylint_zmq.waits.tracing import carrier_of, decorated
from zmqlint.map.records import CONTEXT, UNKNOWN_KIND, Attachment, Place, Release, Setting

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
        made = self.names.qualify(self.call.func) or self.names.declared(self.call) or ""
        return next((name for base, name in _FLAVOURS.items() if self.names.is_subclass(made, base)), "")


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
        modules = list(modules)
        for names in modules:
            for draft in self._made_in(names):
                self.by_call[draft.call] = draft
                self._hold(names, draft.call, [draft])
        for names in modules:
            for call in names.scopes.calls.get(model.STREAM.rpartition(".")[2], ()):
                if call.args:
                    self._hold(names, call, self.of(names, call.args[0]))
        for draft in self.by_call.values():
            if isinstance(draft.call.func, nodes.Attribute) and draft.kind != CONTEXT:
                draft.contexts = [each for each in self.of(draft.names, draft.call.func.expr) if each.kind == CONTEXT]

    def of(self, names: ModuleNames, expr: nodes.NodeNG) -> list[Draft]:
        """Return the creations that `expr` can be."""
        trace = self.things.trace(names, expr)
        found = {call: self.by_call[call] for _, call in trace.creations if call in self.by_call}
        found |= {each.call: each for carrier in trace.carriers for each in self._held.get(carrier, ())}
        return list(found.values())

    def _hold(self, names: ModuleNames, call: nodes.Call, drafts: list[Draft]) -> None:
        for target in _targets(call):
            carrier = carrier_of(names, target)
            if carrier is not None:
                self._held.setdefault(carrier, []).extend(drafts)

    def _made_in(self, names: ModuleNames) -> Iterator[Draft]:
        for made in creating.creations(names):
            if made.kind in (creating.SOCKET, creating.CONTEXT):
                yield Draft(made.call, names, _kind(names, made.call, made.kind))
        for call in (call for calls in names.scopes.calls.values() for call in calls):
            qualified = names.qualify(call.func) or ""
            if qualified.startswith(f"{_DECORATORS}.") and isinstance(call.parent, nodes.Decorators):
                draft = Draft(call, names, _kind(names, call, qualified.rpartition(".")[2]))
                draft.releases.add(Release("with", draft.place))
                yield draft
            elif self._factories:
                written = call.func.as_string()
                kind = next((self._factories[name] for name in self._spellings(qualified, written)), None)
                if kind is not None:
                    yield Draft(call, names, CONTEXT if kind == creating.CONTEXT else UNKNOWN_KIND)

    def _spellings(self, qualified: str, written: str) -> Iterator[str]:
        yield from (each for each in (qualified, written, written.rpartition(".")[2]) if each in self._factories)


def _kind(names: ModuleNames, call: nodes.Call, kind: str) -> str:
    if kind == creating.CONTEXT:
        return CONTEXT
    by_class = not isinstance(call.func, nodes.Attribute) or call.func.attrname != model.MAKE_SOCKET
    named = [each.value for each in call.keywords if each.arg == model.SOCKET_TYPE_ARGUMENT]
    position = 1 if by_class and not (names.qualify(call.func) or "").startswith(_DECORATORS) else 0
    types = [names.socket_type(each) for each in (*named, *call.args[position : position + 1])]
    found = next((each for each in types if each is not None), UNKNOWN_KIND)
    return found if found != "ANY" else UNKNOWN_KIND


def _targets(call: nodes.Call) -> list[nodes.NodeNG]:
    """Return the variables and fields that are bound to what a call gives."""
    match call.parent:
        case nodes.Assign(targets=targets):
            return [each for each in targets if isinstance(each, _TARGETS)]
        case nodes.AnnAssign(target=target) | nodes.NamedExpr(target=target):
            return [target]
        case nodes.With(items=items):
            return [target for item, target in items if item is call and target is not None]
        case nodes.Tuple(parent=nodes.Assign(targets=[nodes.Tuple() as target])):
            return [each for each in elements(target) if isinstance(each, _TARGETS) and assigned_value(each) is call]
    return []


#: Methods that end what they are called on.
RELEASING = (methods.SOCKET_RELEASES | methods.CONTEXT_RELEASES) - {"__exit__"}
