"""Pylint's machinery without Pylint's own checkers, fed with bare trees.

Options, comments that disable messages, useless-suppression and confidence work as they do in Pylint, because they are
Pylint's. What is left out is what makes it slow or noisy: its checkers, its tree building, other plugins.
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from pylint.exceptions import UnknownMessageError
from pylint.lint import PyLinter
from pylint.reporters import CollectingReporter
from pylint.typing import FileItem
from pylint.utils import ASTWalker

from pylint_zmq.checkers import register_checkers
from pylint_zmq.checkers.section import SectionChecker
from pylint_zmq.depth import ANALYSING, room
from pylint_zmq.options import OptionError, settings_from
from pylint_zmq.program import Program
from pylint_zmq.program.trees import SourceError, parse_bytes
from pylint_zmq.reading import decode_source
from pylint_zmq.reporters.reports import Report, join
from pylint_zmq.rules import pages
from zmqlint.cache.configured import Configured
from zmqlint.errors import ConfigError
from zmqlint.pragmas import pragma_tokens
from zmqlint.selection import USELESS, Selection

if TYPE_CHECKING:
    from collections.abc import Sequence
    from tokenize import TokenInfo

    from astroid import nodes
    from pylint.checkers import BaseRawFileChecker, BaseTokenChecker

    from zmqlint.selection import Setting

_CATEGORIES = frozenset({"F", "E", "W", "R", "C", "I", "FATAL", "ERROR", "WARNING", "REFACTOR", "CONVENTION", "INFO"})
#: Messages of Pylint's core by which we learn that a file could not be checked.
_FAILURES = ("astroid-error", "syntax-error")


class InternalError(SourceError):
    """We failed on a file, which may be in order."""


class CommandLinter(PyLinter):
    """A Pylint that has our checkers alone."""

    def __init__(self, selection: Selection) -> None:
        super().__init__(reporter=CollectingReporter())
        self.selection = selection
        self._source = b""
        register_checkers(self)
        (self._section,) = (checker for checker in self.get_checkers() if isinstance(checker, SectionChecker))
        # Pylint opens its checkers for each file that it is given by itself, and that is no new run.
        self._section.keeps_program = True
        _configure(self, selection)
        self.initialize()

    def check_source(self, path: str, source: bytes) -> list[Report]:
        """Return the reports on `source`, the content of `path`. Raises SourceError if it cannot be checked.

        InternalError if that is our fault.
        """
        self._source = source
        name = module_name(Path(path))
        collected = self.reporter.messages
        collected.clear()
        try:
            with room(ANALYSING):
                self.check_single_file_item(FileItem(name, path, name))
        except SourceError:
            raise
        except Exception as error:
            # Whatever goes wrong with one file must not cost the others.
            cause = error.__cause__ or error
            raise InternalError(path, _internal(f"{type(cause).__name__}: {cause}")) from error
        failures = [message for message in collected if message.symbol in _FAILURES]
        if failures:
            raise InternalError(path, failures[0].msg.removeprefix(f"{failures[0].abspath}: "), 0)
        reports = join(collected, self._section.take_stories())
        return [report for report in reports if report.symbol != USELESS or self._is_ours(report)]

    @property
    def factories(self) -> frozenset[str]:
        """The names of the project's own functions that return sockets and contexts."""
        settings = settings_from(self.config)
        return settings.socket_factories | settings.context_factories

    @property
    def configured(self) -> Configured:
        """What decides which files are looked at."""
        return Configured(
            names=tuple(self.config.ignore),
            name_patterns=tuple(self.config.ignore_patterns),
            path_patterns=tuple(self.config.ignore_paths),
            factories=self.factories,
        )

    def get_ast(self, filepath: str, modname: str, data: str | None = None) -> nodes.Module | None:
        """Return the bare tree of the source at hand; Pylint calls this."""
        module = self._tree(filepath, modname, self._source)
        # Pylint makes tokens of this, which nobody needs; see process_tokens.
        module.stream = io.BytesIO  # type: ignore[method-assign]
        return module

    def _tree(self, path: str, modname: str, source: bytes) -> nodes.Module:
        shared = Program.of(path).tree(path, source)
        return shared if shared is not None else parse_bytes(source, path, modname)

    def check_astroid_module(
        self,
        ast_node: nodes.Module,
        walker: ASTWalker,
        rawcheckers: list[BaseRawFileChecker],
        tokencheckers: list[BaseTokenChecker],
    ) -> bool | None:
        """Let the checkers see the module, and no other node, for they have no use for one; Pylint calls this."""
        return super().check_astroid_module(ast_node, _ModuleWalker(walker), rawcheckers, tokencheckers)

    def process_tokens(self, tokens: list[TokenInfo]) -> None:
        """Do what the comments of the source at hand say; Pylint calls this with `tokens` that hold none."""
        super().process_tokens(pragma_tokens(decode_source(self._source)[0]))

    def _is_ours(self, report: Report) -> bool:
        """Whether a suppression that is useless to us was written for us: it may serve others."""
        comment = self._source.replace(b"\r", b"\n").split(b"\n")
        words = (word.encode() for page in pages().values() for word in (page.symbol, page.id, page.checker))
        return any(word in b"".join(comment[report.place.line - 1 : report.place.line]) for word in words)


