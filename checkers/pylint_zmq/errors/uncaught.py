"""zmq-error-not-caught: a handler that cannot match what the zmq calls in its `try` raise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import HIGH, Finding, Step
from pylint_zmq.analysis.raising import Raised, catches, known_bases
from pylint_zmq.errors.handlers import bases_of, handler_names
from pylint_zmq.errors.possible import Possible, raised_by
from pylint_zmq.errors.text import scope_name
from pylint_zmq.model import classes as model
from pylint_zmq.model import errors
from pylint_zmq.names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pylint_zmq.names.resolution import ModuleNames

SYMBOL = "zmq-error-not-caught"
_ABSENT_MODULE = "zmq.core."
_SHORT = "builtins."
_MISSING = "pyzmq has nothing of this name, so looking for a match raises AttributeError"
#: Errors of zmq whose handlers are not judged: they come from calls that are not, or are errors of the system as well.
_NOT_JUDGED = frozenset({"zmq.InterruptedSystemCall", "zmq.ZMQVersionError", "zmq.NotDone"})


def findings(names: ModuleNames, tries: Iterable[nodes.Try | nodes.TryStar]) -> Iterator[Finding]:
    """Yield one finding for each handler that cannot match, at the handler."""
    signals = any(names.scopes.calls.get(each) for each in errors.SIGNAL_CALLS)
    for attempt in tries:
        possible: Possible | None = None
        for handler in attempt.handlers:
            named = [each for each in handler_names(names, handler) if each is not None]
            missing = next((each for each in named if _does_not_exist(each)), None)
            if missing is not None:
                yield _finding(names, handler, missing, _MISSING)
                continue
            if not _is_judged(names, handler) or signals:
                continue
            possible = possible or raised_by(names, attempt.body)
            story = _misses(names, named, possible)
            if story is not None:
                text, call = story
                yield _finding(names, handler, _named(handler), text, call)


def _finding(
    names: ModuleNames, handler: nodes.ExceptHandler, named: str, story: str, call: nodes.NodeNG | None = None
) -> Finding:
    raised = (Step("raised", call, "raises here"),) if call is not None else ()
    steps = (*raised, Step("missed", handler, "does not match"))
    return Finding(SYMBOL, handler, (named, story), HIGH, steps, scope_name(names, handler), named)


def _named(handler: nodes.ExceptHandler) -> str:
    return str(handler.type.as_string()) if handler.type is not None else ""


def _does_not_exist(name: str) -> bool:
    """Tell whether the name of a class of zmq is one that pyzmq does not have."""
    if name.startswith(_ABSENT_MODULE):
        return True
    module, _, last = name.rpartition(".")
    return module == model.ZMQ and name not in model.EXCEPTIONS and last[:1].isupper() and not last.isupper()


def _is_judged(names: ModuleNames, handler: nodes.ExceptHandler) -> bool:
    """Tell whether all classes of a handler are known to be errors of the system or of zmq."""
    found = handler_names(names, handler)
    return handler.type is not None and all(each is not None and _is_judged_class(each) for each in found)


def _is_judged_class(name: str) -> bool:
    if canonical.is_zmq(name):
        return name in model.EXCEPTIONS - _NOT_JUDGED
    bases = known_bases(name, lambda _: None)
    return bases is not None and errors.SYSTEM_ERROR in bases and bases[0] not in errors.INTERRUPTED


def _misses(names: ModuleNames, named: list[str], possible: Possible) -> tuple[str, nodes.NodeNG] | None:
    """Return why no class of a handler matches, and the call whose exception it misses; None if one may."""
    if possible.anything or errors.SYSTEM_ERROR in possible.classes:
        return None
    raised = [name for name in possible.classes if canonical.is_zmq(name)]
    if not raised:
        return None
    if errors.NO_PORT_ERROR in raised and named == [errors.CREATION_ERROR]:
        call = possible.classes[errors.NO_PORT_ERROR]
        if all(each is call for each in possible.classes.values()):
            return f"bind_to_random_port() at line {call.lineno} raises zmq.ZMQBindError, which is no ZMQError", call
    if any(_may_match(names, each, name) for each in named for name in raised):
        return None
    first = raised[0]
    call = possible.classes[first]
    return f"{_call_text(call)} at line {call.lineno} raises {first}{_relation(named)}", call


def _may_match(names: ModuleNames, handler: str, raised: str) -> bool:
    return catches(Raised(raised, exact=True), handler, lambda name: bases_of(names, name))[0] is not None


def _relation(named: list[str]) -> str:
    if all(canonical.is_zmq(each) for each in named):
        return " itself"
    return ", which is no " + named[0].removeprefix(_SHORT)


def _call_text(node: nodes.NodeNG) -> str:
    return f"{node.func.as_string()}()" if isinstance(node, nodes.Call) else str(node.as_string())
