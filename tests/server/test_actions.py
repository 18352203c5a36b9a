"""What the editor offers to do, and that it does what the command would do."""

from __future__ import annotations

import pytest
from lsprotocol import types

from server.editing import LEAK, MENDED, Connection, Editor
from zmqlint.cli import main

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONTEXT = "import zmq\n\n\ndef f(a):\n    c = zmq.Context()\n    with c.socket(zmq.PUSH) as s:\n        s.connect(a)\n"
TWO = LEAK + "\n\n" + LEAK.replace("import zmq\n\n\n", "").replace("work", "more")


def by_command(editor: Editor, monkeypatch: pytest.MonkeyPatch, text: str, *arguments: str) -> str:
    """The text that the command makes of a file with this text."""
    path = editor.write("by_command.py", text)
    monkeypatch.chdir(editor.folder)
    main([*arguments, "by_command.py"])
    return path.read_bytes().decode()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("prefix", ["", "# 🦒 接続\n", "\ufeff"])
async def test_a_fix_gives_the_text_that_the_command_gives(
    editor: Editor, monkeypatch: pytest.MonkeyPatch, ending: str, prefix: str
) -> None:
    text = (prefix + LEAK.replace('b"x"', '"🦒🦒".encode()')).replace("\n", ending)
    (found,) = await editor.open("a.py", text)
    action = await editor.action("a.py", found.range.start.line, "Fix")
    assert action.title == "Fix zmq-unclosed-socket"
    assert action.kind == types.CodeActionKind.QuickFix
    assert action.is_preferred
    assert [one.message for one in action.diagnostics or []] == [found.message]
    mended = editor.applied(action)
    assert mended == by_command(editor, monkeypatch, text, "fix")
    editor.type("a.py", mended)
    assert await editor.diagnostics("a.py") == []


async def test_a_fix_is_about_its_finding_alone(editor: Editor) -> None:
    await editor.open("a.py", TWO)
    action = await editor.action("a.py", 9, "Fix")
    assert editor.applied(action) == LEAK + "\n\n" + MENDED.replace("import zmq\n\n\n", "").replace("work", "more")


async def test_an_unsafe_fix_is_named_as_such_and_not_preferred(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await editor.open("a.py", CONTEXT)
    action = await editor.action("a.py", 4, "Fix")
    assert action.title.startswith("Fix zmq-unclosed-context (unsafe: a queued message can hold up ")
    assert not action.is_preferred
    assert editor.applied(action) == by_command(editor, monkeypatch, CONTEXT, "fix", "--unsafe-fixes")


async def test_all_safe_fixes_are_made_at_once(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TWO + "\n\n" + CONTEXT
    await editor.open("a.py", text)
    (action,) = await editor.actions("a.py", 0, only=[types.CodeActionKind.SourceFixAll])
    assert action.kind == "source.fixAll.zmqlint"
    mended = editor.applied(action)
    assert mended == by_command(editor, monkeypatch, text, "fix")
    assert "c = zmq.Context()" in mended
    # Where everything is offered, the edit is made when it is asked for.
    later = await editor.action("a.py", 4, "zmqlint: make all safe fixes")
    assert later.edit is None
    assert editor.applied(await editor.client.code_action_resolve_async(later)) == mended


@pytest.mark.parametrize(
    ("only", "titles"),
    [
        (types.CodeActionKind.QuickFix, ["Fix zmq-unclosed-socket", "Suppress zmq-unclosed-socket with a comment"]),
        (types.CodeActionKind.Source, ["zmqlint: make all safe fixes"]),
        ("source.fixAll.zmqlint", ["zmqlint: make all safe fixes"]),
        ("source.fixAll.other", []),
        (types.CodeActionKind.Refactor, []),
    ],
)
async def test_only_what_was_asked_for_is_offered(
    editor: Editor, only: types.CodeActionKind | str, titles: list[str]
) -> None:
    await editor.open("a.py", LEAK)
    assert [one.title for one in await editor.actions("a.py", 4, only=[only])] == titles
    assert await editor.actions("a.py", 0, only=[types.CodeActionKind.QuickFix]) == []


async def test_nothing_is_offered_for_code_that_is_half_typed(editor: Editor) -> None:
    await editor.open("a.py", LEAK)
    editor.type("a.py", LEAK + "x = (\n")
    assert await editor.actions("a.py", 4) == []


async def test_a_finding_without_a_fix_can_be_suppressed(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "import zmq\n\n\ndef f(ctx):\n    with ctx.socket(zmq.REQ) as s:  # why\n        s.connect('tcp://h:1')\n"
    text += "        s.recv()\n"
    (found,) = await editor.open("a.py", text)
    (action,) = await editor.actions("a.py", found.range.start.line)
    assert action.title == f"Suppress {found.code} with a comment"
    silenced = editor.applied(action)
    expected = by_command(editor, monkeypatch, text, "check", "--add-suppressions", "REASON")
    assert silenced == expected.replace("  # REASON", "")
    editor.type("a.py", silenced)
    assert await editor.diagnostics("a.py") == []


async def test_a_comment_too_many_is_told_and_not_answered_by_another(folder, connect) -> None:
    connection: Connection = await connect("--select", "zmq-lifetime,useless-suppression")
    editor = Editor(connection, folder)
    (found,) = await editor.open("a.py", "import zmq  # pylint: disable=zmq-unclosed-socket\n")
    assert found.code == "useless-suppression"
    assert found.severity is types.DiagnosticSeverity.Hint
    assert list(found.tags or ()) == [types.DiagnosticTag.Unnecessary]
    assert found.code_description is None
    assert await editor.actions("a.py", 0) == []


async def test_a_client_gets_the_kind_of_edit_that_it_knows(folder, connect) -> None:
    connection: Connection = await connect(like="neovim@v0.6")
    editor = Editor(connection, folder)
    await editor.open("a.py", LEAK)
    action = await editor.action("a.py", 4, "Fix")
    assert action.edit is not None
    assert (action.edit.changes is None) != (action.edit.document_changes is None)
    assert editor.applied(action) == MENDED


@pytest.mark.parametrize("name", ["zmq-unclosed-socket", "W8701"])
async def test_the_page_of_a_message_is_shown_over_its_name(editor: Editor, name: str) -> None:
    line = f'    x = "🦒"  # pylint: disable=other, {name}, zmq'
    await editor.open("a.py", f"def f():\n{line}\n")
    column = len(line.split(name)[0].encode("utf-16-le")) // 2

    async def shown(at: int) -> str | None:
        place = types.Position(1, at)
        found = await editor.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(editor.uri("a.py")), place)
        )
        assert found is None or isinstance(found.contents, types.MarkupContent)
        return found.contents.value if found is not None else None

    page = await shown(column)
    assert page is not None
    assert page.startswith("# zmq-unclosed-socket\n")
    assert "```python\n" in page
    assert "python bad" not in page
    assert await shown(column + len(name)) == page
    assert await shown(column - 3) is None
    assert await shown(column + len(name) + 3) is None
