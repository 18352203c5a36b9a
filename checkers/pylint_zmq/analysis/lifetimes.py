"""From the events of a run to findings: one for each creation site that is lost, with the path that loses it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from astroid import nodes

from pylint_zmq.analysis.findings import CONTROL_FLOW, HIGH, INFERENCE, INFERENCE_FAILURE, Finding, Step
from pylint_zmq.analysis.heap import OWNER, SOCKET, Site
from pylint_zmq.analysis.ledger import NEVER, ON_ERROR, ON_PATH, Ledger, Loss, SiteRecord
from pylint_zmq.analysis.patched import is_patched
from pylint_zmq.analysis.protection import is_lost_by_setup_only
from pylint_zmq.analysis.shapes import blocks_of, line_of
from pylint_zmq.model.harmless import RAISING_MANAGERS
from pylint_zmq.names.scopes import last_name
from pylint_zmq.names.test_files import stands_in_tests

if TYPE_CHECKING:
    from pylint_zmq.analysis.engine import Engine
    from pylint_zmq.analysis.facts import Scope

#: The message about what only the error of a constructor loses.
INIT_ERROR_SYMBOL = "zmq-unclosed-socket-on-init-error"

#: The message about an instance of a class that owns sockets, whatever the way it is lost.
OWNER_SYMBOL = "zmq-unclosed-owner"

_ENDING = {NEVER: "", ON_PATH: "-on-path", ON_ERROR: "-on-error"}
#: The manners of losing something by leaving the function.
_LEAVING = frozenset({"return", "end", "raise"})
_RANK = {NEVER: 0, ON_PATH: 1, ON_ERROR: 2}


def findings(engine: Engine, scope: Scope, ledger: Ledger) -> list[Finding]:
    """The findings of one function."""
    if ledger.sites and is_patched(engine.names_of(scope), scope):
        return []
    worst: dict[tuple[nodes.NodeNG, str], tuple[Site, SiteRecord, str]] = {}
    for site, whole in ledger.sites.items():
        record = _counted(engine, scope, whole)
        story = record.story()
        if story is None or _left_out(engine, scope, site.kind, record) or _is_to_fail(site.node):
            continue
        known = worst.get((site.node, site.kind))
        if known is None or _RANK[story] < _RANK[known[2]]:
            worst[site.node, site.kind] = (site, record, story)
    return [_finding(ledger, scope, site, record, story) for site, record, story in worst.values()]


def _counted(engine: Engine, scope: Scope, record: SiteRecord) -> SiteRecord:
    """The record without what the end of the process loses anyway."""
    if engine.settings.process_lifetime == "report" or not record.losses:
        return record
    kept = record.losses
    if engine.process.is_main(scope):
        kept = [loss for loss in kept if loss.manner not in _LEAVING]
    elif engine.process.ends_by_error(scope):
        kept = [loss for loss in kept if loss.manner != "raise"]
    return replace(record, losses=kept)


def _left_out(engine: Engine, scope: Scope, kind: str, record: SiteRecord) -> bool:
    """What only an error of a setting-up step loses, and in tests what any error loses, is told if it is asked for."""
    if not all(loss.erred for loss in record.losses):
        return False
    if kind != SOCKET and _is_lost_with_its_object(scope, record):
        return True
    if engine.settings.setup_errors == "ignore" and is_lost_by_setup_only(record):
        return True
    if engine.settings.errors_in_tests:
        return False
    return (record.released or record.handed) and stands_in_tests(scope)


def _is_to_fail(creation: nodes.NodeNG) -> bool:
    """Whether a creation ends a block that passes only if it raises: there is nothing to close then."""
    statement: nodes.NodeNG = creation.statement()
    block = statement.parent if creation.parent is statement else None
    while isinstance(block, (nodes.If, nodes.Match, nodes.MatchCase)):
        if any(statement in part and part[-1] is not statement for part in blocks_of(block)):
            return False
        statement, block = block, block.parent
    if not isinstance(block, nodes.With) or block.body[-1] is not statement:
        return False
    called = [last_name(manager.func) for manager, _ in block.items if isinstance(manager, nodes.Call)]
    return not RAISING_MANAGERS.isdisjoint(called)


def _is_lost_with_its_object(scope: Scope, record: SiteRecord) -> bool:
    """Whether a constructor gives a resource to its object at last, and loses it only if it raises before that.

    For sockets that is a message of its own, which is off.
    """
    return (
        isinstance(scope, nodes.FunctionDef)
        and scope.name == "__init__"
        and isinstance(scope.parent, nodes.ClassDef)
        and record.handed
        and not record.released
        and all(loss.erred and loss.manner == "raise" for loss in record.losses)
    )


def _finding(ledger: Ledger, scope: Scope, site: Site, record: SiteRecord, story: str) -> Finding:
    loss = _told(record, story)
    subject = subject_of(site.node)
    steps = [Step("created", site.node, "created here")]
    if loss.erred and loss.cause is not None:
        steps.append(Step("raised", loss.cause, "raises here", _path(scope, loss.cause)))
    steps.append(Step("lost", loss.step, _lost_text(loss), _path(scope, loss.step)))
    confidence = _confidence(site, record, loss)
    symbol = OWNER_SYMBOL if site.kind == OWNER else f"zmq-unclosed-{site.kind}{_ENDING[story]}"
    if story == ON_ERROR and site.kind == SOCKET and _is_lost_with_its_object(scope, record):
        symbol = INIT_ERROR_SYMBOL
    text = _story(scope, loss)
    if story == NEVER and (release := _unreachable_release(ledger, scope, site)) is not None:
        text = f"{text}; the release at line {release.lineno} is never reached"
    name = "" if isinstance(scope, nodes.Module) else scope.qname()
    return Finding(
        symbol, site.node, (f"'{subject}'" if subject else "made here", text), confidence, tuple(steps), name, subject
    )


def _confidence(site: Site, record: SiteRecord, loss: Loss) -> str:
    """How sure a report is; the lowest that applies."""
    if record.guessed:
        return INFERENCE_FAILURE
    if record.crossed or site.part or site.kind == OWNER:
        return INFERENCE
    return CONTROL_FLOW if loss.erred else HIGH


def _path(scope: Scope, node: nodes.NodeNG) -> str:
    """The file of a step, empty for the file of the finding itself."""
    module = node.root()
    return "" if module is scope.root() else str(module.file or "")


def _told(record: SiteRecord, story: str) -> Loss:
    """The loss that tells the story best: an ordinary one if there is one, the first in the text."""
    return min(
        record.losses, key=lambda loss: (loss.erred, loss.doubt, line_of(loss.step), line_of(loss.cause or loss.step))
    )


def line_in(scope: Scope, node: nodes.NodeNG) -> str:
    """Which line a node stands on, for a message about a scope: with the name of the file if that is another one."""
    path = _path(scope, node)
    return f"line {node.lineno} of {PurePath(path).name}" if path else f"line {node.lineno}"


def _story(scope: Scope, loss: Loss) -> str:
    if loss.erred and loss.cause is not None:
        where = f"{line_in(scope, loss.cause)} raises"
        if loss.manner == "raise" and loss.cause.lineno == loss.step.lineno:
            return f"not released when {where}"
        return f"not released when {where}; {_lost_text(loss)}"
    return _lost_text(loss)


def _lost_text(loss: Loss) -> str:
    line = loss.step.lineno
    match loss.manner:
        case "return":
            return f"still open at the return at line {line}"
        case "end":
            return "still open when the function ends"
        case "raise":
            return f"still open when line {line} raises"
        case "rebind" if loss.name:
            return f"'{loss.name}' is overwritten at line {line} while it is open"
        case "rebind":
            return f"overwritten at line {line} while it is open"
        case "delete":
            return f"deleted at line {line} while it is open"
        case "iteration":
            return f"replaced in the next turn of the loop at line {line} while it is open"
        case "end of loop":
            return f"dropped with the loop at line {line} while it is open"
        case _:
            return f"dropped at line {line} while it is open"


def subject_of(node: nodes.NodeNG) -> str:
    """The name that a creation is given where it stands: `sock`, `self.sock`; "" if it gets none."""
    child, parent = node, node.parent
    while isinstance(parent, (nodes.IfExp, nodes.BoolOp, nodes.Await)):
        child, parent = parent, parent.parent
    match parent:
        case nodes.Assign(targets=[target, *_]) if not isinstance(target, nodes.Tuple):
            return str(target.as_string())
        case nodes.AnnAssign(target=target) | nodes.NamedExpr(target=target):
            return str(target.as_string())
        case nodes.With(items=items):
            return next((str(target.as_string()) for item, target in items if item is child and target is not None), "")
        case _:
            return ""


def _unreachable_release(ledger: Ledger, scope: Scope, site: Site) -> nodes.NodeNG | None:
    """A close of the name that no path reaches, if the text has one."""
    subject = subject_of(site.node)
    if not subject or site.kind == OWNER or isinstance(scope, nodes.Module):
        return None
    releases = ("close",) if site.kind == "socket" else ("term", "destroy")
    for call in scope.nodes_of_class(nodes.Call):
        func = call.func
        if (
            isinstance(func, nodes.Attribute)
            and func.attrname in releases
            and func.expr.as_string() == subject
            and line_of(call) > site.line
            and call not in ledger.reached
        ):
            return call
    return None
