"""Shells complete our words."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from cli.conftest import Zmqlint

ASK = {
    "bash": """
source /dev/stdin
COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); COMPREPLY=()
_zmqlint
printf '%s\\n' "${COMPREPLY[@]}"
""",
    "zsh": """
compdef() { }; compadd() { print -l -- ${(P)2} }; _files() { }
source /dev/stdin
words=("$@"); CURRENT=$#
_zmqlint
""",
    "fish": """
source
complete -C "$argv"
""",
}


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["che"], "check"),
        (["check", "--form"], "--format"),
        (["check", "--format", "s"], "sarif"),
        (["check", "--select", "zmq-unclosed-socket-on-p"], "zmq-unclosed-socket-on-path"),
        (["explain", "zmq-unclosed-socket-on-p"], "zmq-unclosed-socket-on-path"),
        (["completion", "ba"], "bash"),
        (["config", "--sch"], "--schema"),
        (["map", "--format", "h"], "html"),
        (["config", "--format", "j"], "json"),
    ],
)
@pytest.mark.parametrize("shell", ASK)
def test_what_is_typed_is_completed(zmqlint: Zmqlint, shell: str, typed: list[str], offered: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    script = zmqlint("completion", shell).out
    words = ["zmqlint", *typed]
    words = [" ".join(words)] if shell == "fish" else [shell, *words]
    command = [shell, *(["-f"] if shell == "zsh" else []), "-c", ASK[shell], *words]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    answers = [line.partition("\t")[0] for line in done.stdout.splitlines()]
    assert offered in answers, done
    assert ("sarif" in answers) == (typed == ["check", "--format", "s"])
    if shell != "zsh":
        assert all(answer.startswith(typed[-1]) for answer in answers)
