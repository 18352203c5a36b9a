"""Calls: who is called, and what that does to the resources.

The order of the questions is the order of the functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis import builtin_calls, containers, expressions, managers, owners, summaries, zmq_calls
from pylint_zmq.analysis.arguments import Arguments, evaluate_arguments
from pylint_zmq.analysis.heap import HANDED, Items, Resource
from pylint_zmq.analysis.raising import ANY, SYSTEM_EXIT, Raised, is_builtin_exception
from pylint_zmq.analysis.state import State
from pylint_zmq.analysis.values import (
    UNKNOWN,
    Bound,
    Exc,
    Manager,
    Named,
    Partial,
    Plain,
    Ref,
    Routine,
    Sym,
    Tup,
    Value,
    references,
)
from pylint_zmq.model.classes import EXCEPTIONS
from pylint_zmq.model.harmless import (
    ENDING_CALLS,
    EXITING_CALLS,
    HARMLESS_MODULES,
    KEEPING_METHODS,
    LOGGER_METHODS,
    LOGGER_NAMES,
    RELEASING_METHODS,
)
from pylint_zmq.model.methods import CONTEXT_CLOSES_SOCKETS, POLLER_ADDS, POLLER_DROPS, SHARED_CONTEXT
from pylint_zmq.model.setup import OPTION, PLAIN_CALLS, TEXT_METHODS

if TYPE_CHECKING:
    from pylint_zmq.analysis.frame import Frame

Result = Iterator[tuple[State, Value]]


#: What a call counts beside the statement that it stands in.
_CALL = 0.4

#: Methods of a dict that give what is not there as it was given to them, as the second argument.
_LOOK_UP = frozenset({"get", "pop"})
_WITH_DEFAULT = 2


def call(frame: Frame, node: nodes.Call, state: State) -> Result:
    """Evaluate a call: the callee, the arguments, and what it does."""
    frame.engine.count_step(state, _CALL)
    func = node.func
    callee_part = func.expr if isinstance(func, nodes.Attribute) else func
    for after, callee in expressions.evaluate(frame, callee_part, state):
        held, slot = after.hold(callee)
        for ready, arguments in evaluate_arguments(frame, node, held):
            ready = ready.without(slot) if slot else ready
            for last, value in _dispatch(frame, node, callee, arguments, ready):
                yield _swept(frame, node, last, value), value


def _swept(frame: Frame, node: nodes.Call, state: State, value: Value) -> State:
    """What only the arguments held is lost when the call is over, before anything else can happen."""
    held, slot = state.hold(value)
    return frame.swept(held, node, "drop").without(slot) if slot else frame.swept(state, node, "drop")


def _dispatch(frame: Frame, node: nodes.Call, callee: Value, arguments: Arguments, state: State) -> Result:
    func = node.func
    if isinstance(func, nodes.Attribute):
        if isinstance(callee, Named):
            qualified = frame.qualify(func) or f"{callee.name}.{func.attrname}"
            if callee.name != SHARED_CONTEXT:
                yield from _named(frame, node, qualified, arguments, state)
                return
        yield from method(frame, node, callee, func.attrname, arguments, state)
        return
    yield from apply(frame, node, callee, arguments, state)


def apply(frame: Frame, node: nodes.NodeNG, callee: Value, arguments: Arguments, state: State) -> Result:
    """Call a value."""
    match callee:
        case Named(name=name):
            yield from _named(frame, node, name, arguments, state)
        case Routine():
            yield from summaries.call_routine(frame, node, callee, arguments, state)
        case Bound(owner=owner, attr=attr):
            yield from method(frame, node, owner, attr, arguments, state)
        case Partial(function=function, args=args, keywords=keywords):
            joined = Arguments(
                (*args, *arguments.positional), (*keywords, *arguments.keywords), arguments.open_end, arguments.loose
            )
            yield from apply(frame, node, function, joined, state)
        case _:
            yield from unknown(frame, node, arguments, state, (callee,))


def run_partial(frame: Frame, node: nodes.NodeNG, partial: Partial, state: State) -> Result:
    """Run the body of a coroutine that is awaited."""
    arguments = Arguments(partial.args, partial.keywords)
    assert isinstance(partial.function, Routine)
    yield from summaries.run_routine(frame, node, partial.function, arguments, state)


def unknown(
    frame: Frame,
    node: nodes.NodeNG,
    arguments: Arguments,
    state: State,
    also: tuple[Value, ...] = (),
    doubt: str = "",
) -> Result:
    """Code that cannot be seen: it takes over what it is given, and may raise anything."""
    given = (*arguments.values(), *also)
    state = frame.lent(state, given) if frame.engine.settings.report_unseen else frame.all_escaped(state, given)
    state = forget_attributes(state)
    frame.raises(state, node, ANY, doubt=doubt)
    yield state, result_of(frame, node)


def result_of(frame: Frame, node: nodes.NodeNG) -> Sym:
    """The object that an unseen call returns, known by the place of the call."""
    kind = frame.zmq_kind(node) if isinstance(node, nodes.Call) else ""
    return Sym(f"@{node.lineno}.{node.col_offset}", kind)


def forget_attributes(state: State) -> State:
    """Unseen code may have changed what was known of attributes; who was handed over stays the same object."""
    stale = []
    for name, value in state.names.items():
        if "." in name and name[0] not in "&?%":
            resource = state.resource(value)
            if resource is None or resource.status != HANDED:
                stale.append(name)
    return state.without(*stale)


def extended(frame: Frame, box: Ref, value: Value, state: State) -> State:
    """`box += value`."""
    return next(containers.method(frame, frame.scope, box, "extend", (value,), state))[0]


def method(frame: Frame, node: nodes.NodeNG, owner: Value, attr: str, arguments: Arguments, state: State) -> Result:
    """Call `owner.attr(...)`."""
    if attr in RELEASING_METHODS:
        frame.ledger.reached.add(node)
    made = zmq_calls.creation_by_method(frame, node, owner, attr, arguments, state)
    if made is not None:
        yield from made
        return
    if isinstance(owner, Ref):
        yield from _heap_method(frame, node, owner, attr, arguments, state)
        return
    if isinstance(owner, (Plain, Tup)):
        after = frame.all_escaped(state, arguments.values())
        if attr == "items":
            yield after.add(Items("pairs", others=True))
        else:
            yield after, Plain() if attr in ("keys", "values", "copy") else UNKNOWN
        return
    if isinstance(owner, Manager) and owner.kind == "endpoint":
        yield from method(frame, node, owner.of, attr, arguments, state)
        return
    known = zmq_calls.outside_method(frame, node, owner, attr, arguments, state)
    if known is None:
        known = owners.part_method(frame, node, owner, attr, arguments, state)
    if known is not None:
        yield from known
        return
    yield from _unowned_method(frame, node, owner, attr, arguments, state)


def _unowned_method(
    frame: Frame, node: nodes.NodeNG, owner: Value, attr: str, arguments: Arguments, state: State
) -> Result:
    """A method call on something that is no zmq thing as far as is known."""
    if attr in CONTEXT_CLOSES_SOCKETS:
        # Something that sockets were made by is their context, whatever it is called.
        state = frame.sockets_released(state, owner, node)
    if _is_logger(frame, node, attr):
        yield state, UNKNOWN
        return
    definition = (
        frame.definition(node.func) if isinstance(node, nodes.Call) and isinstance(node.func, nodes.Attribute) else None
    )
    if definition is not None and isinstance(definition.node, nodes.FunctionDef):
        yield from summaries.call_method(frame, node, definition, owner, arguments, state)
        return
    if attr in _LOOK_UP and len(arguments.positional) == _WITH_DEFAULT and _is_keywords(frame, node):
        # What was made in case that it is not given is nobody's if it is.
        yield state, arguments.positional[-1]
        yield state, result_of(frame, node)
        return
    if isinstance(owner, Sym) and attr in KEEPING_METHODS:
        for value in arguments.values():
            frame.kept(state, value, owner.path, KEEPING_METHODS[attr])
    if configured := zmq_calls.configured(frame, node, None, arguments, state):
        yield from configured
        return
    if attr in RELEASING_METHODS and not references(owner):
        yield frame.all_escaped(state, arguments.values()), UNKNOWN
        return
    if frame.engine.probing and attr in POLLER_ADDS | POLLER_DROPS:
        # Whatever a socket is registered with, it does not close it.
        frame.raises(state, node, ANY)
        yield state, UNKNOWN
        return
    yield from unknown(frame, node, arguments, state, (owner,), TEXT_METHODS.get(attr, ""))


def _is_keywords(frame: Frame, node: nodes.NodeNG) -> bool:
    """Whether a method is called on what the function calls its `**kwargs`."""
    match node, getattr(frame.scope, "args", None):
        case nodes.Call(func=nodes.Attribute(expr=nodes.Name(name=name))), nodes.Arguments(kwarg=kwarg):
            return bool(name == kwarg)
        case _:
            return False


def _heap_method(frame: Frame, node: nodes.NodeNG, owner: Ref, attr: str, arguments: Arguments, state: State) -> Result:
    item = state.heap[owner.to]
    match item:
        case Resource(kind="owner"):
            yield from owners.method(frame, node, owner, attr, arguments, state)
        case Resource():
            yield from zmq_calls.resource_method(frame, node, owner, attr, arguments, state)
        case Items(kind=kind) if kind in containers.BUILTIN_KINDS:
            yield from containers.method(frame, node, owner, attr, arguments.values(), state)
        case Items(kind="stack" | "async stack"):
            yield from managers.stack_method(frame, node, owner, attr, arguments, state)
        case Items():
            yield from zmq_calls.holder_method(frame, node, owner, attr, arguments, state)
        case _:
            definition = (
                frame.definition(node.func)
                if isinstance(node, nodes.Call) and isinstance(node.func, nodes.Attribute)
                else None
            )
            if definition is not None and isinstance(definition.node, nodes.FunctionDef):
                yield from summaries.call_method(frame, node, definition, owner, arguments, state)
            else:
                yield from unknown(frame, node, arguments, state, (owner,))


def _is_logger(frame: Frame, node: nodes.NodeNG, attr: str) -> bool:
    """Whether the call is one of a logger: by where it comes from, or by its name."""
    if attr not in LOGGER_METHODS or not isinstance(node, nodes.Call) or not isinstance(node.func, nodes.Attribute):
        return False
    receiver = node.func.expr
    if isinstance(receiver, nodes.Call):
        return frame.qualify(receiver.func) == "logging.getLogger"
    last = receiver.name if isinstance(receiver, nodes.Name) else getattr(receiver, "attrname", "")
    return last.lower().strip("_") in LOGGER_NAMES


def _named(frame: Frame, node: nodes.NodeNG, name: str, arguments: Arguments, state: State) -> Result:
    """Call something by its qualified name."""
    made = zmq_calls.creation_by_name(frame, node, name, arguments, state)
    if made is None:
        made = zmq_calls.configured(frame, node, name, arguments, state)
    if made is None:
        made = builtin_calls.known_call(frame, node, name, arguments, state)
    if made is not None:
        yield from made
        return
    head = name.partition(".")[0]
    if name in ENDING_CALLS:
        return
    if name in EXITING_CALLS:
        frame.raises(state, node, SYSTEM_EXIT)
    elif is_builtin_exception(name) or name in EXCEPTIONS:
        yield frame.all_escaped(state, arguments.values()), Exc(Raised(name, exact=True))
    elif head in HARMLESS_MODULES or name in frame.engine.settings.harmless_calls:
        yield state, UNKNOWN
    elif name.startswith("zmq."):
        yield from zmq_calls.zmq_function(frame, node, name, arguments, state)
    else:
        yield from _visible(frame, node, name, arguments, state)


def _visible(frame: Frame, node: nodes.NodeNG, name: str, arguments: Arguments, state: State) -> Result:
    func = node.func if isinstance(node, nodes.Call) else None
    definition = frame.definition(func) if func is not None else None
    if definition is not None and isinstance(definition.node, nodes.FunctionDef):
        yield from summaries.call_definition(frame, node, definition, arguments, state)
    elif definition is not None and isinstance(definition.node, nodes.ClassDef):
        yield from owners.made(frame, node, definition, arguments, state)
    else:
        yield from unknown(frame, node, arguments, state, doubt=OPTION if name in PLAIN_CALLS else "")
