"""Findings about fields: what a class creates, keeps, and never releases; what it overwrites while it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import INFERENCE, Finding, Step
from pylint_zmq.analysis.guards import guard
from pylint_zmq.analysis.heap import CONTEXT, OWNER
from pylint_zmq.analysis.late_releases import late_release
from pylint_zmq.analysis.lifetimes import OWNER_SYMBOL
from pylint_zmq.analysis.method_texts import constructor_of, own_calls, returns_an_element
from pylint_zmq.analysis.obligations import dropped_by_handler, left_by_error, releases_what_it_fills
from pylint_zmq.analysis.owners import releases_itself
from pylint_zmq.analysis.releases_elsewhere import is_closed_elsewhere, is_released_elsewhere
from pylint_zmq.analysis.shapes import name_of
from pylint_zmq.analysis.uncalled_releases import is_never_released
from pylint_zmq.names.classes import VisibleClass, class_named
from pylint_zmq.names.test_files import stands_in_tests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.ledger import Keeping, Loss
    from pylint_zmq.analysis.ownership import Acquisition, Releases

#: How a method gives up a field; and an element of one that is a container, which stays there unless it is taken out.
_GIVEN_UP = frozenset({"rebind", "delete", "drop", "end", "return"})
_TAKEN_OUT = _GIVEN_UP | {"raise"}
#: Methods that Python calls by itself.
_CALLED_BY_ITSELF = frozenset({"__del__", "__exit__", "__aexit__", "__call__", "run"})


def findings(engine: Engine) -> list[Finding]:
    """The findings about the fields of all classes of the module."""
    names = engine.names
    return [found for node in names.scopes.classes for found in _of_class(engine, VisibleClass(node, names))]


def _of_class(engine: Engine, cls: VisibleClass) -> Iterator[Finding]:
    acquired = engine.ownership.own_acquisitions(cls)
    if not acquired:
        return
    releases = engine.ownership.releases(cls)
    seen: dict[str, int] = {}
    covered = {each.site for each in acquired if releases.of(each) or each.field in releases.lent}
    told: set[tuple[str, nodes.NodeNG]] = set()
    for each in acquired:
        if any(not loss.erred for loss in each.record.losses) or (each.field, each.site.node) in told:
            # The function itself loses it, or the same with another context: that is told already.
            continue
        told.add((each.field, each.site.node))
        if _is_of_another_object(each) or each.site in releases.given or _ends_by_itself(engine, cls, each):
            continue
        elsewhere = is_released_elsewhere(engine, cls, each)
        is_kept = not (elsewhere or each.site in covered or _given_own_context(each, releases, acquired))
        if is_kept and not _ends_with_its_method(engine, cls, each):
            if not _lives_as_long_as_the_process(engine, cls, each, releases):
                yield _kept(cls, each, releases, seen)
        elif given_up := list(_overwritten(engine, cls, each, releases, acquired)):
            yield from given_up
        elif each.site not in covered and (cause := _raises_out(engine, cls, each)) is not None:
            yield _left(each, cause)
        elif (loss := _dropped_by_handler(engine, cls, each)) is not None:
            yield _dropped(each, loss)
        elif not elsewhere and releases.of(each) and each.field not in releases.lent:
            incomplete = list(_incomplete(engine, cls, each, releases, acquired))
            yield from incomplete or _uncalled(engine, cls, each, releases)


def _uncalled(engine: Engine, cls: VisibleClass, each: Acquisition, releases: Releases) -> Iterator[Finding]:
    """A release that exists, and that nobody calls who makes such an object."""
    methods = sorted(releases.of(each))
    by_itself = _CALLED_BY_ITSELF | engine.ownership.started(cls)
    if each.site.kind == OWNER or set(methods) & by_itself or stands_in_tests(each.method):
        return
    if is_never_released(engine, cls, lambda holder, kept: _is_forgotten(engine, holder, kept)):
        by = " and ".join(f"{name}()" for name in methods[:2])
        text = f"only {by} of {cls.node.name} releases it, and nothing calls that"
        yield _finding(each, "attribute", text, _kept_here(each))


def _is_forgotten(engine: Engine, holder: VisibleClass, kept: Acquisition) -> bool:
    """Whether a class keeps an object, and neither releases it nor gives it to anybody."""
    releases = engine.ownership.releases(holder)
    return (
        kept.site.kind == OWNER
        and kept.field not in releases.by_field
        and kept.field not in releases.lent
        and kept.site not in releases.given
        and not _is_of_another_object(kept)
        and not _ends_by_itself(engine, holder, kept)
        and not _given_own_context(kept, releases, engine.ownership.own_acquisitions(holder))
        and not is_released_elsewhere(engine, holder, kept)
        and not engine.process.is_main(kept.method)
    )


def _lives_as_long_as_the_process(engine: Engine, cls: VisibleClass, each: Acquisition, releases: Releases) -> bool:
    """Whether what a field holds is made once, by the main code of a process, by a class that releases nothing.

    What a container holds may be more, and a class that releases its other fields forgot one.
    """
    if engine.settings.process_lifetime == "report" or each.keeping.box or releases.methods:
        return False
    if engine.process.is_run_by_process(each.method):
        return True
    if not engine.process.is_of_main(cls):
        return False
    return each.method.name in engine.ownership.set_up(cls) or engine.process.is_main(each.method)


def _is_of_another_object(each: Acquisition) -> bool:
    statement = each.site.node.statement()
    # Where one statement stores it twice, only the first place is on record.
    targets = statement.targets if isinstance(statement, nodes.Assign) else []
    return any(_is_of_another(keeping) for keeping in each.record.keepings) or any(
        isinstance(target, nodes.AssignAttr) and isinstance(target.expr, nodes.Attribute) for target in targets
    )


def _is_of_another(keeping: Keeping) -> bool:
    """Whether a creation is kept on an object that the class keeps: `self.sock = self.resources.sock = ...`."""
    return "." in keeping.path.partition(".")[2]


def _kept(cls: VisibleClass, each: Acquisition, releases: Releases, seen: dict[str, int]) -> Finding:
    word = {"socket": "close", "context": "terminate"}.get(each.site.kind, "release")
    if each.field in seen:
        text = f"as at line {seen[each.field]}"
    elif each.field in releases.refilled:
        text = f"only {releases.refilled[each.field]}() of {cls.node.name} does {word} it, to fill it again"
    elif releases.methods:
        public = sorted(name for name in releases.methods if not name.startswith("_")) or sorted(releases.methods)
        fields = ", ".join(f"self.{name}" for name in sorted(releases.by_field))
        by = " and ".join(f"{name}()" for name in public[:2])
        text = f"{by} of {cls.node.name} releases {fields}, but nothing does {word} it"
    else:
        text = f"{cls.node.name} has no method that does {word} it"
    seen.setdefault(each.field, each.site.line)
    return _finding(each, "attribute", text, _kept_here(each))


def _kept_here(each: Acquisition) -> Step:
    return Step("created", each.site.node, f"kept as self.{each.field} from here on")


def _finding(each: Acquisition, ending: str, text: str, *steps: Step) -> Finding:
    symbol = OWNER_SYMBOL if each.site.kind == OWNER else f"zmq-unclosed-{each.site.kind}-{ending}"
    subject = f"self.{each.field}"
    return Finding(symbol, each.site.node, (f"'{subject}'", text), INFERENCE, steps, each.method.qname(), subject)


def _incomplete(
    engine: Engine, cls: VisibleClass, each: Acquisition, releases: Releases, acquired: list[Acquisition]
) -> Iterator[Finding]:
    """A release that a flag rules out, or that an exception skips."""
    if (found := guard(engine, cls, each, releases, acquired)) is not None:
        yield _guarded(each, releases, *found)
    elif (end := late_release(cls, each, releases)) is not None:
        yield _late(each, end)


def _guarded(each: Acquisition, releases: Releases, flag: str, value: bool) -> Finding:
    by = " and ".join(f"{name}()" for name in sorted(releases.of(each))[:2])
    text = f"{by} leaves self.{each.field} open where self.{flag} is {'true' if value else 'false'}"
    return _finding(each, "on-path", text, _kept_here(each))


def _late(each: Acquisition, end: nodes.Call) -> Finding:
    text = f"only {name_of(end.scope())}() releases it, at line {end.lineno}, which an exception of its work skips"
    lost = Step("lost", end, "skipped when anything before it raises")
    return _finding(each, "on-error", text, _kept_here(each), lost)


def _raises_out(engine: Engine, cls: VisibleClass, each: Acquisition) -> nodes.NodeNG | None:
    """What raises out of the method that fills and releases a field, and skips the release, where that matters."""
    in_tests = stands_in_tests(each.method) and not engine.settings.errors_in_tests
    if in_tests or engine.process.ends_by_error(each.method) or is_closed_elsewhere(engine, cls, each):
        return None
    if not _ends_with_its_method(engine, cls, each):
        return None
    return left_by_error(engine, cls.node, each.method, each.field)


def _dropped_by_handler(engine: Engine, cls: VisibleClass, each: Acquisition) -> Loss | None:
    """How the method that fills a field empties it after an error, where that matters."""
    in_tests = stands_in_tests(each.method) and not engine.settings.errors_in_tests
    if in_tests or each.keeping.box or not each.record.keepings or is_closed_elsewhere(engine, cls, each):
        return None
    return dropped_by_handler(engine, cls.node, each.method, each.site, each.field)


def _dropped(each: Acquisition, loss: Loss) -> Finding:
    assert loss.cause is not None
    text = f"line {loss.step.lineno} gives it up while it is open, after line {loss.cause.lineno} raises"
    raised, lost = Step("raised", loss.cause, "raises here"), Step("lost", loss.step, "given up here")
    return _finding(each, "on-error", text, _kept_here(each), raised, lost)


def _left(each: Acquisition, cause: nodes.NodeNG) -> Finding:
    text = f"only {each.method.name}() releases it, and not when line {cause.lineno} raises"
    return _finding(each, "on-error", text, _kept_here(each), Step("raised", cause, "raises here"))


def _ends_with_its_method(engine: Engine, cls: VisibleClass, each: Acquisition) -> bool:
    """Whether the method that fills a field releases it before it is over.

    What is in a container stays, and so does what a constructor or the default of a trait leaves to its object.
    """
    if each.keeping.box or each.method.name == "__init__" or not each.record.keepings:
        return False
    return releases_what_it_fills(engine, cls.node, each.method, each.site, each.field)


def _ends_by_itself(engine: Engine, cls: VisibleClass, each: Acquisition) -> bool:
    owner = class_named(cls.names, each.keeping.derived) if each.site.kind == OWNER else None
    return owner is not None and releases_itself(engine, owner)


def _given_own_context(each: Acquisition, releases: Releases, acquired: list[Acquisition]) -> bool:
    """Whether an owner was made on a context of the class, which the class ends.

    That closes the owner's sockets, too.
    """
    contexts = {found.field for found in acquired if found.site.kind == CONTEXT and found.field in releases.by_field}
    if each.site.kind != OWNER or not contexts:
        return False
    return any(node.attrname in contexts for node in each.site.node.nodes_of_class(nodes.Attribute))


def _overwritten(
    engine: Engine, cls: VisibleClass, each: Acquisition, releases: Releases, acquired: list[Acquisition]
) -> Iterator[Finding]:
    """A field that some method overwrites or deletes while it may be open."""
    for method, ledger in releases.overwritten.get(each.field, ()):
        releasing = releases.of(each)
        callers = _own_callers(cls, method)
        if method.name in releasing or callers & releasing or not _can_come_later(cls, method, each, acquired, callers):
            # A method that releases the field on some path knows what it does when it gives it up, itself or by others.
            continue
        if each.keeping.box and returns_an_element(method, each.field):
            # What it takes out may be what it has read before.
            continue
        for site, record in ledger.sites.items():
            losses = [
                loss
                for loss in record.losses
                if not loss.erred and loss.manner in (_TAKEN_OUT if each.keeping.box else _GIVEN_UP)
            ]
            if (
                site.line < 0
                and site.kind == each.site.kind
                and site.node is _first(acquired, each.field).site.node
                and losses
            ):
                yield _lost(each, method, losses[0])
                return


def _first(acquired: list[Acquisition], field: str) -> Acquisition:
    return next(each for each in acquired if each.field == field)


def _can_come_later(
    cls: VisibleClass, method: nodes.FunctionDef, each: Acquisition, acquired: list[Acquisition], callers: set[str]
) -> bool:
    """Whether the method can run while the field is open.

    It was filled by another method, and this is not just its set-up.
    """
    fillers = {found.method for found in acquired if found.field == each.field}
    if fillers == {method}:
        # What it takes out of a container an earlier call may have put there.
        return bool(each.keeping.box) and method.name != "__init__"
    if method in fillers and not any(filler.name in _set_up_names(cls) for filler in fillers - {method}):
        # Two ways to fill a field are usually taken one or the other.
        return False
    return callers != {"__init__"}


def _own_callers(cls: VisibleClass, method: nodes.FunctionDef) -> set[str]:
    """Names of the methods that call a method on their object."""
    return {
        name_of(node.scope())
        for node in cls.names.scopes.reads.get(method.name, ())
        if isinstance(node.expr, nodes.Name)
        and node.expr.name == "self"
        and isinstance(node.scope(), nodes.FunctionDef)
    }


def _set_up_names(cls: VisibleClass) -> set[str]:
    """The constructor, and what it calls on the object."""
    constructor = constructor_of(cls.node)
    return {"__init__"} | (own_calls(constructor) if constructor is not None else set())


def _lost(each: Acquisition, method: nodes.FunctionDef, loss: Loss) -> Finding:
    text = f"{method.name}() gives up self.{each.field} at line {loss.step.lineno} while it may be open"
    created = Step("created", each.site.node, "created here")
    return _finding(each, "on-path", text, created, Step("lost", loss.step, "given up here"))
