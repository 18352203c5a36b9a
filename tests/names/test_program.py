"""The program is what lies on disk round a file, whichever files were asked for."""

import os

import pytest

from names.asking import marked, project
from pylint_zmq.glance import words
from pylint_zmq.glance.views import ANYWHERE, Views
from pylint_zmq.program import Program
from pylint_zmq.program.trees import parse_text


def qualified(program: Program, path) -> str | None:
    names = program.names(path)
    return names.qualify(marked(names))


REEXPORTS = {
    "compat.py": "import zmq.green as zmq\nfrom zmq import PUSH as OUT",
    "star.py": "from .compat import *",
    "chain.py": "from .star import zmq as z",
    "fallback.py": "try:\n    from .missing import Context\nexcept ImportError:\n    from zmq import Context",
    "alias.py": "from . import compat\nCtx = compat.zmq.Context",
    "circle.py": "from .circle2 import thing",
    "circle2.py": "from .circle import thing",
    "defs.py": "def make(): ...\nclass Box:\n    def open(self): ...\nvalue = make()",
    "sub/__init__.py": "from ..defs import Box, make as build\nfrom . import inner",
    "sub/inner.py": "from ...pkg.defs import make\nimport zmq.asyncio",
    "broken.py": "def (",
}


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("from .compat import zmq\nask(zmq.Context)", "zmq.green.Context"),
        ("from pkg.compat import zmq as q\nask(q.Socket)", "zmq.green.Socket"),
        ("from . import compat\nask(compat.zmq.PUSH)", "zmq.PUSH"),
        ("from .compat import OUT\nask(OUT)", "zmq.PUSH"),
        ("import pkg.compat\nask(pkg.compat.zmq.Context)", "zmq.green.Context"),
        ("import pkg.compat as c\nask(c.zmq.Context.instance)", "zmq.green.Context.instance"),
        ("from .star import zmq\nask(zmq.Context)", "zmq.green.Context"),
        ("from .chain import z\nask(z.Context)", "zmq.green.Context"),
        ("from .star import *\nask(zmq.Context)", "zmq.green.Context"),
        ("from .fallback import Context\nask(Context)", "zmq.Context"),
        ("from .alias import Ctx\nask(Ctx)", "zmq.green.Context"),
        ("from .circle import thing\nask(thing)", "pkg.circle.thing"),
        ("from .defs import make\nask(make)", "pkg.defs.make"),
        ("from .defs import value\nask(value)", "pkg.defs.value"),
        ("from .sub import Box\nask(Box.open)", "pkg.defs.Box.open"),
        ("from .sub import build\nask(build)", "pkg.defs.make"),
        ("from pkg.sub.inner import make\nask(make)", "pkg.defs.make"),
        ("from pkg import sub\nask(sub.inner.zmq.asyncio.Context)", "zmq.asyncio.Context"),
        ("from .broken import x\nask(x)", "pkg.broken.x"),
        ("from .nowhere import x\nask(x)", "pkg.nowhere.x"),
        ("import lib.mod\nask(lib.mod.x)", "lib.mod.x"),
        ("def here(): ...\nask(here)", "pkg.client.here"),
    ],
)
def test_a_name_is_followed_to_where_it_is_made(client: str, expected: str, tmp_path) -> None:
    files = {f"pkg/{path}": code for path, code in REEXPORTS.items()}
    program = project(tmp_path, {"pkg/__init__.py": "", **files, "pkg/client.py": client})
    assert qualified(program, tmp_path / "pkg/client.py") == expected


def test_a_package_that_has_a_name_hides_its_module_of_that_name(tmp_path) -> None:
    files = {
        "pkg/__init__.py": "from .connect import connect",
        "pkg/connect.py": "def connect(): ...",
        "main.py": "from pkg import connect\nask(connect)",
    }
    assert qualified(project(tmp_path, files), tmp_path / "main.py") == "pkg.connect.connect"


def test_a_script_imports_what_lies_beside_it(tmp_path) -> None:
    program = project(
        tmp_path, {"tools/run.py": "from common import zmq\nask(zmq.Context)", "tools/common.py": "import zmq"}
    )
    assert qualified(program, tmp_path / "tools/run.py") == "zmq.Context"