class _ModuleWalker(ASTWalker):
    """Shows checkers the module alone: to visit each node takes as long as to make them."""

    def __init__(self, walker: ASTWalker) -> None:
        """Take the `walker` that knows the checkers."""
        super().__init__(walker.linter)
        self.visit_events = walker.visit_events

    def walk(self, astroid: nodes.NodeNG) -> None:
        for see in self.visit_events["module"]:
            see(astroid)


def _internal(reason: str) -> str:
    return f"zmqlint failed on it ({' '.join(reason.split())}); please report this"


def module_name(path: Path) -> str:
    """Return the dotted name of the module at `path`, by the packages that it lies in."""
    parts = [] if path.stem == "__init__" else [path.stem]
    folder = path.absolute().parent
    while (folder / "__init__.py").is_file() and folder.name:
        parts.insert(0, folder.name)
        folder = folder.parent
    return ".".join(parts) or path.stem


def _configure(linter: CommandLinter, selection: Selection) -> None:
    for setting in _all_first(selection.settings):
        _apply(linter, setting)
    if selection.select:
        for page in pages().values():
            linter.disable(page.id)
    for message in selection.select:
        linter.enable(message)
    for message in selection.ignore:
        linter.disable(message)
    # What is left of Pylint's own messages is about its comments and options, and may be meant for other checkers.
    for own in linter.messages:
        if own.symbol in _FAILURES:
            linter.enable(own.msgid)
        elif own.symbol != USELESS:
            linter.disable(own.msgid)
    try:
        settings_from(linter.config)
    except OptionError as error:
        name = str(error).partition(" ")[0]
        origin = next((s.origin for s in reversed(selection.settings) if s.name == name), "configuration")
        raise ConfigError(f"{origin}: {error}") from error


def _all_first(settings: Sequence[Setting]) -> list[Setting]:
    """Return `settings` with those first that enable or disable `all`, as Pylint has it."""
    return sorted(settings, key=lambda s: not (s.name in ("enable", "disable") and "all" in _split(s.value)))


def _apply(linter: CommandLinter, setting: Setting) -> None:
    value = setting.value
    if setting.name in ("enable", "disable"):
        names = [name for name in _split(value) if _concerns_us(linter, name)]
        if not names:
            return
        value = ",".join(names)
    # Pylint's parser writes its usage to stderr and exits; we want its reason alone.
    complaint = io.StringIO()
    try:
        with contextlib.redirect_stderr(complaint):
            linter.set_option(setting.name, value)
    except SystemExit:
        reason = complaint.getvalue().strip().rpartition("error: ")[2]
        raise ConfigError(f"{setting.origin}: {reason.removeprefix('argument --')}") from None


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.replace("\n", ",").split(",") if part.strip()]


def _concerns_us(linter: CommandLinter, name: str) -> bool:
    if name == "all" or name.upper() in _CATEGORIES:
        return True
    if name in {page.checker for page in pages().values()}:
        return True
    try:
        messages = linter.msgs_store.get_message_definitions(name)
    except UnknownMessageError:
        return False
    return any(message.symbol in pages() or message.symbol == USELESS for message in messages)
