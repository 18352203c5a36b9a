"""The sockets of a module whose unsent messages can hold the end of their context, and what is done to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import classes as zmq_classes
from pylint_zmq.model import shutdown, waits
from pylint_zmq.names.endpoints import is_inproc
from pylint_zmq.names.scopes import last_name
from pylint_zmq.waits import calls, outside, patience, setting
from pylint_zmq.waits.patience import Patience
from pylint_zmq.waits.places import function_of
from pylint_zmq.waits.tracing import Trace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.waits.setting import Setting
    from pylint_zmq.waits.things import Things

_DECORATOR = "zmq.decorators.socket"


@dataclass
class Sender:
    """One creation of a socket, with the calls of its module that are made on it."""

    call: nodes.Call
    kind: str
    context: Trace
    connects: list[nodes.Call] = field(default_factory=list)
    sends: list[nodes.Call] = field(default_factory=list)
    receives: list[nodes.Call] = field(default_factory=list)
    closes: list[nodes.Call] = field(default_factory=list)
    #: Some receive ends without an answer.
    gives_up: bool = False
    #: Something lets its unsent messages go, or may do so out of sight.
    is_bounded: bool = False

    @property
    def is_of_stranger(self) -> bool:
        """Its context comes from out of sight, where it may have been given a LINGER."""
        return self.context.is_unseen and not self.context.creations


def senders(names: ModuleNames, things: Things) -> list[Sender]:
    """Return the sockets of a module that connect and send, and on which LINGER is never set."""
    found = {each.call: each for each in _of_holding_type(names, things)}
    if found:
        _collect(names, things, found)
    return [
        each
        for each in found.values()
        if each.sends
        and not each.is_bounded
        and any(_leaves_process(names, call) for call in each.connects)
        and (each.gives_up or not each.receives)
        and not _is_set_elsewhere(names, each)
    ]


def _of_holding_type(names: ModuleNames, things: Things) -> Iterator[Sender]:
    for call in names.scopes.calls.get(zmq_classes.MAKE_SOCKET, ()):
        kind = names.socket_type(call.args[0]) if call.args else None
        if kind not in shutdown.HOLDING_TYPES:
            continue
        if isinstance(call.parent, nodes.Decorators):
            if names.qualify(call.func) == _DECORATOR:
                above = [(names, each) for each in call.parent.nodes if isinstance(each, nodes.Call)]
                yield Sender(call, kind, Trace(creations=above))
        elif isinstance(call.func, nodes.Attribute) and not _is_set_by_maker(names, call):
            yield Sender(call, kind, things.trace(names, call.func.expr))


def _collect(names: ModuleNames, things: Things, found: dict[nodes.Call, Sender]) -> None:
    """Give each socket the calls that are made on it, and the options that are set on it or on its context."""
    for method in (*waits.SENDS, *waits.RECEIVES, shutdown.CONNECT, shutdown.CLOSE, waits.POLL):
        for call in names.scopes.calls.get(method, ()):
            if isinstance(call.func, nodes.Attribute) and names.qualify(call.func) is None:
                for sender in _made_as(things.trace(names, call.func.expr), found):
                    _note(names, sender, method, call)
    for each in setting.all_of(names):
        if each.option in shutdown.OPTIONS or each.option == setting.UNKNOWN_OPTION:
            trace = things.trace(names, each.target)
            of_context = [sender for sender in found.values() if is_same(trace, sender.context)]
            for sender in [*_made_as(trace, found), *of_context]:
                _set(names, sender, each)
    for sender in found.values():
        if any(_may_set(names, call) for call in _given_to(names, sender.call)) or _is_set_by_source(names, sender):
            sender.is_bounded = True


def _made_as(trace: Trace, found: dict[nodes.Call, Sender]) -> list[Sender]:
    """Return the sockets that something traced can be."""
    return [found[call] for _, call in trace.creations if call in found]


def _set(names: ModuleNames, sender: Sender, each: Setting) -> None:
    """Note that an option is set to something that ends."""
    if each.value is not None and patience.of(names, each.value) is not Patience.FINITE:
        return
    if each.option == waits.RECEIVE_TIMEOUT:
        sender.gives_up = True
    else:
        sender.is_bounded = True


def is_same(one: Trace, other: Trace) -> bool:
    """Tell whether two expressions can be one thing: they come from one call, or through one variable or field."""
    made = {call for _, call in one.creations}
    return bool(one.carriers.keys() & other.carriers.keys()) or any(call in made for _, call in other.creations)


def _note(names: ModuleNames, sender: Sender, method: str, call: nodes.Call) -> None:
    if method in waits.SENDS:
        sender.sends.append(call)
    elif method == shutdown.CONNECT:
        sender.connects.append(call)
    elif method == shutdown.CLOSE:
        sender.closes.append(call)
        given = calls.argument(call, 0, shutdown.LINGER_ARGUMENT)
        if calls.is_open_ended(call) or (given is not None and patience.of(names, given) is not Patience.ENDLESS):
            sender.is_bounded = True
    elif method in waits.RECEIVES:
        sender.receives.append(call)
        wait = calls.wait_of(names, call)
        ends = wait is not None and (calls.has_flag(wait) is not False or outside.is_ended(wait))
        sender.gives_up = sender.gives_up or ends or _polls(names, function_of(call))
    elif _is_finite_poll(names, call):
        sender.gives_up = True


def _polls(names: ModuleNames, function: nodes.NodeNG) -> bool:
    """Tell whether a function polls for some time and no longer."""
    polls = names.scopes.calls.get(waits.POLL, ())
    return any(function_of(call) is function and _is_finite_poll(names, call) for call in polls)


def _is_finite_poll(names: ModuleNames, call: nodes.Call) -> bool:
    given = calls.argument(call, 0, waits.TIMEOUT)
    return given is not None and patience.of(names, given) is Patience.FINITE


def _leaves_process(names: ModuleNames, connect: nodes.Call) -> bool:
    """Tell whether an endpoint can be one of another process."""
    return not connect.args or not is_inproc(names, connect.args[0])


# What happens to it out of sight


def _given_to(names: ModuleNames, made: nodes.Call) -> Iterator[nodes.Call]:
    """Yield the calls that get a socket as an argument."""
    match made.parent:
        case nodes.Assign(targets=[nodes.AssignName(name=name)]) | nodes.AnnAssign(target=nodes.AssignName(name=name)):
            places: list[nodes.NodeNG] = [
                each for each in function_of(made).nodes_of_class(nodes.Name) if each.name == name
            ]
        case nodes.Assign(targets=[nodes.AssignAttr(attrname=name)]):
            places = list(names.scopes.reads.get(name, ()))
        case nodes.With(items=items):
            targets = [target for item, target in items if item is made and isinstance(target, nodes.AssignName)]
            wanted = {target.name for target in targets}
            places = [each for each in function_of(made).nodes_of_class(nodes.Name) if each.name in wanted]
        case nodes.Call() as call if made in call.args:
            yield call
            return
        case _:
            return
    for place in places:
        parent = place.parent
        if isinstance(parent, nodes.Keyword):
            parent = parent.parent
        if isinstance(parent, nodes.Call) and place is not parent.func:
            yield parent


def _may_set(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a call that gets a socket may set its LINGER, or close it with one, out of sight."""
    if last_name(call.func) in shutdown.USING:
        return False
    found = names.definition(call.func)
    if found is None:
        return True
    return any(
        each.names is not names and shutdown.LINGER_ARGUMENT in each.node.as_string().lower()
        for each in found.candidates
    )


def _is_set_by_maker(names: ModuleNames, call: nodes.Call) -> bool:
    """Tell whether a socket is made by a method of the program itself, which sets its LINGER."""
    found = names.definition(call.func)
    return found is not None and any(
        shutdown.LINGER_ARGUMENT in each.node.as_string().lower() for each in found.candidates
    )


def _is_set_by_source(names: ModuleNames, sender: Sender) -> bool:
    """Tell whether the context is of a class that sets a LINGER, or from a function of another module that does."""
    for there, call in sender.context.creations:
        found = there.definition(call.func)
        makers: list[nodes.NodeNG] = [each.node for each in found.candidates] if found is not None else []
        makers += [function_of(call)] if there.modname != names.modname else []
        if any(shutdown.LINGER_ARGUMENT in each.as_string().lower() for each in makers):
            return True
    return False


def _is_set_elsewhere(names: ModuleNames, sender: Sender) -> bool:
    """Tell whether a socket is handed out, and another module of the program speaks of LINGER."""
    if not isinstance(sender.call.parent, nodes.Return) or names.program is None:
        return False
    words = (shutdown.LINGER, shutdown.LINGER_ARGUMENT)
    return any(other.modname != names.modname for word in words for other in names.program.modules_with(word))