def test_a_test_finds_the_package_under_src(tmp_path) -> None:
    program = project(
        tmp_path,
        {
            "tests/test_it.py": "from pkg.compat import zmq\nask(zmq.Context)",
            "src/pkg/__init__.py": "",
            "src/pkg/compat.py": "import zmq",
        },
    )
    assert qualified(program, tmp_path / "tests/test_it.py") == "zmq.Context"


@pytest.mark.parametrize(
    ("file", "root"),
    [
        ("repo/src/pkg/sub/mod.py", "repo/src"),
        ("repo/src/pkg/__init__.py", "repo/src"),
        ("repo/src/pkg/bare/deep/mod.py", "repo/src"),
        ("repo/src/pkg/bare/full/mod.py", "repo/src"),
        ("repo/src/pkg/not-a-name/mod.py", "repo"),
        ("repo/scripts/run.py", "repo"),
        ("repo/setup.py", "repo"),
        ("marked/scripts/run.py", "marked/scripts"),
        ("elsewhere/lone.py", "elsewhere"),
    ],
)
def test_the_root_is_found_from_the_file(file: str, root: str, tmp_path) -> None:
    files = [
        "repo/src/pkg/__init__.py",
        "repo/src/pkg/sub/__init__.py",
        "repo/src/pkg/sub/mod.py",
        "repo/src/pkg/bare/deep/mod.py",
        "repo/src/pkg/bare/full/__init__.py",
        "repo/src/pkg/bare/full/mod.py",
        "repo/src/pkg/not-a-name/mod.py",
        "repo/scripts/run.py",
        "marked/__init__.py",
        "marked/pyproject.toml",
        "marked/scripts/run.py",
    ]
    project(tmp_path, dict.fromkeys([*files, "repo/setup.py", "elsewhere/lone.py"], ""))
    (tmp_path / "repo/.git").mkdir()
    assert Program.of(tmp_path / file).root == (tmp_path / root).resolve()


def test_a_folder_inside_a_package_is_a_part_of_it_without_saying_so(tmp_path) -> None:
    client = "from pkg.bare.full.made import Ctx\nask(Ctx)"
    made = "from zmq import Context as Ctx"
    files = {"pkg/__init__.py": "", "pkg/bare/full/__init__.py": "", "pkg/bare/full/made.py": made}
    project(tmp_path, {**files, "pkg/bare/client.py": client})
    program = Program.of(tmp_path / "pkg/bare/client.py")
    assert qualified(program, tmp_path / "pkg/bare/client.py") == "zmq.Context"


def test_a_configured_root_comes_first(tmp_path) -> None:
    project(tmp_path, {"a/pkg/__init__.py": "", "a/pkg/mod.py": ""})
    roots = [tmp_path, tmp_path / "a" / "pkg", tmp_path / "other"]
    assert Program.of(tmp_path / "a/pkg/mod.py", roots).root == (tmp_path / "a/pkg").resolve()


def test_all_files_of_a_root_share_one_program(tmp_path) -> None:
    project(tmp_path, {"pkg/__init__.py": "", "pkg/a.py": "", "pkg/b.py": ""})
    assert Program.of(tmp_path / "pkg/a.py") is Program.of(tmp_path / "pkg/b.py")


def test_a_forgotten_program_is_read_anew(tmp_path) -> None:
    project(tmp_path, {"pkg/__init__.py": "", "pkg/a.py": "import zmq"})
    before = Program.of(tmp_path / "pkg/a.py")
    Program.forget_all()
    assert Program.of(tmp_path / "pkg/a.py") is not before


@pytest.mark.parametrize(
    ("file", "modname"),
    [
        ("pkg/__init__.py", "pkg"),
        ("pkg/sub/mod.py", "pkg.sub.mod"),
        ("src/other/mod.py", "other.mod"),
        ("scripts/run.py", "scripts.run"),
        ("setup.py", "setup"),
    ],
)
def test_a_module_is_named_by_where_it_lies(file: str, modname: str, tmp_path) -> None:
    packages = ["pkg/__init__.py", "pkg/sub/__init__.py", "pkg/sub/mod.py", "src/other/__init__.py", "src/other/mod.py"]
    program = project(tmp_path, dict.fromkeys([*packages, "scripts/run.py", "setup.py"], ""))
    assert program.names(tmp_path / file).modname == modname


