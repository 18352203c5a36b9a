"""Servers for the tests: one does for all tests of a module that have no wishes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

if find_spec("pytest_lsp") is None:
    collect_ignore_glob = ["*"]
else:
    import pytest_asyncio
    from lsprotocol import types

    from server.editing import Connection, Editor, connected, leave

    Connect = Callable[..., Coroutine[Any, Any, Connection]]

    @pytest_asyncio.fixture(loop_scope="module", scope="module")
    async def connect() -> AsyncIterator[Connect]:
        """Start servers; all are told to leave at the end, and have to."""
        started: list[Connection] = []

        async def start(*arguments: str, **wishes: Any) -> Connection:
            started.append(await connected(*arguments, **wishes))
            return started[-1]

        yield start
        for connection in started:
            await leave(connection.client)

    @pytest_asyncio.fixture(loop_scope="module", scope="module")
    async def connection(connect: Connect) -> Connection:
        return await connect()

    @pytest_asyncio.fixture(loop_scope="module")
    async def editor(connection: Connection, folder: Path) -> AsyncIterator[Editor]:
        """An editor with a folder of its own. What was opened is closed after the test."""
        editor = Editor(connection, folder)
        yield editor
        for uri in editor.texts:
            editor.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    # So that no configuration above the temporary folder is found.
    (tmp_path / ".git").mkdir()
    return tmp_path
