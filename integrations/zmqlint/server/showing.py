"""From notes and proposals to what the protocol has: diagnostics, code actions, hovers."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import from_fs_path

from pylint_zmq.rules import pages
from zmqlint.server.messages import Kind
from zmqlint.server.text import Span, characters, edits, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pylint_zmq.rules import RulePage
    from zmqlint.server.buffers import Buffer
    from zmqlint.server.messages import Note, Proposal

SOURCE = "zmqlint"
#: The kind of the action that makes all safe fixes.
FIX_ALL_KIND = f"{types.CodeActionKind.SourceFixAll.value}.{SOURCE}"
FIX_ALL_TITLE = "zmqlint: make all safe fixes"

_SEVERITIES = {
    "F": types.DiagnosticSeverity.Error,
    "E": types.DiagnosticSeverity.Error,
    "W": types.DiagnosticSeverity.Warning,
    "R": types.DiagnosticSeverity.Information,
    "C": types.DiagnosticSeverity.Information,
    "I": types.DiagnosticSeverity.Hint,
}
_COMMENT = re.compile(r"#\s*pylint:\s*(?:disable|disable-next|enable)\s*=\s*(?P<names>[^#;]*)")
_NAME = re.compile(r"[\w-]+")
#: The info string of a rule page's example also tells its role, which is of no use to a viewer.
_EXAMPLE = re.compile(r"^```python .*$", re.MULTILINE)


def diagnostic(note: Note, buffer: Buffer) -> types.Diagnostic:
    """Return a note on a buffer as the protocol has it."""
    link = _page_uri(note.symbol)
    return types.Diagnostic(
        range=ranged(note.span),
        message=note.text,
        severity=_SEVERITIES[note.id[0]],
        code=note.symbol,
        code_description=types.CodeDescription(link) if link else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if note.id[0] == "I" else None,
        related_information=[
            types.DiagnosticRelatedInformation(types.Location(uri, ranged(step.span)), step.text)
            for step in note.steps
            if (uri := buffer.uri if step.path == buffer.subject.path else from_fs_path(step.path)) is not None
        ],
        data={"fingerprint": note.fingerprint},
    )


def action(
    proposal: Proposal, buffer: Buffer, encoding: str, notes: Iterable[Note], *, versioned: bool
) -> types.CodeAction:
    """Return a proposal about a buffer and these notes on it; `versioned` if the client knows versioned edits."""
    return types.CodeAction(
        title=_title(proposal),
        kind=FIX_ALL_KIND if proposal.kind is Kind.FIX_ALL else types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic(note, buffer) for note in notes],
        is_preferred=True if proposal.kind is Kind.FIX else None,
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


def hover(text: str, line: int, column: int, encoding: str) -> str | None:
    """Return the page of the message that is named at a place, if that is within a comment for Pylint."""
    lines = lines_of(text)
    if line >= len(lines):
        return None
    at = characters(lines[line], column, encoding)
    for comment in _COMMENT.finditer(lines[line]):
        for name in _NAME.finditer(lines[line], *comment.span("names")):
            page = _page(name[0]) if name.start() <= at <= name.end() else None
            if page is not None:
                return _EXAMPLE.sub("```python", f"{page.body.strip()}\n")
    return None


def _title(proposal: Proposal) -> str:
    match proposal.kind:
        case Kind.FIX:
            return f"Fix {proposal.symbol}"
        case Kind.UNSAFE_FIX:
            return f"Fix {proposal.symbol} (unsafe: {proposal.reason or 'it may change what the program does'})"
        case Kind.SUPPRESSION:
            return f"Suppress {proposal.symbol} with a comment"
        case Kind.FIX_ALL:
            return FIX_ALL_TITLE


def _page(name: str) -> RulePage | None:
    return next((page for page in pages().values() if name in (page.symbol, page.id)), None)


@cache
def _page_uri(symbol: str) -> str | None:
    """Return where the page of a message lies on this machine."""
    page = resources.files("pylint_zmq.rules") / f"{symbol}.md"
    return from_fs_path(str(page)) if isinstance(page, Path) and page.is_file() else None