def test_nothing_outside_the_root_is_read(tmp_path) -> None:
    project(tmp_path, {"in/__init__.py": "", "out/secret.py": "import zmq"})
    os.symlink(tmp_path / "out", tmp_path / "in/link")
    os.symlink(tmp_path / "out/secret.py", tmp_path / "in/secret.py")
    program = Program((tmp_path / "in").resolve())
    assert program.names(tmp_path / "out/secret.py") is None
    assert program.file("secret") is None
    assert program.file("link.secret") is None
    assert program.zmq_files == ()


def test_a_circle_of_links_ends(tmp_path) -> None:
    project(tmp_path, {"pkg/__init__.py": "import zmq"})
    os.symlink(tmp_path, tmp_path / "pkg/again")
    os.symlink("self.py", tmp_path / "pkg/self.py")
    program = Program(tmp_path.resolve())
    assert program.zmq_files == ((tmp_path / "pkg/__init__.py").resolve(),)


def test_a_broken_file_is_not_seen_and_the_rest_is(tmp_path) -> None:
    program = project(tmp_path, {"bad.py": "import zmq\nsend(", "good.py": "import zmq\nsend(1)"})
    (tmp_path / "latin.py").write_bytes(b"# zmq \xff\nsend(2)\n")
    assert program.names(tmp_path / "bad.py") is None
    assert [site.names.modname for site in program.callers("send")] == ["good"]


def test_hidden_folders_and_environments_are_not_the_program(tmp_path) -> None:
    files = [".tox/a.py", "venv/pyvenv.cfg", "venv/lib/b.py", "node_modules/c.py", "__pycache__/d.py", "e.py"]
    program = project(tmp_path, dict.fromkeys(files, "import zmq"))
    assert [path.name for path in program.zmq_files] == ["e.py"]


INDEXED = {
    "a.py": "import zmq\ndef f(s):\n    s.close()\n    close(s)\n    s.sock = s.sock.sock",
    "b.py": "def g(s):\n    s.close()\n    s.sock",
    "c.py": "import zmq\ndisclose()",
}


def test_callers_are_found_in_files_that_mention_zmq(tmp_path) -> None:
    program = project(tmp_path, INDEXED)
    found = [(site.names.modname, site.node.lineno) for site in program.callers("close")]
    assert found == [("a", 3), ("a", 4)]


def test_callers_are_found_everywhere_when_asked(tmp_path) -> None:
    program = project(tmp_path, INDEXED)
    found = [(site.names.modname, site.node.lineno) for site in program.callers("close", everywhere=True)]
    assert found == [("a", 3), ("a", 4), ("b", 2)]


def test_accesses_are_reads_and_stores_in_order(tmp_path) -> None:
    program = project(tmp_path, INDEXED)
    found = [(site.names.modname, site.node.as_string()) for site in program.accesses("sock", everywhere=True)]
    assert sorted(found) == [("a", "s.sock"), ("a", "s.sock"), ("a", "s.sock.sock"), ("b", "s.sock")]


def test_files_without_the_word_are_not_parsed(tmp_path) -> None:
    program = project(tmp_path, INDEXED)
    assert [names.modname for names in program.modules_with("close", everywhere=True)] == ["a", "b"]


@pytest.mark.parametrize("nothing", [b"", b"\n", b"# only a comment\n"])
def test_a_file_without_code_shows_nothing(nothing: bytes) -> None:
    assert Views(nothing).shows({ANYWHERE: ["close"]}) == Views(nothing).shows({})


