"""`zmqlint completion`: a script that lets a shell complete our commands, options, formats and symbols."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pylint_zmq.rules import pages
from zmqlint.map.output import FORMATS as MAP_FORMATS
from zmqlint.output import FORMATS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

SHELLS = ("bash", "zsh", "fish")

#: Which words follow an option, of one command or (`*`) of all others; after the options that are not here come files.
_VALUES = {
    ("map", "--format"): "map formats",
    ("config", "--format"): "plain formats",
    ("rules", "--format"): "plain formats",
    ("*", "--format"): "formats",
    ("*", "--select"): "symbols",
    ("*", "--ignore"): "symbols",
    ("*", "--zmq-process-lifetime"): "lifetimes",
}

_BASH = """\
# Put this into your ~/.bashrc: eval "$(zmqlint completion bash)"
_zmqlint() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words=
    case "${{COMP_WORDS[1]}} $previous" in
{values}
    esac
    if [[ -z $words ]]; then
        case ${{COMP_WORDS[1]}} in
{commands}
            *) words="{names} --version --help" ;;
        esac
        if [[ $COMP_CWORD -eq 1 ]]; then words="{names} --version --help"; fi
        if [[ $current != -* && $COMP_CWORD -gt 1 && $words == -* ]]; then COMPREPLY=(); return; fi
    fi
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}}
complete -o default -F _zmqlint zmqlint
"""

_ZSH = """\
# Put this into your ~/.zshrc: eval "$(zmqlint completion zsh)"
_zmqlint() {{
    local -a words_
    case "${{words[2]}} ${{words[CURRENT-1]}}" in
{values}
    esac
    if (( ! $#words_ )); then
        if (( CURRENT == 2 )); then
            words_=({names} --version --help)
        else
            case ${{words[2]}} in
{commands}
            esac
            if [[ ${{words_[1]}} == -* && ${{words[CURRENT]}} != -* ]]; then _files; return; fi
        fi
    fi
    compadd -a words_
}}
compdef _zmqlint zmqlint
"""


def run(arguments: argparse.Namespace) -> int:
    """Run the command and return its exit status."""
    sys.stdout.write({"bash": _bash, "zsh": _zsh, "fish": _fish}[arguments.shell]())
    return 0


def _words() -> dict[str, tuple[str, ...]]:
    return {
        "symbols": ("all", *pages(), *sorted({page.checker for page in pages().values()})),
        "formats": FORMATS,
        "map formats": MAP_FORMATS,
        "plain formats": ("text", "json"),
        "lifetimes": ("ignore", "report"),
    }


def _commands() -> dict[str, list[str]]:
    """Return what follows each command: its options, or where it takes a symbol or a shell, those."""
    from zmqlint.cli import commands_of, parser

    found = {
        name: sorted(option for option in command._option_string_actions if option.startswith("--"))
        for name, command in commands_of(parser()).items()
    }
    return found | {"explain": list(pages()), "completion": list(SHELLS)}


def _patterns() -> Iterator[tuple[str, str]]:
    """Yield what a shell compares `command option` with, and the words that then follow."""
    for (command, option), kind in _VALUES.items():
        yield f'"{command} {option}"' if command != "*" else f'*" {option}"', kind


def _bash() -> str:
    words = _words()
    values = "\n".join(f'        {each}) words="{" ".join(words[kind])}" ;;' for each, kind in _patterns())
    found = _commands()
    commands = "\n".join(f'            {name}) words="{" ".join(after)}" ;;' for name, after in found.items())
    return _BASH.format(values=values, commands=commands, names=" ".join(found))


def _zsh() -> str:
    words = _words()
    values = "\n".join(f"        {each}) words_=({' '.join(words[kind])}) ;;" for each, kind in _patterns())
    found = _commands()
    commands = "\n".join(f"                {name}) words_=({' '.join(after)}) ;;" for name, after in found.items())
    return _ZSH.format(values=values, commands=commands, names=" ".join(found))


def _fish() -> str:
    return "".join(f"{line}\n" for line in _fish_lines())


def _fish_lines() -> Iterator[str]:
    words = _words()
    found = _commands()
    yield "# Put this into ~/.config/fish/completions/zmqlint.fish"
    yield f"complete -c zmqlint -n __fish_use_subcommand -f -a {_quoted(found)}"
    for name, after in found.items():
        condition = f"-n '__fish_seen_subcommand_from {name}'"
        for option in after:
            if not option.startswith("--"):
                yield f"complete -c zmqlint {condition} -f -a {option}"
            elif kind := _VALUES.get((name, option)) or _VALUES.get(("*", option)):
                yield f"complete -c zmqlint {condition} -l {option[2:]} -x -a {_quoted(words[kind])}"
            else:
                yield f"complete -c zmqlint {condition} -l {option[2:]}"


def _quoted(words: Iterable[str]) -> str:
    return f"'{' '.join(words)}'"
