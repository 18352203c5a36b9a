"""Which files a run is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import Project
from zmqlint.discovery import Exclusions, discover


def found(*paths: str, exclusions: Exclusions = Exclusions()) -> list[str]:  # noqa: B008  # frozen
    discovery = discover(paths, exclusions)
    assert not discovery.failures
    return list(discovery.files)


def test_folders_are_searched_to_any_depth_in_the_order_of_names(project: Project) -> None:
    for name in ("b.py", "a/z.py", "a/b/c.pyi", "script.pyw", "a/notes.txt", "c.pyc"):
        project.write(name)
    assert found(".") == ["b.py", "script.pyw", "a/z.py", "a/b/c.pyi"]


def test_environments_caches_and_hidden_folders_hold_no_code_of_the_project(project: Project) -> None:
    for name in (
        "env/lib/x.py",
        ".tox/x.py",
        "__pycache__/x.py",
        "node_modules/x.py",
        "lib/site-packages/x.py",
        "kept/x.py",
    ):
        project.write(name)
    project.write("env/pyvenv.cfg", "")
    assert found(".") == ["kept/x.py"]
    assert found("env/lib", ".tox") == ["env/lib/x.py", ".tox/x.py"]


def test_loops_of_links_end(project: Project) -> None:
    project.write("a/x.py")
    (project.root / "a/again").symlink_to(project.root / "a", target_is_directory=True)
    (project.root / "a/b").mkdir()
    (project.root / "a/b/up").symlink_to("../..", target_is_directory=True)
    assert found(".") == ["a/x.py"]


def test_a_linked_folder_is_searched_when_named(project: Project) -> None:
    project.write("a/x.py")
    (project.root / "link").symlink_to("a", target_is_directory=True)
    assert found("link") == ["link/x.py"]


def test_a_file_under_several_names_is_checked_once(project: Project) -> None:
    path = project.write("a/x.py")
    (project.root / "a/y.py").symlink_to("x.py")
    assert found("a/x.py", "a", str(path), "./a/../a/x.py") == ["a/x.py"]


def test_a_named_file_needs_no_suffix(project: Project) -> None:
    project.write("bin/tool")
    assert found("bin") == []
    assert found("bin/tool") == ["bin/tool"]


def test_a_file_that_is_a_dead_link_is_found_so_that_reading_it_can_fail(project: Project) -> None:
    (project.root / "dead.py").symlink_to("gone.py")
    assert found(".") == ["dead.py"]


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("gen", "gen/a.py", True),
        ("gen", "src/gen/a.py", True),
        ("gen", "src/generated.py", False),
        ("*_pb2.py", "src/x_pb2.py", True),
        ("src/*.py", "src/a.py", True),
        ("src/*.py", "src/b/a.py", False),
        ("src/**/a.py", "src/a.py", True),
        ("src/**/a.py", "src/b/c/a.py", True),
        ("src/**", "src/b/c/a.py", True),
        ("./src/", "src/a.py", True),
        ("a?.py", "ab.py", True),
        ("a[!b].py", "ab.py", False),
        ("a[bc].py", "ac.py", True),
        ("a+b.py", "a+b.py", True),
        ("a.py", "abpy", False),
    ],
)
def test_patterns(pattern: str, path: str, matches: bool) -> None:
    from pathlib import PurePosixPath

    from zmqlint.globs import Glob

    assert Glob(pattern).matches(PurePosixPath(path)) is matches


def test_a_run_ends_where_a_folder_cannot_be_listed(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write("a/x.py")

    def refuse(path: str) -> object:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("os.scandir", refuse)
    discovery = discover([str(Path("a"))], Exclusions())
    assert [str(failure) for failure in discovery.failures] == ["a: Permission denied"]


def test_the_defaults_are_those_of_pylint() -> None:
    from pylint.lint import PyLinter

    config, chosen = PyLinter().config, Exclusions()
    assert chosen.names == tuple(config.ignore)
    assert chosen.name_patterns == tuple(config.ignore_patterns)
    assert chosen.path_patterns == tuple(config.ignore_paths)
