"""Every option that changes what is found: one table for Pylint, for the command and for the documentation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pylint_zmq.settings import Settings

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from pylint.typing import OptionDict

PREFIX = "zmq-"

#: The least value of `zmq-max-states`: below it, no branch could be kept apart from another.
LEAST_STATES = 2

_VERSION = re.compile(r"\d+(\.\d+)?")


class OptionError(ValueError):
    """A value that an option cannot have; the text says which option, which value, and what would do."""


@dataclass(frozen=True)
class Option:
    """One option: its field in Settings, its type for Pylint, and how the value becomes the setting."""

    field: str
    type: str
    default: Any
    metavar: str
    help: str
    #: From Pylint's value to the value of the setting; raises ValueError with the reason.
    setting: Callable[[Any], Any]
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name without dashes in front, e.g. `zmq-min-version`."""
        return PREFIX + self.field.replace("_", "-")

    @property
    def definition(self) -> OptionDict:
        """The option as Pylint registers it."""
        entry: OptionDict = {
            "type": self.type,
            "default": self.default,
            "metavar": self.metavar,
            "help": self.help,
        }
        if self.choices:
            entry["choices"] = list(self.choices)
        return entry


def _version(text: str) -> tuple[int, int]:
    if not _VERSION.fullmatch(text.strip()):
        raise ValueError("must be a version of pyzmq such as 24 or 25.1")
    major, _, minor = text.strip().partition(".")
    return int(major), int(minor or 0)


def _states(number: int) -> int:
    if number < LEAST_STATES:
        raise ValueError(f"must be {LEAST_STATES} or more")
    return number


def _names(values: list[str] | tuple[str, ...]) -> frozenset[str]:
    for name in values:
        if not all(part.isidentifier() for part in name.split(".")):
            raise ValueError(f"must be names such as make_socket or package.module.make_socket, and {name!r} is none")
    return frozenset(values)


def _names_option(field: str, text: str) -> Option:
    return Option(field, "csv", (), "<names>", text, _names)


OPTIONS = (
    Option(
        "min_version",
        "string",
        "24",
        "<version>",
        "The oldest pyzmq that the checked project supports; before 24, leaving a context's with block waits for its "
        "open sockets.",
        _version,
    ),
    Option(
        "max_states",
        "int",
        Settings.max_states,
        "<number>",
        "How many different situations are told apart at one statement. Beyond it they are joined, and what is only "
        "true of the joined ones is not reported.",
        _states,
    ),
    Option(
        "process_lifetime",
        "choice",
        Settings.process_lifetime,
        "<ignore|report>",
        "Whether to report what is lost only when the process ends anyway.",
        str,
        ("ignore", "report"),
    ),
    Option(
        "report_unseen",
        "yn",
        Settings.report_unseen,
        "<y or n>",
        "Whether to report losses that are a guess, because the resource itself went into code that cannot be seen.",
        bool,
    ),
    Option(
        "setup_errors",
        "choice",
        Settings.setup_errors,
        "<ignore|report>",
        "Whether to report what only an error of a setting-up step loses (an option that is set, a connect), where the "
        "socket is handed over or protected right after.",
        str,
        ("ignore", "report"),
    ),
    Option(
        "errors_in_tests",
        "yn",
        Settings.errors_in_tests,
        "<y or n>",
        "Whether to report in test files, too, what is lost only when something raises.",
        bool,
    ),
    _names_option("socket_factories", "Your own functions that return a new socket; their caller has to close it."),
    _names_option("context_factories", "Your own functions that return a new context; their caller has to end it."),
    _names_option("closers", "Your own functions that close the socket or context they are given first."),
    _names_option("owners", "Your own functions and classes that take over the socket or context they are given."),
    _names_option("harmless_calls", "Functions that never raise, beside those that are known to."),
    Option(
        "send_scope",
        "choice",
        Settings.send_scope,
        "<peerless|all>",
        "Which sends have to be bounded: those that wait when no peer is there, or connected ones at their high-water "
        "mark as well.",
        str,
        ("peerless", "all"),
    ),
    Option(
        "creation_scope",
        "choice",
        Settings.creation_scope,
        "<repeated|all>",
        "Whether a failed creation must be handled where it ends something that is meant to go on, or everywhere.",
        str,
        ("repeated", "all"),
    ),
)

BY_NAME = {option.name: option for option in OPTIONS}


def settings_from(config: argparse.Namespace) -> Settings:
    """Return the settings that hold by Pylint's `config`. Raises OptionError."""
    values = {}
    for option in OPTIONS:
        value = getattr(config, option.name.replace("-", "_"))
        try:
            values[option.field] = option.setting(value)
        except ValueError as error:
            shown = value if isinstance(value, (str, int)) else ",".join(value)
            raise OptionError(f"{option.name} = {shown}: {error}") from error
    return Settings(**values)
