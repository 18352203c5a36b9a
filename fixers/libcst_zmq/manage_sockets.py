"""The codemod for LibCST's own tool: `python -m libcst.tool codemod -x --no-format libcst_zmq.ManageSockets PATH`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
from libcst.codemod import CodemodCommand, CodemodContext, SkipFile

from libcst_zmq.makers import MANAGED
from libcst_zmq.reasons import REASONS
from libcst_zmq.repairing import FIXED, OFFERED, Outcome, Terms, repair
from pylint_zmq.reading import SourceError

if TYPE_CHECKING:
    import argparse


class ManageSockets(CodemodCommand):
    """Puts sockets and contexts that a function loses into blocks that close them."""

    DESCRIPTION = "Put ZeroMQ sockets and contexts that a function loses into `with` blocks that close them."

    @staticmethod
    def add_args(arg_parser: argparse.ArgumentParser) -> None:
        """Add what the command line of the tool can say."""
        arg_parser.add_argument("--unsafe-fixes", action="store_true", help="also what may change behaviour")

    def __init__(self, context: CodemodContext, unsafe_fixes: bool = False) -> None:
        super().__init__(context)
        self.terms = Terms(symbols=MANAGED, unsafe=unsafe_fixes)

    def transform_module_impl(self, tree: cst.Module) -> cst.Module:
        """The mended module; what is left as it is comes as warnings."""
        source = tree.bytes
        if b"zmq" not in source:
            raise SkipFile("does not mention zmq")
        name = self.context.full_module_name or "module"
        try:
            done = repair(source, self.context.filename or "", name, self.terms)
        except SourceError as error:
            raise SkipFile(str(error)) from error
        for outcome in done.outcomes:
            if outcome.status != FIXED:
                self.warn(f"line {outcome.line}: {outcome.symbol} {_fate(outcome)}")
        return tree if done.source == source else cst.parse_module(done.source)


def _fate(outcome: Outcome) -> str:
    if outcome.suggestion:
        return f"not fixed: {outcome.suggestion}"
    hint = "needs --unsafe-fixes" if outcome.status == OFFERED else "not fixed"
    return f"{hint}: {REASONS.get(outcome.reason, outcome.reason)}"
