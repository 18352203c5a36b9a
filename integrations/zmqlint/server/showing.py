"""From notes and proposals to what the protocol has: diagnostics, code actions and edits."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from zmqlint.server import wording
from zmqlint.server.text import Span, edits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zmqlint.server.buffers import Buffer
    from zmqlint.server.messages import Note, Proposal, Step


def diagnostic(note: Note, buffer: Buffer) -> types.Diagnostic:
    """Return a note on a buffer as the protocol has it."""
    link = wording.page_uri(note.symbol)
    return types.Diagnostic(
        range=ranged(note.span),
        message=note.text,
        severity=types.DiagnosticSeverity(wording.SEVERITIES[note.id[0]]),
        code=note.symbol,
        code_description=types.CodeDescription(link) if link else None,
        source=wording.SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if note.id[0] == "I" else None,
        related_information=[
            types.DiagnosticRelatedInformation(types.Location(_uri(step, buffer), ranged(step.span)), step.text)
            for step in note.steps
        ],
        data={"fingerprint": note.fingerprint},
    )


def action(
    proposal: Proposal, buffer: Buffer, encoding: str, notes: Iterable[Note], *, versioned: bool
) -> types.CodeAction:
    """Return a proposal about a buffer and these notes on it; `versioned` if the client knows versioned edits."""
    return types.CodeAction(
        title=wording.title(proposal),
        kind=wording.kind(proposal),
        diagnostics=[diagnostic(note, buffer) for note in notes],
        is_preferred=wording.is_preferred(proposal) or None,
        edit=workspace_edit(proposal, buffer, encoding, versioned=versioned),
    )


def workspace_edit(proposal: Proposal, buffer: Buffer, encoding: str, *, versioned: bool) -> types.WorkspaceEdit:
    """Return what turns the text of the buffer into what is proposed."""
    changes = [
        types.TextEdit(ranged(edit.span), edit.text) for edit in edits(buffer.subject.text, proposal.text, encoding)
    ]
    if not versioned:
        return types.WorkspaceEdit(changes={buffer.uri: changes})
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri=buffer.uri, version=buffer.version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, list(changes))])


def ranged(span: Span) -> types.Range:
    """Return a span as the protocol has it."""
    return types.Range(*(types.Position(place.line, place.column) for place in span))


def _uri(step: Step, buffer: Buffer) -> str:
    return buffer.uri if step.path == buffer.subject.path else Path(step.path).as_uri()
