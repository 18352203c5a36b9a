"""`zmqlint config`: what holds here, and where it was said."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from pylint_zmq.options import OPTIONS
from pylint_zmq.rules import pages
from zmqlint.configuration import load
from zmqlint.output.paint import Paint, wants_colour
from zmqlint.pylintrc import BORROWED
from zmqlint.schema import load_schema
from zmqlint.session import Session

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable

    from zmqlint.configuration import Configuration
    from zmqlint.linter import CommandLinter

_DEFAULT = "default"
#: Pylint's own options, shown only where they were set.
_SILENT = ("enable", "disable")


def run(arguments: Namespace) -> int:
    """Run the command and return its exit status. Raises ConfigError."""
    if arguments.schema:
        sys.stdout.write(json.dumps(load_schema("configuration"), indent=2) + "\n")
        return 0
    configuration = load(arguments)
    linter = Session(configuration).linter
    document = {
        "files": {
            "zmqlint": str(configuration.table.path or "") or None,
            "pylint": str(configuration.pylintrc or "") or None,
        },
        "tool.zmqlint": dict(_table(configuration)),
        "options": dict(_options(configuration, linter)),
        "messages": {page.symbol: linter.is_message_enabled(page.id) for page in pages().values()},
    }
    if arguments.format == "json":
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    else:
        sys.stdout.write(_text(document, Paint(wants_colour(sys.stdout))))
    return 0


def _table(configuration: Configuration) -> Iterable[tuple[str, dict[str, Any]]]:
    table = configuration.table
    for field in fields(table):
        if field.name != "path":
            name = field.name.replace("_", "-")
            origin = str(table.path) if name in table.given else _DEFAULT
            yield name, {"value": getattr(table, field.name), "origin": origin}


def _options(configuration: Configuration, linter: CommandLinter) -> Iterable[tuple[str, dict[str, Any]]]:
    origins = {setting.name: setting.origin for setting in configuration.selection.settings}
    for name in (*(option.name for option in OPTIONS), *BORROWED):
        if name in origins or name not in BORROWED:
            value = getattr(linter.config, name.replace("-", "_"))
            if name in _SILENT:
                value = [setting.value for setting in configuration.selection.settings if setting.name == name]
            yield name, {"value": _plain(value), "origin": origins.get(name, _DEFAULT)}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.pattern if isinstance(value, re.Pattern) else value


def _text(document: dict[str, Any], paint: Paint) -> str:
    lines = [paint.place("files")]
    lines += [f"  {name}: {path or 'none'}" for name, path in document["files"].items()]
    for title in ("tool.zmqlint", "options"):
        lines.append(paint.place(title))
        for name, entry in document[title].items():
            origin = entry["origin"]
            said = paint.dim(f"# {origin}") if origin == _DEFAULT else paint.good(f"# {origin}")
            lines.append(f"  {name} = {json.dumps(entry['value'], ensure_ascii=False)}  {said}")
    for state, title in ((True, "messages that are on"), (False, "messages that are off")):
        symbols = [symbol for symbol, enabled in document["messages"].items() if enabled is state]
        lines.append(paint.place(title))
        lines += [f"  {symbol}" for symbol in symbols] or ["  none"]
    return "".join(f"{line}\n" for line in lines)
