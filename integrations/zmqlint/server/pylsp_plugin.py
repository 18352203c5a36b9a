"""A plugin for python-lsp-server, through the same worker as our own server. It loads without either."""

from __future__ import annotations

import atexit
import logging
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pluggy import HookimplMarker

from zmqlint.server import wording
from zmqlint.server.messages import Answer, Changed, Check, Closed, Mend, MendAll, Note, Proposal, Subject
from zmqlint.server.text import UTF16, Span, edits
from zmqlint.server.worker import NoAnswerError, Worker

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zmqlint.server.messages import Request

hookimpl = HookimplMarker("pylsp")
_LOG = logging.getLogger(__name__)

#: The client's settings have it for a name, below `pylsp.plugins`.
NAME = "zmqlint"


@dataclass
class _Service:
    """The worker of this process, and what it said last of each text."""

    worker: Worker
    arguments: list[str]
    #: By path: the text that was checked, and what was found in it.
    checked: dict[str, tuple[Subject, tuple[Note, ...]]] = field(default_factory=dict)

    def ask(self, request: Request) -> Any:
        """Return the answer to a request; None if there is none."""
        try:
            return self.worker.ask(request)
        except NoAnswerError as error:
            _LOG.warning("zmqlint: %s", error)
            return None

    def notes(self, subject: Subject) -> tuple[Note, ...] | None:
        """Return what is found in a text; None if it cannot be checked."""
        known = self.checked.get(subject.path)
        if known is not None and known[0] == subject:
            return known[1]
        answer = self.ask(Check(subject))
        if not isinstance(answer, Answer) or answer.failure:
            return None
        if answer.complaint:
            _LOG.warning("zmqlint: %s", answer.complaint)
        self.checked[subject.path] = subject, answer.notes
        return answer.notes


_services: list[_Service] = []


def _service(config: Any) -> _Service:
    """Return the service for the settings in force."""
    from zmqlint.cli import parser

    arguments = [str(argument) for argument in config.plugin_settings(NAME).get("arguments") or []]
    if not _services or _services[0].arguments != arguments:
        if _services:
            _services.pop().worker.end()
        worker = Worker(parser().parse_args(["server", *arguments]), UTF16)
        atexit.register(worker.end)
        _services.append(_Service(worker, arguments))
    return _services[0]


def _subject(workspace: Any, document: Any) -> Subject:
    root = workspace.root_path
    inside = root and os.path.isdir(root)
    return Subject(document.path, document.source, root if inside else os.path.dirname(document.path))


@hookimpl
def pylsp_settings(config: Any) -> dict[str, Any]:
    """Return the settings that hold when nothing is said."""
    return {"plugins": {NAME: {"enabled": True, "arguments": []}}}


@hookimpl
def pylsp_lint(config: Any, workspace: Any, document: Any, is_saved: bool) -> list[dict[str, Any]]:
    """Return the diagnostics of a document, as it is in the editor."""
    service, subject = _service(config), _subject(workspace, document)
    for path in set(service.checked) - {other.path for other in workspace.documents.values() if hasattr(other, "path")}:
        del service.checked[path]
        service.ask(Closed(path))
    if is_saved:
        # A moment as good as any to see whether something else has changed on disk.
        service.checked.clear()
        service.ask(Changed())
    return [_diagnostic(note) for note in service.notes(subject) or ()]


@hookimpl
def pylsp_code_actions(
    config: Any,
    workspace: Any,
    document: Any,
    range: dict[str, Any],  # noqa: A002  # pylsp gives arguments by these names
    context: dict[str, Any],
) -> list[dict[str, Any]]:
    """Return what can be done about the findings on the lines of a range, or, if it is asked for, about all."""
    service, subject = _service(config), _subject(workspace, document)
    only = context.get("only")
    notes = service.notes(subject) or ()
    actions = []
    if wording.is_wanted(wording.QUICK_FIX, only):
        first, last = range["start"]["line"], range["end"]["line"]
        for note in notes:
            if note.span.start.line <= last and first <= note.span.end.line:
                proposals = service.ask(Mend(subject, note.fingerprint)) or ()
                actions += [_action(one, document.uri, subject, [note]) for one in proposals]
    # There is no way to make the edit later, when it is chosen, and it may take seconds.
    if only is not None and wording.is_wanted(wording.FIX_ALL, only) and notes:
        actions += [_action(one, document.uri, subject, []) for one in service.ask(MendAll(subject)) or ()]
    return actions


# Before the others: one of them answers every question, if only by an empty text.
@hookimpl(tryfirst=True)
def pylsp_hover(config: Any, workspace: Any, document: Any, position: dict[str, int]) -> dict[str, Any] | None:
    """Return the page of a message that is named in a comment."""
    page = wording.page_named_at(document.source, position["line"], position["character"], UTF16)
    return {"contents": {"kind": "markdown", "value": page}} if page is not None else None


def _diagnostic(note: Note) -> dict[str, Any]:
    link = wording.page_uri(note.symbol)
    return {
        "source": wording.SOURCE,
        "code": note.symbol,
        "message": note.text,
        "severity": wording.SEVERITIES[note.id[0]],
        "range": _range(note.span),
        **({"codeDescription": {"href": link}} if link else {}),
        "relatedInformation": [
            {"location": {"uri": Path(step.path).as_uri(), "range": _range(step.span)}, "message": step.text}
            for step in note.steps
        ],
    }


def _action(proposal: Proposal, uri: str, subject: Subject, notes: Iterable[Note]) -> dict[str, Any]:
    changes = edits(subject.text, proposal.text, UTF16)
    return {
        "title": wording.title(proposal),
        "kind": wording.kind(proposal),
        "diagnostics": [_diagnostic(note) for note in notes],
        **({"isPreferred": True} if wording.is_preferred(proposal) else {}),
        "edit": {"changes": {uri: [{"range": _range(edit.span), "newText": edit.text} for edit in changes]}},
    }


def _range(span: Span) -> dict[str, Any]:
    places = ({"line": place.line, "character": place.column} for place in span)
    return dict(zip(("start", "end"), places, strict=True))
