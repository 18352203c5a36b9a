"""What the server does when the client says something."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import to_fs_path

from pylint_zmq.rules import pages
from zmqlint.pylintrc import CONFIGURATION_NAMES
from zmqlint.server import showing, wording
from zmqlint.server.buffers import Buffer
from zmqlint.server.language_server import ZmqlintServer
from zmqlint.server.messages import Mend, MendAll
from zmqlint.server.text import Position, Span, changed

if TYPE_CHECKING:
    from argparse import Namespace

    from zmqlint.server.messages import Note

_WATCHED = ("**/*.py", "**/*.pyw", *(f"**/{name}" for name in CONFIGURATION_NAMES))
#: Findings at one place that actions are offered for; each costs an analysis or two.
_MOST_NOTES = 8
_ACTIONS = types.CodeActionOptions(
    code_action_kinds=[types.CodeActionKind.QuickFix, wording.FIX_ALL],
    resolve_provider=True,
)


def make_server(arguments: Namespace) -> ZmqlintServer:
    """Return a server that does all that is in this module."""
    server = ZmqlintServer(arguments)
    for method, handler, *options in _FEATURES:
        server.feature(method, *options)(handler)
    return server


def _initialize(ls: ZmqlintServer, _: types.InitializeParams) -> None:
    ls.begin()


async def _initialized(ls: ZmqlintServer, _: types.InitializedParams) -> None:
    if ls.can_watch:
        watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        with contextlib.suppress(JsonRpcException):
            await ls.client_register_capability_async(types.RegistrationParams([registration]))


def _shutdown(ls: ZmqlintServer, _: None) -> None:
    ls.was_dismissed = True


def _did_open(ls: ZmqlintServer, params: types.DidOpenTextDocumentParams) -> None:
    document = params.text_document
    ls.analyses.open(Buffer(document.uri, ls.subject(document.uri, document.text), document.version))


def _did_change(ls: ZmqlintServer, params: types.DidChangeTextDocumentParams) -> None:
    buffer = ls.analyses.buffers.get(params.text_document.uri)
    if buffer is None:
        return
    text = buffer.subject.text
    for change in params.content_changes:
        if isinstance(change, types.TextDocumentContentChangePartial):
            text = changed(text, _span(change.range), change.text, ls.encoding)
        else:
            text = change.text
    ls.analyses.change(buffer, ls.subject(buffer.uri, text), params.text_document.version)


def _did_save(ls: ZmqlintServer, _: types.DidSaveTextDocumentParams) -> None:
    if not ls.can_watch:
        # A moment as good as any to see whether something else has changed on disk.
        ls.analyses.files_changed()


def _did_close(ls: ZmqlintServer, params: types.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    ls.analyses.close(uri)
    ls.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


def _did_change_watched_files(ls: ZmqlintServer, params: types.DidChangeWatchedFilesParams) -> None:
    paths = [path for change in params.changes if (path := to_fs_path(change.uri)) is not None]
    code = tuple(path for path in paths if path.endswith((".py", ".pyw")))
    if code:
        ls.analyses.files_changed(code)
    else:
        ls.analyses.check_all()


def _did_change_workspace_folders(ls: ZmqlintServer, _: types.DidChangeWorkspaceFoldersParams) -> None:
    for buffer in ls.analyses.buffers.values():
        subject = ls.subject(buffer.uri, buffer.subject.text)
        if subject != buffer.subject:
            ls.analyses.change(buffer, subject, buffer.version)


async def _code_action(ls: ZmqlintServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    buffer = await ls.analyses.settle(params.text_document.uri)
    if buffer is None:
        return []
    only = None if params.context.only is None else [_name(kind) for kind in params.context.only]
    subject = buffer.subject
    actions = []
    if wording.is_wanted(wording.QUICK_FIX, only):
        lines = range(params.range.start.line, params.range.end.line + 1)
        touched = [
            note for note in buffer.notes if note.span.end.line >= lines[0] and note.span.start.line <= lines[-1]
        ]
        for note in touched[:_MOST_NOTES]:
            proposals = await ls.analyses.ask(Mend(subject, note.fingerprint), buffer)
            if buffer.subject is not subject:
                # Meanwhile the text has become another one.
                return []
            actions += [showing.action(one, buffer, ls.encoding, [note], versioned=ls.can_version) for one in proposals]
    if wording.is_wanted(wording.FIX_ALL, only) and any(map(_can_be_safe, buffer.notes)):
        later = types.CodeAction(wording.FIX_ALL_TITLE, wording.FIX_ALL, data=buffer.uri)
        # To make all fixes may take seconds, and most often the client only asks what there is to offer.
        actions += [later] if only is None and ls.can_resolve else await _all_fixed(ls, buffer)
    return actions


def _can_be_safe(note: Note) -> bool:
    page = pages().get(note.symbol)
    return page is not None and page.fix == "safe"


async def _resolve(ls: ZmqlintServer, action: types.CodeAction) -> types.CodeAction:
    buffer = await ls.analyses.settle(str(action.data)) if action.edit is None else None
    return next(iter(await _all_fixed(ls, buffer)), action) if buffer is not None else action


async def _all_fixed(ls: ZmqlintServer, buffer: Buffer) -> list[types.CodeAction]:
    subject = buffer.subject
    proposals = await ls.analyses.ask(MendAll(subject), buffer)
    if buffer.subject is not subject:
        return []
    return [showing.action(one, buffer, ls.encoding, [], versioned=ls.can_version) for one in proposals]


def _hover(ls: ZmqlintServer, params: types.HoverParams) -> types.Hover | None:
    buffer = ls.analyses.buffers.get(params.text_document.uri)
    if buffer is None:
        return None
    page = wording.page_named_at(buffer.subject.text, params.position.line, params.position.character, ls.encoding)
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, page)) if page is not None else None


_FEATURES = (
    (types.INITIALIZE, _initialize),
    (types.INITIALIZED, _initialized),
    (types.SHUTDOWN, _shutdown),
    (types.TEXT_DOCUMENT_DID_OPEN, _did_open),
    (types.TEXT_DOCUMENT_DID_CHANGE, _did_change),
    (types.TEXT_DOCUMENT_DID_SAVE, _did_save),
    (types.TEXT_DOCUMENT_DID_CLOSE, _did_close),
    (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, _did_change_watched_files),
    (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, _did_change_workspace_folders),
    (types.TEXT_DOCUMENT_CODE_ACTION, _code_action, _ACTIONS),
    (types.CODE_ACTION_RESOLVE, _resolve),
    (types.TEXT_DOCUMENT_HOVER, _hover),
)


def _span(given: types.Range) -> Span:
    return Span(*(Position(place.line, place.character) for place in (given.start, given.end)))


def _name(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind
