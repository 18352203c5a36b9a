"""What holds, from the command line, [tool.zmqlint] and Pylint's sections."""

from __future__ import annotations

import pytest
from pylint.config import find_default_config_files

from cli.conftest import LEAK, Project, Zmqlint
from zmqlint.pylintrc import find_pylintrc
from zmqlint.schema import checked

#: As found in the wild: hooks, plugins, twenty symbols of others, options of removed checkers.
FOREIGN = """\
[MASTER]
init-hook="import sys; sys.path.append('src'); print('init hook ran')"
load-plugins=pylint.extensions.mccabe,pylint_django,no_such_plugin
unsafe-load-any-extension=yes
extension-pkg-whitelist=numpy
persistent=no
rcfile=else.rc
ignore=CVS,generated.py

[MESSAGES CONTROL]
disable=print-statement,bad-continuation,C0330,no-self-use,too-few-public-methods,R0903,missing-docstring,
        import-error,wrong-import-order,fixme,W0511,invalid-name,django-not-configured,logging-format-interpolation,
        unsubscriptable-object,no-member,E1101,useless-object-inheritance,duplicate-code,raise-missing-from,
        consider-using-f-string
enable=c-extension-no-member

[FORMAT]
max-line-length=100
no-space-check=trailing-comma
expected-line-ending-format=

[REPORTS]
output-format=colorized
reports=yes
msg-template={path}:{line}: [{msg_id}({symbol}), {obj}] {msg} 100%
evaluation=10.0 - ((float(5 * error + warning + refactor + convention) / statement) * 10)
"""


@pytest.mark.usefixtures("every_socket")
def test_a_pylintrc_full_of_foreign_things_adds_no_line(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py", LEAK + "foo = 1  # pylint: disable=no-member,no-such-thing,invalid-name\n")
    plain = zmqlint("check", "client.py")
    project.write("pylintrc", FOREIGN)
    assert zmqlint("check", "client.py") == plain
    assert plain.status == 1


@pytest.mark.usefixtures("every_socket")
def test_ignored_names_and_paths_of_pylint_are_left_out(project: Project, zmqlint: Zmqlint) -> None:
    for name in ("generated.py", "pkg/proto_pb2.py", "vendored/zmq.py", "kept.py"):
        project.write(name)
    project.write("pylintrc", "[MAIN]\nignore=generated.py\nignore-patterns=.*_pb2.py\nignore-paths=^vendored/.*$\n")
    listed = zmqlint("check", ".", "generated.py", "--format", "concise").out
    assert [line.partition(":")[0] for line in listed.splitlines()] == ["kept.py"]


@pytest.mark.usefixtures("every_socket")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pylintrc", "[ANYTHING]\ndisable=no-member,zmq-unclosed-socket\n"),
        (".pylintrc", "[MAIN]\ndisable=all\n"),
        ("pyproject.toml", '[tool.pylint."messages control"]\ndisable = ["W8701", "no-member"]\n'),
        ("pyproject.toml", '[tool.pylint]\ndisable = "zmq-lifetime"\n'),
        ("setup.cfg", "[pylint.main]\nconfidence=INFERENCE\n"),
        ("tox.ini", "[tox]\nenable=zmq-lifetime\n[pylint]\ndisable=W\n"),
    ],
)
def test_every_file_of_pylint_is_read(project: Project, zmqlint: Zmqlint, name: str, content: str) -> None:
    project.write("client.py")
    assert zmqlint("check", "client.py").status == 1
    project.write(name, content)
    assert zmqlint("check", "client.py").status == 0
    assert zmqlint("check", "--isolated", "client.py").status == 1


@pytest.mark.usefixtures("every_socket")
def test_disable_all_and_enable_some_is_pylints_way_to_choose(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py")
    project.write("pylintrc", "[MAIN]\nenable=zmq-unclosed-socket\ndisable=all\n")
    assert zmqlint("check").status == 1


@pytest.mark.usefixtures("every_socket")
def test_options_of_ours_are_read_from_any_section(project: Project, zmqlint: Zmqlint) -> None:
    project.write("own.py", "def f():\n    return lib.socket(1)\n\nmake_socket\n")
    assert zmqlint("check").status == 0
    project.write("pyproject.toml", '[tool.pylint.zmq]\nzmq-socket-factories = ["lib.make_socket"]\n')
    assert zmqlint("check").status == 1


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("pylintrc", "[MAIN]\nzmq-max-states=many\n", "pylintrc: zmq-max-states: invalid int value: 'many'"),
        (
            "pylintrc",
            "[MAIN]\nzmq-min-version=x\n",
            "zmq-min-version = x: must be a version of pyzmq such as 24 or 25.1",
        ),
        ("pylintrc", "[MAIN]\njobs=many\n", "pylintrc: jobs: must be a number, not 'many'"),
        ("pylintrc", "MAIN\n", "File contains no section headers."),
        ("pyproject.toml", "[tool.zmqlint\n", "pyproject.toml: Expected ']'"),
        ("pyproject.toml", "[tool.zmqlint]\nexlude = []\n", "has no key 'exlude'; did you mean 'exclude'?"),
        ("pyproject.toml", "[tool.zmqlint]\nselect = []\n", "has no key 'select'"),
        ("pyproject.toml", "[tool.zmqlint]\nexclude = 'a'\n", "exclude: must be a list, not 'a'"),
        ("pyproject.toml", "[tool.zmqlint]\nforce-exclude = 1\n", "force-exclude: must be true or false, not 1"),
        ("pyproject.toml", "[tool.zmqlint]\nfix-linger = true\n", "fix-linger: must be a whole number, not True"),
        ("pyproject.toml", "[tool.zmqlint]\nfix-linger = -1\n", "fix-linger: must be at least 0, not -1"),
        ("pyproject.toml", "[tool.zmqlint]\nformat = 'xml'\n", "format: 'xml' is none of text, concise, json"),
        ("pyproject.toml", "[tool.zmqlint]\noutput = ['sarif']\n", "output: 'sarif' must be FORMAT:FILE"),
        (
            "pyproject.toml",
            "[tool.zmqlint.per-file-ignores]\n'a.py' = ['zmq-unclosd-socket']\n",
            "per-file-ignores: no message is called 'zmq-unclosd-socket'; did you mean 'zmq-unclosed-socket'?",
        ),
    ],
)
def test_wrong_configuration_is_one_line_with_its_file(
    project: Project, zmqlint: Zmqlint, name: str, content: str, message: str
) -> None:
    project.write("client.py")
    project.write(name, content)
    done = zmqlint("check")
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert done.err.startswith("zmqlint: error: ")
    assert done.err.count("\n") == 1


def test_a_named_configuration_file_must_exist(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py")
    for option in ("--config", "--rcfile"):
        done = zmqlint("check", option, "gone.toml", "client.py")
        assert (done.status, done.err) == (2, "zmqlint: error: gone.toml: No such file or directory\n")


@pytest.mark.usefixtures("every_socket")
def test_per_file_ignores_and_exclude_are_relative_to_their_file(
    project: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("src/a.py", "src/gen/b.py", "tests/c.py", "tests/deep/d.py"):
        project.write(name)
    project.write(
        "pyproject.toml",
        "[tool.zmqlint]\nexclude = ['src/gen']\n[tool.zmqlint.per-file-ignores]\n'tests/**' = ['zmq-lifetime']\n",
    )
    assert zmqlint("check", "--format", "concise").out.count("\n") == 1
    monkeypatch.chdir(project.root / "src")
    assert zmqlint("check", "--format", "concise").out.startswith("a.py:5:12:")
    assert zmqlint("check", "../tests").status == 0


@pytest.mark.usefixtures("every_socket")
def test_an_excluded_file_is_checked_when_named_unless_forced(project: Project, zmqlint: Zmqlint) -> None:
    project.write("gen/b.py")
    project.write("pyproject.toml", "[tool.zmqlint]\nexclude = ['gen']\n")
    assert zmqlint("check").status == 0
    assert zmqlint("check", "gen/b.py").status == 1
    project.write("pyproject.toml", "[tool.zmqlint]\nexclude = ['gen']\nforce-exclude = true\n")
    assert zmqlint("check", "gen/b.py").status == 0
    assert zmqlint("check", "gen").status == 0


@pytest.mark.usefixtures("every_socket")
def test_format_and_output_can_be_configured_and_overruled(project: Project, zmqlint: Zmqlint) -> None:
    project.write("client.py")
    project.write("pyproject.toml", "[tool.zmqlint]\nformat = 'concise'\noutput = ['json:out.json']\n")
    assert zmqlint("check").out.count("\n") == 1
    assert (project.root / "out.json").exists()
    assert "::warning" in zmqlint("check", "--format", "github").out


FILES = {
    "pylintrc": "[MAIN]\n",
    ".pylintrc.toml": "[tool.pylint.main]\n",
    "pyproject.toml": "[tool.pylint.main]\n",
    "setup.cfg": "[pylint.main]\n",
    "tox.ini": "[pylint]\n",
}


@pytest.mark.parametrize("there", [{name} for name in FILES] + [set(FILES), set()], ids=sorted)
@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("package", [False, True])
def test_the_configuration_file_is_the_one_that_pylint_finds(
    project: Project, monkeypatch: pytest.MonkeyPatch, there: set[str], below: bool, package: bool
) -> None:
    for name in FILES:
        project.write(name, FILES[name] if name in there else "[tool.other]\n" if "pylintrc" not in name else b"")
        if name not in there and "pylintrc" in name:
            (project.root / name).unlink()
    project.write("pkg/sub/a.py")
    if package:
        project.write("pkg/__init__.py", "")
        project.write("pkg/sub/__init__.py", "")
    monkeypatch.chdir(project.root / "pkg/sub" if below else project.root)
    assert find_pylintrc() == next(iter(find_default_config_files()), None)


def test_the_personal_configuration_file_is_the_one_that_pylint_finds(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(project.root / "home"))
    project.write("work/.git/HEAD", "")
    monkeypatch.chdir(project.root / "work")
    for name in ("home/.config/pylintrc", "home/.pylintrc"):
        path = project.write(name, "")
        assert find_pylintrc() == next(iter(find_default_config_files())) == path
    monkeypatch.setenv("PYLINTRC", str(project.write("mine", "")))
    assert find_pylintrc() == next(iter(find_default_config_files())) == project.root / "mine"


def test_the_schema_says_what_holds_when_nothing_is_said() -> None:
    from dataclasses import asdict

    from zmqlint.configuration import Table
    from zmqlint.output import FORMATS
    from zmqlint.schema import load_schema

    properties = load_schema("configuration")["properties"]
    defaults = asdict(Table())
    del defaults["path"]
    assert {key.replace("-", "_"): checked(value["default"], value) for key, value in properties.items()} == defaults
    assert properties["format"]["enum"] == list(FORMATS)
