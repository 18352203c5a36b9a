"""Old code: what is known is passed over, what is new is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.conftest import CLEAN, LEAK, Project, Zmqlint

NAME = "zmqlint-baseline.json"
CONFIGURED = f'[tool.zmqlint]\nbaseline = "{NAME}"\n'


@pytest.fixture
def old(project: Project, zmqlint: Zmqlint, every_socket: None) -> Project:
    """Two files with a finding each, all of them in the baseline."""
    project.write("a.py")
    project.write("pkg/b.py")
    project.write("pyproject.toml", CONFIGURED)
    assert zmqlint("baseline", "--write").status == 0
    return project


def test_known_findings_are_passed_over(old: Project, zmqlint: Zmqlint) -> None:
    done = zmqlint("check")
    assert (done.status, done.out, done.err) == (0, "", "No problems found (2 files checked).\n")


def test_moved_and_reworded_findings_are_still_known(
    old: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    old.write("a.py", "'''Doc.'''\n\n\n" + LEAK)
    monkeypatch.setattr("fake_analysis.STORY", "told in other words")
    assert zmqlint("check").status == 0


def test_a_second_one_of_a_known_kind_is_new(old: Project, zmqlint: Zmqlint) -> None:
    old.write("a.py", LEAK + LEAK.replace("import zmq\n", ""))
    done = zmqlint("check", "--format", "concise")
    assert done.status == 1
    assert done.out.startswith("a.py:10:12:")


def test_a_known_finding_in_another_file_is_new(old: Project, zmqlint: Zmqlint) -> None:
    (old.root / "a.py").rename(old.root / "c.py")
    assert zmqlint("check").out.startswith("c.py:5:12:")


def test_the_file_holds_neither_lines_nor_texts(old: Project) -> None:
    document = json.loads((old.root / NAME).read_text())
    assert document["version"] == 1
    assert list(document["findings"]) == ["a.py", "pkg/b.py"]
    ((symbol, digests),) = document["findings"]["a.py"].items()
    assert symbol == "zmq-unclosed-socket"
    ((digest, count),) = digests.items()
    assert len(digest) == 16
    assert count == 1


def test_stale_entries_are_told_for_checked_files_only(old: Project, zmqlint: Zmqlint) -> None:
    old.write("a.py", "x = 1\n")
    old.write("pkg/b.py", "import zmq\n")
    before = (old.root / NAME).read_bytes()
    note = "zmqlint: note: 1 entry of the baseline no longer found; `zmqlint baseline --write` drops what is gone\n"
    assert zmqlint("check", "a.py").err.startswith(note)
    assert zmqlint("check").err.startswith(note.replace("1 entry", "2 entries"))
    assert "note" not in zmqlint("check", "--stdin-filename", "c.py", "-", stdin=CLEAN.encode()).err
    assert (old.root / NAME).read_bytes() == before


def test_a_broken_file_makes_no_entry_stale_and_loses_none(old: Project, zmqlint: Zmqlint) -> None:
    before = (old.root / NAME).read_bytes()
    old.write("a.py", LEAK + "(")
    done = zmqlint("check")
    assert done.status == 2
    assert "note" not in done.err
    assert zmqlint("baseline", "--write").status == 2
    assert (old.root / NAME).read_bytes() == before


def test_writing_drops_what_is_gone_and_adds_what_is_new(old: Project, zmqlint: Zmqlint) -> None:
    (old.root / "a.py").unlink()
    old.write("c.py")
    done = zmqlint("baseline")
    assert (done.status, done.out) == (0, f"{old.root / NAME}: 2 findings, 1 not in it, 0 no longer found.\n")
    assert zmqlint("baseline", "--write").out == f"Wrote {old.root / NAME}: 2 findings (1 new, 0 no longer found).\n"
    assert list(json.loads((old.root / NAME).read_text())["findings"]) == ["c.py", "pkg/b.py"]


def test_writing_for_some_files_keeps_the_others(old: Project, zmqlint: Zmqlint) -> None:
    old.write("a.py", CLEAN.replace("socket", "sock_t"))
    assert zmqlint("baseline", "--write", "a.py").status == 0
    assert list(json.loads((old.root / NAME).read_text())["findings"]) == ["pkg/b.py"]


def test_it_works_from_any_folder(old: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(old.root / "pkg")
    assert zmqlint("check").status == 0
    assert zmqlint("check", "..").status == 0


@pytest.mark.usefixtures("every_socket")
def test_the_first_baseline_says_how_to_use_it(project: Project, zmqlint: Zmqlint) -> None:
    project.write("a.py")
    done = zmqlint("baseline", "--write")
    assert done.out.endswith(f'To use it, put baseline = "{NAME}" under [tool.zmqlint] in pyproject.toml.\n')
    assert zmqlint("check").status == 1
    assert zmqlint("check", "--baseline", NAME).status == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "Expecting value"),
        ("[]", "its version must be 1"),
        ('{"version": 2, "findings": {}}', "its version must be 1"),
        ('{"version": 1}', "findings: must be an object, not None"),
        ('{"version": 1, "findings": {"a.py": []}}', "a.py: must be an object, not []"),
        ('{"version": 1, "findings": {"a.py": {"s": {"f": 0}}}}', "a.py: s: f: must be a number above 0, not 0"),
        ("[" * 100_000, "recursion"),
        (b"\xff", "codec can't decode"),
    ],
)
def test_a_corrupt_baseline_is_an_error(project: Project, zmqlint: Zmqlint, content: str | bytes, reason: str) -> None:
    project.write("a.py")
    project.write(NAME, content)
    for command in (("check",), ("baseline",), ("baseline", "--write")):
        done = zmqlint(*command, "--baseline", NAME)
        assert (done.status, done.out) == (2, "")
        assert done.err.startswith(f"zmqlint: error: baseline: {NAME}: not a baseline of zmqlint: ")
        assert reason in done.err
        assert done.err.count("\n") == 1
    assert (project.root / NAME).read_bytes() == (content.encode() if isinstance(content, str) else content)


def test_a_missing_baseline_is_an_error_to_check(project: Project, zmqlint: Zmqlint) -> None:
    project.write("a.py")
    done = zmqlint("check", "--baseline", "gone.json")
    assert (done.status, done.err) == (2, "zmqlint: error: baseline: gone.json: No such file or directory\n")


def test_a_baseline_that_cannot_be_written_leaves_the_old_one(
    old: Project, zmqlint: Zmqlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (old.root / NAME).read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    old.write("c.py")
    monkeypatch.setattr("os.replace", refuse)
    done = zmqlint("baseline", "--write")
    assert done.status == 2
    assert done.err == f"zmqlint: error: baseline: {old.root / NAME}: No space left on device\n"
    assert (old.root / NAME).read_bytes() == before
    assert not [path for path in Path(old.root).iterdir() if path.name.startswith(f".{NAME}")]
