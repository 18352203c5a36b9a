"""What becomes of a creation that nothing is seen to close by its name: the analysis knows more than names tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.engine import Engine
from pylint_zmq.analysis.method_texts import methods_of
from pylint_zmq.names import classes
from pylint_zmq.names.classes import VisibleClass
from pylint_zmq.waits.places import function_of
from zmqlint.map.drafts import place_of
from zmqlint.map.records import Release

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pylint_zmq.names.resolution import ModuleNames
    from pylint_zmq.settings import Settings
    from zmqlint.map.drafts import Draft

#: It goes to code that cannot be seen, or is returned to whoever calls.
HANDED = "handed over"
#: It is made by the main code of a process, and ends with that.
PROCESS = "process"


class Fates:
    """Answers for the creations of one module."""

    def __init__(self, names: ModuleNames, settings: Settings) -> None:
        self._names = names
        self._engine = Engine(names, settings)

    def of(self, draft: Draft) -> tuple[set[Release], str]:
        """Return what releases a creation, and else HANDED, PROCESS, or nothing if nobody can tell."""
        if draft.releases:
            return draft.releases, ""
        function = function_of(draft.call)
        releases = set(self._released_as_field(function, draft.call))
        if releases:
            return releases, ""
        if isinstance(function, (nodes.FunctionDef, nodes.Module)) and self._engine.process.is_main(function):
            return set(), PROCESS
        return set(), HANDED if self._is_handed(function, draft.call) else ""

    def _released_as_field(self, function: nodes.NodeNG, call: nodes.Call) -> Iterator[Release]:
        """Yield the methods that release the field in which a method keeps what it makes."""
        owner = classes.method_class(self._names, function)
        if owner is None:
            return
        cls = VisibleClass(owner, self._names)
        fields = {each.field for each in self._engine.ownership.own_acquisitions(cls) if each.site.node is call}
        by_field = self._engine.ownership.releases(cls).by_field if fields else {}
        releasing = {name for field in fields for name in by_field.get(field, ())}
        for each in [*classes.lineage(cls), *classes.subclasses(cls)]:
            for method in methods_of(each.node):
                if method.name in releasing:
                    yield Release("close", place_of(each.names, method.body[0], method))

    def _is_handed(self, function: nodes.NodeNG, call: nodes.Call) -> bool:
        if not isinstance(function, nodes.FunctionDef):
            return False
        ledger = self._engine.run(function)
        sites = ledger.sites.items() if ledger is not None else ()
        return any(record.handed for site, record in sites if site.node is call)
