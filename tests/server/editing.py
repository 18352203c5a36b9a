"""What a person does in an editor, by a real client at the other end of stdin and stdout."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_type_hints

from cattrs import Converter
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient, client_capabilities
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features

#: Seconds after which an answer will not come any more.
LONGEST = 60

LEAK = """\
import zmq


def work(ctx):
    sock = ctx.socket(zmq.PUSH)
    sock.send(b"x")
"""
MENDED = """\
import zmq


def work(ctx):
    with ctx.socket(zmq.PUSH) as sock:
        sock.send(b"x")
"""


@dataclass(frozen=True)
class Connection:
    """A client whose server runs, in no folder yet."""

    client: LanguageClient
    published: asyncio.Queue[types.PublishDiagnosticsParams]
    registered: list[types.Registration]


@dataclass
class Editor:
    """What a person does in an editor. A file has the same version in the editor's and in the server's eyes."""

    connection: Connection
    folder: Path
    texts: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    @property
    def client(self) -> LanguageClient:
        return self.connection.client

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return path

    async def open(self, name: str, text: str) -> list[types.Diagnostic]:
        """Open a file with this text, which need not be on disk, and return what is found."""
        uri = self.uri(name)
        self.texts[uri], self.versions[uri] = text, 1
        self.client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, types.LanguageKind.Python, 1, text))
        )
        return await self.diagnostics(name)

    def type(self, name: str, text: str) -> None:
        """Make this the text of an open file, told as the client does it that sends whole texts."""
        self.change(name, types.TextDocumentContentChangeWholeDocument(text))
        self.texts[self.uri(name)] = text

    def change(self, name: str, *changes: types.TextDocumentContentChangeEvent) -> None:
        uri = self.uri(name)
        self.versions[uri] += 1
        identifier = types.VersionedTextDocumentIdentifier(self.versions[uri], uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, changes))

    async def diagnostics(self, name: str, version: int | None = None) -> list[types.Diagnostic]:
        """Return what is found in the latest version of a file, or in that one, once the server has told."""
        uri = self.uri(name)
        wanted = version or self.versions[uri]
        return list((await self.told(lambda one: one.uri == uri and one.version == wanted)).diagnostics)

    async def told(self, wanted: Callable[[types.PublishDiagnosticsParams], bool]) -> types.PublishDiagnosticsParams:
        """Return the next diagnostics that are wanted; those before them are passed over."""
        while True:
            params = await asyncio.wait_for(self.connection.published.get(), LONGEST)
            if wanted(params):
                return params

    async def actions(
        self, name: str, line: int, column: int = 0, only: list[types.CodeActionKind | str] | None = None
    ) -> list[types.CodeAction]:
        place = types.Position(line, column)
        found = await self.client.text_document_code_action_async(
            types.CodeActionParams(
                types.TextDocumentIdentifier(self.uri(name)),
                types.Range(place, place),
                types.CodeActionContext([], only),
            )
        )
        return [action for action in found or [] if isinstance(action, types.CodeAction)]

    async def action(self, name: str, line: int, title: str) -> types.CodeAction:
        """Return the action on this line whose title begins so."""
        actions = await self.actions(name, line)
        return next(action for action in actions if action.title.startswith(title))

    def applied(self, action: types.CodeAction) -> str:
        """Return the text of the file that the action's edit is about after that edit."""
        assert action.edit is not None
        ((uri, edits),) = _edits(action.edit)
        text = self.texts[uri].encode("utf-16-le")
        lines = _line_starts(self.texts[uri])
        spots = [(_offset(lines, edit.range.start), _offset(lines, edit.range.end), edit.new_text) for edit in edits]
        for start, end, new in sorted(spots, reverse=True):
            text = text[:start] + new.encode("utf-16-le") + text[end:]
        return text.decode("utf-16-le")

    def save(self, name: str) -> None:
        self.client.text_document_did_save(
            types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(self.uri(name)))
        )

    async def close(self, name: str) -> list[types.Diagnostic]:
        uri = self.uri(name)
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        return list((await self.told(lambda one: one.uri == uri and not one.diagnostics)).diagnostics)


def _edits(edit: types.WorkspaceEdit) -> list[tuple[str, list[types.TextEdit]]]:
    if edit.changes is not None:
        return [(uri, list(edits)) for uri, edits in edit.changes.items()]
    documents = [one for one in edit.document_changes or [] if isinstance(one, types.TextDocumentEdit)]
    return [(one.text_document.uri, [e for e in one.edits if isinstance(e, types.TextEdit)]) for one in documents]


def _line_starts(text: str) -> list[int]:
    """Where each line begins, in bytes of UTF-16."""
    starts = [0]
    for line in text.replace("\r\n", "\n\n").replace("\r", "\n").split("\n"):
        starts.append(starts[-1] + len(line.encode("utf-16-le")) + 2)
    crlf = "\r\n" in text
    return [start for index, start in enumerate(starts[:-1]) if not crlf or index % 2 == 0]


def _offset(lines: list[int], place: types.Position) -> int:
    return lines[place.line] + 2 * place.character


def _converter() -> Converter:
    """What pygls has, and what it takes to read what pylsp says of notebooks, which lsprotocol cannot."""
    converter = default_converter()
    notebook = get_type_hints(types.NotebookDocumentFilterWithCells)["notebook"]
    converter.register_structure_hook(notebook, lambda value, _: value)
    return converter


async def connected(
    *arguments: str,
    server: tuple[str, ...] = ("zmqlint", "server"),
    like: str = "visual_studio_code",
    root: Path | None = None,
    encodings: tuple[str, ...] = (),
    env: dict[str, str] | None = None,
) -> Connection:
    """Start a server, and a client that can do what that editor can."""
    client = LanguageClient(converter_factory=_converter)
    published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
    registered: list[types.Registration] = []
    own = {
        types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: lambda params: published.put_nowait(params),
        types.CLIENT_REGISTER_CAPABILITY: lambda params: registered.extend(params.registrations),
    }
    register_lsp_features(client, DEFAULT_CLIENT_FEATURES | own)
    await client.start_io(sys.executable, "-m", *server, *arguments, env=env)
    capabilities = client_capabilities(like)
    if encodings:
        capabilities.general = types.GeneralClientCapabilities(position_encodings=list(encodings))
    uri = root.as_uri() if root else None
    folders = [types.WorkspaceFolder(uri, "folder")] if uri else None
    await client.initialize_session(
        types.InitializeParams(capabilities=capabilities, root_uri=uri, workspace_folders=folders)
    )
    return Connection(client, published, registered)


async def leave(client: LanguageClient) -> None:
    """Have the server end, which must do so by itself and in order."""
    await asyncio.wait_for(client.shutdown_session(), LONGEST)
    assert client._server is not None
    assert client._server.returncode == 0
    await client.stop()