def test_subclasses_are_found_through_other_files_and_names(tmp_path) -> None:
    files = {
        "base.py": "import zmq\nclass Base: ...",
        "mid.py": "from base import Base as B\nclass Mid(\n    B,\n): ...",
        "leaf.py": "import mid\ndef f():\n    class Leaf(mid.Mid): ...",
        "other.py": "class Base: ...\nclass Wrong(Base): ...",
    }
    program = project(tmp_path, files)
    assert [each.qualname for each in program.subclasses("base.Base")] == ["leaf.f.<locals>.Leaf", "mid.Mid"]


def test_an_overlay_stands_for_the_file(tmp_path) -> None:
    program = project(
        tmp_path, {"pkg/__init__.py": "", "pkg/a.py": "x = 1", "pkg/b.py": "from .a import make\nask(make)"}
    )
    text = "import zmq\nfrom zmq import Context as make\nsend(1)"
    names = program.overlay(tmp_path / "pkg/a.py", parse_text(text, str(tmp_path / "pkg/a.py")))
    assert names.modname == "pkg.a"
    assert program.names(tmp_path / "pkg/a.py") is names
    assert [site.names for site in program.callers("send")] == [names]
    assert qualified(program, tmp_path / "pkg/b.py") == "zmq.Context"


def test_what_is_known_of_all_files_follows_an_overlay(tmp_path) -> None:
    texts = [
        "import zmq\nclass A(Base): ...\nsend(1)",
        "import zmq\nclass B(Base): ...\nsend(1)\nsend(2)",
        "x = 1",
        "import zmq\ndef take(s):\n    s.recv()",
        "import zmq\nfrom base import Base as Other\nclass C(Other): ...",
        "class D(Base): ...\nsend(3)",
    ]
    files = {"base.py": "import zmq\nclass Base: ...\nsend(0)", "a.py": "import zmq"}
    program = project(tmp_path, files)

    def known(program: Program) -> list[object]:
        return [
            [path.name for path in program.zmq_files],
            [site.node.lineno for site in program.callers("send")],
            [site.node.lineno for site in program.callers("send", everywhere=True)],
            sorted(each.qualname for each in program.subclasses("base.Base")),
            program.functions("receiving", ["take", "get"]),
        ]

    for text in texts:
        path = tmp_path / "a.py"
        program.overlay(path, parse_text(f"from base import Base\n{text}", str(path)))
        path.write_text(f"from base import Base\n{text}")
        assert known(program) == known(Program(program.root))


def test_without_its_overlay_the_file_is_as_on_disk(tmp_path) -> None:
    program = project(tmp_path, {"a.py": "import zmq\nsend(1)"})
    program.overlay(tmp_path / "a.py", parse_text("", str(tmp_path / "a.py")))
    assert list(program.callers("send")) == []
    program.forget(tmp_path / "a.py")
    assert [site.names.modname for site in program.callers("send")] == ["a"]


def test_an_overlay_may_have_no_file_yet(tmp_path) -> None:
    program = project(tmp_path, {"a.py": "from new import zmq\nask(zmq.Context)"})
    program.overlay(tmp_path / "new.py", parse_text("import zmq", str(tmp_path / "new.py")))
    assert qualified(program, tmp_path / "a.py") == "zmq.Context"


def test_text_without_a_file_has_its_own_name(tmp_path) -> None:
    program = project(tmp_path, {"a.py": ""})
    from pylint_zmq.names.resolution import ModuleNames

    assert ModuleNames(parse_text("", modname="given"), program).modname == "given"
    assert ModuleNames(parse_text(""), program).modname == "__main__"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"close()", True),
        (b"x.close", True),
        (b"closed = 1; s.close", True),
        (b"closed, disclose, _close, close_, close1", False),
        (b"", False),
    ],
)
def test_a_word_is_a_whole_word(data: bytes, expected: bool) -> None:
    assert words.has_word(data, "close") is expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"def make(): ...", True),
        (b"import x\r\nasync def make(): ...", True),
        (b"x = 1\nclass make: ...", True),
        (b"def maker(): ...\n    def make(): ...", False),
        (b"make = 1", False),
    ],
)
def test_a_definition_stands_at_the_left_margin(data: bytes, expected: bool) -> None:
    assert words.defines(data, "make") is expected
