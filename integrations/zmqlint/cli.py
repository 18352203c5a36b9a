"""The command line: what can be asked for, and which module does it."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pylint_zmq.options import OPTIONS
from zmqlint.errors import FAILED, ConfigError, suggestion
from zmqlint.fix_arguments import add_fix, add_target
from zmqlint.map.arguments import add_map
from zmqlint.output import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EXIT = """\
exit status:
  0  nothing found
  1  something found
  2  a path does not exist, a file could not be read, decoded or parsed, or the configuration is wrong;
     all other files have been checked all the same
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (default: those of the process) and return the exit status."""
    top = parser()
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words:
        top.print_help(sys.stderr)
        return FAILED
    try:
        _check_command(words[0], commands_of(top))
        given = top.parse_args(words)
        run = import_module(f"zmqlint.commands.{given.command}").run
        status: int = run(given)
    except ConfigError as error:
        sys.stderr.write(f"zmqlint: error: {error}\n")
        return FAILED
    return status


def _check_command(word: str, known: Iterable[str]) -> None:
    """Raise ConfigError, with what may be meant, if the first word of the command line is no command."""
    if word.startswith("-") or word in known:
        return
    meant = f"; did you mean `zmqlint check {word}`?" if Path(word).exists() else suggestion(word, known)
    raise ConfigError(f"no command is called {word!r}{meant or '; there are ' + ', '.join(known)}")


def commands_of(top: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of the commands by their names."""
    # argparse has no public way to them.
    (commands,) = (action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    return dict(commands.choices)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    top = argparse.ArgumentParser(
        prog="zmqlint",
        description="Find the ZeroMQ sockets that Python code loses, hanging shutdowns and endless waits.",
        epilog="To begin with: zmqlint check .",
        allow_abbrev=False,
    )
    top.add_argument("--version", action=_Versions, help="print the versions that matter and exit")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_check(commands)
    add_fix(commands, _add_selection)
    _add_baseline(commands)
    add_map(commands, _add_selection)
    _add_config(commands)
    explain = commands.add_parser("explain", help="print the page of one message")
    explain.add_argument("symbol", metavar="SYMBOL", help="a symbol or an id, e.g. zmq-unclosed-socket or W8701")
    rules = commands.add_parser("rules", help="list all messages")
    rules.add_argument("--format", choices=("text", "json"), default="text")
    _add_server(commands)
    completion = commands.add_parser("completion", help="print a script that lets a shell complete our words")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"))
    return top


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="report what is lost, hangs or waits for ever",
        description="Check Python files. A file that cannot matter need only be Python.",
        epilog=_EXIT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    check.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; - for stdin (default: this folder)")
    output = check.add_argument_group("output")
    output.add_argument("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)} (default: text)")
    output.add_argument(
        "--output", metavar="FORMAT:FILE", action="append", default=[], help="write a file, too; may be repeated"
    )
    output.add_argument(
        "--statistics", action="store_true", help="count the reports of each message, the most dangerous first"
    )
    output.add_argument("--exit-zero", action="store_true", help="exit with 0 even if something was found")
    output.add_argument(
        "--stdin-filename", metavar="NAME", default="stdin.py", help="the path that stdin is the content of"
    )
    _add_selection(check)
    check.add_argument(
        "--add-suppressions", metavar="REASON", help="write comments that disable what was found, with this reason"
    )


def _add_baseline(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    baseline = commands.add_parser(
        "baseline",
        help="compare with the file of known findings, or write it",
        description="Say how the baseline and the code differ; with --write, make the baseline what the code is now.",
        allow_abbrev=False,
    )
    baseline.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: this folder)")
    baseline.add_argument("--write", action="store_true", help="write the baseline")
    _add_selection(baseline)


def _add_config(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    config = commands.add_parser("config", help="show what holds here, and where it was said", allow_abbrev=False)
    config.add_argument("--format", choices=("text", "json"), default="text")
    config.add_argument("--schema", action="store_true", help="print the JSON schema of [tool.zmqlint]")
    _add_selection(config)


def _add_server(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    server = commands.add_parser(
        "server",
        help="serve an editor",
        description="Serve an editor by the language server protocol, over stdin and stdout. Needs zmqlint[server].",
        allow_abbrev=False,
    )
    add_target(server)
    _add_selection(server, in_processes=False)


def _add_selection(command: argparse.ArgumentParser, *, in_processes: bool = True) -> None:
    """Add what decides which reports are made, and by how many processes unless there is always one."""
    selection = command.add_argument_group("selection", "S: symbols, ids, names of checkers, or all; split by commas")
    selection.add_argument("--select", metavar="S", action="append", help="report these and no others")
    selection.add_argument("--ignore", metavar="S", action="append", help="do not report these")
    files = command.add_argument_group("configuration")
    files.add_argument("--baseline", metavar="FILE", help="pass over the findings that FILE holds")
    files.add_argument("--config", metavar="FILE", help="read [tool.zmqlint] from FILE, not from pyproject.toml")
    files.add_argument("--rcfile", metavar="FILE", help="read Pylint's configuration from FILE")
    files.add_argument("--isolated", action="store_true", help="read no configuration file")
    command.set_defaults(jobs=None, no_cache=False)
    if in_processes:
        help_ = "number of processes (default: as many as pay)"
        command.add_argument("--jobs", "-j", type=_jobs, metavar="N", help=help_)
        command.add_argument("--no-cache", action="store_true", help="neither use nor keep results of other runs")
    options = command.add_argument_group("what is checked", "the same as options of Pylint")
    for option in OPTIONS:
        options.add_argument(f"--{option.name}", metavar=option.metavar, help=option.help)


def _jobs(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


class _Versions(argparse.Action):
    """Print the versions that a report of a bug needs; looked up only when asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, **rest: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **rest)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        parts = [f"{name} {_version(name)}" for name in ("pylint", "astroid", "libcst")]
        python = ".".join(str(part) for part in sys.version_info[:3])
        sys.stdout.write(f"zmqlint {_version('zmqlint')} ({', '.join(parts)}, Python {python})\n")
        parser.exit()


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
