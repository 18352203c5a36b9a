"""What the documentation tells people to put into their CI works as it stands there."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from pylint_zmq.options import BY_NAME
from zmqlint.configuration import read_table
from zmqlint.pylintrc import read_pylintrc

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
DOCS = ("docs/ci.md", "docs/configuration.md", "docs/first-steps.md", "docs/map.md")

LEAK = """\
import zmq


def work():
    sock = zmq.Context.instance().socket(zmq.PUSH)
    sock.send(b"x")
"""


def blocks(language: str) -> list[str]:
    texts = [(ROOT / name).read_text() for name in DOCS]
    return [match["code"] for text in texts for match in BLOCK.finditer(text) if match["language"] == language]


def commands() -> list[str]:
    """Every call of zmqlint and of pylint in the documentation."""
    shells = [block for language in ("yaml", "sh") for block in blocks(language)]
    lines = [line.strip().removeprefix("- ") for block in shells for line in block.splitlines()]
    return sorted({line for line in lines if re.match(r"(zmqlint|pylint) ", line)})


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "client.py").write_text(LEAK)
    # As if installed: both commands by their names.
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("zmqlint", "pylint"):
        (tools / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {name} "$@"\n')
        (tools / name).chmod(0o755)
    return tmp_path


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}"} | variables
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_there_are_commands_to_try() -> None:
    assert len(commands()) >= 5


@pytest.mark.parametrize("command", commands())
def test_a_documented_command_runs(project: Path, command: str) -> None:
    done = run(command, project)
    assert not re.search("error|usage", done.stderr), done
    # 1 and 4 are how the two say that they found something.
    assert done.returncode in ({0, 1} if command.startswith("zmqlint") else {4, 20, 28}), done
    for written in re.findall(r"(?:sarif|gitlab|junit|json):(\S+)", command):
        assert (project / written).stat().st_size > 100


def workflows() -> list[dict[str, Any]]:
    return [yaml.safe_load(block) for block in blocks("yaml")]


def test_the_documented_hooks_exist() -> None:
    shipped = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    named = {hook["id"] for flow in workflows() for repo in flow.get("repos", ()) for hook in repo["hooks"]}
    assert named
    assert named <= shipped


def test_the_documented_inputs_of_the_action_exist() -> None:
    known = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    steps = [step for flow in workflows() for job in flow.get("jobs", {}).values() for step in job["steps"]]
    ours = [step for step in steps if "/zmqlint@" in step.get("uses", "")]
    assert len(ours) == 2
    for step in ours:
        assert set(step["with"]) <= set(known)


def test_the_action_annotates_and_writes_sarif(project: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (check,) = [step for step in action["runs"]["steps"] if step["name"] == "Check"]
    (project / "zmqlint").mkdir()
    (project / "zmqlint" / "bin").symlink_to(project / "bin")
    variables = {"RUNNER_TEMP": str(project), "PATHS": "src", "ARGS": "--ignore zmq-unclosed-context", "SARIF": ""}
    done = run(check["run"], project, **variables)
    assert done.returncode == 1
    assert done.stdout.startswith("::warning title=zmq-unclosed-socket (W8701),file=src/client.py,line=5,")
    done = run(check["run"], project, **variables | {"SARIF": "out.sarif", "ARGS": "--exit-zero"})
    assert done.returncode == 0
    assert "zmq-unclosed-socket" in (project / "out.sarif").read_text()


def test_the_documented_configuration_is_right(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    text = "\n".join(block for block in blocks("toml") if "per-file-ignores" in block or "tool.pylint" in block)
    path.write_text(text)
    table = read_table(path)
    assert table.per_file_ignores["tests/**"] == ("zmq-lifetime",)
    assert table.baseline == "zmqlint-baseline.json"
    settings = read_pylintrc(path)
    assert [setting.name for setting in settings] == [
        "zmq-min-version",
        "zmq-socket-factories",
        "zmq-closers",
        "disable",
    ]
    assert {setting.name for setting in settings if setting.name.startswith("zmq-")} <= set(BY_NAME)


def test_every_documented_call_is_a_whole_line() -> None:
    for command in commands():
        assert shlex.split(command)
