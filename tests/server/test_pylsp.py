"""The plugin inside python-lsp-server."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from server.editing import LEAK, MENDED, Connection, Editor

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

pytestmark = pytest.mark.asyncio(loop_scope="module")

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


@pytest_asyncio.fixture(loop_scope="module")
async def editor(folder: Path, tmp_path_factory: pytest.TempPathFactory, connect) -> AsyncIterator[Editor]:
    """An editor that talks to pylsp, which knows of the entry point, be it installed or not."""
    points = tomllib.loads(PYPROJECT.read_text())["project"]["entry-points"]["pylsp"]
    info = tmp_path_factory.mktemp("site") / "zmqlint_as_it_is-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: zmqlint-as-it-is\nVersion: 0\n")
    lines = [f"{name} = {module}\n" for name, module in points.items()]
    (info / "entry_points.txt").write_text("[pylsp]\n" + "".join(lines))
    paths = [str(info.parent), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    connection: Connection = await connect(server=("pylsp",), root=folder, env=environment)
    yield Editor(connection, folder)


async def test_findings_and_fixes_come_through_pylsp(editor: Editor) -> None:
    text = LEAK.replace("sock = ", 'name, sock = "🦒", ')
    editor.write("a.py", MENDED)
    (found,) = await editor.open("a.py", text)
    assert (found.source, found.code) == ("zmqlint", "zmq-unclosed-socket")
    start = text.splitlines()[4].index("ctx") + 1
    assert found.range == types.Range(types.Position(4, start), types.Position(4, start + 20))
    assert next(step.message for step in found.related_information or []) == "created here"
    editor.type("a.py", LEAK)
    await editor.diagnostics("a.py")
    action = await editor.action("a.py", 4, "Fix")
    assert editor.applied(action) == MENDED
    assert action.is_preferred
    (action,) = await editor.actions("a.py", 0, only=["source.fixAll.zmqlint"])
    assert editor.applied(action) == MENDED
    silenced = editor.applied(await editor.action("a.py", 4, "Suppress"))
    editor.type("a.py", silenced)
    assert await editor.diagnostics("a.py") == []
    place = types.Position(4, silenced.splitlines()[4].index("zmq-unclosed"))
    page = await editor.client.text_document_hover_async(
        types.HoverParams(types.TextDocumentIdentifier(editor.uri("a.py")), place)
    )
    assert page is not None
    assert isinstance(page.contents, types.MarkupContent)
    assert page.contents.value.startswith("# zmq-unclosed-socket\n")
