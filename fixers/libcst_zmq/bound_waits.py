"""`python -m libcst.tool codemod -x --no-format libcst_zmq.BoundWaits --recv-timeout 5000 PATH`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libcst_zmq.makers import WAITS
from libcst_zmq.manage_sockets import ManageSockets
from libcst_zmq.repairing import Terms
from libcst_zmq.values import Values

if TYPE_CHECKING:
    import argparse

    from libcst.codemod import CodemodContext


_TIMES = {
    "recv-timeout": "RCVTIMEO",
    "send-timeout": "SNDTIMEO",
    "poll-timeout": "the timeout of poll()",
    "linger": "LINGER",
}


class BoundWaits(ManageSockets):
    """Bounds waits by the times that are given, and by no others. All of this may change behaviour."""

    DESCRIPTION = "Bound the waits of ZeroMQ sockets by the times that you give, in milliseconds."

    @staticmethod
    def add_args(arg_parser: argparse.ArgumentParser) -> None:
        """Add what the command line of the tool can say."""
        for name, what in _TIMES.items():
            arg_parser.add_argument(f"--{name}", type=int, metavar="MS", help=f"{what}, in milliseconds")
        arg_parser.add_argument("--max-sockets", type=int, metavar="N", help="MAX_SOCKETS of contexts")

    def __init__(
        self,
        context: CodemodContext,
        recv_timeout: int | None = None,
        send_timeout: int | None = None,
        poll_timeout: int | None = None,
        linger: int | None = None,
        max_sockets: int | None = None,
    ) -> None:
        super().__init__(context)
        values = Values(recv_timeout, send_timeout, poll_timeout, linger, max_sockets)
        # Who runs this command asks for exactly this change.
        self.terms = Terms(symbols=frozenset(WAITS), unsafe=True, values=values)
