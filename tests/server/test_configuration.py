"""What the configuration says holds in the editor, and as soon as it says something else, that."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from server.editing import LEAK, Connection, Editor

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_nearest_files_hold(editor: Editor) -> None:
    editor.write("pyproject.toml", '[tool.pylint.main]\ndisable = ["zmq-unclosed-socket"]\n')
    assert await editor.open("a.py", LEAK) == []


async def test_a_file_that_was_changed_is_read_again(editor: Editor) -> None:
    editor.write("tests/a.py", "")
    assert len(await editor.open("tests/a.py", LEAK)) == 1
    path = editor.write("tests/pyproject.toml", '[tool.zmqlint.per-file-ignores]\n"a.py" = ["zmq-unclosed-socket"]\n')
    # As for clients that watch files.
    change = types.FileEvent(path.as_uri(), types.FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
    assert await editor.diagnostics("tests/a.py") == []
    path.write_text('[tool.zmqlint]\nexclude = ["b.py"]\n')
    # And for those that do not.
    editor.type("tests/a.py", LEAK + "\n")
    assert len(await editor.diagnostics("tests/a.py")) == 1


async def test_a_broken_file_is_told_once_and_what_held_holds_on(editor: Editor) -> None:
    editor.write("pyproject.toml", '[tool.zmqlint]\nexclude = ["b.py"]\n')
    assert await editor.open("b.py", LEAK) == []
    editor.write("pyproject.toml", "[tool.zmqlint]\nexclud = []\n")
    for extra in ("\n", "\n\n"):
        editor.type("b.py", LEAK + extra)
        assert await editor.diagnostics("b.py") == []
    messages = [one.message for one in editor.client.messages if str(editor.folder) in one.message]
    assert len(messages) == 1
    assert "has no key 'exclud'" in messages[0]


async def test_known_findings_are_passed_over(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    from zmqlint.cli import main

    editor.write("a.py", LEAK)
    editor.write("pyproject.toml", '[tool.zmqlint]\nbaseline = "known.json"\n')
    monkeypatch.chdir(editor.folder)
    assert main(["baseline", "--write", "a.py"]) == 0
    assert await editor.open("a.py", LEAK) == []


async def test_a_comment_silences(editor: Editor) -> None:
    assert await editor.open("a.py", LEAK.replace("PUSH)", "PUSH)  # pylint: disable=zmq-unclosed-socket")) == []


async def test_the_folder_of_the_workspace_and_the_command_line_decide(folder: Path, connect) -> None:
    (folder / "pkg").mkdir()
    (folder / "pkg" / "pyproject.toml").write_text('[tool.pylint.main]\ndisable = ["all"]\n')
    connection: Connection = await connect("--ignore", "zmq-unclosed-context", root=folder)
    editor = Editor(connection, folder)
    assert len(await editor.open("pkg/a.py", LEAK)) == 1
    assert await editor.open("pkg/b.py", "import zmq\n\n\ndef f():\n    ctx = zmq.Context()\n    ctx.x\n") == []


async def test_the_client_is_asked_to_watch_what_matters(connection: Connection, editor: Editor) -> None:
    await editor.open("a.py", LEAK)
    (registration,) = connection.registered
    assert registration.method == "workspace/didChangeWatchedFiles"
    patterns = {watcher["globPattern"] for watcher in registration.register_options["watchers"]}
    assert {"**/*.py", "**/pyproject.toml", "**/pylintrc"} <= patterns


async def test_clients_that_cannot_watch_have_other_files_read_again_on_save(folder: Path, connect) -> None:
    connection: Connection = await connect(like="neovim@v0.7")
    editor = Editor(connection, folder)
    caller = "import zmq\nfrom helper import finish\n\n\ndef work(ctx):\n    finish(ctx.socket(zmq.PUSH))\n"
    editor.write("helper.py", "import zmq\n\n\ndef finish(sock):\n    sock.close()\n")
    assert await editor.open("caller.py", caller) == []
    editor.write("helper.py", "import zmq\n\n\ndef finish(sock):\n    sock.send(b'')\n")
    editor.save("caller.py")
    assert len(await editor.diagnostics("caller.py")) == 1
