"""The language server: from the protocol to the buffers and back."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path, uri_scheme

from pylint_zmq import __version__
from zmqlint.server import showing
from zmqlint.server.analyses import Analyses
from zmqlint.server.messages import Subject
from zmqlint.server.text import UTF16
from zmqlint.server.worker import Worker

if TYPE_CHECKING:
    from argparse import Namespace

    from zmqlint.server.buffers import Buffer
    from zmqlint.server.messages import Answer


class ZmqlintServer(LanguageServer):
    """What an editor talks to. Texts are kept here, by lines as Python has them, and not by pygls."""

    def __init__(self, arguments: Namespace) -> None:
        """Take the command line of `zmqlint server`."""
        super().__init__("zmqlint", __version__)
        self.arguments = arguments
        #: Whether the client has said that it will leave.
        self.was_dismissed = False
        self._worker: Worker | None = None
        self._complaint = ""
        for method in (types.TEXT_DOCUMENT_DID_OPEN, types.TEXT_DOCUMENT_DID_CHANGE, types.TEXT_DOCUMENT_DID_CLOSE):
            # Its own copy of a text takes a form feed for the end of a line, and changes what it is told to fit.
            del self.protocol.fm.builtin_features[method]

    def begin(self) -> None:
        """Start to work, for the client that has just introduced itself."""
        self.encoding = str(
            getattr(self.workspace.position_encoding, "value", self.workspace.position_encoding or UTF16)
        )
        self._worker = Worker(self.arguments, self.encoding)
        self.analyses = Analyses(self._worker, self.thread_pool, self.publish)
        # So that the process is there when the first text comes.
        self.analyses.files_changed()
        self._work = asyncio.ensure_future(self.analyses.run())

    def shutdown(self) -> None:
        """Stop, and do not wait for an analysis that nobody will hear of."""
        if self._worker is not None:
            self._worker.end()
        super().shutdown()  # type: ignore[no-untyped-call]  # pygls is typed in parts

    def subject(self, uri: str, text: str) -> Subject:
        """Return what is to be analysed when the document at `uri` has this text."""
        if uri_scheme(uri) != "file" or (path := to_fs_path(uri)) is None:
            root = next(iter(self._roots()), os.getcwd())
            return Subject(os.path.join(root, f"<{uri.rpartition(':')[2]}>"), text, root)
        path = os.path.abspath(path)
        holding = [root for root in self._roots() if Path(path).is_relative_to(root)]
        existing = next(str(parent) for parent in Path(path).parents if parent.is_dir())
        return Subject(path, text, max(holding, key=len) if holding else existing)

    def _roots(self) -> list[str]:
        """Return the folders that the client has open."""
        uris = [*self.workspace.folders, *([self.workspace.root_uri] if self.workspace.root_uri else [])]
        paths = [to_fs_path(uri) for uri in uris]
        return [path for path in paths if path is not None and os.path.isdir(path)]

    def publish(self, buffer: Buffer, answer: Answer) -> None:
        """Tell the client what is known of a buffer now."""
        self.text_document_publish_diagnostics(
            types.PublishDiagnosticsParams(
                uri=buffer.uri,
                # What was found in an earlier text is shown where it still holds, but not as the last word.
                version=buffer.version if buffer.settled.is_set() else None,
                diagnostics=[showing.diagnostic(note, buffer) for note in buffer.current_notes()],
            )
        )
        if answer.failure and not answer.failure.startswith("syntax error"):
            self.window_log_message(types.LogMessageParams(types.MessageType.Warning, answer.failure))
        if answer.complaint and answer.complaint != self._complaint:
            self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, f"zmqlint: {answer.complaint}"))
        if not answer.failure:
            self._complaint = answer.complaint

    def can(self, *names: str) -> bool:
        """Whether the client has a capability; each of `names` is an attribute of what the one before it names."""
        found: object = self.client_capabilities
        for name in names:
            found = getattr(found, name, None)
        return bool(found)

    @property
    def can_version(self) -> bool:
        """Whether the client knows edits of a certain version of a text."""
        return self.can("workspace", "workspace_edit", "document_changes")

    @property
    def can_resolve(self) -> bool:
        """Whether the client can ask for the edit of an action when it is chosen."""
        support = getattr(self.client_capabilities.text_document, "code_action", None)
        resolve = getattr(support, "resolve_support", None)
        return resolve is not None and "edit" in resolve.properties

    @property
    def can_watch(self) -> bool:
        """Whether the client can tell us of files that change on disk."""
        return self.can("workspace", "did_change_watched_files", "dynamic_registration")
