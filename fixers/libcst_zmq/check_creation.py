"""`python -m libcst.tool codemod -x --no-format libcst_zmq.CheckCreation PATH`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from libcst_zmq.makers import CREATION
from libcst_zmq.manage_sockets import ManageSockets
from libcst_zmq.repairing import Terms

if TYPE_CHECKING:
    from libcst.codemod import CodemodContext


class CheckCreation(ManageSockets):
    """Lets the errors of creations through to handlers that can catch them. All of this may change behaviour."""

    DESCRIPTION = "Make handlers catch what pyzmq raises, and keep a failed creation from being hidden by a `finally`."

    def __init__(self, context: CodemodContext, unsafe_fixes: bool = False) -> None:
        super().__init__(context, unsafe_fixes)
        # Who runs this command asks for exactly this change.
        self.terms = Terms(symbols=CREATION, unsafe=True)
