"""Bare trees: what is read, what is refused, and that both ways of building agree."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from astroid import builder

from pylint_zmq.program import trees
from pylint_zmq.program.trees import SourceError, parse_bytes, parse_file, parse_text

SOURCE = """\
import zmq


class Client:
    def __init__(self, context: "zmq.Context | None" = None):
        self.sock = (context or zmq.Context.instance()).socket(zmq.REQ)

    async def ask(self, *parts, timeout=None, **options):
        with self.sock as sock, open("x") as log:
            return [f"{part!r:>{timeout}}" for part in parts if (n := len(part)) > 1]
"""


def written(folder: Path, data: bytes) -> Path:
    path = folder / "code.py"
    path.write_bytes(data)
    return path


def test_a_tree_has_the_name_the_path_and_the_bytes_of_its_file(tmp_path: Path) -> None:
    path = written(tmp_path, SOURCE.encode())
    module = parse_file(path, "pkg.code")
    assert (module.name, module.file, module.package) == ("pkg.code", str(path), False)
    with module.stream() as stream:
        assert stream.read() == SOURCE.encode()


def test_a_file_without_a_module_name_is_named_after_itself(tmp_path: Path) -> None:
    assert parse_file(written(tmp_path, b"")).name == "code"


def test_an_init_file_is_a_package(tmp_path: Path) -> None:
    path = tmp_path / "__init__.py"
    path.write_text("import zmq\n")
    assert parse_file(path, "pkg").package


def test_a_relative_path_becomes_an_absolute_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, b"x = 1\n")
    monkeypatch.chdir(tmp_path)
    assert parse_file("code.py").file == str(tmp_path / "code.py")


def test_the_public_builder_gives_the_same_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    assert trees._HAS_PRIVATE_STEP, "this astroid has renamed the private step: the command is now five times as slow"
    bare = parse_text(SOURCE, "code.py", "code")
    monkeypatch.setattr(trees, "_HAS_PRIVATE_STEP", False)
    public = parse_text(SOURCE, "code.py", "code")
    assert public.repr_tree() == bare.repr_tree()


def test_nothing_is_imported_or_inferred(tmp_path: Path) -> None:
    """In a process of its own: what the code imports must not be looked at, and builtins not be built."""
    path = written(tmp_path, b"from email import *\nimport zmq\nx = zmq.Context()\nx.y = 1\n")
    program = (
        "import sys; from pylint_zmq.program.trees import parse_file; from astroid.manager import AstroidManager\n"
        f"parse_file({str(path)!r}); print(sorted(AstroidManager().astroid_cache), 'email' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[] False\n"


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"\xef\xbb\xbfx = '\xc3\xa9'\n", "é"),
        (b"# -*- coding: latin-1 -*-\nx = '\xe9'\n", "é"),
        (b"#!/usr/bin/python\r\n# vim: set fileencoding=cp1252 :\r\nx = '\x80'\r\n", "€"),
        (b"x = '''a\r\nb'''\r\n", "a\nb"),
        (b"x = '''a\rb'''\r", "a\nb"),
        (b"\x0cx = 'form feed'", "form feed"),
    ],
)
def test_encodings_and_line_ends(tmp_path: Path, data: bytes, value: str) -> None:
    (assign,) = parse_file(written(tmp_path, data)).body
    assert assign.value.value == value


def test_lines_are_counted_as_in_the_file_whatever_ends_them(tmp_path: Path) -> None:
    module = parse_file(written(tmp_path, b"a = 1\r\nb = 2\rc = 3\n"))
    assert [statement.lineno for statement in module.body] == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"x = 1\n\ndef f(:\n", "syntax error: invalid syntax", 3),
        (b"print 'hello'\n", "syntax error: Missing parentheses in call to 'print'. Did you mean print(...)?", 1),
        (b"if x:\n\ty\n        z\n", "syntax error: inconsistent use of tabs and spaces in indentation", 3),
        (b"x = 1\ny = '\xff'\n", "not utf-8: invalid start byte at byte 11", 2),
        (b"# coding: no-such-codec\n", "unknown encoding: no-such-codec", 0),
        (b"# coding: latin-1\n\xef\xbb\xbf\n", "syntax error: invalid", 2),
        (b"\xef\xbb\xbf# coding: latin-1\n", "encoding problem: utf-8", 0),
        (
            b"# coding: rot13\nx = 1\n",
            "'rot13' is not a text encoding; use codecs.decode() to handle arbitrary codecs",
            0,
        ),
        (b"\xff\xfex\x00=\x001\x00", "invalid or missing encoding declaration", 0),
        (b"x = 1\n" + b"(" * 400, "syntax error: too many nested parentheses", 2),
        (b"x = " + b"-" * 20_000 + b"1\n", "too large or nested too deeply to be parsed", 0),
        (b"x = " + b"+".join([b"a"] * 20_000) + b"\n", "too large or nested too deeply to be parsed", 0),
        (b"x = " + b"-" * 200_000 + b"1\n", "too large or nested too deeply to be parsed", 0),
    ],
    ids=lambda value: value[:24] if isinstance(value, bytes) else None,
)
def test_what_cannot_be_parsed_is_refused_in_one_line(tmp_path: Path, data: bytes, reason: str, line: int) -> None:
    path = written(tmp_path, data)
    with pytest.raises(SourceError) as caught:
        parse_file(path)
    assert caught.value.path == str(path)
    assert caught.value.line == line
    assert caught.value.reason.startswith(reason)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{path}:")


def test_null_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="source code string cannot contain null bytes"):
        parse_file(written(tmp_path, b"x = 1\x00\n"))


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(SourceError, match="surrogates not allowed"):
        parse_text("x = '\ud800'\n", "code.py")


def test_what_cannot_be_read_is_refused_with_the_systems_reason(tmp_path: Path) -> None:
    loop = tmp_path / "loop.py"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe.py"
    os.mkfifo(pipe)
    reasons = {}
    for path in (tmp_path / "gone.py", tmp_path, loop, pipe, "nul\0.py"):
        with pytest.raises(SourceError) as caught:
            parse_file(path)
        reasons[Path(path).name] = caught.value.reason
    assert reasons == {
        "gone.py": "No such file or directory",
        tmp_path.name: "is a directory",
        "loop.py": "Too many levels of symbolic links",
        "pipe.py": "not a regular file",
        "nul\0.py": "embedded null byte",
    }


def test_a_fault_of_astroid_is_a_refusal_of_the_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AttributeError("no visit_newnode\nfor it")

    monkeypatch.setattr(builder.AstroidBuilder, "_data_build", fail)
    with pytest.raises(SourceError, match=r"astroid cannot build its tree: AttributeError\('no visit_newnode"):
        parse_text("x = 1", "code.py")


def test_warnings_of_the_parser_stay_quiet(recwarn: pytest.WarningsRecorder) -> None:
    parse_text(r"x = '\d'; y = 1if x else 2" + "\n")
    assert not recwarn.list


def test_fifty_thousand_lines_are_parsed() -> None:
    module = parse_bytes(b"sock.send(b'x')\n" * 50_000)
    assert module.body[-1].lineno == 50_000


def test_misplaced_type_comments_do_no_harm() -> None:
    assert parse_text("x = [\n    1,  # type: ignore[\n]\ndef f(a):\n    # type: nonsense here (\n    return a\n").body
