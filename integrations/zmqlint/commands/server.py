"""`zmqlint server`: findings and fixes in the editor."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from zmqlint.errors import ConfigError

if TYPE_CHECKING:
    from argparse import Namespace


def run(arguments: Namespace) -> int:
    """Serve the editor at the other end of stdin and stdout until it leaves; 1 if it left without a word.

    Raises ConfigError without pygls.
    """
    try:
        from zmqlint.server.features import make_server
    except ModuleNotFoundError as error:
        package = (error.name or "pygls").partition(".")[0]
        raise ConfigError(f"server: {package} is missing; pip install 'zmqlint[server]'") from error
    for name in ("config", "rcfile", "baseline"):
        # They are named from where we are, and used from where the editor's folders are.
        if getattr(arguments, name):
            setattr(arguments, name, os.path.abspath(getattr(arguments, name)))
    server = make_server(arguments)
    # What anything else prints must not come between the messages.
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    server.start_io(sys.stdin.buffer, output)
    return 0 if server.was_dismissed else 1
