"""What protects a socket, and from what: a release that also runs after an exception, and errors not worth one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.model.setup import ATTACH

if TYPE_CHECKING:
    from pylint_zmq.analysis.ledger import SiteRecord

_FUNCTIONS = (nodes.FunctionDef, nodes.Lambda, nodes.ClassDef, nodes.Module)


def runs_after_errors(step: nodes.NodeNG) -> bool:
    """Whether a step is the end of a `with`, or stands in a `finally` or a handler of its function."""
    child, parent = step, step.parent
    while not isinstance(child, (nodes.With, nodes.ExceptHandler)):
        if parent is None or isinstance(child, _FUNCTIONS):
            return False
        if isinstance(parent, (nodes.Try, nodes.TryStar)) and child in parent.finalbody:
            return True
        child, parent = parent, parent.parent
    return True


def is_lost_by_setup_only(record: SiteRecord) -> bool:
    """Whether a resource that is looked after later can only be lost by a step that sets it up.

    What is handed over has nobody to look after it before that, so the doubt about `connect` counts for it as well. An
    error that the function catches is one that it reckons with.
    """
    if not all(loss.erred and loss.doubt and loss.manner == "raise" for loss in record.losses):
        return False
    return record.handed or (record.protected and all(loss.doubt != ATTACH for loss in record.losses))
