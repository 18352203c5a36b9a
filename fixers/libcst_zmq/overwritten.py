"""Fields that a method overwrites or deletes while they may be open: released right before that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from astroid import nodes

from libcst_zmq.blocks import alone, line_of
from libcst_zmq.edits import Applicability, Insert, Plan, RefusedError
from libcst_zmq.field_release import FieldRelease, field_named, field_release, release_of_what_is_there

if TYPE_CHECKING:
    from collections.abc import Iterator

    from libcst_zmq.regions import Case


def plans(case: Case) -> Iterator[Plan]:
    """The release before the statement that gives the field up."""
    field = field_named(case.finding.subject)
    given_up = case.finding.steps[-1].node
    if given_up.root() is not case.version.module:
        raise RefusedError("in-another-file")
    statement = given_up.statement()
    if getattr(statement.scope(), "name", "") == "__init__":
        # In there it may not be set yet.
        raise RefusedError("may-be-unset")
    if not isinstance(statement, (nodes.Assign, nodes.AnnAssign, nodes.Delete)) or not alone(statement):
        raise RefusedError("shared-line")
    given = (node.attrname for node in statement.nodes_of_class((nodes.AssignAttr, nodes.DelAttr)))
    if field not in given:
        raise RefusedError("not-a-plain-field")
    # What is not there cannot be deleted.
    there = isinstance(statement, nodes.Delete)
    release = FieldRelease(release_of_what_is_there(case)) if there else field_release(case)
    edits = (Insert(line_of(statement), release.lines), *release.set_up)
    yield Plan("before", edits, Applicability.UNSAFE, "closed-for-users", local=False)
