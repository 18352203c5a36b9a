"""Gathers the map: what is made in the files that were asked for, and what all files of the program do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model import errors, waits
from pylint_zmq.program import Program, roots
from pylint_zmq.rules import pages
from pylint_zmq.waits import calls, setting
from zmqlint.map.branches import is_taken
from zmqlint.map.drafts import RELEASING, Draft, Drafts, place_of
from zmqlint.map.fates import Fates
from zmqlint.map.joining import meetings
from zmqlint.map.pairing import pairs
from zmqlint.map.records import (
    BIND,
    CONNECT,
    CONTEXT,
    Attachment,
    Creation,
    Place,
    Problem,
    Release,
    Setting,
    SocketMap,
)
from zmqlint.map.threads import Threads
from zmqlint.map.values import texts

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from pathlib import Path

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.reporters.reports import Report
    from pylint_zmq.settings import Settings

_RANDOM_PORT = "{random port}"
_ADDRESS = "addr"
_LINGER = "LINGER"
_IO_THREADS = "IO_THREADS"
#: Functions that close what they are given when a block is left.
_CLOSING = frozenset({"closing", "aclosing", "enter_context", "enter_async_context"})


def collect(files: Sequence[str], reports: Iterable[Report], settings: Settings, looked_at: int) -> SocketMap:
    """Return the map of what is made in `files`, without those that do not parse; `reports` tell what is missing."""
    programs: dict[Path, Program] = {}
    asked = [names for file in files if (names := _names_of(file, programs)) is not None]
    modules = list(dict.fromkeys([*asked, *(names for each in programs.values() for names in _modules(each))]))
    factories = dict.fromkeys(settings.socket_factories, "socket") | dict.fromkeys(settings.context_factories, CONTEXT)
    drafts = Drafts(modules, factories)
    _Gathering(drafts, Threads(modules)).gather(modules)
    for program in programs.values():
        # The constants are read; what is still asked for has to do with zmq, as in a check.
        program.start(settings.socket_factories | settings.context_factories)
    chosen = set(asked)
    listed = sorted((each for each in drafts.by_call.values() if _is_asked(each, chosen)), key=_position)
    numbers = {each: number for number, each in enumerate(listed)}
    problems = _Problems(listed, reports)
    fates = {names: Fates(names, settings) for names in dict.fromkeys(draft.names for draft in listed)}
    creations = tuple(_finished(draft, numbers, problems.of(draft), fates[draft.names]) for draft in listed)
    return SocketMap(creations, meetings(creations), looked_at)


def _names_of(file: str, programs: dict[Path, Program]) -> ModuleNames | None:
    # Programs of our own: unlike the check, the map wants the constants of files that do not mention zmq.
    root = roots.source_root(roots.real(file))
    return programs.setdefault(root, Program(root)).names(file)


def _modules(program: Program) -> Iterator[ModuleNames]:
    yield from (names for file in program.zmq_files if (names := program.names(file)) is not None)


def _is_asked(draft: Draft, chosen: Container[ModuleNames]) -> bool:
    """Tell whether something is made in the chosen modules, or made for them."""
    return draft.names in chosen or any(step.names in chosen for step in draft.way)


def _position(draft: Draft) -> tuple[str, int, int]:
    return draft.place.path, draft.place.line, draft.call.col_offset or 0


def _finished(draft: Draft, numbers: dict[Draft, int], problems: Iterable[Problem], fates: Fates) -> Creation:
    inherited = {
        Setting(each.option, each.value, each.place, on_context=True)
        for context in draft.contexts
        for each in context.settings
        if each.option not in (_IO_THREADS, "MAX_SOCKETS")
    }
    ended = {
        Release("context", each.place)
        for context in draft.contexts
        for each in context.releases
        if each.how in ("destroy", "with")
    }
    releases, fate = fates.of(draft)
    return Creation(
        numbers[draft],
        draft.place,
        (draft.call.col_offset or 0) + 1,
        draft.kind,
        draft.flavour,
        draft.owner,
        tuple(sorted(draft.attachments)),
        tuple(sorted({*draft.settings, *inherited})),
        tuple(sorted({*releases, *ended})),
        "" if ended else fate,
        draft.sends,
        draft.receives,
        tuple(sorted(draft.threads)),
        next((numbers[context] for context in draft.contexts if context in numbers), None),
        tuple(problems),
    )


class _Gathering:
    """Goes through modules, and tells each creation what is done with it."""

    def __init__(self, drafts: Drafts, threads: Threads) -> None:
        self._drafts = drafts
        self._threads = threads
        self._marked: dict[str, Draft] = {}

    def gather(self, modules: Iterable[ModuleNames]) -> None:
        for draft in self._drafts.by_call.values():
            draft.threads |= self._threads.of(draft.names, draft.call)
            self._arguments(draft)
        for names in modules:
            self._attachments(names)
            self._settings(names)
            self._waits(names)
            self._releases(names)
        for draft in self._drafts.by_call.values():
            self._unmark(draft)

    def _each(
        self, names: ModuleNames, node: nodes.NodeNG, receiver: nodes.NodeNG, *, runs: bool = True
    ) -> Iterator[Draft]:
        """Yield the creations that `receiver` can be, each told that `node` uses it."""
        for draft in self._drafts.of(names, receiver):
            draft.uses.add(place_of(names, node))
            if runs:
                draft.threads |= self._threads.of(names, node)
            yield draft

    def _arguments(self, draft: Draft) -> None:
        """`Context(4)` sets the number of threads."""
        if draft.kind != CONTEXT:
            return
        given = calls.argument(draft.call, 0, "io_threads")
        if given is not None:
            value = " or ".join(texts(draft.names, given))
            draft.settings.add(Setting(_IO_THREADS, value, draft.place))

    def _attachments(self, names: ModuleNames) -> None:
        for method in (BIND, CONNECT, errors.BIND_RANDOM):
            for call in names.scopes.calls.get(method, ()):
                address = calls.argument(call, 0, _ADDRESS)
                if address is None or not isinstance(call.func, nodes.Attribute):
                    continue
                for there, receiver, given in pairs(names, call.func.expr, address):
                    for draft in self._each(there, receiver, receiver):
                        if not is_taken(draft.way, receiver):
                            continue
                        found = texts(*draft.outside(there, given), self._chosen)
                        self._attach(draft, method, found, place_of(there, receiver))

    def _attach(self, draft: Draft, method: str, found: Iterable[str], place: Place) -> None:
        action = CONNECT if method == CONNECT else BIND
        # An empty text is the default of an option that has to be given.
        for text in filter(None, found):
            endpoint = f"{text}:{_RANDOM_PORT}" if method == errors.BIND_RANDOM else text
            draft.attachments.add(Attachment(action, endpoint, place))

    def _chosen(self, names: ModuleNames, receiver: nodes.NodeNG) -> list[str]:
        """Return a mark for each socket that `receiver` can be, to be replaced when all its endpoints are known."""
        found = self._drafts.of(names, receiver)
        for draft in found:
            self._marked.setdefault(f"\0{len(self._marked)}\0", draft)
        return [mark for mark, draft in self._marked.items() if draft in found]

    def _unmark(self, draft: Draft) -> None:
        """Replace what stands for the choice of the system by the endpoints among which it chose."""
        for each in list(draft.attachments):
            mark = next((mark for mark in self._marked if mark in each.endpoint), None)
            if mark is None:
                continue
            draft.attachments.discard(each)
            for bound in self._marked[mark].attachments:
                whole = bound.endpoint if each.endpoint == mark else each.endpoint.replace(mark, _RANDOM_PORT)
                if bound.action == BIND and "\0" not in whole:
                    draft.attachments.add(Attachment(each.action, whole, each.place, bound.place))

    def _settings(self, names: ModuleNames) -> None:
        for each in setting.all_of(names):
            if each.option == setting.UNKNOWN_OPTION:
                continue
            for draft in self._each(names, each.node, each.target):
                value = " or ".join(texts(*draft.outside(names, each.value))) if each.value is not None else "{?}"
                draft.settings.add(Setting(each.option, value, place_of(names, each.node)))

    def _waits(self, names: ModuleNames) -> None:
        for method in (*waits.RECEIVES, *waits.SENDS, waits.POLL):
            for call in names.scopes.calls.get(method, ()):
                if not isinstance(call.func, nodes.Attribute):
                    continue
                for draft in self._each(names, call, call.func.expr):
                    draft.sends = draft.sends or method in waits.SENDS
                    draft.receives = draft.receives or method in waits.RECEIVES

    def _releases(self, names: ModuleNames) -> None:
        for method in sorted(RELEASING):
            for read in names.scopes.reads.get(method, ()):
                for draft in self._each(names, read, read.expr):
                    draft.releases.add(Release(method, place_of(names, read)))
                    self._linger(names, read, draft)
        for method in sorted(_CLOSING):
            for call in names.scopes.calls.get(method, ()):
                for draft in self._each(names, call, call.args[0]) if call.args else ():
                    draft.releases.add(Release("with", place_of(names, call)))
        for block in names.module.nodes_of_class(nodes.With):
            for manager, _ in block.items:
                if _is_endpoint_manager(manager):
                    continue
                for draft in self._each(names, manager, manager):
                    draft.releases.add(Release("with", place_of(names, manager)))

    def _linger(self, names: ModuleNames, read: nodes.Attribute, draft: Draft) -> None:
        """`sock.close(linger=0)`."""
        call = read.parent
        if isinstance(call, nodes.Call) and call.func is read:
            given = calls.argument(call, 0, "linger")
            if given is not None and (values := texts(names, given)):
                draft.settings.add(Setting(_LINGER, " or ".join(values), place_of(names, call)))


def _is_endpoint_manager(manager: nodes.NodeNG) -> bool:
    """`with sock.connect(...)` disconnects, and closes nothing."""
    return (
        isinstance(manager, nodes.Call)
        and isinstance(manager.func, nodes.Attribute)
        and manager.func.attrname
        in (
            BIND,
            CONNECT,
        )
    )


class _Problems:
    """Finds the creation that a report is about: one at its place, one that it begins with, or one used there."""

    def __init__(self, drafts: Sequence[Draft], reports: Iterable[Report]) -> None:
        self._by_draft: dict[Draft, list[Problem]] = {}
        made: dict[tuple[str, int], list[Draft]] = {}
        used: dict[tuple[str, int], list[Draft]] = {}
        for draft in drafts:
            made.setdefault((draft.place.path, draft.place.line), []).append(draft)
            for use in draft.uses:
                used.setdefault((use.path, use.line), []).append(draft)
        for report in reports:
            places = [report.place, *(step.place for step in report.steps if step.role == "created")]
            found = next((made[key] for each in places if (key := (each.path, each.line)) in made), None)
            if found is None:
                found = used.get((report.place.path, report.place.line), [])
            problem = _problem(report)
            for draft in _meant(found, report):
                self._by_draft.setdefault(draft, []).append(problem)

    def of(self, draft: Draft) -> list[Problem]:
        """Return what is missing about a creation."""
        return self._by_draft.get(draft, [])


def _meant(drafts: list[Draft], report: Report) -> list[Draft]:
    """Return those of the `drafts` on one line that a report is about: of several the one at its column, if it is."""
    exact = [each for each in drafts if (each.call.col_offset or 0) == report.place.column]
    return exact or drafts


def _problem(report: Report) -> Problem:
    page = pages().get(report.symbol)
    place = Place(report.place.path, report.place.line, report.scope)
    return Problem(report.symbol, report.id, report.text, page.checker if page else "", place)
