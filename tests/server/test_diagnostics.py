"""What the editor shows, while one types."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lsprotocol import types

from server.editing import LEAK, MENDED, Connection, Editor

pytestmark = pytest.mark.asyncio(loop_scope="module")

EXAMPLES = Path(__file__).parents[2] / "examples" / "jobs"
#: One character that UTF-16 has two units for, and three that it has one for, but UTF-8 three.
WIDE = LEAK.replace("sock = ", 'name, sock = "🦒接続数", ')


def place(line: int, start: int, end: int) -> types.Range:
    return types.Range(types.Position(line, start), types.Position(line, end))


async def test_the_unsaved_text_is_checked_and_not_the_file(editor: Editor) -> None:
    editor.write("a.py", MENDED)
    (found,) = await editor.open("a.py", LEAK)
    assert found.code == "zmq-unclosed-socket"
    assert found.source == "zmqlint"
    assert found.severity is types.DiagnosticSeverity.Warning
    assert found.range == place(4, 11, 31)
    editor.type("a.py", MENDED)
    assert await editor.diagnostics("a.py") == []
    editor.type("a.py", LEAK)
    assert len(await editor.diagnostics("a.py")) == 1
    editor.save("a.py")
    assert await editor.close("a.py") == []


async def test_the_code_leads_to_the_page_and_the_witness_is_shown(editor: Editor) -> None:
    (found,) = await editor.open("a.py", LEAK)
    assert found.code_description is not None
    page = Path(unquote(urlsplit(found.code_description.href).path))
    assert page.read_text().startswith("---\nsymbol: zmq-unclosed-socket\n")
    steps = [(step.message, step.location.range.start.line) for step in found.related_information or []]
    assert steps == [("created here", 4), ("still open when the function ends", 5)]
    assert {step.location.uri for step in found.related_information or []} == {editor.uri("a.py")}


async def test_changes_of_ranges_are_followed_one_after_the_other(editor: Editor) -> None:
    await editor.open("a.py", LEAK)

    def change(range_: types.Range, text: str) -> types.TextDocumentContentChangePartial:
        return types.TextDocumentContentChangePartial(range_, text)

    added = change(place(0, 0, 0), "# 1\n# 2\n"), change(place(8, 0, 0), "    sock.close()\n")
    editor.change("a.py", *added, change(place(8, 4, 8), "other"))
    (found,) = await editor.diagnostics("a.py")
    assert (found.code, found.range.start.line) == ("zmq-unclosed-socket", 6)
    editor.change("a.py", change(place(8, 4, 9), "sock"))
    (found,) = await editor.diagnostics("a.py")
    assert found.code == "zmq-unclosed-socket-on-error"


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
async def test_lines_end_as_the_file_has_it(editor: Editor, ending: str) -> None:
    (found,) = await editor.open("a.py", LEAK.replace("\n", ending))
    assert found.range == place(4, 11, 31)


async def test_a_form_feed_ends_no_line(editor: Editor) -> None:
    await editor.open("a.py", f"# \f\x0b\x1c\u2028\n{MENDED}")
    editor.change("a.py", types.TextDocumentContentChangePartial(place(5, 4, 9), ""))
    editor.change("a.py", types.TextDocumentContentChangePartial(place(5, 24, 34), ""))
    editor.change("a.py", types.TextDocumentContentChangePartial(place(5, 4, 4), "sock = "))
    editor.change("a.py", types.TextDocumentContentChangePartial(place(6, 4, 8), ""))
    assert [one.range for one in await editor.diagnostics("a.py")] == [place(5, 11, 31)]


@pytest.mark.parametrize(("encoding", "extra"), [("utf-8", 13 - 4), ("utf-16", 5 - 4), ("utf-32", 0)])
async def test_columns_are_counted_as_client_and_server_agreed(
    encoding: str, extra: int, folder: Path, connect
) -> None:
    connection: Connection = await connect(encodings=(encoding,))
    editor = Editor(connection, folder)
    (found,) = await editor.open("a.py", WIDE)
    start = WIDE.splitlines()[4].index("ctx.socket") + extra
    assert found.range == place(4, start, start + 20)
    # Typed behind the wide characters: the name of another class of socket, whose end lies where it is told.
    editor.change("a.py", types.TextDocumentContentChangePartial(place(4, start + 15, start + 19), "DEALER"))
    (found,) = await editor.diagnostics("a.py")
    assert found.range == place(4, start, start + 22)


async def test_half_typed_code_keeps_what_still_holds(editor: Editor) -> None:
    other = LEAK.replace("work", "other").replace("import zmq\n", "")
    await editor.open("a.py", LEAK + other)
    editor.type("a.py", f"import os, \n{LEAK}{other}")
    assert [one.range.start.line for one in await editor.diagnostics("a.py")] == [5, 10]
    # Of the line that is being typed nothing is known.
    editor.type("a.py", (LEAK + other).replace("zmq.PUSH)", "zmq.PUSH", 1))
    assert [one.range.start.line for one in await editor.diagnostics("a.py")] == [9]
    editor.type("a.py", LEAK + other)
    assert [one.range.start.line for one in await editor.diagnostics("a.py")] == [4, 9]


async def test_a_file_of_five_thousand_lines(editor: Editor) -> None:
    filler = "".join(f"def number_{i}(x):\n    y = x + {i}\n    return y\n\n\n" for i in range(1000))
    text = LEAK + "\n\n" + filler
    assert [one.range.start.line for one in await editor.open("a.py", text)] == [4]
    (action,) = [one for one in await editor.actions("a.py", 4) if one.title == "Fix zmq-unclosed-socket"]
    assert editor.applied(action) == MENDED + "\n\n" + filler
    editor.change("a.py", types.TextDocumentContentChangePartial(place(5000, 0, 0), LEAK.replace("work", "more")))
    assert [one.range.start.line for one in await editor.diagnostics("a.py")] == [4, 5004]


async def test_the_same_is_found_as_by_the_command(editor: Editor) -> None:
    command = [sys.executable, "-m", "zmqlint", "check", "--isolated", "--format", "json", str(EXAMPLES)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    expected = sorted(
        (Path(one["path"]).name, one["line"], one["column"], one["symbol"])
        for one in json.loads(done.stdout)["findings"]
    )
    found: list[tuple[str, int, int, str]] = []
    for path in EXAMPLES.glob("*.py"):
        editor.write(f"jobs/{path.name}", path.read_text())
    for path in EXAMPLES.glob("*.py"):
        shown = await editor.open(f"jobs/{path.name}", path.read_text())
        starts = [(one.range.start, str(one.code)) for one in shown]
        found += [(path.name, start.line + 1, start.character + 1, code) for start, code in starts]
    assert sorted(found) == expected


async def test_other_open_texts_count_as_they_are(editor: Editor) -> None:
    helper = "import zmq\n\n\ndef finish(sock):\n    {}\n"
    caller = "import zmq\nfrom helper import finish\n\n\ndef work(ctx):\n    finish(ctx.socket(zmq.PUSH))\n"
    editor.write("helper.py", helper.format("sock.close()"))
    await editor.open("helper.py", helper.format("sock.close()"))
    assert await editor.open("caller.py", caller) == []
    editor.type("helper.py", helper.format("sock.send(b'')"))
    uri = editor.uri("caller.py")
    assert (await editor.told(lambda one: one.uri == uri)).diagnostics
    await editor.close("helper.py")
    assert not (await editor.told(lambda one: one.uri == uri)).diagnostics


async def test_an_open_text_counts_through_a_third_file(editor: Editor) -> None:
    editor.write("middle.py", "import zmq\nfrom helper import finish as end\n")
    helper = "import zmq\n\n\ndef finish(sock):\n    {}\n"
    await editor.open("helper.py", helper.format("sock.close()"))
    text = "import zmq\nfrom middle import end\n\n\ndef work(ctx):\n    end(ctx.socket(zmq.PUSH))\n"
    assert await editor.open("caller.py", text) == []
    editor.type("helper.py", helper.format("sock.send(b'')"))
    uri = editor.uri("caller.py")
    assert (await editor.told(lambda one: one.uri == uri)).diagnostics


async def test_what_has_no_file_yet_is_checked(editor: Editor) -> None:
    uri = "untitled:Untitled-1"
    document = types.TextDocumentItem(uri, types.LanguageKind.Python, 1, LEAK)
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(document))
    (found,) = (await editor.told(lambda one: one.uri == uri)).diagnostics
    assert found.range == place(4, 11, 31)
    assert {step.location.uri for step in found.related_information or []} == {uri}


async def test_a_text_that_its_own_encoding_cannot_hold_is_told_in_the_log(editor: Editor) -> None:
    assert await editor.open("a.py", "# coding: latin-1\n" + WIDE) == []
    while not editor.client.log_messages:
        await editor.client.wait_for_notification("window/logMessage")
    assert any("cannot hold its characters" in message.message for message in editor.client.log_messages)
    editor.type("a.py", "# coding: latin-1\n" + LEAK.replace("work", "wörk"))
    assert [one.range for one in await editor.diagnostics("a.py")] == [place(5, 11, 31)]
